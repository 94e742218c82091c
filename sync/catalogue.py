"""The material catalogue in the file here, as the merge with the Google Sheet reads it and writes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.catalogue.merge import Clash, Entry
from ems_desktop.domain.catalogue.sheet import ID, SheetColumn
from ems_desktop.store.local import LocalStore, Session, now
from ems_desktop.store.tables import CATALOGUE, MATERIAL_FIELDS, catalogue, materials, sheet_rows

ROWS_A_SET = 500


@dataclass(frozen=True, slots=True)
class Here:
    """What is here of the catalogue. `version`, `mark`: Drive's version and our last write that have been merged."""

    entries: Mapping[str, Entry]
    columns: tuple[tuple[str, str], ...]  # (key, header)
    version: str
    mark: int

    @property
    def waiting(self) -> int:
        """How many entries the Sheet holds otherwise, or not at all."""
        return sum(waits(entry) for entry in self.entries.values())


def waits(entry: Entry) -> bool:
    return entry.base is not None if entry.removed else entry.base is None or entry.unsent


class Stale(Exception):
    """Somebody typed here while the Sheet was asked: merge again."""


def load(session: Session) -> Here:
    rows = session.execute(
        sa.select(materials, sheet_rows.c.cells, sheet_rows.c.deleted.label("off_sheet")).join_from(
            materials, sheet_rows, materials.c.id == sheet_rows.c.id, isouter=True
        )
    )
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
        for id_ in first:
            _put(made.session, before.entries.get(id_), id_, changed[id_], strict=True)
        _put_state(made.session, before, after, bool(first))
    rest = [id_ for id_ in changed if id_ not in first]
    for start in range(0, len(rest), ROWS_A_SET):
        with store.change(title, place=place) as made:
            for id_ in rest[start : start + ROWS_A_SET]:
                _put(made.session, before.entries.get(id_), id_, changed[id_], strict=False)


def _put_state(session: Session, before: Here, after: Here, changed: bool) -> None:
    """Drive's version alone is not worth a change set: it moves without a reason at times."""
    if (before.columns, before.mark) == (after.columns, after.mark) and not changed:
        return
    columns = [{"key": key, "header": header} for key, header in after.columns]
    values = {"columns": columns, "mark": str(after.mark), "version": after.version}
    session.execute(sa.update(catalogue).where(catalogue.c.id == CATALOGUE).values(**values))


def _put(session: Session, before: Entry | None, id_: str, entry: Entry, *, strict: bool) -> None:
    row = _there(session, id_)
    if (None if row is None else _entry(row)) != before:
        if strict:
            raise Stale
        return
    values = _columns_of(entry)
    if row is None:
        session.execute(sa.insert(materials).values(id=id_, scope_id=CATALOGUE, **values))
    elif news := {name: value for name, value in values.items() if row[name] != value}:
        session.execute(sa.update(materials).where(materials.c.id == id_).values(**news))
    if entry.clashes:
        clash = with_clashes(row["clash"] if row else None, entry.clashes, row["updated_by"] if row else None)
        session.execute(sa.update(materials).where(materials.c.id == id_).values(clash=clash))
    _put_base(session, id_, row, entry.base)


def _there(session: Session, id_: str) -> sa.RowMapping | None:
    query = sa.select(materials, sheet_rows.c.cells, sheet_rows.c.deleted.label("off_sheet")).where(materials.c.id == id_)
    return session.execute(query.join_from(materials, sheet_rows, materials.c.id == sheet_rows.c.id, isouter=True)).mappings().one_or_none()


def _columns_of(entry: Entry) -> dict[str, Any]:
    extra = {key: text for key, text in entry.values.items() if key not in MATERIAL_FIELDS and key != ID}
    return {**{name: entry.text(name) for name in MATERIAL_FIELDS}, "extra": extra, "deleted": entry.removed}


def _put_base(session: Session, id_: str, row: sa.RowMapping | None, base: Mapping[str, str] | None) -> None:
    held = None if row is None or row["cells"] is None or row["off_sheet"] else row["cells"]
    if held == base:
        return
    if row is None or row["cells"] is None:
        session.execute(sa.insert(sheet_rows).values(id=id_, scope_id=CATALOGUE, cells=dict(base or {})))
    elif base is None:
        session.execute(sa.update(sheet_rows).where(sheet_rows.c.id == id_).values(deleted=True))
    else:
        session.execute(sa.update(sheet_rows).where(sheet_rows.c.id == id_).values(deleted=False, cells=dict(base)))


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
