"""Conflicts and refusals made by sync's own road: a person writes, the server's answer is taken in, and no server is needed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ems_desktop.services.syncing import Kept, Syncing
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from sync import outbox, verdicts
from tests.schools import SmallSchool, uid

AT = "2026-11-20T02:31:00+00:00"


def score(store: LocalStore, small: SmallSchool, *values: object, column: int = 1, title: str = "STS", first: int = 0) -> int:
    """Type marks for the first pupils; returns the set's number."""
    with store.change(title, "cells", place=small.sheet_id) as made:
        insert = sqlite.insert(t.scores)
        rows = [
            {"assessment_id": small.assessments[column], "student_id": small.pupils[n], "scope_id": small.sheet_id, "value": value}
            for n, value in enumerate(values, first)
        ]
        keys = ["assessment_id", "student_id"]
        made.session.execute(insert.on_conflict_do_update(index_elements=keys, set_={"value": insert.excluded.value}), rows)
    assert made.seq is not None
    return made.seq


def rename(store: LocalStore, name: str = "VIII B2", teacher: str | None = None) -> int:
    """Give every class this name and homeroom teacher."""
    with store.change(name) as made:
        made.session.execute(sa.update(t.classes).values(name=name, teacher_id=teacher))
    assert made.seq is not None
    return made.seq


def answer(store: LocalStore, **said: Any) -> None:
    """What waits is sent; the server says this of every set."""
    with store.reading() as session:
        sent = outbox.pending(session)
    with store.applying() as session:
        verdicts.take(session, sent, [{"seq": one.seq} | said for one in sent])


def settle(store: LocalStore, seq: int) -> None:
    """The school has the set, and it was read back."""
    with store.applying() as session:
        session.execute(sa.text("update outbox set state = 'done' where seq = :seq"), {"seq": seq})
        session.execute(sa.text("update change set live = 0 where seq = :seq"), {"seq": seq})
        session.execute(sa.text("delete from shadow"))


def pull(store: LocalStore, table: sa.Table, where: dict[str, str], **values: object) -> None:
    """A row as a pull brings it."""
    with store.applying() as session:
        session.execute(sa.update(table).where(*(table.c[k] == v for k, v in where.items())).values(values | {"rev": 5}))


def waiting(store: LocalStore) -> list[dict[str, Any]]:
    """What would go to the school now, set by set."""
    with store.reading() as session:
        return [one.payload() for one in outbox.pending(session)]


def colleague(store: LocalStore, name: str = "Hendra Gunawan") -> str:
    one = uid()
    with store.applying() as session:
        session.execute(sa.insert(t.users).values(id=one, scope_id=t.DIRECTORY, name=name, role="guru", rev=1))
    return one


def clash_of_marks(
    store: LocalStore, small: SmallSchool, by: str, mine: object = 84, base: object = 78, theirs: float = 81, pupil: int = 0
) -> Kept:
    """`base` was at school; `mine` was typed here while `theirs` got there first."""
    settle(store, score(store, small, base, first=pupil))
    score(store, small, mine, title=f"STS 2, Murid 001: {mine}", first=pupil)
    answer(store, status="conflict", cells=[{"i": 0, "status": "conflict", "value": theirs, "by": by, "at": AT}])
    return Syncing(store, small.teacher).kept()[0]


def clash_of_names(store: LocalStore, small: SmallSchool, by: str) -> Kept:
    """A class was renamed here and, differently, at school."""
    rename(store, teacher=by)
    detail = [{"i": 0, "t": "classes", "k": {"id": small.class_id}, "status": "conflict", "server": {"name": "8B"}, "by": by, "at": AT}]
    answer(store, status="conflict", detail=detail)
    return Syncing(store, small.teacher).kept()[0]
