"""The outbox as the server is told of it: pending change sets in `sync.push`'s own shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ems_desktop.store.changes import Change, changes_of
from ems_desktop.store.local import Session

MOST_SETS = 200  # of one batch
MOST_BATCH_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class PendingSet:
    seq: int
    kind: str
    title: str
    place: str
    changes: tuple[Change, ...]

    def payload(self) -> dict[str, Any]:
        head = {"seq": self.seq, "kind": self.kind, "title": self.title}
        if self.kind == "cells":
            return head | {"scope": self.changes[0].scope, "rows": [_cell(change) for change in self.changes]}
        return head | {"changes": [_row(change) for change in self.changes]}


def pending(session: Session) -> list[PendingSet]:
    """The next batch: the oldest pending sets, as many as fit."""
    sets, size = [], 0
    heads = session.execute(
        sa.text("select seq, kind, title, place from outbox where state = 'pending' order by seq limit :n"), {"n": MOST_SETS}
    ).all()
    for seq, kind, title, place in heads:
        sets.append(PendingSet(seq, kind, title, place, changes_of(session, seq)))
        size += sum(200 + len(str(change.new)) for change in sets[-1].changes)
        if size > MOST_BATCH_BYTES:
            break
    return sets


def _cell(change: Change) -> dict[str, Any]:
    new = {k: v for k, v in change.new.items() if k != "deleted"}
    return {"a": change.keys["assessment_id"], "s": change.keys["student_id"], "n": new, "b": change.base}


def _row(change: Change) -> dict[str, Any]:
    return {"t": change.tbl, "scope": change.scope, "k": change.keys, "op": change.op, "n": change.new, "b": change.base}
