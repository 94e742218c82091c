"""What waits, what clashed and what was refused, and a person's answer to it. Reads and writes the file on this computer."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from ems_desktop.domain.errors import Conflict, Mistake
from ems_desktop.integrations.tables_out import Page, write_csv, write_xlsx
from ems_desktop.services import sync_reading as read
from ems_desktop.services.people import Person
from ems_desktop.services.sheet_clashes import SheetClashes
from ems_desktop.services.sync_views import Answer, Choice, Difference, ExportRow, Kept, Past, Waiting
from ems_desktop.services.undo import Undo, typed
from ems_desktop.store.changes import Change, changes_of
from ems_desktop.store.journal import split_key
from ems_desktop.store.local import ChangeKind, LocalStore, Session
from ems_desktop.store.tables import metadata

__all__ = ["Answer", "Choice", "Difference", "ExportRow", "Kept", "Past", "Syncing", "Waiting"]
PLACE = "sync"  # decisions are undone from where they were taken


class Syncing:
    """The sync centre's use cases. A choice that writes is an ordinary edit: journalled, sent and audited."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person
        self._sheet = SheetClashes(store, person)

    def unsent(self) -> int:
        """Change sets that the school does not have yet."""
        with self._store.reading() as session:
            return int(session.execute(sa.text("select count(*) from outbox where state = 'pending'")).scalar_one())

    def unsent_files(self) -> int:
        """Files whose bytes the school does not have yet."""
        with self._store.reading() as session:
            return int(session.execute(sa.text("select count(*) from upload where state <> 'cancelled'")).scalar_one())

    def open_count(self) -> int:
        """Decisions that wait for this person."""
        with self._store.reading() as session:
            return read.open_count(session) + self._sheet.count(session)

    def queue(self) -> tuple[Waiting, ...]:
        with self._store.reading() as session:
            return read.queue(session)

    def kept(self) -> tuple[Kept, ...]:
        """Conflicts and refusals alike, newest first; after them what clashes with the Google Sheet."""
        with self._store.reading() as session:
            return (*read.kept(session), *self._sheet.kept(session))

    def history(self) -> tuple[Past, ...]:
        """The last sets that were answered and the decisions that were taken, newest first."""
        with self._store.reading() as session:
            return read.past(session)

    # -- a person's answer; error 1501 (of the catalogue 1635) when it was given already

    def keep_theirs(self, kept_id: int) -> Answer:
        """The school's value stands, or the Sheet's; mine is put away."""
        return self._sheet.settle(kept_id, "theirs", PLACE) if kept_id < 0 else self._put_away(kept_id)

    def put_away(self, kept_id: int) -> Answer:
        """What was refused is not sent again. It stays in the history and can be taken out of there."""
        return self._put_away(kept_id)

    def take_mine(self, kept_id: int) -> Answer:
        """My value again, now over the one that the school has."""
        return self._write(kept_id, "mine")

    def take_base(self, kept_id: int) -> Answer:
        """Back to what both had last in common."""
        return self._write(kept_id, "base")

    def take_other(self, kept_id: int, values: dict[str, Any]) -> Answer:
        """A third value, typed by the person who decides: columns of a score as they travel, or the text of a cell of the catalogue."""
        return self._write(kept_id, "other", values)

    def retry(self, kept_id: int) -> Answer:
        """Send it once more, as a new set. Errors: 1502 its rows are gone from here, 1503 another row has the same key by now."""
        return self._write(kept_id, "mine")

    def reopen(self, answer: Answer) -> None:
        """Take a choice back: what it wrote goes back where nobody wrote over it since, and the question is open again."""
        if answer.seq is not None:
            Undo(self._store).take_back(PLACE, answer.seq)
        with self._store.applying() as session:
            _answer(session, answer.ids, None)

    def reopen_past(self, kept_id: int) -> None:
        """Ask again what was decided earlier; what the decision wrote stays until there is another one."""
        with self._store.reading() as session:
            ids = tuple(row["id"] for row in read.one(session, kept_id))
        self.reopen(Answer(ids))

    # -- taking it out of the program

    def export_rows(self, wanted: Iterable[int] | None = None) -> tuple[ExportRow, ...]:
        """What was not taken, column by column. `wanted`: ids of `Kept`; None for all that wait for an answer."""
        with self._store.reading() as session:
            return tuple(read.kept_rows(session, wanted))

    def export_queue(self) -> tuple[ExportRow, ...]:
        """What is not sent yet, column by column: for those who leave this computer before it was."""
        with self._store.reading() as session:
            return tuple(read.waiting_rows(session))

    @staticmethod
    def export(path: Path, page: Page) -> None:
        """Write a table of words and numbers: .csv by its name, else .xlsx. Error 1240."""
        (write_csv if path.suffix.lower() == ".csv" else write_xlsx)(path, page)

    def _put_away(self, kept_id: int) -> Answer:
        ids = tuple(row["id"] for row in self._open(kept_id))
        with self._store.applying() as session:
            _answer(session, ids, "theirs")
        return Answer(ids)

    def _open(self, kept_id: int) -> tuple[sa.RowMapping, ...]:
        with self._store.reading() as session:
            rows = tuple(row for row in read.one(session, kept_id) if row["choice"] is None)
        if not rows:
            raise Mistake(1501)
        return rows

    def _write(self, kept_id: int, choice: Choice, values: dict[str, Any] | None = None) -> Answer:
        if kept_id < 0:
            return self._sheet.settle(kept_id, choice, PLACE, *(values or {}).values())
        rows = self._open(kept_id)
        with self._store.reading() as session:
            wanted = _wanted(session, rows, choice, values)
        kind: ChangeKind = "cells" if rows[0]["kind"] == "cells" else "whole"
        with _explained(), self._store.change(f"⇄ {rows[0]['title']}".strip(), kind, place=PLACE) as made:
            found = [_put(made.session, one) for one in wanted]
            if wanted and not any(found):
                raise Mistake(1502)
            for one in wanted:
                _base_as_seen(made.session, made.seq, one)
        ids = tuple(row["id"] for row in rows)
        with self._store.applying() as session:
            _answer(session, ids, choice)
        return Answer(ids, made.seq)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it shall be. `seen`: the server's values that the person decided over, None where the server told none."""

    change: Change
    values: Mapping[str, Any]
    seen: Mapping[str, Any] | None

    @property
    def table(self) -> sa.Table:
        return metadata.tables[f"ems.{self.change.tbl}"]


