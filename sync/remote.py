"""The school's PostgreSQL as sync sees it: one connection under this person's own login, row-level security and all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.string import TextLoader

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.store.connect import SESSION_ENDED
from ems_desktop.store.tables import metadata
from sync.tables import TABLES_OF_KIND, wire_columns

_AS_TEXT = ("uuid", "numeric", "timestamptz", "date", "time", "json", "jsonb", "int2", "int4", "int8")
Row = Sequence[str | None]
Counts = dict[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RemoteScope:
    id: str
    kind: str
    rev: int
    can_write: bool
    own_only: bool


class Remote:
    """Owns an open connection; `close()` it after a few idle seconds, at once when it is `crowded`: the school's connections are few."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        connection.autocommit = True

    def close(self) -> None:
        self.connection.close()

    def push(self, sets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """One batch, one round trip, one answer per set."""
        row = self.connection.execute("select sync.push(%s::jsonb)", (json.dumps({"sets": sets}),), prepare=True).fetchone()
        assert row is not None
        return list(row[0])

    def epoch(self) -> str:
        """Error 1406: the session has ended. (Then row-level security shows nothing, which must not be taken for the school's state.)"""
        row = self.connection.execute("select epoch::text from sync.epoch").fetchone()
        if row is None:
            raise NotAllowed(SESSION_ENDED)
        return str(row[0])

    def alarms(self) -> list[tuple[str, str | None, int | None]]:
        """What the office must see to: (which, since when, how often). Office only."""
        return list(self.connection.execute("select alarm, at::text, times from identity.alarms()"))

    def heal_gate(self) -> None:
        """Undo what somebody may have done to the shared door."""
        self.connection.execute("select keeper.heal_gate()")

    def sweep_logins(self) -> None:
        """Drop logins that ended a month ago. The office alone."""
        self.connection.execute("select identity.sweep_logins()")

    def clear_stuck(self) -> None:
        """End the sessions that have held others up for half a minute."""
        self.connection.execute("select sync.clear_stuck()")

    def crowded(self) -> bool:
        """Whether more than half of the server's connections are taken."""
        row = self.connection.execute(
            "select sum(numbackends) * 2 > current_setting('max_connections')::int from pg_stat_database", prepare=True
        ).fetchone()
        return bool(row and row[0])

    def snapshot(self) -> AbstractContextManager[psycopg.Transaction]:
        """A block in which every read sees the same moment."""
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return self.connection.transaction()

    def scopes(self) -> dict[str, RemoteScope]:
        """Error 1406: the session has ended; who may sign in sees at least the school."""
        rows = self.connection.execute("select id::text, kind, rev, can_write, own_only from sync.my_scopes()", prepare=True)
        there = {row[0]: RemoteScope(*row) for row in rows}
        if not there:
            raise NotAllowed(SESSION_ENDED)
        return there

    def fill(self, kind: str, scopes: Sequence[str]) -> Iterator[tuple[str, Iterable[Row]]]:
        """Everything in new scopes of one kind, table by table, by COPY."""
        for table in TABLES_OF_KIND[kind]:
            query = sql.SQL("copy (select {} from {} where scope_id = any ({}::uuid[])) to stdout").format(
                sql.SQL(wire_columns(table)), sql.Identifier("ems", table), sql.Literal(list(scopes))
            )
            yield table, self._copied(query)

    def _copied(self, query: sql.Composed) -> Iterator[Row]:
        with self.connection.cursor() as cursor, cursor.copy(query) as copy:
            yield from copy.rows()

    def since(self, kind: str, known: Mapping[str, int]) -> Iterator[tuple[str, list[Row]]]:
        """What moved in these scopes of one kind after the revision each is known at, table by table, as text."""
        given = (list(known), list(known.values()))
        with self.connection.cursor() as cursor:
            for name in _AS_TEXT:
                cursor.adapters.register_loader(name, TextLoader)
            for table in TABLES_OF_KIND[kind]:
                cursor.execute(_SINCE[table], given, prepare=True)
                yield table, cursor.fetchall()

    def counts(self, kind: str, scopes: Sequence[str]) -> Counts:
        """(table, scope) → (rows, sum of revisions) as this person sees them: what the local copy must add up to."""
        text = " union all ".join(_COUNTS[table] for table in TABLES_OF_KIND[kind])
        rows = self.connection.execute(text, {"scopes": list(scopes)}, prepare=True)
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}


# OFFSET 0 keeps the planner at one index scan a scope; as a plain join it reads the whole table when the scopes are many.
_SINCE = {
    table.name: (
        f"select r.* from unnest(%s::uuid[], %s::bigint[]) as w(scope, known),"
        f" lateral (select {wire_columns(table.name)} from ems.{table.name} where scope_id = w.scope and rev > w.known offset 0) r"
    )
    for table in metadata.tables.values()
}
_COUNTS = {
    table.name: (
        f"select '{table.name}', scope_id::text, count(*), sum(rev)::bigint from ems.{table.name}"
        " where scope_id = any (%(scopes)s::uuid[]) group by scope_id"
    )
    for table in metadata.tables.values()
}
