"""Reading grade sheets from the file on this computer into frozen views. Never writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.services.grade_views import Assessment, Cell, Kind, Mark, Pupil, Sheet, SheetRef, Step
from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

_REF = (
    sa.select(
        t.grade_sheets.c.id, t.subjects.c.id.label("subject_id"), t.subjects.c.name.label("subject"), t.classes.c.id.label("class_id"),
        t.classes.c.name.label("class_name"), t.semesters.c.id.label("semester_id"), t.semesters.c.code.label("semester"),
    )
    .join(t.subjects, t.subjects.c.id == t.grade_sheets.c.subject_id)
    .join(t.classes, t.classes.c.id == t.grade_sheets.c.class_id)
    .join(t.semesters, t.semesters.c.id == t.grade_sheets.c.semester_id)
    .where(~t.grade_sheets.c.deleted, ~t.subjects.c.deleted, ~t.classes.c.deleted)
    .order_by(t.classes.c.grade_level, t.classes.c.name, t.subjects.c.position, t.subjects.c.name)
)  # fmt: skip


def refs(session: Session, person: Person, semester: str | None = None) -> tuple[SheetRef, ...]:
    query = _REF if semester is None else _REF.where(t.semesters.c.code == semester)
    found = _refs(session, person, query)
    return tuple(sorted(found, key=lambda one: not one.mine))


def ref(session: Session, person: Person, sheet_id: str) -> SheetRef:
    """Error 1061 when it is not here."""
    found = _refs(session, person, _REF.where(t.grade_sheets.c.id == sheet_id))
    if not found:
        raise NotAllowed(1061)
    return found[0]


def parallel(session: Session, person: Person, sheet_id: str) -> tuple[SheetRef, ...]:
    """Sheets of the same subject name, level and semester that this person teaches, without the sheet itself."""
    one = ref(session, person, sheet_id)
    level = sa.select(t.classes.c.grade_level).where(t.classes.c.id == one.class_id).scalar_subquery()
    query = _REF.where(t.subjects.c.name == one.subject, t.classes.c.grade_level == level, t.semesters.c.id == one.semester_id)
    return tuple(other for other in _refs(session, person, query) if other.id != sheet_id and (other.mine or person.office))


def _refs(session: Session, person: Person, query: sa.Select[Any]) -> tuple[SheetRef, ...]:
    rows = session.execute(query).mappings().all()
    teachers: dict[str, list[tuple[str, str]]] = {}
    taught = (
        sa.select(t.subject_teachers.c.subject_id, t.users.c.id, t.users.c.name)
        .join(t.users, t.users.c.id == t.subject_teachers.c.teacher_id)
        .where(~t.subject_teachers.c.deleted)
        .order_by(t.users.c.name)
    )
    for subject, user, name in session.execute(taught):
        teachers.setdefault(subject, []).append((user, name))
    return tuple(
        SheetRef(
            **row,
            teachers=tuple(name for _, name in teachers.get(row["subject_id"], ())),
            mine=any(user == person.id for user, _ in teachers.get(row["subject_id"], ())),
        )
        for row in rows
    )


_WRITABLE = sa.text(  # asked before every keystroke is saved: as text it needs no compiling
    "select semesters.state, (select can_write from scope where scope.id = grade_sheets.id)"
    " from grade_sheets join semesters on semesters.id = grade_sheets.semester_id where grade_sheets.id = :sheet"
)


def writable(session: Session, sheet_id: str) -> bool:
    """The scope may be written and the semester is open. A sheet made here and not yet pushed has no scope yet: its maker may write."""
    row = session.execute(_WRITABLE, {"sheet": sheet_id}).one_or_none()
    return row is not None and row[0] == "open" and row[1] != 0


def sheet(session: Session, person: Person, sheet_id: str) -> Sheet:
    one = ref(session, person, sheet_id)
    rules = session.execute(
        sa.select(
            t.grade_sheets.c.kktp, t.subjects.c.kktp, t.grade_sheets.c.rounding, t.grade_sheets.c.weights,
            t.semesters.c.state,
        )
        .join(t.subjects, t.subjects.c.id == t.grade_sheets.c.subject_id)
        .join(t.semesters, t.semesters.c.id == t.grade_sheets.c.semester_id)
        .where(t.grade_sheets.c.id == sheet_id)
    ).one()  # fmt: skip
    school = session.execute(sa.select(t.school.c.kktp, t.school.c.rounding)).one_or_none() or (75, "half_up")
    return Sheet(
        ref=one,
        kinds=kinds(session, rules[3]),
        assessments=assessments(session, sheet_id),
        pupils=pupils(session, one),
        cells=cells(session, sheet_id),
        kktp=rules[0] if rules[0] is not None else rules[1] if rules[1] is not None else school[0],
        rounding=rules[2] or school[1],
        writable=writable(session, sheet_id),
        closed=rules[4] == "closed",
        own=frozenset(name for name, value in (("kktp", rules[0]), ("rounding", rules[2]), ("weights", rules[3])) if value is not None),
    )


def kinds(session: Session, weights: dict[str, float] | None = None) -> tuple[Kind, ...]:
    """The office's kinds in their order, with this sheet's own weights where it has some."""
    rows = session.execute(
        sa.select(t.assessment_kinds).where(~t.assessment_kinds.c.deleted).order_by(t.assessment_kinds.c.position)
    ).mappings()
    own = weights or {}
    return tuple(Kind(r["kind"], r["name"], r["short"], Decimal(str(own.get(r["kind"], r["weight"])))) for r in rows)


def assessments(session: Session, sheet_id: str) -> tuple[Assessment, ...]:
    a, k = t.assessments.c, t.assessment_kinds.c
    rows = session.execute(
        sa.select(a.id, a.kind, a.title, a.topic, a.objective, a.held_on, a.weight, a.maximum, a.locked)
        .join(t.assessment_kinds, k.kind == a.kind)
        .where(a.scope_id == sheet_id, ~a.deleted)
        .order_by(k.position, a.position, a.title)
    ).mappings()
    return tuple(Assessment(**row) for row in rows)


def pupils(session: Session, one: SheetRef) -> tuple[Pupil, ...]:
    """The class, or the listed ones of an elective, or the religion group: in order of nomor absen."""
    e, s, u = t.enrolments.c, t.students.c, t.users.c
    listed, religion = session.execute(sa.select(t.subjects.c.listed, t.subjects.c.religion).where(t.subjects.c.id == one.subject_id)).one()
    query = (
        sa.select(s.id, e.number, u.name, s.nisn, e.left_on)
        .select_from(t.enrolments.join(t.students, s.id == e.student_id).join(t.users, u.id == s.id))
        .where(e.class_id == one.class_id, ~e.deleted)
        .order_by(e.number.is_(None), e.number, u.name)
    )
    if listed:
        taking = sa.select(t.subject_students.c.student_id).where(
            t.subject_students.c.subject_id == one.subject_id, ~t.subject_students.c.deleted
        )
        query = query.where(s.id.in_(taking))
    if religion:
        query = query.where(s.religion == religion)
    return tuple(Pupil(**row) for row in session.execute(query).mappings())


def cells(session: Session, sheet_id: str) -> dict[tuple[str, str], Cell]:
    marks = _marks(session, sheet_id)
    c = t.scores.c
    rows = session.execute(
        sa.select(c.assessment_id, c.student_id, c.value, c.first_value, c.state, c.note).where(c.scope_id == sheet_id, ~c.deleted)
    )
    out = {}
    for a, s, value, first, state, note in rows:
        mark = marks.pop(f"{a}|{s}", "")
        if mark or value is not None or state or note or first is not None:
            out[a, s] = Cell(value, first, state, note, mark)
    for key, mark in marks.items():  # refused where the school has nothing: the cell is empty, but not without a word
        a, s = key.split("|")
        out[a, s] = Cell(mark=mark)
    return out


def _marks(session: Session, sheet_id: str) -> dict[str, Mark]:
    """Cells of a sheet that are not simply at school. A conflict outweighs what is unsent."""
    given = {"scope": sheet_id}
    live = session.execute(sa.text("select key from change where scope = :scope and live = 1 and tbl = 'scores'"), given).scalars()
    marks: dict[str, Mark] = dict.fromkeys(live, "unsent")
    kept = session.execute(sa.text("select key, status from conflict where scope = :scope and choice is null and tbl = 'scores'"), given)
    marks.update({key: "conflict" if status == "conflict" else "refused" for key, status in kept})
    return marks


def history(session: Session, person: Person, key: str) -> tuple[Step, ...]:
    rows = session.execute(
        sa.text(
            "select o.at, o.state, c.new, c.base from change c join outbox o on o.seq = c.seq"
            " where c.tbl = 'scores' and c.key = :key order by c.id desc limit 50"
        ),
        {"key": key},
    ).all()
    steps, later = [], _current(session, key)
    for at, state, new, base in rows:
        wrote, was = json.loads(new), json.loads(base)
        made = _with(later, wrote)  # not simply what stands there now: another value may have won
        later = _with(made, {name: was.get(name) for name in wrote})
        steps.append(Step(person.name, at, later, made, "here", sent=state != "pending"))
    return tuple(steps)


def _current(session: Session, key: str) -> Cell:
    a, s = key.split("|")
    c = t.scores.c
    row = session.execute(sa.select(c.value, c.first_value, c.state, c.note).where(c.assessment_id == a, c.student_id == s)).one_or_none()
    return Cell(*row) if row else Cell()


def _with(cell: Cell, columns: dict[str, Any]) -> Cell:
    """The cell with these columns of a journalled change."""
    values = {name: getattr(cell, name) for name in ("value", "first_value", "state", "note")}
    for name in values.keys() & columns.keys():
        given = columns[name]
        values[name] = Decimal(str(given)) if name in ("value", "first_value") and given is not None else given
    return Cell(**values)


__all__: Sequence[str] = ("assessments", "cells", "history", "kinds", "parallel", "pupils", "ref", "refs", "sheet", "writable")
