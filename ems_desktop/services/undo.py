"""Undo and redo of whole change sets. Taking a step back is a change set of its own: it is journalled, pushed and audited too."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ems_desktop.store.changes import Change, changes_of
from ems_desktop.store.local import LocalStore
from ems_desktop.store.tables import metadata

Touched = tuple[tuple[str, str], ...]  # (table, key)


class Undo:
    """The steps of each place (a sheet, the rosters) on this machine, newest last. Steps of earlier days count too."""

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

    def undo(self, place: str) -> Touched:
        """Take back the newest step where the rows still hold what it wrote. Empty when there is nothing to take back."""
        return self._back(place, self._steps(place), self._undone.setdefault(place, []))

    def redo(self, place: str) -> Touched:
        return self._back(place, self._undone.setdefault(place, []), self._steps(place))

    def _back(self, place: str, source: list[int], target: list[int]) -> Touched:
        while source:
            seq = source.pop()
            made_seq, touched = self._invert(place, seq)
            if touched:
                target.append(made_seq)
                return touched
        return ()

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

    def _invert(self, place: str, seq: int) -> tuple[int, Touched]:
        with self._store.reading() as session:
            head = session.execute(sa.text("select kind, title from outbox where seq = :seq"), {"seq": seq}).one_or_none()
            changes = changes_of(session, seq)
        if head is None:
            return 0, ()
        with self._store.change(f"↶ {head.title.removeprefix('↶ ')}", head.kind, place=place, undoes=seq) as made:
            touched = tuple((c.tbl, c.key) for c in reversed(changes) if _take_back(made.session, c))
        return made.seq or 0, touched


def _take_back(session: Session, change: Change) -> bool:
    """Put the base back if the row still holds what the step wrote; somebody's later value is left alone."""
    table = metadata.tables[f"ems.{change.tbl}"]
    match = [table.c[name] == value for name, value in change.keys.items()]
    row = session.execute(sa.select(*(table.c[c] for c in change.new)).where(*match)).mappings().one_or_none()
    if row is None or any(not _same(row[name], value) for name, value in change.new.items()):
        return False
    base = _before_birth(change) if change.op == "i" else change.base
    typed = {name: _typed(table.c[name], value) for name, value in base.items()}
    session.execute(sa.update(table).where(*match).values(typed))
    return True


def _before_birth(change: Change) -> dict[str, Any]:
    """A cell that was empty becomes empty again; any other row is marked deleted."""
    if change.tbl == "scores":
        return {name: None for name in change.new if name != "deleted"}
    return {"deleted": True}


def _same(stored: Any, wire: Any) -> bool:
    return bool(stored == wire or (stored is not None and wire is not None and str(stored) == str(wire)) or _number(stored) == _number(wire) is not None)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _typed(column: sa.Column[Any], value: Any) -> Any:
    """A wire value as the column's own Python type."""
    if isinstance(column.type, sa.Date) and isinstance(value, str):
        from datetime import date

        return date.fromisoformat(value)
    return value
