"""The grade sheet's use cases: open, enter, undo, shape its columns. Reads and writes the file on this computer only."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.services import grade_books
from ems_desktop.services import grade_reading as read
from ems_desktop.services.grade_views import EMPTY, Assessment, Entry, Sheet, SheetRef, Step
from ems_desktop.services.people import Person
from ems_desktop.services.undo import Touched, Undo
from ems_desktop.store import tables as t
from ems_desktop.store.local import ChangeKind, ChangeSet, LocalStore, Session


def _entering() -> sqlite.Insert:
    """Insert or update cells. Made once: making it costs as much as running it."""
    insert = sqlite.insert(t.scores)
    update = {c: insert.excluded[c] for c in ("value", "first_value", "state", "note")}
    return insert.on_conflict_do_update(index_elements=["assessment_id", "student_id"], set_=update)


_ENTER = _entering()


class Grades:
    """One person's grade sheets. What changes something is one change set and returns after its commit."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store = store
        self._person = person
        self._undo = Undo(store)

    def sheets(self, semester: str | None = None) -> tuple[SheetRef, ...]:
        """The sheets this person may open, own ones first, by class and subject. `semester`: a code; None for all."""
        with self._store.reading() as session:
            return read.refs(session, self._person, semester)

    def sheet(self, sheet_id: str) -> Sheet:
        """The whole sheet. Error 1061 when this person cannot see it (any more)."""
        with self._store.reading() as session:
            return read.sheet(session, self._person, sheet_id)

    def write_book(self, sheet_id: str, path: Path) -> Path:
        """The sheet as a file of Excel, to be typed into. Error 1240 when it cannot be written."""
        return grade_books.write_book(self.sheet(sheet_id), path)

    def read_book(self, sheet_id: str, path: Path) -> grade_books.Book:
        """What such a file says for the sheet. Errors as `grade_books.read_book`."""
        return grade_books.read_book(self.sheet(sheet_id), path)

    def enter(self, sheet_id: str, title: str, entries: Sequence[Entry]) -> int:
        """Cells as they shall be, typed or pasted: one set whose cells are judged one by one. Returns its number in the outbox, 0 if
        nothing changed. Error 1060 where this person may not write."""
        with self._change(title, sheet_id, "cells") as made:
            rows = [_score(sheet_id, entry) for entry in entries]
            made.session.execute(_ENTER, rows)
        return made.seq or 0

    def undo(self, sheet_id: str) -> tuple[Entry, ...]:
        """Take back the last step in this sheet, where nobody changed it since. The cells as they are now."""
        return self._stepped(sheet_id, self._undo.undo(sheet_id))

    def redo(self, sheet_id: str) -> tuple[Entry, ...]:
        return self._stepped(sheet_id, self._undo.redo(sheet_id))

    def _stepped(self, sheet_id: str, touched: Touched) -> tuple[Entry, ...]:
        with self._store.reading() as session:
            cells = read.cells(session, sheet_id)
        keys = [key.split("|") for tbl, key in touched if tbl == "scores"]
        return tuple(Entry(a, s, cells.get((a, s), EMPTY)) for a, s in keys)

    def history(self, _sheet_id: str, assessment: str, pupil: str) -> tuple[Step, ...]:
        """What was done to one cell on this computer, newest first. What others did comes from the school's audit."""
        with self._store.reading() as session:
            return read.history(session, self._person, f"{assessment}|{pupil}")

    # -- the sheet's columns and rules

    def add_assessment(self, sheet_id: str, assessment: Assessment) -> str:
        """A new column at the end of its kind. Returns its id."""
        return self.add_assessments(sheet_id, [assessment])[0]

    def add_assessments(self, sheet_id: str, assessments: Sequence[Assessment]) -> tuple[str, ...]:
        """Several new columns in one step: the start of a sheet. Their ids."""
        new = [replace(one, id=one.id or str(uuid.uuid4())) for one in assessments]
        with self._change(", ".join(one.title for one in new), sheet_id) as made:
            _insert(made.session, sheet_id, new)
        return tuple(one.id for one in new)

    def change_assessment(self, sheet_id: str, assessment: Assessment) -> None:
        with self._change(assessment.title, sheet_id) as made:
            made.session.execute(sa.update(t.assessments).where(t.assessments.c.id == assessment.id).values(_columns(assessment)))

    def move_assessments(self, sheet_id: str, order: Sequence[str]) -> None:
        """Put the columns into this order; each stays within its kind."""
        with self._change("↔", sheet_id) as made:
            for position, one in enumerate(order):
                misplaced = sa.and_(t.assessments.c.id == one, t.assessments.c.position != position)
                made.session.execute(sa.update(t.assessments).where(misplaced).values(position=position))

    def remove_assessment(self, sheet_id: str, assessment_id: str) -> None:
        """The column leaves the sheet and takes its scores out of sight; undo brings both back."""
        with self._change("−", sheet_id) as made:
            made.session.execute(sa.update(t.assessments).where(t.assessments.c.id == assessment_id).values(deleted=True))

    def copy_assessments(self, sheet_id: str, ids: Sequence[str], to_sheets: Sequence[str]) -> int:
        """The same columns, without scores, in other sheets; a title that is there already is left alone. How many were made."""
        with self._store.reading() as session:
            wanted = [a for a in read.assessments(session, sheet_id) if a.id in set(ids)]
            taken = {sheet: {a.title for a in read.assessments(session, sheet)} for sheet in to_sheets}
        count = 0
        with self._change(", ".join(a.title for a in wanted), sheet_id) as made:
            for sheet, titles in taken.items():
                self._guard(made.session, sheet)
                new = [replace(a, id=str(uuid.uuid4())) for a in wanted if a.title not in titles]
                _insert(made.session, sheet, new)
                count += len(new)
        return count

    def parallel_sheets(self, sheet_id: str) -> tuple[SheetRef, ...]:
        """My other sheets of the same subject, level and semester."""
        with self._store.reading() as session:
            return read.parallel(session, self._person, sheet_id)

    def set_rules(
        self, sheet_id: str, kktp: int | None = None, rounding: str | None = None, weights: dict[str, Decimal] | None = None
    ) -> None:
        """Override the office's defaults for this sheet; None goes back to the default."""
        values = {"kktp": kktp, "rounding": rounding, "weights": None if weights is None else {k: float(v) for k, v in weights.items()}}
        with self._change("KKTP", sheet_id) as made:
            made.session.execute(sa.update(t.grade_sheets).where(t.grade_sheets.c.id == sheet_id).values(values))

    def publish(self, sheet_id: str, finals: dict[str, Decimal]) -> int:
        """Keep these final grades (pupil → 0 to 100) as the sheet's published ones. Returns the set's number, 0 if nothing changed."""
        with self._change("Rapor", sheet_id) as made:
            ref = read.ref(made.session, self._person, sheet_id)
            rows = made.session.execute(sa.select(t.grades.c.student_id, t.grades.c.id).where(t.grades.c.scope_id == sheet_id))
            known = {row[0]: row[1] for row in rows}
            for pupil, value in finals.items():
                if pupil in known:
                    made.session.execute(sa.update(t.grades).where(t.grades.c.id == known[pupil]).values(grade_value=value))
            new = [
                {
                    "id": str(uuid.uuid4()),
                    "scope_id": sheet_id,
                    "student_id": pupil,
                    "subject_id": ref.subject_id,
                    "semester": ref.semester,
                    "grade_value": value,
                }
                for pupil, value in finals.items()
                if pupil not in known
            ]
            if new:
                made.session.execute(sa.insert(t.grades), new)
        return made.seq or 0

    @contextlib.contextmanager
    def _change(self, title: str, sheet_id: str, kind: ChangeKind = "whole") -> Iterator[ChangeSet]:
        with self._store.change(title, kind, place=sheet_id) as made:
            self._guard(made.session, sheet_id)
            yield made
        if made.seq is not None:
            self._undo.did(sheet_id, made.seq)

    @staticmethod
    def _guard(session: Session, sheet_id: str) -> None:
        """Courtesy: the server says the same, later. Error 1060."""
        if not read.writable(session, sheet_id):
            raise NotAllowed(1060)


def _score(sheet_id: str, entry: Entry) -> dict[str, Any]:
    cell = entry.cell
    return {
        "assessment_id": entry.assessment, "student_id": entry.pupil, "scope_id": sheet_id,
        "value": cell.value, "first_value": cell.first_value, "state": cell.state, "note": cell.note,
    }  # fmt: skip


def _insert(session: Session, sheet_id: str, new: Sequence[Assessment]) -> None:
    last = session.execute(
        sa.select(sa.func.coalesce(sa.func.max(t.assessments.c.position), -1)).where(t.assessments.c.scope_id == sheet_id)
    ).scalar_one()
    rows = [{"id": a.id, "scope_id": sheet_id, "position": last + 1 + n} | _columns(a) for n, a in enumerate(new)]
    if rows:
        session.execute(sa.insert(t.assessments), rows)


def _columns(a: Assessment) -> dict[str, Any]:
    return {
        "kind": a.kind, "title": a.title.strip(), "topic": a.topic, "objective": a.objective, "held_on": a.held_on,
        "weight": a.weight, "maximum": a.maximum, "locked": a.locked,
    }  # fmt: skip
