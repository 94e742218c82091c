"""Classes, subjects, pupils and staff: what the office does with the roster. Reads and writes the file on this computer."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.rosters.classes import class_key, class_name
from ems_desktop.services import roster_reading as read
from ems_desktop.services.card_reading import card
from ems_desktop.services.grade_views import Sheet
from ems_desktop.services.people import Person
from ems_desktop.services.roster_views import Card, ClassRow, NewSubject, PupilRow, Semester, StaffRow, SubjectRow
from ems_desktop.services.undo import Touched, Undo
from ems_desktop.store import tables as t
from ems_desktop.store.local import ChangeSet, LocalStore, Session

PLACE = "rosters"  # the rosters' own stack of undo
Final = Callable[[Sheet, str], Decimal | None]


def new_id() -> str:
    return str(uuid.uuid4())


class Rosters:
    """What changes something is one whole change set: all of it or nothing."""

    def __init__(self, store: LocalStore, person: Person, final: Final) -> None:
        self._store, self.person, self._final = store, person, final
        self.steps = Undo(store)

    def semesters(self) -> tuple[Semester, ...]:
        with self._store.reading() as session:
            return read.semesters(session)

    def classes(self) -> tuple[ClassRow, ...]:
        with self._store.reading() as session:
            return read.classes(session)

    def pupils(self, class_id: str | None = None, search: str = "") -> tuple[PupilRow, ...]:
        with self._store.reading() as session:
            return read.pupils(session, class_id, search)

    def subjects(self, class_id: str) -> tuple[SubjectRow, ...]:
        with self._store.reading() as session:
            return read.subjects(session, class_id)

    def staff(self) -> tuple[StaffRow, ...]:
        with self._store.reading() as session:
            return read.staff(session)

    def card(self, pupil_id: str) -> Card:
        """Error 1061 when the pupil is not (or no longer) visible to this person."""
        with self._store.reading() as session:
            return card(session, self.person, pupil_id, self._final)

    def undo(self) -> Touched:
        """Take back the last roster step on this computer, a whole import included."""
        return self.steps.undo(PLACE)

    def redo(self) -> Touched:
        return self.steps.redo(PLACE)

    @contextlib.contextmanager
    def change(self, title: str) -> Iterator[ChangeSet]:
        """A whole change set of the roster. Error 1060 for anyone but the office: courtesy, the server says the same."""
        if not self.person.office:
            raise NotAllowed(1060)
        with self._store.change(title, place=PLACE) as made:
            yield made
        if made.seq is not None:
            self.steps.did(PLACE, made.seq)

    # -- people

    def add_staff(self, people: Sequence[tuple[str, str | None, Sequence[str]]]) -> tuple[str, ...]:
        """New staff as (name, email, roles), main role first. Their ids, in the order given."""
        ids = tuple(new_id() for _ in people)
        with self.change(", ".join(name for name, _, _ in people)) as made:
            users = [
                {"id": one, "scope_id": t.DIRECTORY, "name": name.strip(), "email": email and email.strip().lower(), "role": roles[0]}
                for one, (name, email, roles) in zip(ids, people, strict=True)
            ]
            made.session.execute(sa.insert(t.users), users)
            held = [
                {"user_id": one, "role": role, "scope_id": t.DIRECTORY}
                for one, (_, _, roles) in zip(ids, people, strict=True)
                for role in dict.fromkeys(roles)
            ]
            made.session.execute(sa.insert(t.user_roles), held)
        return ids

    def set_roles(self, user_id: str, roles: Sequence[str]) -> None:
        """The roles this person shall hold, main role first."""
        with self.change(roles[0]) as made:
            for role in t.ROLES:
                _mark(made.session, t.user_roles, {"user_id": user_id, "role": role}, t.DIRECTORY, there=role in roles)
            made.session.execute(sa.update(t.users).where(t.users.c.id == user_id).values(role=roles[0]))

    def set_active(self, user_id: str, active: bool) -> None:
        """Whether this person may sign in."""
        with self.change("Akun") as made:
            made.session.execute(sa.update(t.users).where(t.users.c.id == user_id).values(active=active))

    # -- classes and subjects

    def add_class(self, name: str, year: int, teacher_id: str | None = None) -> str:
        """A regular class of that academic year; its level is read from its name. Errors: 1232 the name is taken, 1233 no level in it."""
        level = _level(name)
        one = new_id()
        with self.change(name) as made:
            _refuse_taken(made.session, name, year)
            row = {"id": one, "scope_id": one, "name": name.strip(), "grade_level": level, "year": year, "teacher_id": teacher_id}
            made.session.execute(sa.insert(t.classes).values(row))
        return one

    def change_class(self, class_id: str, name: str, teacher_id: str | None) -> None:
        """Another name or homeroom teacher (wali kelas). Errors 1232, 1233 as for a new one."""
        _level(name)
        with self.change(name) as made:
            year = made.session.execute(sa.select(t.classes.c.year).where(t.classes.c.id == class_id)).scalar_one()
            _refuse_taken(made.session, name, year, but=class_id)
            made.session.execute(sa.update(t.classes).where(t.classes.c.id == class_id).values(name=name.strip(), teacher_id=teacher_id))

    def remove_class(self, class_id: str) -> None:
        """Error 1231 while it has pupils or subjects."""
        with self.change("−") as made:
            for table in (t.enrolments, t.subjects):
                if made.session.execute(sa.select(table.c.class_id).where(table.c.class_id == class_id, ~table.c.deleted)).first():
                    raise Mistake(1231)
            made.session.execute(sa.update(t.classes).where(t.classes.c.id == class_id).values(deleted=True))

    def add_subjects(self, wanted: Iterable[NewSubject]) -> tuple[str, ...]:
        """Subjects with their teachers, and a grade sheet for each semester of the class's year that is not closed."""
        made_ids = []
        with self.change("Mapel") as made:
            open_ones = [s for s in read.semesters(made.session) if s.state != "closed"]
            for position, new in enumerate(wanted):
                made_ids.append(_add_subject(made.session, new, position, open_ones))
        return tuple(made_ids)

    def remove_subject(self, subject_id: str) -> None:
        """With its grade sheets. Error 1235 once a mark has been entered: then it stays."""
        with self.change("−") as made:
            sheets = sa.select(t.grade_sheets.c.id).where(t.grade_sheets.c.subject_id == subject_id)
            filled = sa.or_(t.scores.c.value.is_not(None), t.scores.c.state.is_not(None))
            marks = sa.select(sa.func.count()).select_from(t.scores).where(t.scores.c.scope_id.in_(sheets), ~t.scores.c.deleted, filled)
            if count := made.session.execute(marks).scalar_one():
                raise Mistake(1235, count=count)
            made.session.execute(sa.update(t.subjects).where(t.subjects.c.id == subject_id).values(deleted=True))

    def set_teachers(self, subject_id: str, class_id: str, teachers: Sequence[str]) -> None:
        with self.change("Guru") as made:
            now = made.session.execute(
                sa.select(t.subject_teachers.c.teacher_id).where(t.subject_teachers.c.subject_id == subject_id)
            ).scalars()
            for teacher in {*now, *teachers}:
                key = {"subject_id": subject_id, "teacher_id": teacher}
                _mark(made.session, t.subject_teachers, key, class_id, there=teacher in teachers)

    # -- pupils in classes

    def move(self, pupil_id: str, to_class: str, on: date) -> None:
        """Out of today's class and into another one of the same year, on a date; a pupil who had left is back. The next free number.
        Error 1236 when the date lies before the pupil joined the class that is left."""
        with self.change("Mutasi rombel") as made:
            session = made.session
            year = sa.select(t.classes.c.year).where(t.classes.c.id == to_class).scalar_subquery()
            others = sa.select(t.classes.c.id).where(t.classes.c.kind == "regular", t.classes.c.year == year, t.classes.c.id != to_class)
            _close(session, pupil_id, on, t.enrolments.c.class_id.in_(others))
            back = sa.and_(t.students.c.id == pupil_id, t.students.c.state != "active")
            session.execute(sa.update(t.students).where(back).values(state="active", left_on=None, left_reason=None))
            in_class = t.enrolments.c.class_id == to_class
            last = session.execute(sa.select(sa.func.max(t.enrolments.c.number)).where(in_class, ~t.enrolments.c.deleted)).scalar() or 0
            row = {"class_id": to_class, "student_id": pupil_id, "scope_id": to_class, "number": last + 1, "joined_on": on, "left_on": None}
            upsert(session, t.enrolments, [row | {"deleted": False}])

    def leave(self, pupil_id: str, on: date, reason: str) -> None:
        """The pupil left the school: stays on every sheet, grey. Error 1236 as for `move`."""
        with self.change("Mutasi keluar") as made:
            gone = {"state": "left", "left_on": on, "left_reason": reason.strip() or None}
            made.session.execute(sa.update(t.students).where(t.students.c.id == pupil_id).values(gone))
            _close(made.session, pupil_id, on)

    def number(self, class_id: str) -> None:
        """Give the class its nomor absen anew, by name."""
        with self.change("Nomor absen") as made:
            rows = made.session.execute(
                sa.select(t.enrolments.c.student_id, t.enrolments.c.number)
                .join(t.users, t.users.c.id == t.enrolments.c.student_id)
                .where(t.enrolments.c.class_id == class_id, ~t.enrolments.c.deleted, t.enrolments.c.left_on.is_(None))
                .order_by(sa.func.lower(t.users.c.name))
            ).all()
            for number, (student, now) in enumerate(rows, 1):
                if number != now:
                    one = sa.and_(t.enrolments.c.class_id == class_id, t.enrolments.c.student_id == student)
                    made.session.execute(sa.update(t.enrolments).where(one).values(number=number))


