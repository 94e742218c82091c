"""The encrypted file on this computer: the cached tables, the journal, one writer.

Services read through `reading()` and write inside `change()`: one change set = one transaction = one outbox entry. Nothing
here knows of sync's protocol or of PostgreSQL.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from ems_desktop.domain.errors import Mistake
from ems_desktop.store import journal, question_index
from ems_desktop.store.file import VERSION, LocalFile, explain, explained
from ems_desktop.store.tables import SYNCED, metadata

ChangeKind = Literal["cells", "whole"]
Session = sa.Connection  # what a block reads and writes through. Core alone: loading the ORM would cost the start a tenth
MOST_ROWS = 5_000
MOST_BYTES = 4 * 1024 * 1024

# The bookkeeping around every keystroke goes to the driver itself: through SQLAlchemy each of these cost ten times as much.
_OUTBOX = "insert into outbox (kind, title, place, at, undoes) values (?, ?, ?, ?, ?) returning seq"
_SIZE = """select count(*), coalesce(sum(length(new) + length(base) + length(key)), 0), coalesce(max(instr(new, '\\u0000')), 0)
  from change where seq = ?"""


@dataclass(slots=True)
class ChangeSet:
    """An open change set. `seq` is its number in the outbox, None once it turned out to change nothing."""

    session: Session
    seq: int | None


class LocalStore(LocalFile):
    """One person's file. Open it once per program; a second program is refused by the profile's lock, not here."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open the file, or make it. `key` is 32 random bytes. Errors: 1301 newer file, 1302 wrong key, 1305 not writable."""
        super().__init__(path, key)
        self._writer = threading.Lock()
        self.saved: Callable[[int], None] = lambda _seq: None  # told after each commit of a change set, on the writer's thread
        self._engine = sa.create_engine(
            "sqlite://",
            creator=self.connect,
            module=sqlcipher,
            poolclass=sa.pool.QueuePool,
            pool_size=4,
            hide_parameters=True,
        ).execution_options(schema_translate_map={"ems": None})
        # SQLAlchemy's own BEGIN is used instead of the driver's: it must be IMMEDIATE for a writer, plain for a reader.
        sa.event.listen(self._engine, "begin", _begin)
        self._writes = self._engine.execution_options(writes=True)
        with _explained(path):
            self._prepare()

    def _prepare(self) -> None:
        """A new file gets everything; an older one the tables that came since, which the next pull fills."""
        if self.up_to_date():
            return
        with self._writer, self._writes.begin() as connection:
            made_before = sa.inspect(connection).has_table("outbox")
            metadata.create_all(connection)
            if made_before:
                _add_class_names(connection)
            book = () if made_before else journal.TABLES.split(";")
            for statement in (*book, *journal.LATER, *journal.triggers(SYNCED), *question_index.TABLES):
                if statement.strip():
                    connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"pragma user_version = {VERSION}")

    def close(self) -> None:
        super().close()
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A snapshot to read from, for as long as the block lasts."""
        with _explained(self.path), self._engine.connect() as session:
            yield session

    @contextlib.contextmanager
    def change(self, title: str, kind: ChangeKind = "whole", *, place: str = "", undoes: int | None = None) -> Iterator[ChangeSet]:
        """Write as one change set. When the block ends without an error it is on the disk: *saved*.

        `title` is what the outbox and the audit show; `place` groups the steps of undo (a sheet's id). A set that changed
        nothing leaves no trace. Errors: 1304 disk full, 1305 not writable, 1307 more than 5,000 rows
        or 4 MB, 1310 a text that PostgreSQL cannot hold.
        """
        with self._writing() as session:
            driver = _driver(session)
            (seq,) = driver.execute(_OUTBOX, (kind, title, place, now(), undoes)).fetchone()
            driver.execute("update writing set seq = ?", (seq,))
            made = ChangeSet(session, seq)
            yield made
            if not self._within_limits(driver, seq):
                driver.execute("delete from outbox where seq = ?", (seq,))
                made.seq = None
            driver.execute("update writing set seq = null")
        if made.seq is not None:
            self.saved(made.seq)

    @staticmethod
    def _within_limits(driver: Any, seq: int) -> bool:
        """Whether the set holds anything; 1307 if it holds too much, 1310 if PostgreSQL could not keep a text of it."""
        rows, size, nul = driver.execute(_SIZE, (seq,)).fetchone()
        if nul:
            raise Mistake(1310)
        if rows > MOST_ROWS or size > MOST_BYTES:
            raise Mistake(1307, rows=rows, most=MOST_ROWS)
        return bool(rows)

    @contextlib.contextmanager
    def applying(self) -> Iterator[Session]:
        """For sync alone: write what the server says, without journalling it."""
        with self._writing() as session:
            session.execute(sa.text("update writing set seq = 0"))
            yield session
            session.execute(sa.text("update writing set seq = null"))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._writer, _explained(self.path), self._writes.begin() as session:
            yield session

    def meta(self, name: str) -> str | None:
        with self.reading() as session:
            value: str | None = session.execute(sa.text("select value from meta where name = :name"), {"name": name}).scalar()
            return value

    def remember(self, name: str, value: str | None) -> None:
        with self._writing() as session:
            session.execute(sa.text("insert or replace into meta values (:name, :value)"), {"name": name, "value": value})


def _add_class_names(connection: sa.Connection) -> None:
    """To the lessons of a file from before version 5, whose timetables are read again from their first revision on."""
    if "class_name" not in {column["name"] for column in sa.inspect(connection).get_columns("schedules")}:
        connection.exec_driver_sql("alter table schedules add column class_name text not null default ''")
        connection.exec_driver_sql("update scope set rev = 0 where kind = 'timetable'")


def now() -> str:
    """This machine's clock, for people to read. No decision is taken by it."""
    return datetime.now(UTC).isoformat(" ", "milliseconds")


def _driver(session: Session) -> Any:
    """The driver's own connection under this transaction."""
    return session.connection.driver_connection


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn the driver's errors, wrapped or bare, into sentences. The transaction around it has been undone by then."""
    with explained(path):
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise explain(str(error.orig), path) or error from error
