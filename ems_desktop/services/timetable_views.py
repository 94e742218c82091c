"""What screens and exports are given of a timetable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ems_desktop.domain.timetable.week import Resource, Slot, Week

State = Literal["draft", "published", "archived"]


@dataclass(frozen=True, slots=True)
class Version:
    """One timetable of a semester. `semester`: its code, 20261. `writable`: this person may change it."""

    id: str
    semester_id: str
    semester: str
    name: str
    state: State
    starts_on: date | None = None
    writable: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version's week, and the names of all that may stand in it by id, in the order in which people list them. `class_of`: the class of
    each subject."""

    version: Version
    week: Week
    classes: Mapping[str, str]
    subjects: Mapping[str, str]
    teachers: Mapping[str, str]
    rooms: Mapping[str, str]
    class_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def writable(self) -> bool:
        return self.version.writable

    def name(self, resource: Resource, resource_id: str) -> str:
        names = {"class": self.classes, "teacher": self.teachers, "room": self.rooms}[resource]
        return names.get(resource_id, "?")


@dataclass(frozen=True, slots=True)
class NewLesson:
    """A lesson to be added. Without teachers it has those of its subject. Lessons of one joint or parallel name the same id."""

    class_id: str
    subject_id: str
    periods: int = 1  # JP
    teachers: tuple[str, ...] | None = None
    slot: Slot | None = None
    room_id: str | None = None
    joint: str | None = None
    parallel: str | None = None
    locked: bool = False