def _level(name: str) -> int:
    read_name = class_name(name).value
    if read_name is None:
        raise Mistake(1233)
    return read_name.level


def _refuse_taken(session: Session, name: str, year: int, but: str = "") -> None:
    """A class's name is one of a kind in its year, whatever its spelling."""
    c = t.classes.c
    names = session.execute(sa.select(c.name).where(c.year == year, c.kind == "regular", ~c.deleted, c.id != but)).scalars()
    if any(class_key(other) == class_key(name) for other in names):
        raise Mistake(1232, name=name.strip())


def _close(session: Session, pupil_id: str, on: date, *which: sa.ColumnElement[bool]) -> None:
    """End the pupil's open enrolments on that day."""
    e = t.enrolments.c
    here = sa.and_(e.student_id == pupil_id, e.left_on.is_(None), ~e.deleted, *which)
    joined = session.execute(sa.select(sa.func.max(e.joined_on)).where(here)).scalar()
    if joined is not None and on < joined:
        raise Mistake(1236, date=joined)
    session.execute(sa.update(t.enrolments).where(here).values(left_on=on))


def _add_subject(session: Session, new: NewSubject, position: int, semesters: Sequence[Semester]) -> str:
    one = new_id()
    session.execute(
        sa.insert(t.subjects).values(
            id=one, scope_id=new.class_id, class_id=new.class_id, name=new.name, code=new.code, position=position,
            religion=new.religion, listed=new.listed, kktp=new.kktp,
        )
    )  # fmt: skip
    for teacher in new.teachers:
        session.execute(sa.insert(t.subject_teachers).values(subject_id=one, teacher_id=teacher, scope_id=new.class_id))
    for semester in semesters:
        sheet = str(uuid.uuid5(uuid.UUID(one), semester.id))  # the same for everybody who makes it, offline too
        session.execute(
            sa.insert(t.grade_sheets).values(id=sheet, scope_id=sheet, subject_id=one, class_id=new.class_id, semester_id=semester.id)
        )
    return one


def _mark(session: Session, table: sa.Table, key: dict[str, str], scope: str, *, there: bool) -> None:
    """A row that is only its key is there, or marked deleted. A row that never was is not made to be deleted."""
    match = [table.c[name] == value for name, value in key.items()]
    now = session.execute(sa.select(table.c.deleted).where(*match)).scalar_one_or_none()
    if now is None and there:
        session.execute(sa.insert(table).values(key | {"scope_id": scope}))
    elif now is not None and now == there:
        session.execute(sa.update(table).where(*match).values(deleted=not there))


def upsert(session: Session, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Rows as they shall be, whether they are there (perhaps marked deleted) or not. All rows name the same columns."""
    if not rows:
        return
    insert = sqlite.insert(table)
    keys = table.info["synced"].keys
    update = {name: insert.excluded[name] for name in rows[0] if name not in (*keys, "scope_id")}
    session.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=update), rows)
