"""Reading classes, pupils and cards from the file on this machine into frozen views. Never writes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.services.grade_reading import sheet
from ems_desktop.services.grade_views import Sheet
from ems_desktop.services.people import Person
from ems_desktop.services.roster_views import Card, CardGrade, ClassRow, PupilRow, Semester, StaffRow, SubjectRow
from ems_desktop.store import tables as t

_C, _E, _S, _U, _SUB = t.classes.c, t.enrolments.c, t.students.c, t.users.c, t.subjects.c


def semesters(session: Session) -> tuple[Semester, ...]:
    rows = session.execute(sa.select(t.semesters.c.id, t.semesters.c.code, t.semesters.c.state).where(~t.semesters.c.deleted).order_by(t.semesters.c.code))
    return tuple(Semester(*row) for row in rows)


def classes(session: Session) -> tuple[ClassRow, ...]:
    here = sa.and_(_E.class_id == _C.id, ~_E.deleted, _E.left_on.is_(None))
    girls = sa.select(sa.func.count()).select_from(t.enrolments.join(t.students, _S.id == _E.student_id)).where(here, _S.gender == "P")
    rows = session.execute(
        sa.select(
            _C.id, _C.name, _C.grade_level, _C.year, _C.kind, _C.teacher_id, _U.name.label("teacher"),
            sa.select(sa.func.count()).select_from(t.enrolments).where(here).scalar_subquery().label("pupils"),
            girls.scalar_subquery().label("girls"),
            sa.select(sa.func.count()).select_from(t.subjects).where(_SUB.class_id == _C.id, ~_SUB.deleted).scalar_subquery().label("subjects"),
        )
        .select_from(t.classes.outerjoin(t.users, _U.id == _C.teacher_id))
        .where(~_C.deleted)
        .order_by(_C.grade_level, _C.name)
    ).mappings()  # fmt: skip
    return tuple(ClassRow(**row) for row in rows)


def _pupil_query() -> sa.Select[Any]:
    """Every pupil once, with the regular class of the newest year."""
    in_class = t.enrolments.join(t.classes, sa.and_(_C.id == _E.class_id, ~_C.deleted, _C.kind == "regular"))
    return (
        sa.select(
            _S.id, _E.number, _U.name, _S.nisn, _S.nipd, _S.gender, _S.birth_date, _S.religion, _C.id.label("class_id"),
            _C.name.label("class_name"), sa.func.coalesce(_E.left_on, _S.left_on).label("left_on"),
        )
        .select_from(t.students.join(t.users, _U.id == _S.id).outerjoin(in_class, sa.and_(_E.student_id == _S.id, ~_E.deleted)))
        .where(~_S.deleted)
        .order_by(_C.grade_level, _C.name, _E.number.is_(None), _E.number, _U.name)
    )  # fmt: skip


def pupils(session: Session, class_id: str | None = None, search: str = "") -> tuple[PupilRow, ...]:
    """By class and nomor absen. `search`: part of a name, NISN or NIPD."""
    query = _pupil_query()
    if class_id is not None:
        query = query.where(_C.id == class_id)
    if search.strip():
        like = f"%{search.strip()}%"
        query = query.where(sa.or_(_U.name.ilike(like), _S.nisn.like(like), _S.nipd.like(like)))
    return tuple(PupilRow(**row) for row in session.execute(query).mappings())


def subjects(session: Session, class_id: str) -> tuple[SubjectRow, ...]:
    rows = session.execute(
        sa.select(_SUB.id, _SUB.class_id, _SUB.name, _SUB.code, _SUB.religion, _SUB.listed, _SUB.kktp)
        .where(_SUB.class_id == class_id, ~_SUB.deleted)
        .order_by(_SUB.position, _SUB.name)
    ).mappings()
    names = _teachers(session)
    return tuple(SubjectRow(**row, teachers=names.get(row["id"], ())) for row in rows)


def _teachers(session: Session) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    rows = session.execute(
        sa.select(t.subject_teachers.c.subject_id, _U.name)
        .join(t.users, _U.id == t.subject_teachers.c.teacher_id)
        .where(~t.subject_teachers.c.deleted)
        .order_by(_U.name)
    )
    for subject, name in rows:
        found[subject] = (*found.get(subject, ()), name)
    return found


def staff(session: Session) -> tuple[StaffRow, ...]:
    """Everybody who is not only a pupil."""
    roles: dict[str, list[str]] = {}
    for user, role in session.execute(sa.select(t.user_roles.c.user_id, t.user_roles.c.role).where(~t.user_roles.c.deleted).order_by("role")):
        roles.setdefault(user, []).append(role)
    rows = session.execute(sa.select(_U.id, _U.name, _U.email, _U.nip, _U.active).where(~_U.deleted, _U.role != "siswa").order_by(_U.name))
    return tuple(StaffRow(r.id, r.name, r.email, r.nip, tuple(roles.get(r.id, ())), r.active) for r in rows)


def card(session: Session, person: Person, pupil_id: str, final: Callable[[Sheet, str], Decimal | None]) -> Card:
    """`final` derives a pupil's final grade from a sheet. Error 1061 when the pupil is not here."""
    row = session.execute(_pupil_query().where(_S.id == pupil_id)).mappings().first()
    if row is None:
        raise NotAllowed(1061)
    more = session.execute(sa.select(_S.birth_place, _S.state).where(_S.id == pupil_id)).one()
    codes, grades = _grades(session, person, pupil_id, final)
    return Card(PupilRow(**row), more.birth_place, more.state, codes, grades, _private(session, pupil_id))


