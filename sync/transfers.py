"""The thread that sends what waits, and fetching one file when somebody wants to see it. Apart from sync's thread: a film of an hour must
not hold up a mark."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import EmsError, Mistake, Outage
from ems_desktop.domain.files import Limits, S3Settings
from ems_desktop.store.cache import FileCache, Write
from ems_desktop.store.local import LocalStore
from ems_desktop.store.storage import Answer, Storage
from sync.s3 import S3
from sync.upload_queue import Progress
from sync.uploads import LONGEST, Uploads

if TYPE_CHECKING:
    import psycopg

ROUND = 6 * 3600.0  # seconds between two rounds of hearing what fits, and clearing away
_FIND = """select coalesce(f.name, q.name, '') as name, coalesce(p.sha256, f.sha256, q.sha256) as sha256, coalesce(p.stored, f.stored, q.stored) as stored
  from (select ? as id) i left join photos p on p.id = i.id left join files f on f.id = i.id left join question_media q on q.id = i.id"""


class Transfers:
    """Of one signed-in person. `office`: this computer clears away what was thrown away 30 days ago."""

    def __init__(
        self,
        store: LocalStore,
        cache: FileCache,
        dial: Callable[[], psycopg.Connection[Any]],
        person: str,
        *,
        office: bool,
        s3: S3 | None = None,
    ) -> None:
        self._store, self._cache, self._dial, self._office = store, cache, dial, office
        self.uploads = Uploads(store, cache, dial, person, s3)
        self._s3 = s3 or S3()  # for those who fetch: they are on other threads
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="transfers", daemon=True)
        self._next_round = 0.0

    @property
    def on_progress(self) -> Callable[[Progress], None]:
        """Told on the thread that sends."""
        return self.uploads.on_progress

    @on_progress.setter
    def on_progress(self, tell: Callable[[Progress], None]) -> None:
        self.uploads.on_progress = tell

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something is new in the queue, a row arrived at school, or the network is back."""
        self.uploads.at_once()
        self._wake.set()

    def stop(self, timeout: float = 10.0) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        self._s3.close()
        self.uploads.s3.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                due = self.uploads.send()
            except EmsError:  # this computer's disk is full, or its file cannot be written: sync says so
                due = LONGEST
            if time.monotonic() >= self._next_round:
                self.round()
            heard = max(self._next_round - time.monotonic(), LONGEST)
            self._wake.wait(heard if due is None else min(due, heard))

    def round(self) -> None:
        """Hear what fits, before anybody chooses a file; clear away. What fails is tried at the next waking."""
        with contextlib.suppress(EmsError), self.uploads.school() as storage:
            self.uploads.hear_limits(storage)
            self._next_round = time.monotonic() + ROUND
        if self._office:
            self.sweep()
        self._cache.evict(self._waiting())

    def fetch(self, id_: str, told: Callable[[int], object] = lambda _: None) -> str:
        """See that the bytes of this file, or of this pupil's photo, are in the cache: its checksum. `told`: how many bytes are here; what it
        raises ends the fetching.

        Errors: 1615 not here and nobody knows it, 1616 damaged on its way, 1617 and 1618 the S3, 1619 not uploaded yet, 1623 not for
        this person, 14xx no connection, 1352 disk full.
        """
        with self._store.snapshot() as plain:
            name, sha256, _ = plain.execute(_FIND, (id_,)).fetchone()
        if sha256 is None:
            raise Mistake(1615, name=name)
        sha = str(sha256)
        if sha not in self._cache:
            with self._cache.incoming(sha, name) as write:
                self._bring(id_, name, _counted(write, told))
            self._cache.evict(self._waiting())
        return sha

    def _bring(self, id_: str, name: str, write: Write) -> None:
        try:
            with self._dial() as connection:
                storage = Storage(connection)
                try:
                    signed = storage.get(id_)
                except Outage as error:
                    if error.code != 1622:
                        raise
                    _pieces(storage, id_, write)
                    return
            with self._s3.get(signed) as pieces:
                for piece in pieces:
                    write(piece)
        except Answer as answer:
            raise Outage(answer.code, name=name) from answer

    def _waiting(self) -> set[str]:
        with self._store.snapshot() as plain:
            return {sha256 for (sha256,) in plain.execute("select sha256 from upload").fetchall()}

    def set_up(self, s3: S3Settings | None) -> None:
        """Where the school's files shall lie from now on, None: in its database. An S3 is tried by writing, reading and deleting a little
        object; if it refuses, everything stays as it was. Office only.

        Errors: 1617 no answer, 1618 refused, 1621 no such settings, 1623 not the office, 14xx without a connection.
        """
        with self.uploads.school() as storage, storage.trying():
            storage.set_up(s3)
            for method, signed in storage.probe():
                self._s3.ask(method, signed, b"EMS Desktop" if method == "PUT" else b"")

    def set_limits(self, quota: int | None = None, most: int | None = None) -> Limits:
        """In bytes: what all files in the database may take, and one file where files lie now; None: as it is. What holds now. Office only.

        Errors: 1621 no such limits, 1623 not the office, 14xx without a connection.
        """
        with self.uploads.school() as storage:
            in_s3 = storage.limits().place == "s3"
            storage.set_limits(quota, None if in_s3 else most, most if in_s3 else None)
            return self.uploads.hear_limits(storage)

    def sweep(self) -> int:
        """Clear away at school what was thrown away 30 days ago: how many objects the S3 deleted. What fails is tried in the next round."""
        count = 0
        with contextlib.suppress(EmsError):
            with self.uploads.school() as storage:
                over = storage.sweep()
            for key, signed in over:
                self.uploads.s3.delete(signed)
                with self.uploads.school() as storage:
                    storage.swept(key)
                count += 1
        return count


def _counted(write: Write, told: Callable[[int], object]) -> Write:
    here = 0

    def written(data: bytes) -> None:
        nonlocal here
        write(data)
        here += len(data)
        told(here)

    return written


def _pieces(storage: Storage, id_: str, write: Write) -> None:
    number = 0
    while (piece := storage.get_chunk(id_, number)) is not None:
        write(piece)
        number += 1
