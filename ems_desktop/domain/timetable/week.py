"""A week of lessons, as one version of a timetable holds it. Times are minutes since midnight, days 1 (Monday) to 7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PeriodKind = Literal["lesson", "break", "ceremony", "prayer", "other"]
Resource = Literal["class", "teacher", "room"]


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A stretch of one day: [start, end) in minutes since midnight."""

    day: int
    start: int
    end: int

    def overlaps(self, other: Slot) -> bool:
        return self.day == other.day and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Period:
    """A line of the bell schedule of one day and shift. `number`: the how-manieth lesson hour (JP) of the day; None: not for lessons."""

    id: str
    slot: Slot
    kind: PeriodKind
    title: str
    shift: int = 1
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """Some hours of a subject of a class that are taught in one go. Without a slot it waits in the tray.

    Lessons of one `joint` are one lesson for several classes: same time, teachers and room. Lessons of one `parallel` are the
    groups (of religion, say) into which a class splits: they may stand at the same time.
    """

    id: str
    class_id: str
    subject_id: str
    teachers: tuple[str, ...]
    periods: int  # how many lesson hours (JP)
    slot: Slot | None = None
    room_id: str | None = None
    joint: str | None = None
    parallel: str | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Unavailable:
    """When a class, teacher or room cannot be used, and why."""

    resource: Resource
    resource_id: str
    slot: Slot
    reason: str


@dataclass(frozen=True, slots=True)
class Week:
    lessons: tuple[Lesson, ...]
    periods: tuple[Period, ...]
    unavailable: tuple[Unavailable, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a lesson cannot be in a slot. `other`: the lesson that has the resource then; None: the resource is unavailable, or closed."""

    resource: Resource
    resource_id: str
    slot: Slot
    other: Lesson | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A slot of the bell schedule for a lesson: free; `swap`: with that one lesson, which can then have the old slot; blocked by `clashes`.

    `fits`: hours in a row there; fewer than the lesson's means that the place is too short, and blocked.
    """

    slot: Slot
    verdict: Literal["free", "swap", "blocked"]
    clashes: tuple[Clash, ...] = ()
    swap: Lesson | None = None
    fits: int = 0
