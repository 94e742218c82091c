"""Importing a FET file as a draft of the timetable: a preview without writing, then one step that can be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.timetable.fet import FetFile
from ems_desktop.domain.timetable.fet_names import Named, School, SubjectOf
from ems_desktop.domain.timetable.fet_plan import FetPlan, plan
from ems_desktop.domain.timetable.week import Lesson, Period, Week
from ems_desktop.integrations.fet_reading import open_fet
from ems_desktop.services import timetable_reading as read
from ems_desktop.services import timetable_writing as write
from ems_desktop.services.people import Person
from ems_desktop.services.undo import Touched, Undo
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore, Session

PLACE = "timetable import"  # the imports' own stack of undo
LONGEST = 60  # letters of a version's name


def compare_with_nothing(path: Path) -> FetPlan:
    """The preview for a school that has nothing yet: what a dry run shows in a profile without a school. Errors as `open_fet`."""
    return plan(open_fet(path), School())


class TimetableImport:
    """One person's imports. Everything but `apply` and `undo` only looks."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person
        self._steps = Undo(store)

    def preview(self, path: Path) -> FetPlan:
        """The file against the classes of the open semester, or of the next one. Errors: 165x of the file, 1649 no semester."""
        file = open_fet(path)
        with self._store.reading() as session:
            return _planned(session, file)

    def refreshed(self, preview: FetPlan) -> FetPlan:
        """The same file against the school as it is now."""
        with self._store.reading() as session:
            return _planned(session, preview.file)

    def apply(self, preview: FetPlan, title: str) -> str:
        """Write the draft as one change set; its id. `title` names the draft, and the set in outbox and audit.

        Errors: 1060 not the office, 1307 too large for one set, 1657 no activity fits, 1658 the school has changed since the preview.
        """
        if not self._person.office:
            raise NotAllowed(1060)
        if not preview.week.lessons:
            raise Mistake(1657)
        with self._store.change(title, place=PLACE) as made:
            if _planned(made.session, preview.file) != preview:
                raise Mistake(1658)
            semester_id, _ = _semester(made.session)
            one = write.version(made.session, semester_id, title.strip()[:LONGEST] or "FET")
            write.copy(made.session, _of_the_school(preview.week, one), one)
        if made.seq is not None:
            self._steps.did(PLACE, made.seq)
        return one

    def undo(self) -> Touched:
        """Take back the last import on this computer."""
        return self._steps.undo(PLACE)


def _planned(session: Session, file: FetFile) -> FetPlan:
    semester_id, year = _semester(session)
    return plan(file, school_of(session, year), _bell(session, semester_id))


def _semester(session: Session) -> tuple[str, int]:
    """The open semester, else the next one: its id and academic year. Error 1649."""
    s = t.semesters.c
    row = session.execute(sa.select(s.id, s.code).where(~s.deleted, s.state != "closed").order_by(s.state, s.code).limit(1)).first()
    if row is None:
        raise Mistake(1649)
    return row.id, int(row.code[:4])


def _bell(session: Session, semester_id: str) -> Sequence[Period]:
    """The bell schedule of the semester's published version; empty where there is none, and the file must say the times."""
    published = [one for one in read.versions(session, office=True) if one.semester_id == semester_id and one.state == "published"]
    return read.periods(session, published[0].id) if published else ()


def school_of(session: Session, year: int) -> School:
    """Classes of that academic year with their subjects, everybody who may teach, and the rooms."""
    c, s, u, r, o = t.classes.c, t.subjects.c, t.users.c, t.user_roles.c, t.rooms.c
    of_the_year = sa.and_(c.year == year, c.kind == "regular", ~c.deleted)
    classes = session.execute(sa.select(c.id, c.name).where(of_the_year).order_by(c.name))
    joined = t.subjects.join(t.classes, c.id == s.class_id)
    subjects = session.execute(
        sa.select(s.id, s.class_id, s.name, s.code).select_from(joined).where(of_the_year, ~s.deleted).order_by(s.position)
    )
    staff = sa.select(r.user_id).where(~r.deleted, r.role != "siswa")
    teachers = session.execute(sa.select(u.id, u.name).where(~u.deleted, u.active, u.id.in_(staff)).order_by(u.name))
    rooms = session.execute(sa.select(o.id, o.name).where(~o.deleted).order_by(o.position))
    return School(
        tuple(Named(*row) for row in classes),
        tuple(SubjectOf(*row) for row in subjects),
        tuple(Named(*row) for row in teachers),
        tuple(Named(*row) for row in rooms),
    )


def _of_the_school(week: Week, version: str) -> Week:
    """The plan's groups get ids of their own: what belongs together in it does so in this version."""

    def group(kind: str, key: str | None) -> str | None:
        return key and str(uuid.uuid5(uuid.UUID(version), f"{kind} {key}"))

    def placed(lesson: Lesson) -> Lesson:
        return replace(lesson, joint=group("joint", lesson.joint), parallel=group("parallel", lesson.parallel))

    return replace(week, lessons=tuple(placed(lesson) for lesson in week.lessons))
