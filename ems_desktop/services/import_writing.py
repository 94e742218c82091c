"""Turns a reconciled roster into rows of the file on this computer, inside change sets that somebody else opens."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.rosters.classes import class_key
from ems_desktop.domain.rosters.pupils import FIELDS, ExistingPupil, PupilRow
from ems_desktop.domain.rosters.reconcile import RowVerdict
from ems_desktop.services.import_views import ImportPreview
from ems_desktop.services.rosters import upsert
from ems_desktop.store import tables as t
from ems_desktop.store.local import MOST_BYTES, MOST_ROWS, Session

Values = dict[str, Any]
_TABLE = {f.name: f.table for f in FIELDS}
_STAYS = {"state": "active", "left_on": None, "left_reason": None}
_ROWS_A_PUPIL = 6  # a person, its role, the pupil, the private part, one enrolment opened and one closed
_SLACK = 0.8  # how much of a set's limits is used: the journal writes keys and quotes around what is counted here


def existing_pupils(session: Session, year: int) -> tuple[ExistingPupil, ...]:
    """The school's pupils of all states, each with the class of that academic year."""
    s, p, e, c = t.students.c, t.student_private.c, t.enrolments.c, t.classes.c
    this_year = sa.and_(c.id == e.class_id, c.year == year, c.kind == "regular", ~c.deleted)
    current = (
        sa.select(e.student_id, sa.func.max(c.name).label("class_name"))
        .select_from(t.enrolments.join(t.classes, this_year))
        .where(~e.deleted, e.left_on.is_(None))
        .group_by(e.student_id)
        .subquery()
    )
    private = [p[name] for name, table in _TABLE.items() if table == "student_private"]
    own = [s[name] for name, table in _TABLE.items() if table == "students"]
    query = (
        sa.select(s.id, t.users.c.name, *own, *private, p.extra, s.state, current.c.class_name)
        .select_from(
            t.students.join(t.users, t.users.c.id == s.id)
            .outerjoin(t.student_private, p.id == s.id)
            .outerjoin(current, current.c.student_id == s.id)
        )
        .where(~s.deleted)
        .order_by(s.id)
    )
    return tuple(ExistingPupil(**{**row, "extra": row["extra"] or {}}) for row in session.execute(query).mappings())


def classes_of(session: Session, year: int) -> dict[str, tuple[str, str]]:
    """The regular classes of that year: `class_key` → (id, name)."""
    c = t.classes.c
    rows = session.execute(sa.select(c.name, c.id).where(c.year == year, c.kind == "regular", ~c.deleted).order_by(c.name))
    return {class_key(name): (one, name) for name, one in rows}


def parts(rows: Sequence[RowVerdict]) -> list[list[RowVerdict]]:
    """The rows in portions that one change set holds, in the file's order."""
    made: list[list[RowVerdict]] = [[]]
    size = 0
    for one in rows:
        mine = _size(one)
        full = (len(made[-1]) + 1) * _ROWS_A_PUPIL > MOST_ROWS * _SLACK or size + mine > MOST_BYTES * _SLACK
        if made[-1] and full:
            made.append([])
            size = 0
        made[-1].append(one)
        size += mine
    return made


def _size(one: RowVerdict) -> int:
    """About how many bytes the journal needs for a row: JSON within JSON, and the old values too where there are some."""
    text = json.dumps(json.dumps(asdict(one.pupil), default=str)) if one.pupil else ""
    return 800 + len(text) * (2 if one.existing else 1)


