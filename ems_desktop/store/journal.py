"""The journal of the file on this computer: what a person changed here, written by SQLite triggers generated from the tables.
`outbox` and `change` are never disposable; the cached tables are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from ems_desktop.store.tables.base import Synced

# outbox: one row per change set. change: one row per row that it touched; live while it lies over the server's row.
# shadow: the server's row under a row with live changes (NULL: the server has none). local row = replay(shadow, live changes).
# scope: what this person may see, and how far it is pulled. conflict: both values, until a person chooses.
# writing: the change set being written. NULL: none, so a write is refused. 0: sync writes, nothing is journalled.
TABLES = """
create table meta (name text primary key, value text) without rowid;
create table writing (one integer primary key check (one = 1), seq integer);
insert into writing values (1, null);
create table outbox (
  seq integer primary key autoincrement, kind text not null, title text not null, place text not null default '', at text not null,
  state text not null default 'pending' check (state in ('pending', 'acked', 'done', 'refused')), undoes integer, result text);
create index outbox_open on outbox (state) where state in ('pending', 'acked');
create table change (
  id integer primary key, seq integer not null references outbox, tbl text not null, scope text not null, key text not null,
  op text not null check (op in ('i', 'u')), new text not null, base text not null, live integer not null default 1);
create index change_seq on change (seq);
create index change_key on change (tbl, key);
create index change_live on change (scope) where live = 1;
create table shadow (tbl text not null, key text not null, row text, primary key (tbl, key)) without rowid;
create table scope (
  id text primary key, kind text not null, rev integer not null default 0, can_write integer not null default 0,
  own_only integer not null default 0) without rowid;
create table conflict (
  id integer primary key, seq integer not null, tbl text not null, scope text not null, key text not null, status text not null, why text,
  mine text not null, base text not null, theirs text, their_by text, their_at text, at text not null,
  choice text check (choice in ('mine', 'theirs', 'base', 'other')));
create index conflict_open on conflict (scope) where choice is null;
"""
# jobs_seen: the jobs of n8n as the school's server told them last, for days without it. Disposable.
# upload: a file that is still to be sent, from the copy in the cache. upload: the S3's own id of one in parts; parts: {"n": [etag, sha256]}.
LATER = (
    "create table if not exists jobs_seen (id text primary key, updated_at text not null, job text not null) without rowid",
    """create table if not exists upload (
  id text primary key, sha256 text not null, size integer not null, sent integer not null default 0, code integer,
  state text not null default 'waiting' check (state in ('waiting', 'paused', 'failed', 'cancelled')),
  upload text, parts text not null default '{}') without rowid""",
)


def key_of(table: sa.Table, row: str) -> str:
    """SQL that gives the key of `new` or `old` as one text: UUIDs and role names hold no bar."""
    keys = table.info["synced"].keys
    return " || '|' || ".join(f"{row}.{name}" for name in keys)


def split_key(table: sa.Table, key: str) -> dict[str, str]:
    return dict(zip(table.info["synced"].keys, key.split("|"), strict=True))


def row_columns(table: sa.Table) -> tuple[str, ...]:
    """Every column of the table: what a pull brings and a shadow holds."""
    return tuple(column.name for column in table.columns)


def triggers(tables: Iterable[sa.Table]) -> Iterator[str]:
    """The statements that make the journal's triggers for these tables, anew where an older program made others."""
    for table in tables:
        yield from (f"drop trigger if exists journal_{table.name}_{event}" for event in ("update", "insert", "delete"))
        yield _on_update(table)
        yield _on_insert(table)
        yield f"""create trigger journal_{table.name}_delete before delete on {table.name}
            when (select seq from writing) is not 0
            begin select raise(abort, 'rows are marked deleted, not deleted'); end"""


_GUARD = "select raise(abort, 'a write outside a change set') where (select seq from writing) is null;"


def _shadow(table: sa.Table, row: str, value: str) -> str:
    """Keep the server's row, once. Not `insert or ignore`: inside an upsert the outer statement's conflict clause would win."""
    key = key_of(table, row)
    return f"""insert into shadow select '{table.name}', {key}, {value}
            where not exists (select 1 from shadow where tbl = '{table.name}' and key = {key});"""


def _on_update(table: sa.Table) -> str:
    spec = table.info["synced"]
    old_row = ", ".join(f"'{c}', old.{c}" for c in row_columns(table))
    changed = " union all ".join(f"select '{c}' c, new.{c} n, old.{c} o where {_differs(spec, c)}" for c in spec.columns)
    return f"""create trigger journal_{table.name}_update after update on {table.name}
        when (select seq from writing) is not 0
        begin
          {_GUARD}
          {_shadow(table, "old", f"json_object({old_row})")}
          insert into change (seq, tbl, scope, key, op, new, base)
            select (select seq from writing), '{table.name}', new.scope_id, {key_of(table, "new")}, 'u',
                   {_known("n", spec)}, {_known("o", spec)} from ({changed}) having count(*) > 0;
        end"""


def _differs(spec: Synced, column: str) -> str:
    """What says one thing with other columns changes when any of them does."""
    return " or ".join(f"new.{c} is not old.{c}" for c in (spec.together if column in spec.together else (column,)))


def _known(side: str, spec: Synced) -> str:
    """The changed columns as an object. Of a row in the trash it says so, too: the school takes an edit of it from who knows."""
    changed = f"json_group_object(c, {side})"
    return f"iif(old.deleted and new.deleted, json_set({changed}, '$.deleted', 1), {changed})" if "deleted" in spec.columns else changed


def _on_insert(table: sa.Table) -> str:
    spec = table.info["synced"]
    given = " union all ".join(f"select '{c}' c, new.{c} n where new.{c} is not null" for c in (*spec.columns, *spec.birth))
    return f"""create trigger journal_{table.name}_insert after insert on {table.name}
        when (select seq from writing) is not 0
        begin
          {_GUARD}
          {_shadow(table, "new", "null")}
          insert into change (seq, tbl, scope, key, op, new, base)
            select (select seq from writing), '{table.name}', new.scope_id, {key_of(table, "new")}, 'i', json_group_object(c, n), '{{}}'
              from ({given});
        end"""