def _wanted(session: Session, rows: Sequence[sa.RowMapping], choice: Choice, values: dict[str, Any] | None) -> list[_Row]:
    """The rows that a choice writes, in the order of the set they came from."""
    changes = {(c.tbl, c.key): c for c in changes_of(session, rows[0]["seq"])}
    wanted = []
    for row in rows:
        mine, base = json.loads(row["mine"]), json.loads(row["base"])
        seen = json.loads(row["theirs"]) if row["theirs"] else None
        change = changes.get((row["tbl"], row["key"])) or Change(row["tbl"], row["scope"], row["key"], "u", mine, base)
        chosen = {"mine": mine, "base": {name: base.get(name) for name in mine}, "other": values or {}}[choice]
        if row["tbl"] == "scores":
            wanted.append(_Row(change, _whole_cell(chosen, seen), seen))
        elif not (choice == "base" and change.op == "i"):  # a row that was new has nothing it could go back to
            wanted.append(_Row(change, chosen, seen))
    return wanted


def _whole_cell(chosen: Mapping[str, Any], seen: Mapping[str, Any] | None) -> dict[str, Any]:
    """A mark takes the place of the school's state and a state that of the school's mark: a cell never has both."""
    cell = {name: value for name, value in chosen.items() if name != "deleted"}
    for name, other in (("value", "state"), ("state", "value")):
        if cell.get(name) is not None and (seen or {}).get(other) is not None:
            cell[other] = None
    return cell


def _put(session: Session, row: _Row) -> bool:
    """First what the person saw at the school, then what was chosen, so that the journal holds the row even where this computer
    has the chosen value already. Whether there was such a row to write to."""
    if row.seen:
        _store(session, row, {name: row.seen.get(name) for name in row.values})
    return _store(session, row, row.values)


def _store(session: Session, row: _Row, values: Mapping[str, Any]) -> bool:
    table, spec = row.table, row.table.info["synced"]
    keys = split_key(table, row.change.key)
    given = {name: typed(table.c[name], value) for name, value in values.items() if name in spec.columns}
    if row.change.op == "u" and row.change.tbl != "scores":
        found = session.execute(
            sa.update(table).where(*(table.c[name] == key for name, key in keys.items())).values(given).returning(*table.primary_key)
        )
        return found.first() is not None
    birth = {name: typed(table.c[name], value) for name, value in values.items() if name in spec.birth}
    insert = sqlite.insert(table).values(keys | {"scope_id": row.change.scope} | birth | given)
    session.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=given))
    return True


def _base_as_seen(session: Session, seq: int | None, row: _Row) -> None:
    """The server compares with what the person saw, which need not be what this computer has pulled by now."""
    if row.seen is None:
        return
    base = json.dumps({name: row.seen.get(name) for name in row.values})
    given = {"base": base, "seq": seq, "tbl": row.change.tbl, "key": row.change.key}
    session.execute(sa.text("update change set op = 'u', base = :base where seq = :seq and tbl = :tbl and key = :key"), given)


def _answer(session: Session, ids: Iterable[int], choice: Choice | None) -> None:
    given = {"choice": choice, "ids": json.dumps(list(ids))}
    session.execute(sa.text("update conflict set choice = :choice where id in (select value from json_each(:ids))"), given)


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """A local constraint that no longer lets the row in: somebody else took its name or place since."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        raise Conflict(1503) from error
