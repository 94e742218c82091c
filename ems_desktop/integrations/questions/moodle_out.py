"""Moodle XML, written: texts as HTML, pictures embedded, what has no place of its own as tags."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from ems_desktop.domain.questions import labels, markup
from ems_desktop.domain.questions.item import Item, Media, Option, Stimulus
from ems_desktop.domain.questions.reading import Written
from ems_desktop.integrations.questions import html
from ems_desktop.integrations.questions.notes import Losses
from ems_desktop.integrations.questions.stimuli import derived_title, with_descriptions

_TYPES = {"single": "multichoice", "multiple": "multichoice", "true_false": "truefalse", "matching": "matching", "short": "shortanswer"}


def write(items: Sequence[Item], media: Mapping[str, bytes]) -> Written:
    """`media`: the pictures' bytes by SHA-256; one that is not there is a loss (1761)."""
    losses, quiz = Losses("Moodle XML"), ET.Element("quiz")
    for losses.number, one in with_descriptions(items):
        writer = _Writer(quiz, one.media, media, losses)
        if isinstance(one, Stimulus):
            writer.description(one)
        else:
            writer.item(one)
    ET.indent(quiz)
    return Written(ET.tostring(quiz, encoding="utf-8", xml_declaration=True), tuple(losses.troubles))


class _Writer:
    """One element `question`."""

    def __init__(self, quiz: ET.Element, shown: tuple[Media, ...], media: Mapping[str, bytes], losses: Losses) -> None:
        self._of = ET.SubElement(quiz, "question")
        self._names = {one.sha256: (f"{number}/", one.name) for number, one in enumerate(shown, 1) if one.sha256 in media}
        self._media, self._losses = media, losses

    def description(self, stimulus: Stimulus) -> None:
        self._of.set("type", "description")
        self._head(stimulus.title, stimulus.text, "")
        self._tags([f"{labels.STIMULUS}:{stimulus.id}"])

    def item(self, item: Item) -> None:
        self._of.set("type", _TYPES.get(item.kind, "essay"))
        self._head(item.title or derived_title(item.stem), item.stem, item.feedback)
        if item.kind in {"single", "multiple"}:
            self._plain("single", "true" if item.kind == "single" else "false")
        if item.kind == "short":
            self._plain("usecase", "1" if item.case_sensitive else "0")
        for option in item.options:
            self._answer(option, item.kind)
        for answer in item.answers:
            self._answer(Option(markup.literal(answer.text), answer.weight, answer.feedback), item.kind)
        for pair in item.pairs:
            part = self._text("subquestion", pair.left)
            right = markup.plain(pair.right)
            self._losses.unless(1766, markup.is_plain(pair.right))
            ET.SubElement(ET.SubElement(part, "answer"), "text").text = right
        if item.kind == "essay":
            self._text("graderinfo", item.guide)
        self._tags(labels.to_tags(item))

    def _head(self, title: str, stem: str, feedback: str) -> None:
        ET.SubElement(ET.SubElement(self._of, "name"), "text").text = title
        self._text("questiontext", stem)
        self._text("generalfeedback", feedback)
        self._plain("defaultgrade", "1")

    def _answer(self, option: Option, kind: str) -> None:
        """The words of true/false and of short answers are plain."""
        if kind in {"true_false", "short"}:
            element = ET.SubElement(self._of, "answer", format="moodle_auto_format")
            ET.SubElement(element, "text").text = markup.plain(option.text) if kind == "short" else option.text
        else:
            element = self._text("answer", option.text)
        element.set("fraction", f"{option.weight:f}")
        self._text("feedback", option.feedback, element)

    def _text(self, tag: str, text: str, parent: ET.Element | None = None) -> ET.Element:
        element = ET.SubElement(self._of if parent is None else parent, tag, format="html")
        ET.SubElement(element, "text").text = html.from_markup(text, self._address)
        for sha256 in dict.fromkeys(markup.pictures(text)):
            if sha256 in self._names:
                folder, name = self._names[sha256]
                file = ET.SubElement(element, "file", name=name, path=f"/{folder}", encoding="base64")
                file.text = base64.b64encode(self._media[sha256]).decode()
            else:
                self._losses.add(1761)
        return element

    def _address(self, sha256: str) -> str | None:
        folder, name = self._names.get(sha256, ("", ""))
        return html.PLUGIN + folder + html.quoted(name) if name else None

    def _plain(self, tag: str, text: str) -> None:
        ET.SubElement(self._of, tag).text = text

    def _tags(self, tags: Sequence[str]) -> None:
        parent = ET.SubElement(self._of, "tags") if tags else self._of
        for tag in tags:
            ET.SubElement(ET.SubElement(parent, "tag"), "text").text = tag
