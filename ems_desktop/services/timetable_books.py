"""The timetable as it is printed and exported: a version's week under the school's heading."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.timetable.sheet import Book, Heading, Names, book
from ems_desktop.services.timetable_views import Sheet, Version
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore, Session


class TimetableBooks:
    """Reads only."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store

    def book(self, sheet: Sheet) -> Book:
        """The same lessons by class, teacher and room; what waits in the tray is in none of them."""
        with self._store.reading() as session:
            heading = _heading(session, sheet.version)
        return book(heading, sheet.week, Names(sheet.classes, sheet.subjects, sheet.teachers, sheet.rooms))


def _heading(session: Session, version: Version) -> Heading:
    row = session.execute(sa.select(t.school).where(~t.school.c.deleted)).mappings().first()
    school: dict[str, Any] = dict(row or {})
    s = t.semesters.c
    days = session.execute(sa.select(s.starts_on, s.ends_on).where(s.id == version.semester_id)).first()
    first, last = (days.starts_on, days.ends_on) if days else (None, None)
    return Heading(
        school.get("name") or "", version.semester, version.name, version.state == "draft", _later(first, version.starts_on), last,
        school.get("timezone") or "Asia/Jakarta", tuple((school.get("letterhead") or school.get("address") or "").splitlines()),
        school.get("npsn") or "", school.get("city") or "", school.get("head_name") or "", school.get("head_nip") or "",
        school.get("logo") or "",
    )  # fmt: skip


def _later(first: date | None, valid_from: date | None) -> date | None:
    """A version counts from its own day, but not before the semester."""
    return max(first, valid_from) if first and valid_from else first or valid_from
