"""A pupil's card: identity, classes, and the final grades of all subjects and semesters, from the file on this computer.

A sheet is rebuilt with this one pupil in it, so a card costs a few statements however many sheets there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.services.grade_reading import kinds
from ems_desktop.services.grade_views import Assessment, Cell, Pupil, Sheet, SheetRef
from ems_desktop.services.people import Person
from ems_desktop.services.roster_reading import pupil_query
from ems_desktop.services.roster_views import Card, CardGrade, CardSubject, PupilRow, Stay
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

Final = Callable[[Sheet, str], Decimal | None]
_C, _E, _S, _SUB, _SH, _SEM = t.classes.c, t.enrolments.c, t.students.c, t.subjects.c, t.grade_sheets.c, t.semesters.c
_PRIVATE = ("nik", "family_card", "address", "phone", "father_name", "mother_name", "guardian_name")


def card(session: Session, person: Person, pupil_id: str, final: Final) -> Card:
    """`final` derives a pupil's final grade from a sheet. Private data for the office only. Error 1061 when the pupil is not here."""
    row = session.execute(pupil_query().where(_S.id == pupil_id)).mappings().first()
    if row is None:
        raise NotAllowed(1061)
    more = session.execute(sa.select(_S.birth_place, _S.state, _S.left_reason).where(_S.id == pupil_id)).one()
    pupil = PupilRow(**row)
    codes, subjects = _grades(session, pupil, final)
    return Card(pupil, *more, _stays(session, pupil_id), codes, subjects, _private(session, pupil_id) if person.office else ())


def _stays(session: Session, pupil_id: str) -> tuple[Stay, ...]:
    rows = session.execute(
        sa.select(_C.id, _C.name, _C.year, _E.number, _E.joined_on, _E.left_on)
        .join(t.classes, _C.id == _E.class_id)
        .where(_E.student_id == pupil_id, ~_E.deleted, ~_C.deleted)
        .order_by(_C.year.desc(), _E.left_on.is_not(None), _E.joined_on.desc())
    )
    return tuple(Stay(*row) for row in rows)


def _grades(session: Session, pupil: PupilRow, final: Final) -> tuple[tuple[str, ...], tuple[CardSubject, ...]]:
    published = _published(session, pupil.id)
    found: dict[str, dict[str, CardGrade]] = defaultdict(dict)
    for sheet in _sheets(session, pupil):
        ref = sheet.ref
        key = (ref.subject_id, ref.semester)
        value = published[key] if key in published else final(sheet, pupil.id)
        before = found[ref.subject].get(ref.semester)
        if before is None or before.value is None:  # a pupil who moved has the subject twice: what holds a grade counts
            found[ref.subject][ref.semester] = CardGrade(value, sheet.kktp, key in published, ref.id)
    codes = sorted({code for grades in found.values() for code in grades})
    return tuple(codes), tuple(CardSubject(name, grades) for name, grades in found.items())


def _published(session: Session, pupil_id: str) -> dict[tuple[str, str], Decimal]:
    g = t.grades.c
    rows = session.execute(
        sa.select(g.subject_id, g.semester, g.grade_value).where(g.student_id == pupil_id, ~g.deleted, g.grade_value.is_not(None))
    )
    return {(subject, code): value for subject, code, value in rows}


def _sheets(session: Session, pupil: PupilRow) -> list[Sheet]:
    """The sheets the pupil is on, with nobody else's cells."""
    rows = [row for row in session.execute(_sheet_query(pupil.id)).mappings() if row["religion"] in {None, pupil.religion}]
    ids = [row["id"] for row in rows]
    columns, cells = _columns(session, ids), _cells(session, pupil.id)
    plain = kinds(session)
    school = session.execute(sa.select(t.school.c.kktp, t.school.c.rounding)).one_or_none() or (75, "half_up")
    made = []
    for row in rows:
        own = kinds(session, row["weights"]) if row["weights"] else plain
        ref = SheetRef(row["id"], row["subject_id"], row["subject"], row["class_id"], row["class_name"], row["semester_id"], row["code"])
        here = {(a.id, pupil.id): cells[a.id] for a in columns[row["id"]] if a.id in cells}
        kktp = next(value for value in (row["sheet_kktp"], row["subject_kktp"], school[0]) if value is not None)
        one = Pupil(pupil.id, pupil.number, pupil.name, pupil.nisn, pupil.left_on)
        made.append(Sheet(ref, own, tuple(columns[row["id"]]), (one,), here, kktp, row["rounding"] or school[1], writable=False))
    return made


def _sheet_query(pupil_id: str) -> sa.Select[Any]:
    """Newest class first, then in the order of its subjects."""
    taking = sa.select(t.subject_students.c.subject_id).where(t.subject_students.c.student_id == pupil_id, ~t.subject_students.c.deleted)
    return (
        sa.select(
            _SH.id, _SH.subject_id, _SUB.name.label("subject"), _SUB.religion, _C.id.label("class_id"), _C.name.label("class_name"), _SEM.id.label("semester_id"),
            _SEM.code, _SH.kktp.label("sheet_kktp"), _SUB.kktp.label("subject_kktp"), _SH.rounding, _SH.weights,
        )
        .select_from(
            t.enrolments.join(t.classes, _C.id == _E.class_id)
            .join(t.grade_sheets, _SH.class_id == _C.id)
            .join(t.subjects, _SUB.id == _SH.subject_id)
            .join(t.semesters, _SEM.id == _SH.semester_id)
        )
        .where(_E.student_id == pupil_id, ~_E.deleted, ~_C.deleted, ~_SH.deleted, ~_SUB.deleted, sa.or_(~_SUB.listed, _SUB.id.in_(taking)))
        .order_by(_C.year.desc(), _E.left_on.is_not(None), _SUB.position, _SUB.name, _SEM.code)
    )  # fmt: skip


def _columns(session: Session, sheets: Sequence[str]) -> dict[str, list[Assessment]]:
    a = t.assessments.c
    rows = session.execute(
        sa.select(a.scope_id, a.id, a.kind, a.title, a.weight, a.maximum)
        .where(a.scope_id.in_(sheets), ~a.deleted)
        .order_by(a.scope_id, a.position)
    )
    found: dict[str, list[Assessment]] = defaultdict(list)
    for sheet, one, kind, title, weight, maximum in rows:
        found[sheet].append(Assessment(one, kind, title, weight=weight, maximum=maximum))
    return found


def _cells(session: Session, pupil_id: str) -> dict[str, Cell]:
    c = t.scores.c
    rows = session.execute(sa.select(c.assessment_id, c.value, c.first_value, c.state, c.note).where(c.student_id == pupil_id, ~c.deleted))
    return {one: Cell(*rest) for one, *rest in rows}


def _private(session: Session, pupil_id: str) -> tuple[tuple[str, str], ...]:
    row = session.execute(sa.select(t.student_private).where(t.student_private.c.id == pupil_id)).mappings().one_or_none()
    if row is None:
        return ()
    own = [(name, row[name]) for name in _PRIVATE if row[name]]
    return (*own, *((name, str(value)) for name, value in (row["extra"] or {}).items() if value))
