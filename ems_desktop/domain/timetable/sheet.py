"""A timetable as it leaves the program, on paper or as a file: names instead of ids, one sheet for each class or teacher."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from ems_desktop.domain.timetable.week import Lesson, Period, PeriodKind, Resource, Slot, Week


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the classes, subjects, teachers and rooms of a week, by id."""

    classes: Mapping[str, str]
    subjects: Mapping[str, str]
    teachers: Mapping[str, str]
    rooms: Mapping[str, str]

    def of(self, resource: Resource) -> Mapping[str, str]:
        return {"class": self.classes, "teacher": self.teachers, "room": self.rooms}[resource]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over every sheet. `semester`: a code, 20261; its first and last day bound a calendar. `timezone`: an IANA name.
    `letterhead`: lines of the school's own, under its name. `logo`: a PNG in base64."""

    school: str
    semester: str
    version: str = ""
    draft: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    timezone: str = "Asia/Jakarta"
    letterhead: tuple[str, ...] = ()
    npsn: str = ""
    city: str = ""
    head_name: str = ""
    head_nip: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson as it is read: the lessons of a joint are one, with all its classes. `id`: of the joint, else of the lesson."""

    id: str
    slot: Slot
    subject: str
    classes: tuple[str, ...]
    teachers: tuple[str, ...]
    room: str
    periods: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The week of one class, teacher or room. `hours`: lesson hours (JP) that have a place."""

    resource: Resource
    id: str
    name: str
    entries: tuple[Entry, ...]

    @property
    def hours(self) -> int:
        return sum(one.periods for one in self.entries)


@dataclass(frozen=True)
class Book:
    """All sheets of a version. `periods`: the bell schedule."""

    heading: Heading
    periods: tuple[Period, ...]
    classes: tuple[Sheet, ...]
    teachers: tuple[Sheet, ...]
    rooms: tuple[Sheet, ...] = ()

    @property
    def days(self) -> tuple[int, ...]:
        """The days that have a bell or a lesson."""
        taught = {one.slot.day for sheet in self.classes for one in sheet.entries}
        return tuple(sorted(taught | {one.slot.day for one in self.periods}))

    def of(self, resource: Resource) -> tuple[Sheet, ...]:
        return {"class": self.classes, "teacher": self.teachers, "room": self.rooms}[resource]


RESOURCES: tuple[Resource, ...] = ("class", "teacher", "room")


def book(heading: Heading, week: Week, names: Names) -> Book:
    """Whoever has a lesson has a sheet, in the names' own order; what waits in the tray is in none."""
    periods = tuple(sorted(week.periods, key=lambda one: (one.slot, one.shift)))
    classes, teachers, rooms = (tuple(_sheets(week, names, one)) for one in RESOURCES)
    return Book(heading, periods, classes, teachers, rooms)


def _sheets(week: Week, names: Names, resource: Resource) -> Iterator[Sheet]:
    held: dict[str, dict[str, list[Lesson]]] = defaultdict(lambda: defaultdict(list))
    joints: dict[str, list[Lesson]] = defaultdict(list)
    for lesson in week.lessons:
        joints[lesson.joint or lesson.id].append(lesson)
        if lesson.slot:
            for one in _whose(lesson, resource):
                held[one][lesson.joint or lesson.id].append(lesson)
    for one, name in names.of(resource).items():
        entries = [_entry(key, lessons, joints[key], names) for key, lessons in held[one].items()]
        if not entries:
            continue
        yield Sheet(resource, one, name, tuple(sorted(entries, key=lambda entry: (entry.slot, entry.subject))))


def _whose(lesson: Lesson, resource: Resource) -> tuple[str, ...]:
    if resource == "class":
        return (lesson.class_id,)
    if resource == "teacher":
        return lesson.teachers
    return (lesson.room_id,) if lesson.room_id else ()


