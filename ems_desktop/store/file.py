"""The encrypted file on this computer as SQLite alone sees it: its connections, its version, a snapshot to read in plain SQL.

Knows neither tables nor SQLAlchemy, whose import takes longer than a whole window: what stands on the first screen is read here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from ems_desktop.domain.errors import EmsError, Mistake, Outage
from ems_desktop.domain.folding import folded, holds_words

VERSION = 5  # PRAGMA user_version: raised with each change of this file's shape
Plain = Any  # a connection of the driver, which brings no types; its rows are read by place or by name


class LocalFile:
    """One person's file, perhaps not made yet. Making the object touches no disk."""

    def __init__(self, path: Path, key: bytes) -> None:
        """`key`: 32 random bytes."""
        self.path = path
        self._key = key.hex()
        self._idle: list[Plain] = []

    def connect(self) -> Plain:
        """A new connection outside any transaction."""
        connection = sqlcipher.connect(str(self.path), timeout=5.0, check_same_thread=False, isolation_level=None)
        connection.execute("pragma cipher_log_level = none")  # a wrong key is told as 1302, not on standard error
        connection.execute(f"pragma key = \"x'{self._key}'\"")
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma temp_store = memory")
        connection.execute("pragma cache_size = -16000")
        connection.create_function("folded", 1, folded, deterministic=True)
        connection.create_function("holds_words", 2, holds_words, deterministic=True)
        return connection

    def up_to_date(self) -> bool:
        """Whether the file has the shape that this program writes; a new or an older one has not.
        Errors: 1301 newer file, 1302 wrong key, 1305 not writable."""
        with self.snapshot() as plain:
            (version,) = plain.execute("pragma user_version").fetchone()
        if version > VERSION:
            raise Mistake(1301)
        return bool(version == VERSION)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Plain]:
        """One state of the file to read from in plain SQL, for as long as the block lasts."""
        with explained(self.path):
            connection = self._rested() or self.connect()
            connection.row_factory = sqlcipher.Row
            connection.execute("begin")
            try:
                yield connection
            finally:
                connection.execute("rollback")
                self._idle.append(connection)

    def _rested(self) -> Plain | None:
        """A connection that nobody reads from; threads may ask at the same time."""
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        return None

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences; what is none of them passes."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        raise explain(str(error), path) or error from error


def explain(text: str, path: Path) -> EmsError | None:
    """What SQLite's words about the file at `path` mean for a person; None: a mistake of the program."""
    if "full" in text or "disk I/O error" in text:
        return Outage(1304)
    if "database is locked" in text:
        return Outage(1311)
    if "readonly" in text or "unable to open" in text:
        return Mistake(1305, path=str(path.parent))
    if "not a database" in text:
        return Mistake(1302)
    if "malformed" in text:
        return Outage(1306, detail=text, path=str(path))
    return None