class Writer:
    """Writes portions of one preview. The classes and the numbers on them are settled when it is made."""

    def __init__(self, session: Session, preview: ImportPreview, on: date, step: Callable[[int], object]) -> None:
        self._preview, self._on, self._step = preview, on, step
        self._classes = {key: one for key, (one, _) in classes_of(session, preview.year).items()}
        self._filled = self._last_numbers(session)
        self._add_classes(session)
        self._numbers = dict(self._numbered(preview.to_write))
        self._done = 0

    @staticmethod
    def _last_numbers(session: Session) -> dict[str, int]:
        """The highest nomor absen of each class that has had pupils, those who left included: a number is not given twice."""
        e = t.enrolments.c
        rows = session.execute(sa.select(e.class_id, sa.func.coalesce(sa.func.max(e.number), 0)).where(~e.deleted).group_by(e.class_id))
        return dict(iter(rows))

    def _add_classes(self, session: Session) -> None:
        rows = []
        for name, level in self._preview.new_classes:
            one = str(uuid.uuid4())
            self._classes[class_key(name)] = one
            rows.append({"id": one, "scope_id": one, "name": name, "grade_level": level, "year": self._preview.year})
        if rows:
            session.execute(sa.insert(t.classes), rows)

    def _numbered(self, rows: Iterable[RowVerdict]) -> Iterator[tuple[int, int]]:
        """(row of the file, nomor absen) for everybody who enters a class: by name, after those who are there."""
        entering: dict[str, list[RowVerdict]] = defaultdict(list)
        for one in rows:
            if one.pupil and _enters(one):
                entering[self._class_of(one.pupil)].append(one)
        for class_id, group in entering.items():
            group.sort(key=lambda one: one.pupil.name.lower() if one.pupil else "")
            yield from ((one.row, number) for number, one in enumerate(group, self._filled.get(class_id, 0) + 1))

    def _class_of(self, pupil: PupilRow) -> str:
        return self._classes[class_key(pupil.class_name or "")]

    def write(self, session: Session, rows: Sequence[RowVerdict]) -> None:
        """One portion: new pupils in bulk, changed ones one by one, enrolments last."""
        self._add(session, [one for one in rows if one.existing is None])
        for one in rows:
            if one.existing is not None:
                self._change(session, one)
                self._tick(1)
        self._enrol(session, [one for one in rows if _enters(one)])

    def _add(self, session: Session, rows: Sequence[RowVerdict]) -> None:
        """People the school does not have. Somebody who was taken back (an undone import) comes again under the same id."""
        if not rows:
            return
        graves = dict(_graves(session, rows))
        ids = {one.row: graves.get(one.pupil.nisn if one.pupil else None) or str(uuid.uuid4()) for one in rows}
        self._ids = ids
        pupils = [(ids[one.row], one.pupil) for one in rows if one.pupil]
        there = {"deleted": False}
        upsert(session, t.users, [{"id": i, "scope_id": t.DIRECTORY, "name": p.name, "role": "siswa"} | there for i, p in pupils])
        upsert(session, t.user_roles, [{"user_id": i, "role": "siswa", "scope_id": t.DIRECTORY} | there for i, _ in pupils])
        upsert(session, t.students, [{"id": i, "scope_id": t.DIRECTORY} | _of(p, "students") | _STAYS | there for i, p in pupils])
        private = [{"id": i, "scope_id": t.OFFICE} | _of(p, "student_private") | {"extra": dict(p.extra)} | there for i, p in pupils]
        upsert(session, t.student_private, private)
        self._tick(len(rows))

    def _change(self, session: Session, one: RowVerdict) -> None:
        assert one.existing is not None
        known, new = one.existing, {c.field: c.new for c in one.changes}
        by_table: dict[str, Values] = defaultdict(dict)
        for name, value in new.items():
            if name in _TABLE:
                by_table[_TABLE[name]][name] = value
        if "state" in new:
            by_table["students"] |= _STAYS
        if "nisn" in new:
            _free(session, new["nisn"])
        extra = {name.removeprefix("extra."): value for name, value in new.items() if name.startswith("extra.")}
        if extra:
            by_table["student_private"]["extra"] = {**known.extra, **extra}
        for table, scope in ((t.users, t.DIRECTORY), (t.students, t.DIRECTORY), (t.student_private, t.OFFICE)):
            if by_table[table.name]:
                _set(session, table, known.id, scope, by_table[table.name])

    def _enrol(self, session: Session, rows: Sequence[RowVerdict]) -> None:
        """Out of the year's other classes and into this one. A pupil who comes to a class that ran already came today."""
        ids = {one.row: one.existing.id if one.existing else self._ids[one.row] for one in rows}
        self._close(session, [one for one in rows if one.existing and one.existing.class_name])
        fresh = []
        for one in rows:
            assert one.pupil is not None
            class_id = self._class_of(one.pupil)
            values = {
                "number": self._numbers[one.row],
                "joined_on": self._on if class_id in self._filled else None,
                "left_on": None,
                "deleted": False,
            }
            key = {"class_id": class_id, "student_id": ids[one.row]}
            if one.existing and _set_where(session, t.enrolments, key, values):
                continue
            fresh.append(key | {"scope_id": class_id} | values)
        if fresh:
            session.execute(sa.insert(t.enrolments), fresh)

    def _close(self, session: Session, rows: Sequence[RowVerdict]) -> None:
        e, year = t.enrolments.c, self._preview.year
        this_year = sa.select(t.classes.c.id).where(t.classes.c.year == year, t.classes.c.kind == "regular")
        for one in rows:
            assert one.existing is not None
            open_one = sa.and_(e.student_id == one.existing.id, e.left_on.is_(None), ~e.deleted, e.class_id.in_(this_year))
            session.execute(sa.update(t.enrolments).where(open_one).values(left_on=self._on))

    def _tick(self, rows: int) -> None:
        self._done += rows
        self._step(self._done)


def _enters(one: RowVerdict) -> bool:
    """Whether the row puts its pupil into a class where the pupil is not yet."""
    return one.existing is None or any(change.field == "class_name" for change in one.changes)


def _of(pupil: PupilRow, table: str) -> Values:
    return {name: getattr(pupil, name) for name, kept_in in _TABLE.items() if kept_in == table}


def _graves(session: Session, rows: Sequence[RowVerdict]) -> Iterator[tuple[str | None, str]]:
    """(NISN, id) of pupils marked deleted who hold the NISN of one of these rows: it must stay unique."""
    wanted = [one.pupil.nisn for one in rows if one.pupil and one.pupil.nisn]
    found = session.execute(sa.select(t.students.c.nisn, t.students.c.id).where(t.students.c.deleted, t.students.c.nisn.in_(wanted)))
    yield from ((nisn, one) for nisn, one in found)


def _free(session: Session, nisn: object) -> None:
    """Take a NISN from a pupil marked deleted, for somebody who is there."""
    session.execute(sa.update(t.students).where(t.students.c.deleted, t.students.c.nisn == nisn).values(nisn=None))


def _set(session: Session, table: sa.Table, one: str, scope: str, values: Values) -> None:
    """Change a pupil's row in this table, or make it where there is none yet."""
    if not _set_where(session, table, {"id": one}, values):
        session.execute(sa.insert(table).values({"id": one, "scope_id": scope} | values))


def _set_where(session: Session, table: sa.Table, key: Values, values: Values) -> bool:
    match = [table.c[name] == value for name, value in key.items()]
    return session.execute(sa.update(table).where(*match).values(values)).rowcount > 0
