"""The words of an exam paper, in the person's language: headings, sections, keys. Shared by Word and print."""

from __future__ import annotations

import base64
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import FALSE, TRUE, Kind
from ems_desktop.domain.questions.paper import Asked, Block, Paper, Section, Variant
from ems_desktop.i18n import N_, tr

_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI")
_NAMES: dict[Kind, str] = {
    "single": N_("Single choice"), "multiple": N_("Multiple choice"), "true_false": N_("True or false"),
    "matching": N_("Matching"), "short": N_("Short answer"), "essay": N_("Essay"),
}  # fmt: skip
_TASKS: dict[Kind, str] = {
    "single": N_("Choose the one best answer."), "multiple": N_("Choose all answers that are right. There may be more than one."),
    "true_false": N_("Mark T where the statement is true, F where it is false."),
    "matching": N_("Match each entry on the left with one on the right."), "short": N_("Answer briefly."),
    "essay": N_("Answer clearly and completely."),
}  # fmt: skip
BLANK: Final = "\u2026" * 12


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a paper. `place`: address lines; `logo`: a PNG, b"" where there is none; `subject`: the bank's."""

    school: str
    place: tuple[str, ...] = ()
    logo: bytes = b""
    subject: str = ""


def variant_name(paper: Paper, variant: Variant) -> str:
    """ "Paket A"; "" where there is only one."""
    return tr("Set {letter}", letter=variant.name) if paper.variants > 1 else ""


def key_title(paper: Paper, variant: Variant) -> str:
    name = variant_name(paper, variant)
    return tr("Answer key, set {letter}", letter=variant.name) if name else tr("Answer key")


def facts(paper: Paper, head: Head) -> list[tuple[str, str]]:
    """Name and value of what is known; then what the pupil fills in, with dots."""
    minutes = tr("{n} minutes", n=paper.minutes) if paper.minutes else ""
    known = [
        (tr("Subject"), head.subject), (tr("Class of pupils"), paper.class_words), (tr("Day and date"), paper.date_words), (tr("Time"), minutes),
    ]  # fmt: skip
    return [(name, value) for name, value in known if value]


def blanks() -> list[str]:
    """What the pupil fills in."""
    return [tr("Name"), tr("Class of pupils"), tr("Number on the register")]


def section_title(number: int, section: Section) -> str:
    """I. Pilihan ganda."""
    return f"{_ROMAN[number]}. {tr(_NAMES[section.kind])}"


def section_task(section: Section) -> str:
    return tr(_TASKS[section.kind])


def about(block: Block) -> str:
    """Above the text of several questions, or instead of it where it stands in an earlier section."""
    first, last = block.questions[0].number, block.questions[-1].number
    if block.printed_at:
        start, end = block.printed_at
        if start == end:
            return tr("For questions {span}, use the text at question {number}.", span=_span(first, last), number=start)
        return tr("For questions {span}, use the text at questions {other}.", span=_span(first, last), other=_span(start, end))
    if first == last:
        return tr("Use this text for question {number}.", number=first)
    return tr("Use this text for questions {span}.", span=_span(first, last))


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}\u2013{last}"


def key_words(asked: Asked) -> str:
    """The key of a question in the key's table: letters, T or F, words; for an essay "rubric"."""
    if asked.item.kind == "true_false":
        truth, _, untruth = tr("T / F").partition(" / ")
        return {TRUE: truth, FALSE: untruth}.get(asked.key, "–")
    if asked.item.kind == "essay":
        return tr("rubric") if asked.item.guide else "–"
    return asked.key or "–"


def is_letter_key(asked: Asked) -> bool:
    """Whether the key is short enough for the grid."""
    return asked.item.kind in {"single", "multiple", "true_false"}


def rubrics(variant: Variant) -> Iterator[tuple[Asked, str]]:
    """Essays and what to look for; markup."""
    for one in variant.questions:
        if one.item.kind == "essay" and one.item.guide:
            yield one, one.item.guide


def true_or_false() -> str:
    """B / S."""
    return f"( {tr('T / F')} )"


def columns(asked: Asked) -> int:
    """In how many columns its options stand: 2 where all are a few letters on one line, else 1."""
    texts = [option.text for option in asked.item.options]
    short = all(markup.is_plain(text) and len(markup.plain(text)) <= 28 and "\\[" not in text for text in texts)
    return 2 if short and len(texts) > 2 else 1


def column_order(count: int, wide: int) -> list[list[int]]:
    """The options of each row: letters run down the columns, as on printed papers."""
    high = -(-count // wide)
    return [list(range(row, count, high)) for row in range(high)]


def file_name(paper: Paper, what: str, ending: str) -> str:
    """A file's name without anything that a disk refuses."""
    said = " - ".join(part for part in (paper.title or tr("Exam paper"), what) if part)
    named = "".join(ch if ch.isalnum() or ch in " -_.," else "-" for ch in said)[:120]
    return f"{' '.join(named.split()).strip('. ')}.{ending}"


def is_rtl(text: str) -> bool:
    """Whether most of its letters go from right to left: a sentence that begins with a quotation is none."""
    kinds = Counter(unicodedata.bidirectional(letter) for letter in text)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def logo_of(encoded: str | None) -> bytes:
    """The bytes of a logo in base64; b"" where there is none or it cannot be read."""
    try:
        return base64.b64decode(encoded or "", validate=True)
    except ValueError:
        return b""
