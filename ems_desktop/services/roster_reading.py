"""Reading classes, pupils and cards from the file on this computer into frozen views. Never writes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ems_desktop.services.roster_views import ClassRow, PupilRow, Semester, StaffRow, SubjectRow
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

_C, _E, _S, _U, _SUB = t.classes.c, t.enrolments.c, t.students.c, t.users.c, t.subjects.c


def semesters(session: Session) -> tuple[Semester, ...]:
    rows = session.execute(
        sa.select(t.semesters.c.id, t.semesters.c.code, t.semesters.c.state).where(~t.semesters.c.deleted).order_by(t.semesters.c.code)
    )
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


def pupil_query(*in_class: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Pupils with a regular class: the one that `in_class` says, else the newest year's, where the pupil is rather than was."""
    e, c = t.enrolments.alias("e2"), t.classes.alias("c2")
    newest = (
        sa.select(e.c.class_id)
        .join(c, sa.and_(c.c.id == e.c.class_id, ~c.c.deleted, c.c.kind == "regular"))
        .where(e.c.student_id == _S.id, ~e.c.deleted)
        .order_by(c.c.year.desc(), e.c.left_on.is_not(None), e.c.joined_on.desc(), e.c.class_id)
        .limit(1)
        .correlate(t.students)
        .scalar_subquery()
    )
    which = in_class or (_E.class_id == newest,)
    enrolled = t.enrolments.join(t.classes, sa.and_(_C.id == _E.class_id, ~_C.deleted))
    return (
        sa.select(
            _S.id, _E.number, _U.name, _S.nisn, _S.nipd, _S.gender, _S.birth_date, _S.religion, _C.id.label("class_id"),
            _C.name.label("class_name"), sa.func.coalesce(_E.left_on, _S.left_on).label("left_on"),
        )
        .select_from(t.students.join(t.users, _U.id == _S.id).join(enrolled, sa.and_(_E.student_id == _S.id, ~_E.deleted, *which), isouter=not in_class))
        .where(~_S.deleted)
        .order_by(_C.grade_level, _C.name, _E.number.is_(None), _E.number, _U.name)
    )  # fmt: skip


def pupils(session: Session, class_id: str | None = None, search: str = "") -> tuple[PupilRow, ...]:
    """By class and nomor absen: each pupil once, or all who are and were in one class. `search`: part of a name, NISN or NIPD."""
    query = pupil_query() if class_id is None else pupil_query(_E.class_id == class_id)
    if search.strip():
        query = query.where(sa.or_(*(column.icontains(search.strip(), autoescape=True) for column in (_U.name, _S.nisn, _S.nipd))))
    return tuple(PupilRow(**row) for row in session.execute(query).mappings())


def subjects(session: Session, class_id: str) -> tuple[SubjectRow, ...]:
    rows = session.execute(
        sa.select(_SUB.id, _SUB.class_id, _SUB.name, _SUB.code, _SUB.religion, _SUB.listed, _SUB.kktp)
        .where(_SUB.class_id == class_id, ~_SUB.deleted)
        .order_by(_SUB.position, _SUB.name)
    ).mappings()
    teachers = _teachers(session)
    return tuple(
        SubjectRow(
            **row,
            teachers=tuple(name for _, name in teachers.get(row["id"], ())),
            teacher_ids=tuple(one for one, _ in teachers.get(row["id"], ())),
        )
        for row in rows
    )


def _teachers(session: Session) -> dict[str, tuple[tuple[str, str], ...]]:
    """Subject → (id, name) of who teaches it."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    rows = session.execute(
        sa.select(t.subject_teachers.c.subject_id, _U.id, _U.name)
        .join(t.users, _U.id == t.subject_teachers.c.teacher_id)
        .where(~t.subject_teachers.c.deleted)
        .order_by(_U.name)
    )
    for subject, one, name in rows:
        found[subject] = (*found.get(subject, ()), (one, name))
    return found


def staff(session: Session) -> tuple[StaffRow, ...]:
    """Everybody who is not only a pupil."""
    roles: dict[str, list[str]] = {}
    for user, role in session.execute(
        sa.select(t.user_roles.c.user_id, t.user_roles.c.role).where(~t.user_roles.c.deleted).order_by("role")
    ):
        roles.setdefault(user, []).append(role)
    rows = session.execute(sa.select(_U.id, _U.name, _U.email, _U.nip, _U.active).where(~_U.deleted, _U.role != "siswa").order_by(_U.name))
    return tuple(StaffRow(r.id, r.name, r.email, r.nip, tuple(roles.get(r.id, ())), r.active) for r in rows)