def _grades(
    session: Session, person: Person, pupil_id: str, final: Callable[[Sheet, str], Decimal | None]
) -> tuple[tuple[str, ...], tuple[CardGrade, ...]]:
    g, sh, sem = t.grades.c, t.grade_sheets.c, t.semesters.c
    published = {
        (subject, code): value
        for subject, code, value in session.execute(sa.select(g.subject_id, g.semester, g.grade_value).where(g.student_id == pupil_id, ~g.deleted))
    }
    mine = sa.select(_E.class_id).where(_E.student_id == pupil_id, ~_E.deleted)
    rows = session.execute(
        sa.select(sh.id, sh.subject_id, _SUB.name, sem.code)
        .select_from(t.grade_sheets.join(t.subjects, _SUB.id == sh.subject_id).join(t.semesters, sem.id == sh.semester_id))
        .where(sh.class_id.in_(mine), ~sh.deleted, ~_SUB.deleted)
        .order_by(_SUB.position, _SUB.name, sem.code)
    ).all()
    found: dict[str, CardGrade] = {}
    for sheet_id, subject, name, code in rows:
        opened = sheet(session, person, sheet_id)
        if all(pupil.id != pupil_id for pupil in opened.pupils):
            continue
        value = published.get((subject, code)) or final(opened, pupil_id)
        before = found.get(subject, CardGrade(name, opened.kktp, {}, frozenset()))
        kept = before.published | ({code} if (subject, code) in published else set())
        found[subject] = CardGrade(name, opened.kktp, before.finals | {code: value}, kept)
    return tuple(sorted({code for _, _, _, code in rows})), tuple(found.values())


_PRIVATE = ("nik", "family_card", "address", "phone", "father_name", "mother_name", "guardian_name")


def _private(session: Session, pupil_id: str) -> tuple[tuple[str, str], ...]:
    row = session.execute(sa.select(t.student_private).where(t.student_private.c.id == pupil_id)).mappings().one_or_none()
    if row is None:
        return ()
    own = [(name, row[name]) for name in _PRIVATE if row[name]]
    return (*own, *((name, str(value)) for name, value in (row["extra"] or {}).items() if value))
