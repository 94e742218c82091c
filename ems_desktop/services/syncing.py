"""What waits, what clashed and what was refused, and a person's answer to it. Reads and writes the file on this machine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.journal import split_key
from ems_desktop.store.local import LocalStore
from ems_desktop.store.tables import metadata


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change set on its way. `state`: pending, or acked (the school has it, this machine has not read it back yet)."""

    seq: int
    title: str
    at: str
    state: str
    rows: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One row that the server did not take as it was sent: a conflict with both values, or a refusal with its reason.

    `mine`, `base`, `theirs`: changed columns → value; `theirs` None where the server told none. For a score, `sheet_id`,
    `assessment_id` and `pupil_id` say where its cell is, `who` and `what` name it.
    """

    id: int
    status: str  # conflict, refused, gone
    why: str | None
    tbl: str
    who: str
    what: str
    where: str
    mine: dict[str, Any]
    base: dict[str, Any]
    theirs: dict[str, Any] | None
    my_at: str
    their_name: str | None
    their_at: str | None
    sheet_id: str | None = None
    assessment_id: str | None = None
    pupil_id: str | None = None


class Syncing:
    """The sync centre's use cases."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person

    def unsent(self) -> int:
        """Change sets that the school does not have yet."""
        with self._store.reading() as session:
            return int(session.execute(sa.text("select count(*) from outbox where state = 'pending'")).scalar_one())

    def open_count(self) -> int:
        """Conflicts and refusals that wait for this person."""
        with self._store.reading() as session:
            return int(session.execute(sa.text("select count(*) from conflict where choice is null")).scalar_one())

    def queue(self) -> tuple[Waiting, ...]:
        with self._store.reading() as session:
            rows = session.execute(
                sa.text(
                    "select o.seq, o.title, o.at, o.state, count(c.id) from outbox o left join change c on c.seq = o.seq"
                    " where o.state in ('pending', 'acked') group by o.seq order by o.seq"
                )
            )
            return tuple(Waiting(*row) for row in rows)

    def kept(self) -> tuple[Kept, ...]:
        """Newest first, conflicts and refusals alike."""
        with self._store.reading() as session:
            rows = session.execute(
                sa.text(
                    "select f.*, coalesce(o.at, f.at) as my_at from conflict f left join outbox o on o.seq = f.seq"
                    " where f.choice is null order by f.id desc"
                )
            ).mappings()
            return tuple(_kept(session, row) for row in rows.all())

    def keep_theirs(self, kept_id: int) -> None:
        """The school's value stands; mine is put away."""
        with self._store.applying() as session:
            _answer(session, kept_id, "theirs")

    def take_mine(self, kept_id: int) -> None:
        """My value again, now over the one that the school has: an ordinary edit with its own audit entry."""
        self._write(kept_id, "mine")

    def take_base(self, kept_id: int) -> None:
        """Back to what both had last in common."""
        self._write(kept_id, "base")

    def take_other(self, kept_id: int, values: dict[str, Any]) -> None:
        """A third value, typed by the person who decides."""
        self._write(kept_id, "other", values)

    def _write(self, kept_id: int, choice: str, values: dict[str, Any] | None = None) -> None:
        with self._store.reading() as session:
            row = session.execute(sa.text("select * from conflict where id = :id"), {"id": kept_id}).mappings().one()
        chosen = values if values is not None else json.loads(row[choice])
        table = metadata.tables[f"ems.{row['tbl']}"]
        kind = "cells" if row["tbl"] == "scores" else "whole"
        with self._store.change("⇄", kind, place=row["scope"]) as made:  # type: ignore[arg-type]
            key = split_key(table, row["key"])
            given = {name: value for name, value in chosen.items() if name in table.info["synced"].columns}
            insert = sqlite.insert(table).values(key | {"scope_id": row["scope"]} | given)
            made.session.execute(insert.on_conflict_do_update(index_elements=list(key), set_=given))
        with self._store.applying() as session:
            _answer(session, kept_id, choice)


def _answer(session: Session, kept_id: int, choice: str) -> None:
    session.execute(sa.text("update conflict set choice = :choice where id = :id"), {"choice": choice, "id": kept_id})


def _kept(session: Session, row: sa.RowMapping) -> Kept:
    who, what, where, places = _named(session, row["tbl"], row["scope"], row["key"])
    by = row["their_by"] and session.execute(sa.select(t.users.c.name).where(t.users.c.id == row["their_by"])).scalar()
    return Kept(
        row["id"], row["status"], row["why"], row["tbl"], who, what, where, json.loads(row["mine"]), json.loads(row["base"]),
        json.loads(row["theirs"]) if row["theirs"] else None, row["my_at"], by, row["their_at"], **places,
    )  # fmt: skip


def _named(session: Session, tbl: str, scope: str, key: str) -> tuple[str, str, str, dict[str, str]]:
    """Who, what and where a row is about, in words a person knows."""
    if tbl == "scores":
        assessment, pupil = key.split("|")
        who = session.execute(sa.select(t.users.c.name).where(t.users.c.id == pupil)).scalar() or ""
        what = session.execute(sa.select(t.assessments.c.title).where(t.assessments.c.id == assessment)).scalar() or ""
        return who, what, _sheet_name(session, scope), {"sheet_id": scope, "assessment_id": assessment, "pupil_id": pupil}
    table = metadata.tables[f"ems.{tbl}"]
    named = table.c.get("name", table.c.get("title"))
    match = [table.c[name] == value for name, value in split_key(table, key).items()]
    title = "" if named is None else session.execute(sa.select(named).where(*match)).scalar() or ""
    return title, tbl, "", {}


def _sheet_name(session: Session, sheet_id: str) -> str:
    row = session.execute(
        sa.select(t.subjects.c.name, t.classes.c.name)
        .select_from(t.grade_sheets.join(t.subjects, t.subjects.c.id == t.grade_sheets.c.subject_id).join(t.classes, t.classes.c.id == t.grade_sheets.c.class_id))
        .where(t.grade_sheets.c.id == sheet_id)
    ).one_or_none()
    return " · ".join(row) if row else ""
