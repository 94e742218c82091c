"""What the server has, taken into the file: scopes that moved, new ones whole, lost ones purged. One transaction a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ems_desktop.store.journal import key_of, row_columns
from ems_desktop.store.local import LocalStore, Session
from ems_desktop.store.tables import metadata
from sync import replay
from sync.tables import TABLES_OF_KIND

if TYPE_CHECKING:
    from sync.remote import Counts, Remote, RemoteScope, Row

PAGE = 5_000  # rows of a fill in one local transaction; a person's edit waits for one page at most
FILL_SCOPES = 100  # scopes in one COPY
FOLLOW_SCOPES = 20  # scopes that moved, read together and taken in one local transaction


@dataclass(slots=True)
class Pulled:
    """What changed here by pulling."""

    tables: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    rows: int = 0
    acked: list[int] = field(default_factory=list)  # the sets that the server had before the pull began


def pull(store: LocalStore, remote: Remote) -> Pulled:
    """Bring the file up to one moment of the server, then settle the sets that were acknowledged before it."""
    out = Pulled()
    with store.reading() as session:
        known = {row[0]: row[1] for row in session.execute(sa.text("select id, rev from scope"))}
        out.acked = list(session.execute(sa.text("select seq from outbox where state = 'acked'")).scalars())
    with remote.snapshot():
        there = remote.scopes()
        _purge(store, [scope for scope in known if scope not in there], out)
        fresh = [s for s in there.values() if s.id not in known or (s.own_only and s.rev != known[s.id])]
        for chunk in _by_kind(fresh, FILL_SCOPES):
            _fill(store, remote, chunk, out)
        moved = [s for s in there.values() if s.id in known and not s.own_only and s.rev != known[s.id]]
        for chunk in _by_kind(moved, FOLLOW_SCOPES):
            _follow(store, remote, chunk, known, out)
    _settle(store, out.acked)
    return out


def _by_kind(scopes: Iterable[RemoteScope], most: int) -> Iterator[list[RemoteScope]]:
    """Chunks of at most so many scopes of one kind."""
    kinds: dict[str, list[RemoteScope]] = {}
    for scope in scopes:
        kinds.setdefault(scope.kind, []).append(scope)
    for of_kind in kinds.values():
        rest = iter(of_kind)
        while chunk := list(islice(rest, most)):
            yield chunk


def _fill(store: LocalStore, remote: Remote, scopes: list[RemoteScope], out: Pulled) -> None:
    """Everything in these scopes, over what is here of them. Nothing leaves before the end: somebody may be typing in it."""
    kind, ids = scopes[0].kind, [scope.id for scope in scopes]
    gone = _keys_here(store, kind, ids)
    for table, rows in remote.fill(kind, ids):
        source = iter(rows)
        while page := list(islice(source, PAGE)):
            with store.applying() as session:
                gone[table].difference_update(_take(session, table, page, out.acked))
            out.rows += len(page)
        out.tables.add(table)
    with store.applying() as session:
        for table, keys in gone.items():
            _forget_rows(session, table, ids, keys)
        _note_scopes(session, scopes)
    out.scopes.update(ids)


def _keys_here(store: LocalStore, kind: str, scopes: list[str]) -> dict[str, set[str]]:
    """Table → keys of the rows that are here of these scopes."""
    given = {"scopes": json.dumps(scopes)}
    here = {}
    with store.reading() as session:
        for table in TABLES_OF_KIND[kind]:
            key = key_of(metadata.tables[f"ems.{table}"], table)
            query = sa.text(f"select {key} from {table} where scope_id in (select value from json_each(:scopes))")
            here[table] = set(session.execute(query, given).scalars())
    return here


def _forget_rows(session: Session, table: str, scopes: list[str], keys: set[str]) -> None:
    """Rows that the school no longer shows in these scopes, unless this person has touched them."""
    if not keys:
        return
    key = key_of(metadata.tables[f"ems.{table}"], table)
    touched = f"exists (select 1 from shadow where tbl = '{table}' and key = {key})"
    there = "scope_id in (select value from json_each(:scopes))"
    given = {"scopes": json.dumps(scopes), "keys": json.dumps(list(keys))}
    session.execute(
        sa.text(f"delete from {table} where {there} and {key} in (select value from json_each(:keys)) and not {touched}"), given
    )


def _follow(store: LocalStore, remote: Remote, scopes: list[RemoteScope], known: dict[str, int], out: Pulled) -> None:
    kind, ids = scopes[0].kind, [scope.id for scope in scopes]
    moved = [(table, rows) for table, rows in remote.since(kind, {one: known[one] for one in ids}) if rows]
    with store.applying() as session:
        for table, rows in moved:
            _take(session, table, rows, out.acked)
            out.tables.add(table)
            out.rows += len(rows)
        _note_scopes(session, scopes)
    here, there = _counts_here(store, kind, ids), remote.counts(kind, ids)
    if wrong := [scope for scope in scopes if any(here.get((t, scope.id)) != there.get((t, scope.id)) for t in TABLES_OF_KIND[kind])]:
        _fill(store, remote, wrong, out)
    out.scopes.update(ids)


def _counts_here(store: LocalStore, kind: str, scopes: list[str]) -> Counts:
    """Like `Remote.counts`, over the server's rows as known here."""
    parts = (
        f"select '{table}', scope_id, count(*), sum(rev) from {table}"
        " where scope_id in (select value from json_each(:scopes)) and rev > 0 group by scope_id"
        for table in TABLES_OF_KIND[kind]
    )
    with store.reading() as session:
        rows = session.execute(sa.text(" union all ".join(parts)), {"scopes": json.dumps(scopes)})
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def _take(session: Session, table: str, rows: list[Row], acked: list[int]) -> Iterable[str]:
    """Server rows into the table, or under it where this person has pending changes. A change acknowledged before this moment
    was taken is in them, so it is let go. Answers their keys."""
    columns = row_columns(metadata.tables[f"ems.{table}"])
    places = [columns.index(name) for name in metadata.tables[f"ems.{table}"].info["synced"].keys]
    by_key = {"|".join(str(row[place]) for place in places): row for row in rows}
    under = replay.shadowed(session, table, by_key)
    cursor = session.connection.cursor()
    plain = [row for key, row in by_key.items() if key not in under] if under else rows
    cursor.executemany(f"insert or replace into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})", plain)
    if under:
        shadows = [(json.dumps(dict(zip(columns, by_key[key], strict=True))), table, key) for key in under]
        cursor.executemany("update shadow set row = ? where tbl = ? and key = ?", shadows)
        replay.drop_keys(session, acked, table, under)
        replay.settle(session, [(table, key) for key in under])
    return by_key


