"""What the server said of each change set, taken into the file: acknowledged, or kept apart with both values for a person to see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ems_desktop.store.changes import Change
from ems_desktop.store.local import Session, now
from sync import replay
from sync.outbox import PendingSet

OF_SHEET = "google-sheet"  # the place of the sets that a merge with the Sheet makes: what the school refuses of them is merged anew, and asks nobody
FORK_GAP = 1_000_000  # a copied profile goes on far above the numbers that its twin has used


@dataclass(slots=True)
class Tally:
    applied: int = 0
    conflicts: int = 0
    refused: int = 0

    def add(self, other: Tally) -> None:
        self.applied += other.applied
        self.conflicts += other.conflicts
        self.refused += other.refused


def take(session: Session, sent: Sequence[PendingSet], answers: Iterable[dict[str, Any]]) -> Tally:
    """Record the answers to `sent`. A set without an answer stays pending."""
    by_seq = {item.seq: item for item in sent}
    tally, dirty = Tally(), set[tuple[str, str]]()
    for answer in answers:
        one = by_seq[answer["seq"]]
        if answer["status"] == "fork":
            _move_on(session, one)
            continue
        kept = _kept(one, answer)
        for change, fault in kept if one.place != OF_SHEET else ():
            _keep(session, one, change, fault)
            tally.conflicts += fault["status"] == "conflict"
            tally.refused += fault["status"] != "conflict"
        _close(session, one, answer, kept)
        tally.applied += len(one.changes) - len(kept)
        dirty.update((change.tbl, change.key) for change, _ in kept)
    if dirty:
        replay.settle(session, dirty)
    return tally


def _kept(one: PendingSet, answer: dict[str, Any]) -> list[tuple[Change, dict[str, Any]]]:
    """The changes that were not applied, each with why and what the server has."""
    status = answer["status"]
    if status in ("applied", "already"):
        return []
    whole = {"status": status, "why": answer.get("why")}
    if one.kind != "cells":
        told = {(d["t"], json.dumps(d["k"], sort_keys=True)): d for d in answer.get("detail") or []}
        return [(change, whole | _told(change, told.get((change.tbl, json.dumps(change.keys, sort_keys=True))))) for change in one.changes]
    cells = {cell["i"]: cell for cell in answer.get("cells") or []}
    if status != "mixed":
        return [(change, whole | _theirs(cells.get(i, {}))) for i, change in enumerate(one.changes)]
    return [(one.changes[i], _theirs(cell)) for i, cell in cells.items()]


def _theirs(cell: dict[str, Any]) -> dict[str, Any]:
    known = {name: cell[name] for name in ("status", "why", "by", "at") if name in cell}
    values = {name: cell.get(name) for name in ("value", "first_value", "state", "note")}
    return known | {"theirs": values if cell.get("status") == "conflict" else None}


def _told(change: Change, detail: dict[str, Any] | None) -> dict[str, Any]:
    """What the server has of a row of a whole set; it leaves out columns that hold nothing."""
    if detail is None or detail["status"] != "conflict":
        return {}
    server = detail.get("server") or {}
    return {"theirs": {name: server.get(name) for name in change.new}, "by": detail.get("by"), "at": detail.get("at")}


def _keep(session: Session, one: PendingSet, change: Change, fault: dict[str, Any]) -> None:
    session.execute(
        sa.text(
            "insert into conflict (seq, tbl, scope, key, status, why, mine, base, theirs, their_by, their_at, at)"
            " values (:seq, :tbl, :scope, :key, :status, :why, :mine, :base, :theirs, :by, :their_at, :at)"
        ),
        {
            "seq": one.seq, "tbl": change.tbl, "scope": change.scope, "key": change.key, "status": fault["status"], "why": fault.get("why"),
            "mine": json.dumps(change.new), "base": json.dumps(change.base), "theirs": json.dumps(fault.get("theirs")) if fault.get("theirs") else None,
            "by": fault.get("by"), "their_at": fault.get("at"), "at": now(),
        },
    )  # fmt: skip


def _close(session: Session, one: PendingSet, answer: dict[str, Any], kept: list[tuple[Change, dict[str, Any]]]) -> None:
    state = "refused" if len(kept) == len(one.changes) and one.place != OF_SHEET else "acked"
    session.execute(
        sa.text("update outbox set state = :state, result = :result where seq = :seq"),
        {"state": state, "result": json.dumps(answer) if kept else None, "seq": one.seq},
    )
    by_table: dict[str, list[str]] = {}
    for change, _ in kept:
        by_table.setdefault(change.tbl, []).append(change.key)
    for tbl, keys in by_table.items():
        replay.drop_keys(session, [one.seq], tbl, keys)


def _move_on(session: Session, one: PendingSet) -> None:
    """This number was used by a copy of this profile: offer the same set again under a number far above."""
    last = session.execute(sa.text("select max(seq) from outbox")).scalar_one()
    new = {"seq": max(last + 1, one.seq + FORK_GAP), "old": one.seq}
    session.execute(
        sa.text(
            "insert into outbox (seq, kind, title, place, at, undoes) select :seq, kind, title, place, at, undoes from outbox where seq = :old"
        ),
        new,
    )
    session.execute(sa.text("update change set seq = :seq where seq = :old"), new)
    session.execute(sa.text("delete from outbox where seq = :old"), new)
