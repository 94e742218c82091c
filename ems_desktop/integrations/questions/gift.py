"""GIFT, Moodle's text format, read: https://docs.moodle.org/en/GIFT_format. One question a block, blocks apart by an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from ems_desktop.domain.questions import item as items
from ems_desktop.domain.questions import labels
from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Option, Pair
from ems_desktop.integrations.questions import html
from ems_desktop.integrations.questions.notes import Notes, Refused, shown
from ems_desktop.integrations.questions.stimuli import Stimuli, derived_title

_TRUTH: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_TAG = re.compile(r"\[tag:((?:[^][\\]|\\.)+)\]")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,7})?)%")
_TITLE = re.compile(r"\s*::((?:[^\\:]|\\.|:(?!:))*)::", re.DOTALL)
_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_CATEGORY = "$CATEGORY:"


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    """`sign`: = or ~. `weight` None: none was given."""

    sign: str
    weight: Decimal | None
    text: str
    feedback: str = ""


def looks_like(text: str) -> bool:
    """A block with braces, or one of GIFT's own marks at the beginning of a line."""
    return re.search(r"(?m)^[ \t]*(?:::|\$CATEGORY:)", text) is not None or re.search(r"(?<!\\)\{[^{}]*[=~}TF#]", text) is not None


def read(text: str, notes: Notes) -> None:
    stimuli = Stimuli(notes)
    category: tuple[str, ...] = ()
    for block in _blocks(text):
        if block.text.startswith(_CATEGORY):
            path = _plain(block.text.removeprefix(_CATEGORY)).strip()
            category = category_tags(path)
            stimuli.category()
            continue
        notes.number += 1
        try:
            _Reader(block, notes, stimuli, category).read()
        except Refused:
            continue
    stimuli.settle()


def category_tags(path: str) -> tuple[str, ...]:
    """A category's path as one tag, without Moodle's own beginnings: `$course$/top/Bab 1/Aljabar` → `Bab 1/Aljabar`."""
    parts = [items.one_line(part) for part in path.split("/")]
    kept = "/".join(part for part in parts if part and not re.fullmatch(r"\$\w+\$|top", part))
    return (kept,) if kept else ()


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    tags: list[str] = []
    first = 0
    for number, line in enumerate([*re.split(r"\r\n?|\n", text), ""], 1):
        if line.lstrip().startswith("//"):
            tags += [re.sub(r"\\(.)", r"\1", tag) for tag in _TAG.findall(line)]
            continue
        is_category = line.strip().startswith(_CATEGORY)
        if lines and (is_category or not line.strip()):
            yield _Block(first, "\n".join(lines), tuple(tags))
            lines, tags, first = [], [], 0
        if is_category:
            yield _Block(number, line.strip())
        elif line.strip():
            first = first or number
            lines.append(line.strip())


def _split(text: str, sign: str) -> list[str]:
    """At each unescaped sign; the escapes stay."""
    parts, last, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text.startswith(sign, at):
            parts.append(text[last:at])
            at = last = at + len(sign)
            continue
        at += 1
    return [*parts, text[last:]]


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


