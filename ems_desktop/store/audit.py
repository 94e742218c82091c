"""The trail at school, asked as the person who is signed in: rows as the functions of `sync` answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from ems_desktop.domain.errors import Mistake
from ems_desktop.store.connect import Connection

Row = Mapping[str, Any]
_ERASED = "EM410"


def page(connection: Connection, limit: int, last: tuple[datetime, str] | None, **filters: Any) -> list[Row]:
    """Entries newest first, after `last` (its time and id). `filters`: parameters of sync.audit without their p_."""
    named = "".join(f", p_{name} => %({name})s" for name in filters)
    given = filters | {"limit": limit, "last_at": last[0] if last else None, "last_id": last[1] if last else None}
    return _rows(
        connection, f"select * from sync.audit(p_limit => %(limit)s, p_before => %(last_at)s, p_before_id => %(last_id)s{named})", given
    )


def changes(connection: Connection, entries: Sequence[str]) -> list[Row]:
    """What these entries changed, at most 1,000 of them: entry by entry, in its order."""
    return _rows(connection, "select * from sync.audit_changes(%(entries)s)", {"entries": list(entries)})


def cell_history(connection: Connection, assessment: str, pupil: str) -> list[Row]:
    """Newest first."""
    return _rows(connection, "select * from sync.cell_history(%(assessment)s, %(pupil)s)", {"assessment": assessment, "pupil": pupil})


def sheet_as_of(connection: Connection, sheet: str, at: datetime) -> list[Row]:
    """A row for each pupil and column of that moment. Error 1602 where its values have been erased."""
    try:
        return _rows(connection, "select * from sync.sheet_as_of(%(sheet)s, %(at)s)", {"sheet": sheet, "at": at})
    except psycopg.Error as error:
        if error.sqlstate == _ERASED:
            raise Mistake(1602) from error
        raise


def verify(connection: Connection) -> list[Row]:
    """A row for each chain."""
    return _rows(connection, "select * from sync.verify_chain()", {})


def note_export(connection: Connection, title: str) -> None:
    """Written down before anything leaves the school's database."""
    connection.execute("select sync.note_export(%s)", (title,))


def _rows(connection: Connection, statement: str, given: Mapping[str, Any]) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return list(cursor.execute(statement.encode(), given))
