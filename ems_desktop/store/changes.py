"""Reading the journal: what one change set did, one change per row, as it goes over the wire and as undo takes it back."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from ems_desktop.store.journal import split_key
from ems_desktop.store.local import Session
from ems_desktop.store.tables import metadata
from ems_desktop.store.tables.types import Json


@dataclass(frozen=True, slots=True)
class Change:
    """What one change set does to one row. `new` and `base` hold the changed columns as JSON values; op: i(nsert) or u(pdate)."""

    tbl: str
    scope: str
    key: str
    op: str
    new: dict[str, Any]
    base: dict[str, Any]

    def then(self, later: Change) -> Change:
        """Both changes as one."""
        base = {} if self.op == "i" else later.base | self.base
        return replace(self, new=self.new | later.new, base=base)

    @property
    def keys(self) -> dict[str, str]:
        return split_key(metadata.tables[f"ems.{self.tbl}"], self.key)


def changes_of(session: Session, seq: int) -> tuple[Change, ...]:
    """The set's changes in the order they were made, one per row: the last value wins, the first base counts."""
    merged: dict[tuple[str, str], Change] = {}
    rows = session.execute(sa.text("select tbl, scope, key, op, new, base from change where seq = :seq order by id"), {"seq": seq})
    for tbl, scope, key, op, new_text, base_text in rows:
        change = Change(tbl, scope, key, op, _wire(tbl, json.loads(new_text)), _wire(tbl, json.loads(base_text)))
        before = merged.get((tbl, key))
        merged[tbl, key] = change if before is None else before.then(change)
    return tuple(merged.values())


def _wire(tbl: str, values: dict[str, Any]) -> dict[str, Any]:
    """SQLite's 0/1 and JSON text as JSON's own booleans and objects."""
    columns = metadata.tables[f"ems.{tbl}"].c
    out = {}
    for name, value in values.items():
        kind = columns[name].type
        if value is not None and isinstance(kind, sa.Boolean):
            out[name] = bool(value)
        elif isinstance(value, str) and isinstance(kind, Json):
            out[name] = json.loads(value)
        else:
            out[name] = value
    return out
