"""Moodle XML, read: https://docs.moodle.org/en/Moodle_XML_format. Six kinds of question; pictures embedded as base64."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from ems_desktop.domain.questions import item as items
from ems_desktop.domain.questions import labels
from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Option, Pair
from ems_desktop.integrations.questions import html, xml_tree
from ems_desktop.integrations.questions.gift import category_tags
from ems_desktop.integrations.questions.notes import Notes, Refused, shown
from ems_desktop.integrations.questions.stimuli import Stimuli, derived_title

_FRACTION = re.compile(r"-?\d{1,3}(?:\.\d{1,10})?")
_PLACES: Final = Decimal("0.00001")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def looks_like(text: str) -> bool:
    return re.search(r"<quiz[\s>/]", text[:5_000]) is not None


def read(text: str, file: str, notes: Notes) -> None:
    """Errors: 1704 to 1706, see xml_tree. What the file says of its encoding was judged before."""
    if _NOT_XML.search(text):
        notes.add(1781)
    root = xml_tree.parse(_NOT_XML.sub("", _without_declaration(text)).encode(), file)
    stimuli = Stimuli(notes)
    category: tuple[str, ...] = ()
    for one in root.iter("question"):
        kind = one.get("type", "")
        if kind == "category":
            category = category_tags(one.findtext("category/text") or "")
            stimuli.category()
            continue
        notes.number += 1
        try:
            _Reader(one, notes, stimuli, category).read(kind)
        except Refused:
            continue
    stimuli.settle()


def _without_declaration(text: str) -> str:
    found = _DECLARATION.match(text)
    return text[found.end() :] if found else text


class _Reader:
    """One element `question`."""

    def __init__(self, element: ET.Element, notes: Notes, stimuli: Stimuli, category: tuple[str, ...]) -> None:
        self._of, self._notes, self._stimuli = element, notes, stimuli
        said = (tag.findtext("text") or tag.text or "" for tag in element.findall("tags/tag"))
        self._tags = tuple(tag for tag in map(notes.line, (*category, *said)) if tag)

    def read(self, kind: str) -> None:
        """Refuses a kind that the bank does not have (1790)."""
        title, stem = self._notes.line(self._of.findtext("name/text") or ""), self.text(self._of.find("questiontext"))
        if kind == "description":
            self._stimuli.description(title, stem, self._tags)
            return
        build = _KINDS.get(kind)
        if build is None:
            raise self._notes.refuse(1790, kind=shown(kind))
        base = Item(
            "essay", stem, title="" if title == derived_title(stem) else title, feedback=self.text(self._of.find("generalfeedback"))
        )
        one = build(self, base)
        self._combined()
        self._stimuli.question(self._tags)
        self._notes.take(labels.with_tags(replace(one, media=self._notes.shown_in(*one.texts())), self._tags))

    def text(self, element: ET.Element | None) -> str:
        """A `<text>` with its files, in the format that the element names."""
        if element is None:
            return ""
        raw = element.findtext("text") or ""
        files, kind = self._files(element, raw), element.get("format", "html")
        if kind == "html" or (kind == "moodle_auto_format" and html.looks_like_html(raw)):
            return html.to_markup(raw if kind == "html" else raw.replace("\n", "<br>"), self._notes, files)
        return self._notes.words(raw)

    def _files(self, element: ET.Element, text: str) -> Mapping[str, str]:
        """SHA-256 by name; "" for one that was not taken, so that it is named once."""
        found: dict[str, str] = {}
        for file in element.findall("file"):
            name = file.get("path", "/").lstrip("/") + file.get("name", "")
            if not _is_shown(name.rpartition("/")[2], text):
                self._notes.add(1758, name=shown(name))
                continue
            try:
                data = base64.b64decode("".join((file.text or "").split()), validate=True)
            except (binascii.Error, ValueError):
                data = b""
            found[name] = self._notes.picture(data, name) or ""
        return found

    def _combined(self) -> None:
        """Feedback by result, hints and penalties have no place in the bank; pictures beside the text are Moodle 1.9's."""
        if name := (self._of.findtext("image") or "").strip():
            self._notes.add(1758, name=shown(name))
        what = [name for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint") if self._said(name)]
        if what:
            self._notes.add(1759, what=", ".join(what))

    def _said(self, name: str) -> bool:
        """Moodle fills these in by itself; what it says then is no loss."""
        element = self._of.find(name)
        usual = {"", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
        return element is not None and re.sub(r"<[^>]*>", "", (element.findtext("text") or "")[:500]).strip() not in usual

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(self.text(a), _fraction(a, self._notes), self.text(a.find("feedback"))) for a in self._of.findall("answer"))

    def choice(self, base: Item) -> Item:
        single = (self._of.findtext("single") or "true").strip().lower() in {"true", "1"}
        return replace(base, kind="single" if single else "multiple", options=self.options())

    def truth(self, base: Item) -> Item:
        by_word = {(a.findtext("text") or "").strip().lower(): a for a in self._of.findall("answer")}
        if set(by_word) != {items.TRUE, items.FALSE}:
            raise self._notes.refuse(1791, line=self._notes.number, hint="<answer> true, false")
        said = {word: self.text(a.find("feedback")) for word, a in by_word.items()}
        is_true = _fraction(by_word[items.TRUE], self._notes) > 0
        two = items.true_false("", is_true, said[items.TRUE], said[items.FALSE])
        return replace(base, kind="true_false", options=two.options)

    def matching(self, base: Item) -> Item:
        pairs = (Pair(self.text(s), self._notes.words(s.findtext("answer/text") or "")) for s in self._of.findall("subquestion"))
        return replace(base, kind="matching", pairs=tuple(pair for pair in pairs if pair.left or pair.right))

    def short(self, base: Item) -> Item:
        given = self._of.findall("answer")
        answers = tuple(
            Answer(self._notes.line(a.findtext("text") or ""), _fraction(a, self._notes), self.text(a.find("feedback"))) for a in given
        )
        return replace(base, kind="short", answers=answers, case_sensitive=(self._of.findtext("usecase") or "").strip() == "1")

    def essay(self, base: Item) -> Item:
        if (self._of.findtext("responsetemplate/text") or "").strip():
            self._notes.add(1759, what="responsetemplate")
        return replace(base, guide=self.text(self._of.find("graderinfo")))


def _is_shown(name: str, text: str) -> bool:
    """In an address a name's spaces and the like are percent signs."""
    return name in text or html.quoted(name) in text


def _fraction(answer: ET.Element, notes: Notes) -> Decimal:
    """Percent in five places, as Moodle keeps them; what is no number between −100 and 100 counts nothing (loss 1759)."""
    given = answer.get("fraction", "0").strip()
    if not _FRACTION.fullmatch(given) or abs(Decimal(given)) > FULL:
        notes.add(1759, what=f"fraction={shown(given)}")
        return NONE
    return Decimal(given).quantize(_PLACES).normalize() + 0


_KINDS: Final[Mapping[str, Callable[[_Reader, Item], Item]]] = {
    "multichoice": _Reader.choice,
    "truefalse": _Reader.truth,
    "matching": _Reader.matching,
    "shortanswer": _Reader.short,
    "essay": _Reader.essay,
}
