"""What a class's name says: '7A', 'VII A' and 'Kelas 7 A' are the same class of level 7. The name itself is kept as typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ems_desktop.domain.rosters.cells import Cell, Read, fold, text_of

LONGEST = 60  # classes.name
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12, "XIII": 13}
# A Roman level may be followed directly by one letter (VIIA) but not by a word: XIPA is X IPA or XI PA, so a person must say.
_SHAPE = re.compile(
    r"(?:(?:kelas|kls|rombel|tingkat)[\s.:-]*)?"
    r"(?:(?P<number>1[0-3]|[1-9])(?!\d)|(?P<roman>" + "|".join(sorted(_ROMAN, key=len, reverse=True)) + r")(?![ivx]|[a-z]{2}))"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClassName:
    """`name` as typed; `level` 1–13; `key` is equal for all spellings of the same class."""

    name: str
    level: int
    key: str


def class_name(cell: Cell) -> Read[ClassName]:
    """A class with its level. Refused: no class, a name without a readable level, a name longer than the table allows."""
    name = text_of(cell)
    if not name:
        return Read(doubt=1271)
    if len(name) > LONGEST:
        return Read(doubt=1262, params={"limit": LONGEST})
    found = _SHAPE.fullmatch(name)
    if not found:
        return Read(doubt=1272)
    level = int(found["number"]) if found["number"] else _ROMAN[found["roman"].upper()]
    return Read(ClassName(name, level, f"{level}|{fold(found['rest'])}"))


def class_key(name: str) -> str:
    """What all spellings of one class have in common, for comparing a file's class with the school's."""
    read = class_name(name).value
    return read.key if read else f"|{fold(name)}"
