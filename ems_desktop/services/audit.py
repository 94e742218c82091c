"""Who did what, when, from what to what: the school's trail, asked over the network. Nothing of it is kept on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.tables_out import Page, write_csv, write_xlsx
from ems_desktop.services.accounts import Dial
from ems_desktop.services.audit_views import (
    AuditChange,
    AuditEntry,
    AuditPage,
    Broken,
    ChainReport,
    Choice,
    Choices,
    ExportLine,
    Filter,
    PastColumn,
    PastPupil,
    PastSheet,
)
from ems_desktop.services.grade_views import Cell, SheetRef, Step
from ems_desktop.services.school_line import at_school
from ems_desktop.store import tables as t
from ems_desktop.store.line import Line
from ems_desktop.store.local import LocalStore

if TYPE_CHECKING:
    from ems_desktop.store.audit import Row
    from ems_desktop.store.connect import Connection

PAGE, BATCH = 100, 1000  # entries shown at a time; fetched at a time for a file
MOST = 50_000  # changes in one file


class Audit:
    """Reading needs the school: NeedsOnline 1601 without it. PostgreSQL decides what this person sees of the trail."""

    def __init__(self, store: LocalStore, dial: Dial) -> None:
        self._store, self._line = store, Line(dial)

    def choices(self) -> Choices:
        """What there is to filter by. From this computer: it needs no network."""
        with self._store.reading() as session:
            pupils = session.execute(_PEOPLE.where(t.users.c.id.in_(_PUPILS)))
            staff = session.execute(_PEOPLE.where(t.users.c.id.not_in(_PUPILS)))
            return Choices(
                tuple(Choice(*row) for row in [*staff, *pupils]),
                tuple(Choice(*row) for row in session.execute(_CLASSES)),
                tuple(Choice(*row) for row in session.execute(_SEMESTERS)),
                tuple(SheetRef(**row) for row in session.execute(_SHEETS).mappings()),
            )

    def page(self, wanted: Filter, after: AuditEntry | None = None, limit: int = PAGE) -> AuditPage:
        """Entries newest first; after the last one of the page before."""
        from ems_desktop.store import audit

        last = (after.at, after.id) if after else None
        with self._school() as school:
            rows = audit.page(school, limit + 1, last, **_parameters(wanted))
        return AuditPage(tuple(_entry(row) for row in rows[:limit]), len(rows) > limit)

    def changes(self, entry_id: str) -> tuple[AuditChange, ...]:
        """What one entry changed, cell by cell or row by row."""
        from ems_desktop.store import audit

        with self._school() as school:
            return tuple(_change(row) for row in audit.changes(school, [entry_id]))

    def history(self, assessment: str, pupil: str) -> tuple[Step, ...]:
        """Everything that was done to one cell, by anybody, newest first."""
        from ems_desktop.store import audit

        with self._school() as school:
            rows = audit.cell_history(school, assessment, pupil)
        return _steps(rows)

    def as_of(self, sheet_id: str, day: date) -> PastSheet:
        """The sheet as it was when this day ended. Error 1602 where its values have been erased since."""
        from ems_desktop.store import audit

        at = _starts(day + timedelta(days=1)) - timedelta(microseconds=1)
        with self._school() as school:
            rows = audit.sheet_as_of(school, sheet_id, at)
        return _past(sheet_id, at, rows)

    def verify(self) -> ChainReport:
        """Read every chain anew."""
        from ems_desktop.store import audit

        with self._school() as school:
            rows = audit.verify(school)
        bad = [row for row in rows if row["why"]]
        names = self._places([str(row["scope"]) for row in bad if row["scope"]])
        return ChainReport(sum(row["entries"] for row in rows), len(rows), tuple(_broken(row, names) for row in bad))

    def collect(self, wanted: Filter, title: str) -> tuple[ExportLine, ...]:
        """All that matches, for a file. That somebody takes it out is written into the trail first, under `title`. Errors: 1604
        nothing matches, 1605 it is too much."""
        from ems_desktop.store import audit

        with self._school() as school:
            first = audit.page(school, BATCH, None, **_parameters(wanted))
            if not first:
                raise Mistake(1604)
            audit.note_export(school, title)
            return tuple(_lines(school, first, wanted))

    @staticmethod
    def write(path: Path, page: Page) -> None:
        """.csv by its name, else .xlsx; text stays text. Error 1240."""
        (write_csv if path.suffix.lower() == ".csv" else write_xlsx)(path, page)

    def hang_up(self) -> None:
        self._line.hang_up()

    @contextmanager
    def _school(self) -> Iterator[Connection]:
        with at_school(self._line, 1601) as school:
            yield school

    def _places(self, scopes: list[str]) -> dict[str, tuple[str, str, str]]:
        """Scope → (class, subject, semester), as this computer knows them."""
        with self._store.reading() as session:
            sheets = {row.id: (row.class_name, row.subject, row.semester) for row in session.execute(_SHEETS)}
            classes = {row.id: (row.name, "", "") for row in session.execute(_CLASSES)}
        return {scope: sheets.get(scope) or classes.get(scope) or ("", "", "") for scope in scopes}


_PUPILS = sa.select(t.students.c.id)
_PEOPLE = sa.select(t.users.c.id, t.users.c.name).where(~t.users.c.deleted).order_by(t.users.c.name)
_CLASSES = sa.select(t.classes.c.id, t.classes.c.name).order_by(t.classes.c.year.desc(), t.classes.c.grade_level, t.classes.c.name)
_SEMESTERS = sa.select(t.semesters.c.id, t.semesters.c.code).where(~t.semesters.c.deleted).order_by(t.semesters.c.code.desc())
_SHEETS = (
    sa.select(
        t.grade_sheets.c.id, t.subjects.c.id.label("subject_id"), t.subjects.c.name.label("subject"), t.classes.c.id.label("class_id"),
        t.classes.c.name.label("class_name"), t.semesters.c.id.label("semester_id"), t.semesters.c.code.label("semester"),
    )
    .join(t.subjects, t.subjects.c.id == t.grade_sheets.c.subject_id)
    .join(t.classes, t.classes.c.id == t.grade_sheets.c.class_id)
    .join(t.semesters, t.semesters.c.id == t.grade_sheets.c.semester_id)
    .order_by(t.semesters.c.code.desc(), t.classes.c.grade_level, t.classes.c.name, t.subjects.c.position, t.subjects.c.name)
)  # fmt: skip


def _starts(day: date) -> datetime:
    """Midnight on this computer's clock."""
    return datetime.combine(day, time.min).astimezone(UTC)


