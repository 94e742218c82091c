"""Whom the names of a FET file mean at the school. Spelling, case, levels in Roman numbers and academic titles do not count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ems_desktop.domain.rosters.cells import fold
from ems_desktop.domain.rosters.classes import class_key

K = TypeVar("K")
_NUMBERED = re.compile(r"^\s*\d+\s*[.:)-]?\s+")  # schools often number their teachers in FET
_TITLES = frozenset({"dr", "drs", "dra", "h", "hj", "ir", "prof", "kh", "ust", "pak", "bu", "ibu", "bapak"})


@dataclass(frozen=True, slots=True)
class Named:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SubjectOf:
    id: str
    class_id: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class School:
    """What the school has, in the year of the timetable: the empty one has nothing."""

    classes: tuple[Named, ...] = ()
    subjects: tuple[SubjectOf, ...] = ()
    teachers: tuple[Named, ...] = ()
    rooms: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Names:
    """The school's ids by name. A name that fits two of them fits none."""

    classes: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[tuple[str, str], str] = field(default_factory=dict)
    teachers: Mapping[str, str] = field(default_factory=dict)
    bare: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, school: School) -> Names:
        codes = _once(((one.class_id, fold(one.code)), one.id) for one in school.subjects if fold(one.code))
        return cls(
            _once((class_key(one.name), one.id) for one in school.classes),
            codes | _once(((one.class_id, fold(one.name)), one.id) for one in school.subjects),
            _once((fold(one.name), one.id) for one in school.teachers),
            _once((bare_name(one.name), one.id) for one in school.teachers),
            _once((fold(one.name), one.id) for one in school.rooms),
        )

    def class_id(self, name: str) -> str | None:
        return self.classes.get(class_key(name))

    def subject(self, class_id: str, name: str) -> str | None:
        """By name, else by code."""
        return self.subjects.get((class_id, fold(name)))

    def teacher(self, name: str) -> str | None:
        """By the whole name, else by the name without number and titles."""
        return self.teachers.get(fold(name)) or self.bare.get(bare_name(name))

    def room(self, name: str) -> str | None:
        return self.rooms.get(fold(name))


def bare_name(name: str) -> str:
    """“05 Drs. H. WAHYU AMIN, S.Pd.” → wahyuamin."""
    words = re.split(r"[\s.]+", _NUMBERED.sub("", name).split(",")[0])
    while len(words) > 1 and words[0].casefold() in _TITLES:
        words = words[1:]
    return fold("".join(words))


def _once(pairs: Iterable[tuple[K, str]]) -> dict[K, str]:
    found: dict[K, set[str]] = defaultdict(set)
    for key, one in pairs:
        found[key].add(one)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}
