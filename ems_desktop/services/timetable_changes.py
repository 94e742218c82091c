"""What every change of the timetable has in common: who may, one change set, one step of undo, and the lesson it is about."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.timetable.clashes import Index, all_clashes
from ems_desktop.domain.timetable.week import Clash, Lesson, Slot, Week
from ems_desktop.services import timetable_reading as read
from ems_desktop.services.people import Person
from ems_desktop.services.timetable_views import Sheet, Version
from ems_desktop.services.timetable_words import lesson_words, when_words
from ems_desktop.services.undo import Check, Touched, Undo
from ems_desktop.store import tables as t
from ems_desktop.store.local import ChangeSet, LocalStore, Session


@dataclass(frozen=True, slots=True)
class Open:
    """A lesson in the change set that is about to move it. `group`: the lessons of its joint, itself first."""

    session: Session
    sheet: Sheet
    index: Index
    lesson: Lesson
    group: tuple[Lesson, ...]

    @property
    def said(self) -> str:
        return lesson_words(self.sheet, self.lesson)


class Changes:
    """Errors of what writes: 1060 not the office, 1645 not a draft, 1647 the lesson is gone."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person
        self.steps = Undo(store)

    def undo(self, timetable_id: str) -> Touched:
        """Take back the last step in this version on this computer. Error 1695 it would put two lessons into each other's way."""
        return self.steps.undo(timetable_id, self._no_new_clash([timetable_id]))

    def redo(self, timetable_id: str) -> Touched:
        """Error 1695 as for undo."""
        return self.steps.redo(timetable_id, self._no_new_clash([timetable_id]))

    def _no_new_clash(self, timetables: Sequence[str]) -> Check:
        """What these versions hold when a step was taken back must not hold more clashes than they do now."""
        with self._store.reading() as session:
            before = {one for timetable_id in timetables for one in _pairs(read.week(session, timetable_id))}

        def check(session: Session) -> None:
            for timetable_id in timetables:
                if new := {pair: clash for pair, clash in _pairs(read.week(session, timetable_id)).items() if pair not in before}:
                    self._refuse_step(session, timetable_id, *next(iter(new.items())))

        return check

    def _refuse_step(self, session: Session, timetable_id: str, pair: tuple[str, ...], clash: Clash) -> None:
        sheet = self._sheet(session, timetable_id)
        said = {"lesson": lesson_words(sheet, find_lesson(sheet, pair[0])), "other": lesson_words(sheet, find_lesson(sheet, pair[1]))}
        raise Mistake(1695, when=when_words(clash.slot), name=sheet.name(clash.resource, clash.resource_id), **said)

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
    def _changing(self, lesson_id: str, sign: str, to: Slot | None = None) -> Iterator[Open]:
        with self._store.reading() as session:
            timetable_id = session.execute(sa.select(t.schedules.c.scope_id).where(t.schedules.c.id == lesson_id)).scalar()
            if timetable_id is None:
                raise Mistake(1647)
            before = self._sheet(session, timetable_id)
        said = lesson_words(before, find_lesson(before, lesson_id))
        with self.change(timetable_id, f"{said} {sign}{when_words(to) if to else ''}") as made:
            sheet = self._sheet(made.session, timetable_id)
            index, lesson = Index(sheet.week), find_lesson(sheet, lesson_id)
            yield Open(made.session, sheet, index, lesson, index.group(lesson))

    @contextlib.contextmanager
    def _moving(self, lesson_id: str, sign: str, to: Slot | None = None) -> Iterator[Open]:
        """Error 1643: a locked lesson keeps its place."""
        with self._changing(lesson_id, sign, to) as it:
            refuse_locked(it.sheet, it.group)
            yield it

    def _sheet_head(self, session: Session, timetable_id: str) -> Version:
        found = read.versions(session, office=self._person.office, only=timetable_id)
        if not found:
            raise Mistake(1645)
        return found[0]

    def _sheet(self, session: Session, timetable_id: str) -> Sheet:
        return read.sheet(session, self._sheet_head(session, timetable_id))


def _pairs(week: Week) -> dict[tuple[str, ...], Clash]:
    """Which lessons are in each other's way, and over what."""
    found = all_clashes(week).items()
    return {(one, clash.other.id, clash.resource_id): clash for one, clashes in found for clash in clashes if clash.other}


def find_lesson(sheet: Sheet, lesson_id: str) -> Lesson:
    found = next((one for one in sheet.week.lessons if one.id == lesson_id), None)
    if found is None:
        raise Mistake(1647)
    return found


def refuse_locked(sheet: Sheet, group: Sequence[Lesson]) -> None:
    if locked := next((one for one in group if one.locked), None):
        raise Mistake(1643, lesson=lesson_words(sheet, locked))