def _parameters(wanted: Filter) -> dict[str, Any]:
    return {
        "person": wanted.person,
        "class": wanted.class_id,
        "semester": wanted.semester_id,
        "from": _starts(wanted.since) if wanted.since else None,
        "until": _starts(wanted.until + timedelta(days=1)) if wanted.until else None,
        "text": wanted.text or None,
    }


def _lines(school: Connection, rows: list[Row], wanted: Filter) -> Iterator[ExportLine]:
    """Batch by batch, from the first one on; what is written down meanwhile is newer and does not come in."""
    from ems_desktop.store import audit

    count = 0
    while rows:
        entries = [_entry(row) for row in rows]
        found: dict[str, list[AuditChange]] = {}
        for row in audit.changes(school, [one.id for one in entries]):
            found.setdefault(row["id"], []).append(_change(row))
        for entry in entries:
            changes: list[AuditChange | None] = [*found.get(entry.id, ())] or [None]
            count += len(changes)
            if count > MOST:
                raise Mistake(1605, most=MOST)
            yield from (ExportLine(entry, change) for change in changes)
        last = (entries[-1].at, entries[-1].id)
        rows = audit.page(school, BATCH, last, **_parameters(wanted)) if len(rows) == BATCH else []


def _entry(row: Row) -> AuditEntry:
    one = row["assessment"] is not None and not row["erased"]
    return AuditEntry(
        id=row["id"], at=row["at"], who=row["who"] or "", device=row["device"] or "", kind=row["kind"], status=row["status"] or "",
        title=row["title"] or "", table=row["tbl"] or "", op=row["op"] or "", scope=str(row["scope"]) if row["scope"] else None,
        scopes=row["scopes"], class_name=row["class"] or "", subject=row["subject"] or "", semester=row["semester"] or "",
        changes=row["changes"], pupil=row["pupil"] or "", assessment=row["assessment"] or "",
        old=_columns(row["old"]) if one else None, new=_columns(row["new"]) if one else None, erased=row["erased"],
    )  # fmt: skip


def _columns(told: Any) -> dict[str, Any]:
    """A mark stands for its cell where only the mark was changed."""
    return told if isinstance(told, dict) else {"value": told}


def _change(row: Row) -> AuditChange:
    return AuditChange(row["tbl"], row["who"] or "", row["what"] or "", row["old"], row["new"] or {})


def _broken(row: Row, names: dict[str, tuple[str, str, str]]) -> Broken:
    scope = str(row["scope"]) if row["scope"] else None
    return Broken(scope, names.get(scope or "", ("", "", "")), row["place"], row["entry"], row["why"])


def _steps(rows: list[Row]) -> tuple[Step, ...]:
    """The cell before and after each change. What a change does not tell of is as the one before it left it, so it goes from the
    oldest on."""
    cell, steps = Cell(), []
    for row in reversed(rows):
        old, new = _over(cell, _columns(row["old"])), _over(cell, _columns(row["new"]))
        place = "here" if row["here"] else row["device"] or ""
        steps.append(Step(row["who"] or "", row["at"].isoformat(), old, new, place))
        cell = new
    return tuple(reversed(steps))


def _over(cell: Cell, columns: dict[str, Any]) -> Cell:
    values = {name: columns.get(name, getattr(cell, name)) for name in ("value", "first_value", "state", "note")}
    for name in ("value", "first_value"):
        values[name] = None if values[name] is None else Decimal(str(values[name]))
    return Cell(**values)


def _past(sheet_id: str, at: datetime, rows: list[Row]) -> PastSheet:
    columns = {str(row["assessment"]): PastColumn(str(row["assessment"]), row["title"], row["kind"]) for row in rows}
    pupils = {str(row["student"]): PastPupil(str(row["student"]), row["number"], row["name"]) for row in rows}
    cells = {
        (str(row["assessment"]), str(row["student"])): Cell(row["value"], row["first_value"], row["state"], row["note"])
        for row in rows
        if any(row[name] is not None for name in ("value", "first_value", "state", "note"))
    }
    return PastSheet(sheet_id, at, tuple(columns.values()), tuple(pupils.values()), cells)


def merged(here: tuple[Step, ...], school: tuple[Step, ...]) -> tuple[Step, ...]:
    """A cell's history as far as it is known: what is not sent yet, then what the school has."""
    return (*(step for step in here if not step.sent), *school)


__all__ = ["Audit", "merged"]
