"""The timetable of a semester: its versions, and what the office does with the lessons of a draft.

Each method that writes is one whole change set and one step of undo of its version. What would put a class, teacher or room into two
lessons is refused before anything is written; the school's constraints say the same of what two people did at once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.timetable.clashes import Index
from ems_desktop.domain.timetable.week import Lesson, Period, Resource, Slot
from ems_desktop.services import timetable_reading as read
from ems_desktop.services import timetable_versions as versions
from ems_desktop.services import timetable_writing as write
from ems_desktop.services.people import Person
from ems_desktop.services.timetable_views import NewLesson, Sheet, Version
from ems_desktop.services.timetable_words import lesson_words, refusal, too_short, when_words
from ems_desktop.services.undo import Touched, Undo
from ems_desktop.store import tables as t
from ems_desktop.store.local import ChangeSet, LocalStore, Session

ROOMS = "rooms"  # the rooms' own stack of undo


@dataclass(frozen=True, slots=True)
class _Open:
    """A lesson in the change set that is about to move it. `group`: the lessons of its joint, itself first."""

    session: Session
    sheet: Sheet
    index: Index
    lesson: Lesson
    group: tuple[Lesson, ...]

    @property
    def said(self) -> str:
        return lesson_words(self.sheet, self.lesson)


class Timetable:
    """Errors of what writes: 1060 not the office, 1645 not a draft, 1647 the lesson is gone."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person
        self.steps = Undo(store)

    # -- reading

    def versions(self) -> tuple[Version, ...]:
        """Newest semester first: the published one, then drafts, then old ones."""
        with self._store.reading() as session:
            return read.versions(session, office=self._person.office)

    def sheet(self, timetable_id: str) -> Sheet:
        """Error 1645 when the version is not there (any more)."""
        with self._store.reading() as session:
            return self._sheet(session, timetable_id)

    def mine(self, semester: str | None = None) -> Sheet | None:
        """The published week of this person: a teacher's own lessons, a pupil's of the classes he is in. `semester`: a code; the newest
        that has one, if not said. None: nothing is published."""
        with self._store.reading() as session:
            return read.mine(session, self._person, semester)

    def undo(self, timetable_id: str) -> Touched:
        """Take back the last step in this version on this computer."""
        return self.steps.undo(timetable_id)

    def redo(self, timetable_id: str) -> Touched:
        return self.steps.redo(timetable_id)

    # -- lessons

    def place(self, lesson_id: str, slot: Slot) -> None:
        """Where `slot` begins; its end is the bell schedule's. Errors: 1640, 1641 something is in the way, 1642 too short, 1643 locked."""
        with self._moving(lesson_id, "→ ", slot) as it:
            places = it.index.places(it.lesson)
            found = next((one for one in places if (one.slot.day, one.slot.start) == (slot.day, slot.start)), None)
            if found is None or found.fits < it.lesson.periods:
                raise too_short(it.sheet, it.lesson, slot, found.fits if found else 0, places)
            if found.clashes:
                raise refusal(it.sheet, it.lesson, found.slot, found.clashes[0], places)
            write.put(it.session, it.group, **write.when(found.slot))

    def unplace(self, lesson_id: str) -> None:
        """Back into the tray. Error 1643 locked."""
        with self._moving(lesson_id, "−") as it:
            write.put(it.session, it.group, **write.when(None))

    def swap(self, lesson_id: str, other_id: str) -> None:
        """Two lessons change places. Errors: 1640, 1641 something else is in the way, 1643 locked, 1644 they are not of one length."""
        with self._moving(lesson_id, "⇄") as it:
            other = _lesson(it.sheet, other_id)
            mine, theirs = it.lesson.slot, other.slot
            if mine is None or theirs is None or other.periods != it.lesson.periods or other in it.group:
                raise Mistake(1644, lesson=it.said, other=lesson_words(it.sheet, other))
            group = it.index.group(other)
            _refuse_locked(it.sheet, group)
            for lesson, to, leaving in ((it.lesson, theirs, group), (other, mine, it.group)):
                if found := it.index.clashes(lesson, to, leaving):
                    raise refusal(it.sheet, lesson, to, found[0], it.index.places(lesson))
            write.put(it.session, it.group, **write.when(theirs))
            write.put(it.session, group, **write.when(mine))

    def lock(self, lesson_id: str, locked: bool) -> None:
        """A locked lesson keeps its place."""
        with self._changing(lesson_id, "🔒" if locked else "🔓") as it:
            write.put(it.session, it.group, locked=locked)

    def set_room(self, lesson_id: str, room_id: str | None) -> None:
        """Errors: 1640, 1641 the room is taken or closed then."""
        with self._changing(lesson_id, "Ruang") as it:
            _refuse_taken(it, replace(it.lesson, room_id=room_id), "room")
            write.put(it.session, it.group, room_id=room_id)

    def set_teachers(self, lesson_id: str, teachers: Sequence[str]) -> None:
        """Errors: 1640, 1641 one of them teaches elsewhere or is not there then."""
        with self._changing(lesson_id, "Guru") as it:
            _refuse_taken(it, replace(it.lesson, teachers=tuple(teachers)), "teacher")
            write.set_teachers(it.session, it.sheet.version.id, it.group, teachers)

    def add(self, timetable_id: str, lessons: Sequence[NewLesson]) -> tuple[str, ...]:
        """New lessons; those that name a slot stand there, and nobody asks whether they may: the school does. Their ids."""
        with self.change(timetable_id, "+") as made:
            return write.add(made.session, timetable_id, lessons)

    def remove(self, lesson_id: str) -> None:
        """Out of the version; of a joint only this class's. Error 1643 locked."""
        with self._moving(lesson_id, "−") as it:
            write.put(it.session, [it.lesson], deleted=True)

    def split(self, lesson_id: str, first: int) -> None:
        """Into one of `first` hours, which keeps its place, and one of the rest, which goes to the tray. Error 1643 locked."""
        with self._moving(lesson_id, "÷") as it:
            if not 0 < first < it.lesson.periods:
                return
            joint = write.new_id() if it.lesson.joint else None
            rest = [
                NewLesson(one.class_id, one.subject_id, one.periods - first, one.teachers, None, one.room_id, joint) for one in it.group
            ]
            write.put(it.session, it.group, periods=first, **write.when(_shortened(it, first)))
            write.add(it.session, it.sheet.version.id, rest)

    # -- a version, the bells, the rooms

    def make(self, semester_id: str, name: str, copy_of: str | None = None) -> str:
        """A new draft: a copy of a version, or one with the usual bell schedule and nothing else. Its id."""
        with self._new(name) as made:
            return versions.make(made.session, semester_id, name, copy_of)

    def make_draft(self, copy_of: str | None = None) -> str:
        """A draft named by its number: a copy, or for the open semester with the usual bell schedule and all subjects' usual hours in the
        tray. Errors: 1649 no semester, 1307 a school too large for one set."""
        with self._new("Draf jadwal") as made:
            return versions.make_draft(made.session, copy_of)

    def fill(self, timetable_id: str, hours: Mapping[str, int]) -> tuple[str, ...]:
        """Lessons into the tray until each subject has so many hours (JP) a week. The new ones' ids."""
        with self.change(timetable_id, "Mapel → jadwal") as made:
            return versions.fill(made.session, timetable_id, hours)

    def set_periods(self, timetable_id: str, periods: Sequence[Period]) -> None:
        """The whole bell schedule; a period without an id is new. Error 1648 two lines overlap."""
        with self.change(timetable_id, "Bel") as made:
            versions.set_periods(made.session, timetable_id, periods)

    def set_unavailable(self, timetable_id: str, resource: Resource, resource_id: str, closed: Sequence[tuple[Slot, str]]) -> None:
        """All times at which this class, teacher or room cannot be used, with the reasons."""
        with self.change(timetable_id, "Waktu tidak tersedia") as made:
            versions.set_unavailable(made.session, timetable_id, resource, resource_id, closed)

    def publish(self, timetable_id: str, starts_on: date | None = None) -> None:
        """Everybody reads it from then on; the one before is put away in the same set. Error 1646 lessons are in each other's way."""
        with self.change(timetable_id, "Terbitkan jadwal") as made:
            versions.publish(made.session, self._sheet(made.session, timetable_id), starts_on)

    def remove_version(self, timetable_id: str) -> None:
        """A draft that is not needed."""
        with self.change(timetable_id, "− jadwal") as made:
            made.session.execute(sa.update(t.timetables).where(t.timetables.c.id == timetable_id).values(deleted=True))

    def add_room(self, name: str) -> str:
        one = write.new_id()
        with self._new(name, ROOMS) as made:
            last = made.session.execute(sa.select(sa.func.coalesce(sa.func.max(t.rooms.c.position), -1))).scalar_one()
            made.session.execute(sa.insert(t.rooms).values(id=one, scope_id=t.SCHOOL, name=name.strip(), position=last + 1))
        return one

    # -- change sets

    @contextlib.contextmanager
    def change(self, timetable_id: str, title: str) -> Iterator[ChangeSet]:
        """A change set in a draft."""
        with self._new(title, timetable_id) as made:
            if not self._sheet_head(made.session, timetable_id).writable:
                raise Mistake(1645)
            yield made

    @contextlib.contextmanager
    def _new(self, title: str, place: str = "timetables") -> Iterator[ChangeSet]:
        if not self._person.office:
            raise NotAllowed(1060)
        with self._store.change(title, place=place) as made:
            yield made
        if made.seq is not None:
            self.steps.did(place, made.seq)

    @contextlib.contextmanager
    def _changing(self, lesson_id: str, sign: str, to: Slot | None = None) -> Iterator[_Open]:
        with self._store.reading() as session:
            timetable_id = session.execute(sa.select(t.schedules.c.scope_id).where(t.schedules.c.id == lesson_id)).scalar()
            if timetable_id is None:
                raise Mistake(1647)
            before = self._sheet(session, timetable_id)
        said = lesson_words(before, _lesson(before, lesson_id))
        with self.change(timetable_id, f"{said} {sign}{when_words(to) if to else ''}") as made:
            sheet = self._sheet(made.session, timetable_id)
            index, lesson = Index(sheet.week), _lesson(sheet, lesson_id)
            yield _Open(made.session, sheet, index, lesson, index.group(lesson))

    @contextlib.contextmanager
    def _moving(self, lesson_id: str, sign: str, to: Slot | None = None) -> Iterator[_Open]:
        with self._changing(lesson_id, sign, to) as it:
            _refuse_locked(it.sheet, it.group)
            yield it

    def _sheet_head(self, session: Session, timetable_id: str) -> Version:
        found = read.versions(session, office=self._person.office, only=timetable_id)
        if not found:
            raise Mistake(1645)
        return found[0]

    def _sheet(self, session: Session, timetable_id: str) -> Sheet:
        return read.sheet(session, self._sheet_head(session, timetable_id))