@dataclass
class _Reader:
    block: _Block
    notes: Notes
    stimuli: Stimuli
    category: tuple[str, ...]
    format: str = "moodle"
    tags: tuple[str, ...] = field(default_factory=tuple)

    def read(self) -> None:
        rest = self.notes.tidy(self.block.text)
        self.tags = tuple(map(self.notes.line, (*self.category, *self.block.tags)))
        title = _TITLE.match(rest)
        rest = rest[title.end() :] if title else rest
        if found := _FORMAT.match(rest):
            self.format, rest = found[1], rest[found.end() :]
        before, braces, inside = self._parts(rest)
        name = self.notes.line(_plain(title[1])) if title else ""
        if braces is None:
            self.stimuli.description(name, self.text(before), self.tags)
            return
        stem = self.text(f"{before} _____ {inside}" if inside.strip() else before)
        one = self._answers(Item("essay", stem, title="" if name == derived_title(stem) else name), braces.strip())
        texts = list(one.texts())
        self.stimuli.question(self.tags)
        self.notes.take(labels.with_tags(replace(one, media=self.notes.shown_in(*texts)), self.tags))

    def _parts(self, text: str) -> tuple[str, str | None, str]:
        """Before the braces, inside them (None: there are none), behind them."""
        head = _split(text, "{")
        if len(head) == 1:
            if len(_split(text, "}")) > 1:
                raise self._broken("{ … }")
            return text, None, ""
        tail = _split(head[1], "}")
        if len(head) != 2 or len(tail) != 2:
            raise self._broken("{ … }")
        return head[0], tail[0], tail[1]

    def _broken(self, hint: str) -> Refused:
        return self.notes.refuse(1791, line=self.block.line, hint=hint)

    def text(self, raw: str) -> str:
        """In the format of the question, or in one of its own."""
        kind, found = self.format, _FORMAT.match(raw)
        if found:
            kind, raw = found[1], raw[found.end() :]
        said = _plain(raw.strip())
        if kind == "html" or (kind == "moodle" and html.looks_like_html(said)):
            return html.to_markup(said if kind == "html" else said.replace("\n", "<br>"), self.notes, {})
        return self.notes.words(said)

    def _answers(self, base: Item, inside: str) -> Item:
        inside, *general = _split(inside, "####")
        base = replace(base, feedback=self.text(general[0]) if general else "")
        inside = inside.strip()
        if not inside:
            return base
        word, *said = _split(inside, "#")
        if word.strip().upper() in _TRUTH:
            return self._true_false(base, _TRUTH[word.strip().upper()], said)
        if inside.startswith("#"):
            raise self.notes.refuse(1790, kind="numerical")
        return self._choices(base, [self._choice(sign, text) for sign, text in self._signed(inside)])

    def _true_false(self, base: Item, truth: bool, said: list[str]) -> Item:
        """Feedback stands first for who was wrong, then for who was right."""
        wrong, right = (self.text(text) for text in (*said, "", "")[:2])
        two = items.true_false("", truth, *((right, wrong) if truth else (wrong, right)))
        return replace(base, kind="true_false", options=two.options)

    def _signed(self, text: str) -> Iterator[tuple[str, str]]:
        sign, at, last = "", 0, 0
        while at < len(text):
            if text[at] == "\\":
                at += 2
                continue
            if text[at] in "=~":
                if sign:
                    yield sign, text[last:at]
                elif text[:at].strip():
                    raise self._broken("= …")
                sign, last = text[at], at + 1
            at += 1
        if not sign:
            raise self._broken("= … ~ …")
        yield sign, text[last:]

    def _choice(self, sign: str, raw: str) -> _Choice:
        found = _WEIGHT.match(raw)
        text, *feedback = _split(raw[found.end() :] if found else raw, "#")
        try:
            weight = Decimal(found[1]) if found else None
        except InvalidOperation:
            raise self._broken(shown(raw)) from None
        return _Choice(sign, weight, text, self.text(feedback[0]) if feedback else "")

    def _choices(self, base: Item, choices: list[_Choice]) -> Item:
        right = [one for one in choices if one.sign == "="]
        if right == choices and any("->" in one.text for one in choices):
            return replace(base, kind="matching", pairs=tuple(map(self._pair, choices)))
        if right == choices:
            answers = tuple(Answer(self.notes.line(_plain(c.text)), FULL if c.weight is None else c.weight, c.feedback) for c in choices)
            return replace(base, kind="short", answers=answers)
        options = tuple(Option(self.text(c.text), self._weight(c), c.feedback) for c in choices)
        return replace(base, kind="single" if right else "multiple", options=options)

    def _pair(self, choice: _Choice) -> Pair:
        left, arrow, right = choice.text.partition("->")
        if not arrow:
            raise self._broken("= … -> …")
        return Pair(self.text(left), self.notes.words(_plain(right.strip())))

    def _weight(self, choice: _Choice) -> Decimal:
        if choice.weight is not None:
            return choice.weight
        return FULL if choice.sign == "=" else NONE
