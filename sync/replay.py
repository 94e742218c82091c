"""local row = replay(server row, pending changes). Runs inside `LocalStore.applying()`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ems_desktop.store.journal import key_of, row_columns, split_key
from ems_desktop.store.tables import SYNCED, metadata

_LIVE = "exists (select 1 from change c where c.tbl = s.tbl and c.key = s.key and c.live = 1)"


def drop(session: Session, seqs: Iterable[int]) -> None:
    """These sets no longer apply here, be it that the server has them or that it refused them."""
    session.execute(sa.text("update change set live = 0 where live = 1 and seq in (select value from json_each(:seqs))"), {"seqs": json.dumps(list(seqs))})


def drop_keys(session: Session, seq: int, tbl: str, keys: Iterable[str]) -> None:
    """These rows of a set no longer apply: the server kept its own value for them."""
    session.execute(
        sa.text("update change set live = 0 where seq = :seq and tbl = :tbl and key in (select value from json_each(:keys))"),
        {"seq": seq, "tbl": tbl, "keys": json.dumps(list(keys))},
    )


def settle(session: Session, dirty: Iterable[tuple[str, str]] = ()) -> None:
    """Make every shadowed row true again: settled ones become the server's row, `dirty` (table, key) ones are replayed."""
    for table in SYNCED:
        _settle(session, table)
    for tbl, key in dirty:
        _replay(session, metadata.tables[f"ems.{tbl}"], key)


def _settle(session: Session, table: sa.Table) -> None:
    name, columns = table.name, row_columns(table)
    settled = f"select {{what}} from shadow s where s.tbl = '{name}' and not {_LIVE}"
    if not session.execute(sa.text(settled.format(what="1") + " limit 1")).scalar():
        return
    values = ", ".join(f"json_extract(s.row, '$.{c}')" for c in columns)
    session.execute(sa.text(f"insert or replace into {name} ({', '.join(columns)}) {settled.format(what=values)} and s.row is not null"))
    session.execute(sa.text(f"delete from {name} where {key_of(table, name)} in ({settled.format(what='s.key')} and s.row is null)"))
    session.execute(sa.text(f"delete from shadow as s where s.tbl = '{name}' and not {_LIVE}"))


def _replay(session: Session, table: sa.Table, key: str) -> None:
    where = split_key(table, key)
    shadow = session.execute(sa.text("select row from shadow where tbl = :tbl and key = :key"), {"tbl": table.name, "key": key}).one_or_none()
    if shadow is None:
        return  # settled just now
    matches = [table.c[name] == value for name, value in where.items()]
    session.execute(sa.delete(table).where(*matches))
    if shadow.row is not None:
        _put(session, table, json.loads(shadow.row))
    live = sa.text("select scope, op, new from change where tbl = :tbl and key = :key and live = 1 order by id")
    for scope, op, new in session.execute(live, {"tbl": table.name, "key": key}).all():
        values = json.loads(new)
        if op == "i":
            _put(session, table, where | {"scope_id": scope} | values, update=tuple(values))
        else:
            _set(session, table, where, values)


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
