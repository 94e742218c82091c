"""Undo and redo of whole change sets. Taking a step back is a change set of its own: it is journalled, pushed and audited too."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from ems_desktop.store.changes import Change, changes_of
from ems_desktop.store.local import LocalStore, Session
from ems_desktop.store.tables import metadata

Touched = tuple[tuple[str, str], ...]  # (table, key)
Check = Callable[[Session], None]  # raises where a step may not be taken back
_AT_ONCE = 400  # rows a statement
_PART = re.compile(r" \((\d+)/(\d+)\)$")  # "Import (2/3)": a step that one change set could not hold


class Undo:
    """The steps of each place (a sheet, the rosters) on this computer, newest last. Steps of earlier days count too."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store
        self._done: dict[str, list[int]] = {}
        self._undone: dict[str, list[int]] = {}

    def did(self, place: str, seq: int) -> None:
        """A new step was taken: it can be undone, and what was undone before cannot come back."""
        stack = self._steps(place)
        if seq not in stack:
            stack.append(seq)
        self._undone[place] = []

    def undo(self, place: str, check: Check | None = None) -> Touched:
        """Take back the newest step, a numbered chain as a whole, where the rows still hold what it wrote. Empty when there is nothing
        to take back. `check` is asked before it is kept: what it raises leaves everything as it was."""
        return self._back(place, (self._steps(place), self._undone.setdefault(place, [])), -1, check)

    def redo(self, place: str, check: Check | None = None) -> Touched:
        return self._back(place, (self._undone.setdefault(place, []), self._steps(place)), 1, check)

    def _back(self, place: str, stacks: tuple[list[int], list[int]], onward: int, check: Check | None) -> Touched:
        """`stacks`: from which to which. `onward`: which part of a chain comes next, the one before (-1) or the one after (1)."""
        all_touched: Touched = ()
        source, target = stacks
        while source:
            seq = source[-1]
            made_seq, touched = self.take_back(place, seq, check)
            source.pop()
            if touched:
                target.append(made_seq)
                all_touched += touched
            if all_touched and not (source and self._continues(seq, source[-1], onward)):
                break
        return all_touched

    def _continues(self, seq: int, other: int, onward: int) -> bool:
        """Whether `other` is the part of the same chain that comes next."""
        with self._store.reading() as session:
            rows = session.execute(sa.text("select seq, title from outbox where seq in (:one, :other)"), {"one": seq, "other": other})
            titles = {row.seq: row.title for row in rows}
        here, there = _PART.search(titles.get(seq, "")), _PART.search(titles.get(other, ""))
        return bool(here and there and here[2] == there[2] and int(here[1]) + onward == int(there[1]))

    def _steps(self, place: str) -> list[int]:
        if place not in self._done:
            with self._store.reading() as session:
                rows = session.execute(
                    sa.text(
                        "select seq from outbox o where place = :place and undoes is null and state <> 'refused'"
                        " and not exists (select 1 from outbox u where u.undoes = o.seq) order by seq"
                    ),
                    {"place": place},
                )
                self._done[place] = list(rows.scalars())
        return self._done[place]

    def take_back(self, place: str, seq: int, check: Check | None = None) -> tuple[int, Touched]:
        """One step, wherever it stands: the number of the set that took it back (0: none) and the rows it touched."""
        with self._store.reading() as session:
            head = session.execute(sa.text("select kind, title from outbox where seq = :seq"), {"seq": seq}).one_or_none()
            changes = changes_of(session, seq)
        if head is None:
            return 0, ()
        with self._store.change(f"↶ {head.title.removeprefix('↶ ')}", head.kind, place=place, undoes=seq) as made:
            touched = _take_back(made.session, changes)
            if touched and check:
                check(made.session)
        return made.seq or 0, touched


def _take_back(session: Session, changes: Sequence[Change]) -> Touched:
    """Put the bases back where the rows still hold what the step wrote; somebody's later values are left alone.

    Rows whose same columns go back are read and written together: an import touches thousands of them.
    """
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[Change, dict[str, Any]]]] = {}
    for change in reversed(changes):
        base = _before_birth(change) if change.op == "i" else change.base
        alike.setdefault((change.tbl, tuple(sorted(base))), []).append((change, base))
    touched: list[tuple[str, str]] = []
    for (tbl, columns), group in alike.items():
        table = metadata.tables[f"ems.{tbl}"]
        now = _rows(session, table, [change for change, _ in group])
        back = [(c, base) for c, base in group if c.key in now and all(_same(now[c.key][name], value) for name, value in c.new.items())]
        if back:
            _put(session, table, columns, back)
        touched += ((c.tbl, c.key) for c, _ in back)
    return tuple(touched)


def _rows(session: Session, table: sa.Table, changes: Sequence[Change]) -> dict[str, sa.RowMapping]:
    """The rows these changes are about, as they are now, by key."""
    keys = table.info["synced"].keys
    found: dict[str, sa.RowMapping] = {}
    for start in range(0, len(changes), _AT_ONCE):
        wanted = [tuple(change.keys.values()) for change in changes[start : start + _AT_ONCE]]
        query = sa.select(table).where(sa.tuple_(*(table.c[name] for name in keys)).in_(wanted))
        found.update(("|".join(row[name] for name in keys), row) for row in session.execute(query).mappings())
    return found


def _put(session: Session, table: sa.Table, columns: Sequence[str], back: Sequence[tuple[Change, dict[str, Any]]]) -> None:
    match = [table.c[name] == sa.bindparam(f"key_{name}") for name in table.info["synced"].keys]
    update = sa.update(table).where(*match).values({name: sa.bindparam(f"to_{name}") for name in columns})
    session.execute(
        update,
        [
            {f"key_{name}": value for name, value in change.keys.items()}
            | {f"to_{name}": typed(table.c[name], base[name]) for name in columns}
            for change, base in back
        ],
    )


def _before_birth(change: Change) -> dict[str, Any]:
    """A cell that was empty becomes empty again; any other row is marked deleted."""
    if change.tbl == "scores":
        return {name: None for name in change.new if name != "deleted"}
    return {"deleted": True}


def _same(stored: Any, wire: Any) -> bool:
    return bool(
        stored == wire
        or (stored is not None and wire is not None and str(stored) == str(wire))
        or _number(stored) == _number(wire) is not None
    )


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def typed(column: sa.Column[Any], value: Any) -> Any:
    """A wire value as the column's own Python type."""
    if isinstance(column.type, sa.Date) and isinstance(value, str):
        from datetime import date

        return date.fromisoformat(value)
    return value