def _note_scopes(session: Session, scopes: Iterable[RemoteScope]) -> None:
    session.execute(
        sa.text("insert or replace into scope (id, kind, rev, can_write, own_only) values (:id, :kind, :rev, :w, :o)"),
        [{"id": s.id, "kind": s.kind, "rev": s.rev, "w": s.can_write, "o": s.own_only} for s in scopes],
    )


def _purge(store: LocalStore, scopes: list[str], out: Pulled) -> None:
    """Scopes this person may no longer see leave the file; changes still pending there are kept apart as refused by the push."""
    if not scopes:
        return
    given = {"scopes": json.dumps(scopes)}
    with store.applying() as session:
        for tables in TABLES_OF_KIND.values():
            for table in tables:
                session.execute(sa.text(f"delete from {table} where scope_id in (select value from json_each(:scopes))"), given)
                session.execute(
                    sa.text(
                        "delete from shadow where tbl = :t and key in (select key from change where tbl = :t and scope in (select value from json_each(:scopes)))"
                    ),
                    given | {"t": table},
                )
        session.execute(sa.text("delete from scope where id in (select value from json_each(:scopes))"), given)
    out.scopes.update(scopes)


def _settle(store: LocalStore, acked: list[int]) -> None:
    """What was acknowledged before this pull is in it."""
    if not acked:
        return
    with store.applying() as session:
        replay.settle(session, replay.drop(session, acked))
        session.execute(
            sa.text("update outbox set state = 'done' where seq in (select value from json_each(:seqs))"), {"seqs": json.dumps(acked)}
        )