def _entry(key: str, mine: Sequence[Lesson], together: Iterable[Lesson], names: Names) -> Entry:
    first = mine[0]
    assert first.slot is not None
    return Entry(
        key, first.slot, names.subjects.get(first.subject_id, "?"),
        tuple(sorted(names.classes.get(one.class_id, "?") for one in together)),
        tuple(names.teachers.get(one, "?") for one in first.teachers),
        names.rooms.get(first.room_id, "?") if first.room_id else "", first.periods,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in rows `top` to `bottom` and columns `left` to `right`, all included. Lessons that overlap share a block: the
    groups of a class, say."""

    top: int
    bottom: int
    left: int
    right: int
    entries: tuple[Entry, ...] = ()
    pause: Period | None = None

    @property
    def slot(self) -> Slot:
        return _span(self.entries) if self.pause is None else self.pause.slot


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows on the true clock: one ends wherever something begins or ends. Columns are the days of a week, or the classes of a school."""

    rows: tuple[Slot, ...]
    blocks: tuple[Block, ...]


NO_LESSONS: frozenset[PeriodKind] = frozenset({"break", "ceremony", "prayer", "other"})


def week_grid(days: Sequence[int], periods: Sequence[Period], entries: Sequence[Entry]) -> Grid:
    """One column for each of the days, all on the same rows. The rows' day is 0."""
    rows = _rows(0, [*(one.slot for one in entries), *(one.slot for one in periods)])
    blocks = [block for n, day in enumerate(days) for block in _column(n, rows, _on(day, entries), _on(day, periods))]
    return Grid(rows, tuple(blocks))


def school_grid(made: Book) -> Grid:
    """The days one below the other, one column for each class. A break that all classes have is one block."""
    rows: list[Slot] = []
    blocks: list[Block] = []
    for day in made.days:
        periods, lessons = _on(day, made.periods), [_on(day, sheet.entries) for sheet in made.classes]
        today = _rows(day, [*(one.slot for one in periods), *(one.slot for held in lessons for one in held)])
        columns = [list(_column(n, today, held, periods)) for n, held in enumerate(lessons)]
        blocks += [replace(one, top=one.top + len(rows), bottom=one.bottom + len(rows)) for one in _joined(columns)]
        rows += today
    return Grid(tuple(rows), tuple(blocks))


def usual_bell(days: Sequence[int], periods: Sequence[Period]) -> tuple[Slot, ...]:
    """The times of the bell that most of these days have, as stretches of day 0 that do not overlap: what a week's left column says."""
    bells = Counter(tuple((one.slot.start, one.slot.end) for one in _on(day, periods)) for day in days)
    found: list[Slot] = []
    for start, end in max(bells, key=lambda times: bells[times], default=()):
        if not found or start >= found[-1].end:
            found.append(Slot(0, start, end))
    return tuple(found)


T = TypeVar("T", Entry, Period)


def _on(day: int, held: Iterable[T]) -> list[T]:
    return [one for one in held if one.slot.day == day]


def _rows(day: int, slots: Iterable[Slot]) -> tuple[Slot, ...]:
    edges = sorted({edge for slot in slots for edge in (slot.start, slot.end)})
    return tuple(Slot(day, start, end) for start, end in pairwise(edges))


def _column(n: int, rows: Sequence[Slot], entries: Iterable[Entry], periods: Iterable[Period]) -> Iterator[Block]:
    """A break during which a lesson stands is not shown."""
    top, bottom = {row.start: i for i, row in enumerate(rows)}, {row.end: i for i, row in enumerate(rows)}
    taken: list[Slot] = []
    for cluster in _clusters(entries):
        span = _span(cluster)
        taken.append(span)
        yield Block(top[span.start], bottom[span.end], n, n, tuple(cluster))
    for pause in periods:
        if pause.kind in NO_LESSONS and not any(pause.slot.overlaps(span) for span in taken):
            taken.append(pause.slot)
            yield Block(top[pause.slot.start], bottom[pause.slot.end], n, n, pause=pause)


def _joined(columns: Sequence[Sequence[Block]]) -> Iterator[Block]:
    last = len(columns) - 1
    pauses = [{one.pause for one in column if one.pause} for column in columns]
    common = set.intersection(*pauses) if pauses else set()
    for n, column in enumerate(columns):
        for one in column:
            if one.pause not in common:
                yield one
            elif n == 0:
                yield replace(one, right=last)


def _span(cluster: Sequence[Entry]) -> Slot:
    first = cluster[0].slot
    return Slot(first.day, first.start, max(one.slot.end for one in cluster))


def _clusters(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries of a day, in order; those that overlap are together."""
    found: list[list[Entry]] = []
    for one in sorted(entries, key=lambda entry: entry.slot):
        if found and one.slot.start < _span(found[-1]).end:
            found[-1].append(one)
        else:
            found.append([one])
    return found
