"""local row = replay(server row, pending changes). Runs inside `LocalStore.applying()`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from ems_desktop.store.journal import row_columns, split_key
from ems_desktop.store.local import Session
from ems_desktop.store.tables import metadata


def drop(session: Session, seqs: Iterable[int]) -> list[tuple[str, str]]:
    """These sets no longer apply here, be it that the server has them or that it refused them. The (table, key) they had."""
    rows = session.execute(
        sa.text("update change set live = 0 where live = 1 and seq in (select value from json_each(:seqs)) returning tbl, key"),
        {"seqs": json.dumps(list(seqs))},
    )
    return [(row[0], row[1]) for row in rows]


def drop_keys(session: Session, seqs: Iterable[int], tbl: str, keys: Iterable[str]) -> None:
    """These rows of these sets no longer apply."""
    session.execute(
        sa.text(
            "update change set live = 0 where live = 1 and tbl = :tbl and key in (select value from json_each(:keys))"
            " and seq in (select value from json_each(:seqs))"
        ),
        {"seqs": json.dumps(list(seqs)), "tbl": tbl, "keys": json.dumps(list(keys))},
    )


def settle(session: Session, touched: Iterable[tuple[str, str]]) -> None:
    """Make these rows true again: without a live change a row is the server's, else its live changes are replayed over that."""
    by_table: dict[str, set[str]] = {}
    for tbl, key in touched:
        by_table.setdefault(tbl, set()).add(key)
    for tbl, keys in by_table.items():
        table = metadata.tables[f"ems.{tbl}"]
        _settle(session, table, json.dumps(list(keys)))
        for key in session.execute(_SHADOWED, {"t": tbl, "keys": json.dumps(list(keys))}).scalars().all():
            _replay(session, table, key)


def shadowed(session: Session, tbl: str, keys: Iterable[str]) -> set[str]:
    """Which of these rows have pending changes over them."""
    if session.execute(sa.text("select 1 from shadow where tbl = :t limit 1"), {"t": tbl}).scalar() is None:
        return set()
    return set(session.execute(_SHADOWED, {"t": tbl, "keys": json.dumps(list(keys))}).scalars())


# CROSS JOIN keeps SQLite from walking the whole shadow for each key: it takes the tables in this order.
_SHADOWED = sa.text("select s.key from json_each(:keys) k cross join shadow s on s.tbl = :t and s.key = k.value")


def _settle(session: Session, table: sa.Table, keys: str) -> None:
    """The rows among `keys` that have no live change left become what the server has, all in a few statements."""
    name, columns = table.name, row_columns(table)
    settled = (
        f"from json_each(:keys) k cross join shadow s on s.tbl = '{name}' and s.key = k.value"
        " where not exists (select 1 from change c where c.tbl = s.tbl and c.key = s.key and c.live = 1)"
    )
    given = {"keys": keys}
    values = ", ".join(f"json_extract(s.row, '$.{c}')" for c in columns)
    session.execute(sa.text(f"insert or replace into {name} ({', '.join(columns)}) select {values} {settled} and s.row is not null"), given)
    gone = session.execute(sa.text(f"select s.key {settled} and s.row is null"), given).scalars().all()
    for key in gone:
        _remove(session, table, key)
    session.execute(sa.text(f"delete from shadow where tbl = '{name}' and key in (select s.key {settled})"), given)


def _replay(session: Session, table: sa.Table, key: str) -> None:
    where = split_key(table, key)
    shadow = session.execute(
        sa.text("select row from shadow where tbl = :tbl and key = :key"), {"tbl": table.name, "key": key}
    ).one_or_none()
    if shadow is None:
        return
    _remove(session, table, key)
    if shadow.row is not None:
        _put(session, table, json.loads(shadow.row))
    live = sa.text("select scope, op, new from change where tbl = :tbl and key = :key and live = 1 order by id")
    for scope, op, new in session.execute(live, {"tbl": table.name, "key": key}).all():
        values = json.loads(new)
        if op == "i":
            _put(session, table, where | {"scope_id": scope} | values, update=tuple(values))
        else:
            _set(session, table, where, values)


def _remove(session: Session, table: sa.Table, key: str) -> None:
    session.execute(sa.delete(table).where(*(table.c[name] == value for name, value in split_key(table, key).items())))


def _put(session: Session, table: sa.Table, values: dict[str, Any], update: tuple[str, ...] = ()) -> None:
    keys = ", ".join(table.info["synced"].keys)
    clash = f" on conflict ({keys}) do update set {', '.join(f'{c} = excluded.{c}' for c in update)}" if update else ""
    text = f"insert into {table.name} ({', '.join(values)}) values ({', '.join(':' + c for c in values)}){clash}"
    session.execute(sa.text(text), {name: _stored(value) for name, value in values.items()})


def _set(session: Session, table: sa.Table, where: dict[str, str], values: dict[str, Any]) -> None:
    pairs = ", ".join(f"{c} = :v_{c}" for c in values)
    match = " and ".join(f"{c} = :k_{c}" for c in where)
    given = {f"v_{c}": _stored(v) for c, v in values.items()} | {f"k_{c}": v for c, v in where.items()}
    session.execute(sa.text(f"update {table.name} set {pairs} where {match}"), given)


def _stored(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
