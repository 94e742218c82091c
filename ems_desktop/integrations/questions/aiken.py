"""Aiken: a line of question, a line for each option (`A. …` or `A) …`), a line `ANSWER: B`. Single choice, plain text, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import FULL, NONE, Item, Option, letter
from ems_desktop.domain.questions.reading import Written
from ems_desktop.integrations.questions.notes import Losses, Notes, Refused

_OPTION = re.compile(r"\s*([A-Za-z])[.)]\s+(.*\S)\s*")
_ANSWER = re.compile(r"\s*(?:ANSWER|JAWABAN|KUNCI)\s*:\s*([A-Za-z])[.)]?\s*", re.IGNORECASE)


def looks_like(text: str) -> bool:
    return any(_ANSWER.fullmatch(line) for line in text.splitlines()) and any(_OPTION.fullmatch(line) for line in text.splitlines())


def read(text: str, notes: Notes) -> None:
    """A question ends with its key. One that has none is refused (1792), and so is what cannot be told apart."""
    for first, stem, options, key in _blocks(text):
        notes.number += 1
        try:
            notes.take(_item(first, stem, options, key, notes))
        except Refused:
            continue


def _blocks(text: str) -> Iterator[tuple[int, list[str], list[str], str | None]]:
    """First line, lines of the stem, option lines, letter of the key. A stem that comes after options begins another question."""
    stem: list[str] = []
    options: list[str] = []
    first = 0
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        first = first or (number if line.strip() else 0)
        if key := _ANSWER.fullmatch(line):
            yield first, stem, options, key[1].upper()
            stem, options, first = [], [], 0
        elif (option := _OPTION.fullmatch(line)) and stem and option[1].upper() == letter(len(options)):
            options.append(option[2])
        elif line.strip():
            if options:
                yield first, stem, options, None
                stem, options, first = [], [], number
            stem.append(line)
    if stem:
        yield first, stem, options, None


def _item(first: int, stem: list[str], options: list[str], key: str | None, notes: Notes) -> Item:
    if key is None:
        raise notes.refuse(1792, line=first)
    if not options:
        raise notes.refuse(1791, line=first, hint="A. … / B. … / ANSWER: B")
    index = ord(key) - ord("A")
    if index >= len(options):
        notes.add(1723, key=key)
    given = tuple(Option(notes.words(text), FULL if at == index else NONE) for at, text in enumerate(options))
    return Item("single", notes.words("\n".join(stem)), given)


def write(items: Sequence[Item]) -> Written:
    """Other kinds, and what would be read as something else, are left out with a reason."""
    losses, blocks = Losses("Aiken"), []
    for losses.number, item in enumerate(items, 1):
        keys = [index for index, option in enumerate(item.options) if option.weight == FULL]
        if item.kind != "single" or len(keys) != 1 or not 2 <= len(item.options) <= 26 or not item.stem:
            losses.add(1760)
            continue
        stem, *options = [_line(text) for text in (stem_of(item, losses), *(option.text for option in item.options))]
        if not stem or not all(options) or _OPTION.fullmatch(stem) or _ANSWER.fullmatch(stem):
            losses.add(1770)
            continue
        _lost(item, losses)
        blocks.append("\n".join([stem, *(f"{letter(i)}. {text}" for i, text in enumerate(options)), f"ANSWER: {letter(keys[0])}"]))
    return Written("".join(f"{block}\n\n" for block in blocks).encode(), tuple(losses.troubles))


def stem_of(item: Item, losses: Losses) -> str:
    """With the shared text before it, for formats that know none (1765)."""
    if item.stimulus is None:
        return item.stem
    losses.add(1765)
    return f"{item.stimulus.text}\n{item.stem}"


def _line(text: str) -> str:
    return " ".join(markup.plain(text).split())


def _lost(item: Item, losses: Losses) -> None:
    losses.unless(1766, markup.is_plain(item.stem) and all(markup.is_plain(option.text) for option in item.options))
    losses.unless(1761, not item.media and not (item.stimulus and item.stimulus.media))
    feedback_and_marks(item, losses)


def feedback_and_marks(item: Item, losses: Losses) -> None:
    """What neither Aiken nor Word's table has a place for."""
    losses.unless(1762, not item.feedback and not any(option.feedback for option in item.options))
    losses.unless(1763, all(option.weight in (FULL, NONE) for option in item.options))
    named = (item.title, item.tags, item.objective, item.level, item.difficulty, item.author)
    losses.unless(1764, not any(named) and item.status == "draft")
