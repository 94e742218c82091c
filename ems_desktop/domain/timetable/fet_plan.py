"""A FET file against the school: which lessons its activities become, with a verdict for each activity. Nothing is written here.

Ids of lessons, periods, joint and parallel groups are made of the file's own numbers; whoever stores them gives them ids of the school.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from ems_desktop.domain.timetable.fet import Activity, Cell, FetFile, Left, NotAvailable, StudentsSet
from ems_desktop.domain.timetable.fet_clock import periods_of
from ems_desktop.domain.timetable.fet_groups import parallels
from ems_desktop.domain.timetable.fet_names import Names, School
from ems_desktop.domain.timetable.week import Lesson, Period, Resource, Slot, Unavailable, Week

MOST_HOURS = 12  # of one lesson, as the tables take them
Outcome = Literal["carried", "noted", "refused"]


@dataclass(frozen=True, slots=True)
class Note:
    """Why an activity is not, or not wholly, what it was in FET: a code of NOTES with its parameters."""

    code: int
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an activity: its lessons, one for each class, and what is to be said about it. Without lessons it is refused."""

    activity: Activity
    lessons: tuple[Lesson, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if not self.lessons:
            return "refused"
        return "noted" if self.notes else "carried"


@dataclass(frozen=True)
class FetPlan:
    """The draft that a file makes at a school. `missing_…`: names of the file that the school does not know, in the file's order."""

    file: FetFile
    verdicts: tuple[Verdict, ...]
    periods: tuple[Period, ...]
    unavailable: tuple[Unavailable, ...]
    left: tuple[Left, ...]
    missing_classes: tuple[str, ...]
    missing_teachers: tuple[str, ...]
    missing_rooms: tuple[str, ...]

    @property
    def week(self) -> Week:
        return Week(tuple(lesson for one in self.verdicts for lesson in one.lessons), self.periods, self.unavailable)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many activities have each outcome."""
        found: dict[str, int] = dict.fromkeys(("carried", "noted", "refused"), 0)
        for one in self.verdicts:
            found[one.outcome] += 1
        return found


def plan(file: FetFile, school: School, bell: Sequence[Period] = ()) -> FetPlan:
    """`bell`: the school's own bell schedule, if it has one."""
    names, by_cell = Names.of(school), periods_of(file, bell)
    periods = tuple(sorted({*by_cell.values(), *(bell if set(by_cell.values()) & set(bell) else ())}, key=_when))
    classes = Classes(file, names)
    judge = _Judge(file, names, classes, _Places(file, by_cell, periods))
    verdicts, unsaid = _grouped(judge.all(), file)
    unavailable, unknown = _unavailable(file, names, classes, by_cell)
    return FetPlan(
        file,
        verdicts,
        periods,
        unavailable,
        (*file.left, *unsaid, *(Left(constraint, count, "unknown") for constraint, count in sorted(unknown.items()))),
        classes.missing,
        tuple(name for name in file.teachers if names.teacher(name) is None),
        tuple(name for name in file.rooms if names.room(name) is None),
    )


def _grouped(verdicts: tuple[Verdict, ...], file: FetFile) -> tuple[tuple[Verdict, ...], tuple[Left, ...]]:
    """Groups of a class that FET teaches at the same time are one parallel. And the constraints that say so of other lessons."""
    groups = [(one.activity.id, lesson) for one in verdicts for lesson in one.lessons if lesson.parallel]
    found, said = parallels(groups, file.together)
    made = tuple(replace(one, lessons=tuple(replace(lesson, parallel=found.get(lesson.id)) for lesson in one.lessons)) for one in verdicts)
    return made, (Left("ConstraintActivitiesSameStartingTime", len(file.together) - said),) if said < len(file.together) else ()


def _when(period: Period) -> Slot:
    return period.slot


@dataclass(frozen=True, slots=True)
class Part:
    """A class, or those of its smallest sets (`atoms`) that take part. `whole`: nobody of the class is left over."""

    name: str
    class_id: str | None
    atoms: frozenset[str]
    whole: bool


class Classes:
    """Which classes a set of students means: a class itself, several of them (a year), or a part of one or more (a religion group)."""

    def __init__(self, file: FetFile, names: Names) -> None:
        self._sets, self._names = file.sets, names
        known: dict[str, Part] = {}
        for one in file.sets.values():
            if class_id := names.class_id(one.name):  # two sets may mean one class of the school
                before = known.get(class_id)
                known[class_id] = Part(one.name, class_id, one.atoms() | (before.atoms if before else frozenset()), whole=True)
        held = frozenset(atom for one in known.values() for atom in one.atoms)
        unknown = [one for one in file.classes if not names.class_id(one.name) and not one.atoms() & held]
        self._known = known
        self._classes = (*known.values(), *(Part(one.name, None, one.atoms(), whole=True) for one in unknown))
        self.missing = tuple(one.name for one in unknown)

    def of(self, students: Iterable[str]) -> tuple[Part, ...]:
        """The classes with pupils in any of these sets, in the file's order."""
        found: dict[str, Part] = {}
        for name in students:
            for part in self._parts(name):
                key = part.class_id or part.name
                before = found.get(key)
                found[key] = part if before is None or part.whole else self._together(before, part)
        return tuple(found.values())

    def _parts(self, name: str) -> Iterator[Part]:
        class_id, atoms = self._names.class_id(name), self._sets.get(name, StudentsSet(name)).atoms()
        if class_id:
            yield self._known.get(class_id, Part(name, class_id, atoms, whole=True))
            return
        parts = [replace(one, atoms=one.atoms & atoms, whole=one.atoms <= atoms) for one in self._classes if one.atoms & atoms]
        yield from parts or [Part(name, None, atoms, whole=True)]

    def _together(self, one: Part, other: Part) -> Part:
        """Two groups of a class that are all of it are the class."""
        atoms = one.atoms | other.atoms
        all_of_it = next(each.atoms for each in self._classes if (each.class_id, each.name) == (one.class_id, one.name))
        return replace(one, atoms=atoms, whole=one.whole or all_of_it <= atoms)


class _Places:
    """Where activities are put, and what they take there. Two of one teacher, room or pupil never get the same hour."""

    def __init__(self, file: FetFile, by_cell: dict[Cell, Period], periods: Iterable[Period]) -> None:
        self._file, self._periods = file, by_cell
        self._pauses = [one.slot for one in periods if one.number is None and one.shift == 1]
        self._taken: dict[tuple[str, str, Cell], list[tuple[int, frozenset[str]]]] = defaultdict(list)

    def put(self, activity: Activity, parts: Sequence[Part], teachers: Sequence[str], room: str | None) -> Slot | Note | None:
        """The slot of its start; a note why it cannot be there; None where FET has not placed it."""
        start = self._file.starts.get(activity.id)
        if start is None:
            return None
        day, hour = start.cell
        cells = [(day, hour + n) for n in range(activity.duration)]
        held = [self._periods.get(cell) for cell in cells]
        lessons = [one for one in held if one is not None and one.number is not None]
        where = {"day": self._file.days[day], "hour": self._file.hours[hour]}
        if len(lessons) < len(cells):
            return Note(1680, where)
        slot = Slot(lessons[0].slot.day, lessons[0].slot.start, lessons[-1].slot.end)
        if any(slot.overlaps(pause) for pause in self._pauses):
            return Note(1680, where)
        wants: list[tuple[str, str, frozenset[str]]] = [("class", one.class_id, one.atoms) for one in parts if one.class_id]
        wants += [("teacher", one, frozenset({""})) for one in teachers] + ([("room", room, frozenset({""}))] if room else [])
        for kind, one, atoms in wants:
            for cell in cells:
                for other, theirs in self._taken[kind, one, cell]:
                    if atoms & theirs:
                        return Note(1679, {**where, "other": str(other)})
        for kind, one, atoms in wants:
            for cell in cells:
                self._taken[kind, one, cell].append((activity.id, atoms))
        return slot


class _Judge:
    def __init__(self, file: FetFile, names: Names, classes: Classes, places: _Places) -> None:
        self._file, self._names, self._classes, self._places = file, names, classes, places

    def all(self) -> tuple[Verdict, ...]:
        """In the file's order. Locked activities choose their place first."""
        starts = self._file.starts
        order = sorted(enumerate(self._file.activities), key=lambda at: not (at[1].id in starts and starts[at[1].id].locked))
        made = {n: self._one(n, activity) for n, activity in order}
        return tuple(made[n] for n in range(len(made)))

    def _one(self, n: int, activity: Activity) -> Verdict:
        if refusal := self._refusal(activity):
            return Verdict(activity, notes=(refusal,))
        notes: list[Note] = []
        taken = [(part, self._subject(part, activity.subject, notes)) for part in self._classes.of(activity.students)]
        taught = [(part, subject) for part, subject in taken if subject]
        if not taught:
            return Verdict(activity, notes=tuple(notes))
        teachers = self._known(activity.teachers, self._names.teacher, 1672, notes)
        room_name = self._file.rooms_of.get(activity.id)
        room = next(iter(self._known([room_name] if room_name else [], self._names.room, 1673, notes)), None)
        slot = self._places.put(activity, [part for part, _ in taught], teachers, room)
        if isinstance(slot, Note):
            notes.append(slot)
            slot = None
        notes += [Note(1678, {"class_name": part.name, "group": ", ".join(activity.students)}) for part, _ in taught if not part.whole]
        return Verdict(activity, tuple(self._lessons(n, activity, taught, (teachers, room, slot))), tuple(notes))

    def _refusal(self, activity: Activity) -> Note | None:
        if not activity.active:
            return Note(1674)
        if not activity.students:
            return Note(1675)
        if not 0 < activity.duration <= min(MOST_HOURS, len(self._file.hours)):
            return Note(1677, {"most": MOST_HOURS})
        return None

    def _subject(self, part: Part, name: str, notes: list[Note]) -> str | None:
        if part.class_id is None:
            notes.append(Note(1670, {"class_name": part.name}))
            return None
        subject = self._names.subject(part.class_id, name)
        if subject is None:
            notes.append(Note(1671, {"class_name": part.name, "subject": name}))
        return subject

    @staticmethod
    def _known(names: Iterable[str], find: Callable[[str], str | None], code: int, notes: list[Note]) -> tuple[str, ...]:
        found = [(name, find(name)) for name in names]
        notes += [Note(code, {"name": name}) for name, one in found if one is None]
        return tuple(dict.fromkeys(one for _, one in found if one is not None))

    def _lessons(
        self, n: int, activity: Activity, taught: Sequence[tuple[Part, str]], where: tuple[tuple[str, ...], str | None, Slot | None]
    ) -> Iterator[Lesson]:
        teachers, room, slot = where
        start = self._file.starts.get(activity.id)
        for number, (part, subject) in enumerate(taught):
            assert part.class_id is not None
            yield Lesson(
                f"{n}.{number}", part.class_id, subject, teachers, activity.duration, slot, room,
                joint=str(n) if len(taught) > 1 else None, parallel=None if part.whole else part.class_id,  # see _grouped
                locked=slot is not None and start is not None and start.locked,
            )  # fmt: skip


def _unavailable(
    file: FetFile, names: Names, classes: Classes, periods: dict[Cell, Period]
) -> tuple[tuple[Unavailable, ...], Counter[str]]:
    """Hours in a row become one stretch. The counter: constraints about somebody the school does not know, or a part of a class."""
    found: dict[Unavailable, None] = {}
    unknown: Counter[str] = Counter()
    for one in file.unavailable:
        whom = tuple(_whom(one, names, classes))
        if not whom:
            unknown[_CONSTRAINT[one.resource]] += 1
        for resource, each in whom:
            found |= dict.fromkeys(Unavailable(resource, each, slot, "FET") for slot in _stretches(one.cells, periods))
    return tuple(found), unknown


_CONSTRAINT = {
    "teacher": "ConstraintTeacherNotAvailableTimes",
    "students": "ConstraintStudentsSetNotAvailableTimes",
    "room": "ConstraintRoomNotAvailableTimes",
}


def _whom(one: NotAvailable, names: Names, classes: Classes) -> Iterator[tuple[Resource, str]]:
    if one.resource == "students":
        yield from (("class", part.class_id) for part in classes.of([one.name]) if part.class_id and part.whole)
        return
    each = names.teacher(one.name) if one.resource == "teacher" else names.room(one.name)
    if each:
        yield one.resource, each


def _stretches(cells: Iterable[Cell], periods: dict[Cell, Period]) -> Iterator[Slot]:
    """The cells' slots, joined where one ends as the next begins."""
    open_one: Slot | None = None
    for slot in sorted(periods[cell].slot for cell in cells if cell in periods):
        if open_one and open_one.day == slot.day and open_one.end >= slot.start:
            open_one = Slot(slot.day, open_one.start, max(open_one.end, slot.end))
            continue
        if open_one:
            yield open_one
        open_one = slot
    if open_one:
        yield open_one
