"""The material catalogue in the file here, as the merge with the Google Sheet reads it and writes it back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.catalogue.merge import Clash, Entry
from ems_desktop.domain.catalogue.sheet import ID, SheetColumn
from ems_desktop.store.local import LocalStore, Session, now
from ems_desktop.store.tables import CATALOGUE, MATERIAL_FIELDS, catalogue, materials, sheet_rows

ROWS_A_SET = 500
_ROWS = sa.select(materials, sheet_rows.c.cells, sheet_rows.c.deleted.label("off_sheet")).join_from(
    materials, sheet_rows, materials.c.id == sheet_rows.c.id, isouter=True
)
_MOVED = sa.text(
    "select (select max(id) from change), (select count(*) from change where live = 1), (select rev from scope where id = :scope)"
)


@dataclass(frozen=True)
class Here:
    """What is here of the catalogue. `version`, `mark`: Drive's version and our last write that have been merged."""

    entries: Mapping[str, Entry]
    columns: tuple[tuple[str, str], ...]  # (key, header)
    version: str
    mark: int

    @cached_property
    def waiting(self) -> int:
        """How many entries the Sheet holds otherwise, or not at all."""
        return sum(waits(entry) for entry in self.entries.values())


def moved(session: Session) -> tuple[object, ...]:
    """Changes with the catalogue here: whoever has loaded it can tell whether it is still so, without loading it."""
    return tuple(session.execute(_MOVED, {"scope": CATALOGUE}).one())


def waits(entry: Entry) -> bool:
    return entry.base is not None if entry.removed else entry.base is None or entry.unsent


class Stale(Exception):
    """Somebody typed here while the Sheet was asked: merge again."""


def load(session: Session) -> Here:
    rows = session.execute(_ROWS)
    state = session.execute(sa.select(catalogue)).mappings().one_or_none()
    columns = tuple((one["key"], one["header"]) for one in state["columns"]) if state else ()
    entries = {row["id"]: _entry(row) for row in rows.mappings()}
    return Here(entries, columns, (state and state["version"]) or "", int((state and state["mark"]) or 0))


def _entry(row: sa.RowMapping) -> Entry:
    values = {key: text for key, text in {**row["extra"], **{name: row[name] for name in MATERIAL_FIELDS}}.items() if text}
    base = None if row["cells"] is None or row["off_sheet"] else row["cells"]
    return Entry(values, base, row["deleted"])


def save(
    store: LocalStore, title: str, place: str, before: Here, changed: Mapping[str, Entry], at_once: Iterable[str], after: Here
) -> None:
    """Keep what the merge found, as change sets: first, all in one, what the images of our writes spoke of, with their mark; then the
    rest in pieces. Error Stale: nothing of `at_once` was kept; an entry of the rest that somebody changed meanwhile waits."""
    first = set(at_once)
    with store.change(title, place=place) as made:
        _put(made.session, before, {id_: changed[id_] for id_ in first}, strict=True)
        _put_state(made.session, before, after, bool(first))
    rest = [id_ for id_ in changed if id_ not in first]
    for start in range(0, len(rest), ROWS_A_SET):
        with store.change(title, place=place) as made:
            _put(made.session, before, {id_: changed[id_] for id_ in rest[start : start + ROWS_A_SET]}, strict=False)


def _put_state(session: Session, before: Here, after: Here, changed: bool) -> None:
    """Drive's version alone is not worth a change set: it moves without a reason at times."""
    if (before.columns, before.mark) == (after.columns, after.mark) and not changed:
        return
    columns = [{"key": key, "header": header} for key, header in after.columns]
    values = {"columns": columns, "mark": str(after.mark), "version": after.version}
    session.execute(sa.update(catalogue).where(catalogue.c.id == CATALOGUE).values(**values))


def _put(session: Session, before: Here, changed: Mapping[str, Entry], *, strict: bool) -> None:
    there = _there(session, changed)
    same = {id_: entry for id_, entry in changed.items() if (_entry(there[id_]) if id_ in there else None) == before.entries.get(id_)}
    if strict and len(same) < len(changed):
        raise Stale
    fresh = {id_: entry for id_, entry in same.items() if id_ not in there}
    if fresh:
        session.execute(sa.insert(materials), [{"id": id_, "scope_id": CATALOGUE, **_columns_of(entry)} for id_, entry in fresh.items()])
    for id_ in same.keys() - fresh.keys():
        _change(session, there[id_], same[id_])
    unheld = {
        id_: dict(entry.base) for id_, entry in same.items() if entry.base is not None and (id_ in fresh or there[id_]["cells"] is None)
    }
    if unheld:
        session.execute(sa.insert(sheet_rows), [{"id": id_, "scope_id": CATALOGUE, "cells": base} for id_, base in unheld.items()])


def _there(session: Session, ids: Iterable[str]) -> dict[str, sa.RowMapping]:
    wanted = sa.select(sa.func.json_each(json.dumps(list(ids))).table_valued("value").c.value)
    return {row["id"]: row for row in session.execute(_ROWS.where(materials.c.id.in_(wanted))).mappings()}


def _change(session: Session, row: sa.RowMapping, entry: Entry) -> None:
    values = _columns_of(entry)
    if entry.clashes:
        values["clash"] = with_clashes(row["clash"], entry.clashes, row["updated_by"])
    if news := {name: value for name, value in values.items() if row[name] != value}:
        session.execute(sa.update(materials).where(materials.c.id == row["id"]).values(**news))
    if row["cells"] is None or _entry(row).base == entry.base:
        return
    held = {"deleted": True} if entry.base is None else {"deleted": False, "cells": dict(entry.base)}
    session.execute(sa.update(sheet_rows).where(sheet_rows.c.id == row["id"]).values(**held))


def _columns_of(entry: Entry) -> dict[str, Any]:
    extra = {key: text for key, text in entry.values.items() if key not in MATERIAL_FIELDS and key != ID}
    return {**{name: entry.text(name) for name in MATERIAL_FIELDS}, "extra": extra, "deleted": entry.removed}


def with_clashes(there: Mapping[str, Any] | None, new: Mapping[str, Clash], by: str | None) -> dict[str, Any]:
    """The clashes of an entry: key → base, mine, theirs, by (who wrote mine), at. Of a cell that clashes again before anybody has
    chosen, what was mine before stays under `earlier`."""
    clashes = dict(there or {})
    for key, one in new.items():
        known = {"base": one.base, "mine": one.mine, "theirs": one.theirs, "by": by, "at": now()}
        old = clashes.get(key)
        clashes[key] = known | ({"earlier": [*old.get("earlier", []), old["mine"]]} if old else {})
    return clashes


def columns_of(columns: Iterable[SheetColumn]) -> tuple[tuple[str, str], ...]:
    return tuple((column.key, column.header) for column in columns if column.key != ID)
