"""What a FET file says (FET: free timetabling software), as it was read: names, no ids of the school, nothing judged yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ems_desktop.domain.rosters.classes import class_name

FetResource = Literal["students", "teacher", "room"]
Why = Literal["unsupported", "off", "unknown"]
Cell = tuple[int, int]  # (day, hour), both from 0 in the file's order


@dataclass(frozen=True, slots=True)
class StudentsSet:
    """A year, a group of it or a subgroup of that. The same subgroup may be in several groups."""

    name: str
    parts: tuple[StudentsSet, ...] = ()

    def walk(self) -> Iterator[StudentsSet]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def atoms(self) -> frozenset[str]:
        """The names of the smallest sets in it: two sets have pupils in common where they share one."""
        return frozenset(one.name for one in self.walk() if not one.parts)


@dataclass(frozen=True, slots=True)
class Activity:
    """Some hours that are taught in one go. `group`: the activities that together make up the `total` hours; 0: it is alone."""

    id: int
    group: int
    subject: str
    teachers: tuple[str, ...]
    students: tuple[str, ...]
    duration: int
    total: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class NotAvailable:
    resource: FetResource
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where an activity begins. `locked`: FET was not to move it."""

    cell: Cell
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Constraints of one type that are not carried: there is no place for them here, they are switched off, or nobody knows whom
    they are about."""

    constraint: str
    count: int
    why: Why = "unsupported"


@dataclass(frozen=True)
class FetFile:
    """`starts` and `rooms_of` go by the activity's id. `together`: ids of activities that start at the same time. `constraints`: how many the file holds; `left`: those not carried, by type."""

    file: str
    version: str
    institution: str
    days: tuple[str, ...]
    hours: tuple[str, ...]
    subjects: tuple[str, ...]
    teachers: tuple[str, ...]
    rooms: tuple[str, ...]
    years: tuple[StudentsSet, ...]
    activities: tuple[Activity, ...]
    unavailable: tuple[NotAvailable, ...]
    breaks: frozenset[Cell]
    starts: dict[int, Start]
    rooms_of: dict[int, str]
    together: tuple[frozenset[int], ...]
    constraints: int
    left: tuple[Left, ...]

    @property
    def periods(self) -> int:
        """Lesson hours (JP) of all activities that are to be taught."""
        return sum(one.duration for one in self.activities if one.active)

    @cached_property
    def sets(self) -> dict[str, StudentsSet]:
        """All sets of students by name. Of two with one name the larger counts: a group may be declared again without its parts."""
        found: dict[str, StudentsSet] = {}
        for year in self.years:
            for one in year.walk():
                if len(one.parts) >= len(found[one.name].parts if one.name in found else ()):
                    found[one.name] = one
        return found

    @cached_property
    def classes(self) -> tuple[StudentsSet, ...]:
        """Those sets that are classes, by the file alone: FET knows years, groups and subgroups, and each school uses them its own way.

        A year is a class where it has no groups, is called like one (“7A”, not “7”), or else is taught as a whole more often than its
        groups are; otherwise its groups are, as long as they have no pupil in common with an earlier one, as a religion group has.
        """
        taught: dict[str, int] = {}
        for activity in self.activities:
            for name in activity.students:
                taught[name] = taught.get(name, 0) + 1
        return tuple(one for year in self.years for one in _classes_of(year, taught))


def _classes_of(year: StudentsSet, taught: dict[str, int]) -> Iterator[StudentsSet]:
    groups, called = year.parts, class_name(year.name).value
    as_a_whole = taught.get(year.name, 0) * len(groups) > sum(taught.get(one.name, 0) for one in groups)
    if not groups or (as_a_whole if called is None else called.key != f"{called.level}|"):
        yield year
        return
    seen: set[str] = set()
    for group in groups:
        if not seen & group.atoms():
            yield group
        seen |= group.atoms()
