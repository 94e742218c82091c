"""A file of questions in words: a line for each question, what was lost of it or why it is left out. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.reading import Format, Reading, Trouble
from ems_desktop.domain.questions.reading import told as told_of
from ems_desktop.i18n import N_, told, tr
from ui.screens.questions.words import value_word

Outcome = Literal["good", "warned", "lost", "refused"]
OUTCOMES: Final[dict[Outcome, str]] = {
    "good": N_("whole"),
    "warned": N_("look at it"),
    "lost": N_("with losses"),
    "refused": N_("left out"),
}
FORMAT_WORDS: Final[dict[Format, str]] = {"moodle-xml": "Moodle XML", "gift": "GIFT", "aiken": "Aiken", "word": N_("Word table")}
ENDINGS: Final[dict[Format, str]] = {"moodle-xml": ".xml", "gift": ".gift.txt", "aiken": ".txt", "word": ".docx"}


@dataclass(frozen=True, slots=True)
class FileLine:
    """`number`: the question's in the file; 0: the whole file."""

    number: int
    outcome: Outcome
    kind: str
    text: str
    said: str


def lines_of(reading: Reading) -> tuple[FileLine, ...]:
    """In the file's order; what concerns the whole file first."""
    items = {one.number: one.item for one in reading.items}
    numbers = sorted({0, *items, *(trouble.item for trouble in reading.troubles)})
    found = []
    for number in numbers:
        troubles = [trouble for trouble in reading.troubles if trouble.item == number]
        item = items.get(number)
        if number == 0 and not troubles:
            continue
        text = markup.excerpt(item.stem) if item else tr("The whole file") if number == 0 else ""
        found.append(FileLine(number, _outcome(troubles), value_word("kind", item.kind) if item else "", text, said(troubles)))
    return tuple(found)


def _outcome(troubles: Sequence[Trouble]) -> Outcome:
    found = {trouble.severity for trouble in troubles}
    return "refused" if "refused" in found else "lost" if "lost" in found else "warned" if found else "good"


def said(troubles: Sequence[Trouble]) -> str:
    """Reasons and remedies, each once."""
    words = (told_of(trouble, told) for trouble in troubles)
    return " ".join(dict.fromkeys(f"{one['reason']} {one['remedy']}" for one in words))


def loss_lines(troubles: Sequence[Trouble]) -> list[str]:
    """Of an export: which question loses what."""
    found = []
    for trouble in troubles:
        one = told_of(trouble, told)
        where = tr("Question {n}", n=trouble.item) if trouble.item else tr("The file")
        found.append(f"{where}: {one['reason']} {one['remedy']}")
    return list(dict.fromkeys(found))