def _lesson(sheet: Sheet, lesson_id: str) -> Lesson:
    found = next((one for one in sheet.week.lessons if one.id == lesson_id), None)
    if found is None:
        raise Mistake(1647)
    return found


def _refuse_locked(sheet: Sheet, group: Sequence[Lesson]) -> None:
    if locked := next((one for one in group if one.locked), None):
        raise Mistake(1643, lesson=lesson_words(sheet, locked))


def _refuse_taken(it: _Open, changed: Lesson, resource: Resource) -> None:
    """What the lesson shall have besides must be free where it stands."""
    if changed.slot is None:
        return
    for clash in it.index.clashes(changed, changed.slot):
        if clash.resource == resource:
            raise refusal(it.sheet, changed, changed.slot, clash, it.index.places(changed))


def _shortened(it: _Open, hours: int) -> Slot | None:
    """The lesson's slot with only its first hours, by the bell schedule; else by equal parts."""
    slot = it.lesson.slot
    if slot is None:
        return None
    short = replace(it.lesson, periods=hours)
    found = (
        one.slot for one in it.index.places(short) if (one.slot.day, one.slot.start, one.fits >= hours) == (slot.day, slot.start, True)
    )
    return next(found, replace(slot, end=slot.start + (slot.end - slot.start) * hours // it.lesson.periods))
