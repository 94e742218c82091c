"""Which lessons of a week are in each other's way, and where a lesson may go. The same rules stand in PostgreSQL as constraints.

Each question goes to an `Index` of the week, which is made once and kept for as long as the same week is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from ems_desktop.domain.timetable.week import Clash, Lesson, Period, Place, Resource, Slot, Unavailable, Week

_Key = tuple[Resource, str, int]  # a resource on a day


@dataclass(frozen=True, slots=True)
class Load:
    """Lesson hours (JP) of a teacher: those that have a place, and all."""

    placed: int
    total: int


def index(week: Week) -> Index:
    """The index of this very week; the last one asked about is kept."""
    kept = _kept[0] if _kept else None
    if kept is None or kept.week is not week:
        kept = Index(week)
        _kept[:] = [kept]
    return kept


def clashes(week: Week, lesson: Lesson, slot: Slot) -> tuple[Clash, ...]:
    """What forbids this lesson, with all lessons of its joint, this slot; empty: nothing."""
    return index(week).clashes(lesson, slot)


def places(week: Week, lesson: Lesson) -> tuple[Place, ...]:
    """Every start that the bell schedule has for this lesson, judged, in order of the week."""
    return index(week).places(lesson)


def all_clashes(week: Week) -> Mapping[str, tuple[Clash, ...]]:
    """The clashes of the lessons as they stand, by lesson id; lessons without one are not in it."""
    return index(week).all_clashes()


def load(week: Week) -> Mapping[str, Load]:
    """Each teacher's hours; lessons of a joint count once."""
    placed: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    seen: set[tuple[str, str]] = set()
    for lesson in week.lessons:
        for teacher in lesson.teachers:
            once = (teacher, lesson.joint or lesson.id)
            if once not in seen:
                seen.add(once)
                total[teacher] += lesson.periods
                placed[teacher] += lesson.periods if lesson.slot else 0
    return {teacher: Load(placed[teacher], hours) for teacher, hours in total.items()}


def unplaced(week: Week) -> tuple[Lesson, ...]:
    """The lessons that wait in the tray."""
    return tuple(lesson for lesson in week.lessons if lesson.slot is None)


def runs(periods: Iterable[Period]) -> tuple[tuple[Period, ...], ...]:
    """The lesson hours that follow each other without a break, in order of the week."""
    hours = sorted((one for one in periods if one.kind == "lesson"), key=lambda one: (one.slot.day, one.shift, one.slot.start))
    found: list[list[Period]] = []
    for before, hour in pairwise([None, *hours]):
        assert hour is not None
        if before is None or (before.slot.day, before.shift, before.slot.end) != (hour.slot.day, hour.shift, hour.slot.start):
            found.append([])
        found[-1].append(hour)
    return tuple(tuple(run) for run in found)


def resources(lesson: Lesson) -> Iterator[tuple[Resource, str]]:
    """What a lesson takes while it lasts."""
    yield "class", lesson.class_id
    for teacher in lesson.teachers:
        yield "teacher", teacher
    if lesson.room_id is not None:
        yield "room", lesson.room_id


def apart(lesson: Lesson, resource: Resource) -> str:
    """Lessons with the same answer may share this resource: groups of one class, classes of one joint."""
    together = lesson.parallel if resource == "class" else lesson.joint
    return together or lesson.id


class Index:
    """A week's lessons by resource and day, so that a question is answered while a lesson is dragged."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.runs = runs(week.periods)
        self._busy: dict[_Key, list[Lesson]] = defaultdict(list)
        self._joints: dict[str, list[Lesson]] = defaultdict(list)
        self._closed: dict[_Key, list[Unavailable]] = defaultdict(list)
        for lesson in week.lessons:
            if lesson.joint:
                self._joints[lesson.joint].append(lesson)
            if lesson.slot:
                for resource, resource_id in resources(lesson):
                    self._busy[resource, resource_id, lesson.slot.day].append(lesson)
        for closed in week.unavailable:
            self._closed[closed.resource, closed.resource_id, closed.slot.day].append(closed)

    def group(self, lesson: Lesson) -> tuple[Lesson, ...]:
        """The lessons that move with this one, itself first."""
        others = self._joints.get(lesson.joint, []) if lesson.joint else []
        return (lesson, *(other for other in others if other.id != lesson.id))

    def clashes(self, lesson: Lesson, slot: Slot, leaving: tuple[Lesson, ...] = ()) -> tuple[Clash, ...]:
        """See `clashes` above; `leaving`: lessons that make room meanwhile."""
        group = self.group(lesson)
        gone = {one.id for one in (*group, *leaving)}
        found: dict[tuple[Resource, str, str], Clash] = {}
        for one in group:
            for clash in self._against(one, slot, gone):
                found.setdefault((clash.resource, clash.resource_id, clash.other.id if clash.other else clash.reason), clash)
        return tuple(found.values())

    def _against(self, lesson: Lesson, slot: Slot, gone: set[str]) -> Iterator[Clash]:
        for resource, resource_id in resources(lesson):
            key = (resource, resource_id, slot.day)
            for other in self._busy.get(key, ()):
                assert other.slot is not None
                if other.id not in gone and other.slot.overlaps(slot) and apart(other, resource) != apart(lesson, resource):
                    yield Clash(resource, resource_id, other.slot, other)
            for closed in self._closed.get(key, ()):
                if closed.slot.overlaps(slot):
                    yield Clash(resource, resource_id, closed.slot, reason=closed.reason)

    def places(self, lesson: Lesson) -> tuple[Place, ...]:
        return tuple(self._place(lesson, run[first:]) for run in self.runs for first in range(len(run)))

    def _place(self, lesson: Lesson, hours: tuple[Period, ...]) -> Place:
        last = hours[min(lesson.periods, len(hours)) - 1]
        slot = replace(hours[0].slot, end=last.slot.end)
        found = self.clashes(lesson, slot)
        if len(hours) < lesson.periods:
            return Place(slot, "blocked", found, fits=len(hours))
        if not found:
            return Place(slot, "free", fits=len(hours))
        swap = self.swap(lesson, slot, found)
        return Place(slot, "swap" if swap else "blocked", found, swap, len(hours))

    def swap(self, lesson: Lesson, slot: Slot, found: tuple[Clash, ...]) -> Lesson | None:
        """The lesson that could change places with this one: alone in the way, as long, not locked, and free to stand in the old slot."""
        other = found[0].other if found else None
        if lesson.slot is None or other is None or other.slot != slot or other.periods != lesson.periods:
            return None
        theirs = self.group(other)
        if any(one.locked for one in theirs) or not {clash.other.id if clash.other else "" for clash in found} <= {
            one.id for one in theirs
        }:
            return None
        return None if self.clashes(other, lesson.slot, self.group(lesson)) else other

    def all_clashes(self) -> dict[str, tuple[Clash, ...]]:
        standing = ((lesson.id, tuple(self._against(lesson, lesson.slot, {lesson.id}))) for lesson in self.week.lessons if lesson.slot)
        return {lesson_id: found for lesson_id, found in standing if found}


_kept: list[Index] = []
