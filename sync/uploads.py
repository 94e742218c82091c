"""The queue of files that wait to be sent, and the sending of one: from the cache's copy, goes on after any interruption.

The queue is the table `upload` of a person's file. It is asked before each MiB, so that pausing takes hold at once.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.domain.files import MIB, PART, PIECE, Limits, megabytes, parts
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from ems_desktop.store.storage import STORED, Answer, Storage
from sync.s3 import S3, Refused

if TYPE_CHECKING:
    import psycopg

LIMITS = "files.limits"  # the note of what fits
SHORTEST, LONGEST = 5.0, 300.0  # seconds between two looks at the queue, and two tries
AT_ONCE = 4  # parts that are signed together: the school's connections are few
_ENDS = frozenset({1610, 1612, 1623})  # only a person can do something about these

# What waits, and is at school as a row: sent before its row, it would be nobody's.
_WAITING = """
select u.id, u.sha256, u.size, u.state, u.upload, u.parts, coalesce(f.name, '') as name, coalesce(p.sha256, f.sha256) as now, coalesce(p.deleted, f.deleted) as gone,
       coalesce(p.stored, f.stored) as stored
  from upload u left join photos p on p.id = u.id left join files f on f.id = u.id and p.id is null
 where u.state in ('waiting', 'cancelled')
   and not exists (select 1 from change c where c.key = u.id and c.tbl in ('files', 'photos') and c.live = 1)
 order by u.size"""
# A school that was restored from a backup lost what it had been told since.
_LOST = """
insert into upload (id, sha256, size) select f.id, f.sha256, f.size from files f
 where f.stored is null and not f.deleted and f.uploaded_by = ? and f.id not in (select id from upload) returning id, sha256"""


@dataclass(frozen=True, slots=True)
class Progress:
    """`state`: sending, done, waiting, paused, failed or gone. `sent` and `size` in bytes; `error` of the last try."""

    id: str
    state: str
    sent: int
    size: int
    error: EmsError | None = None


@dataclass(slots=True)
class _Job:
    """One row of the queue."""

    id: str
    name: str
    sha256: str
    size: int
    upload: str | None
    parts: dict[int, tuple[str, str]] = field(default_factory=dict)  # number → (ETag, checksum in base64)
    sent: int = 0

    @classmethod
    def of(cls, row: Any) -> _Job:
        arrived = {int(n): (etag, check) for n, (etag, check) in json.loads(row["parts"]).items()}
        return cls(row["id"], row["name"], row["sha256"], row["size"], row["upload"], arrived)


class Halted(Exception):  # noqa: N818 - somebody's wish
    """It is paused, or given up."""


class Uploads:
    """`dial` opens a connection as this person. Called from one thread."""

    def __init__(
        self, store: LocalStore, cache: FileCache, dial: Callable[[], psycopg.Connection[Any]], person: str, s3: S3 | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._store, self._cache, self._dial, self._person = store, cache, dial, person
        self.s3, self.on_progress = s3 or S3(), on_progress
        self._tries: dict[str, tuple[int, float]] = {}  # id → tries that failed, when the next may be
        self._searched = False

    def send(self) -> float | None:
        """Send what may be sent now. Seconds until something is due again, None: nothing waits. Raises nothing of ours."""
        self._find_lost()
        for row in self._rows(_WAITING):
            if row["state"] == "cancelled" or row["gone"] or row["now"] != row["sha256"]:
                self._clear(row)
            elif row["stored"]:
                self._finish(row["id"], row["size"])
            elif self._due(row["id"]) <= 0:
                self._try(_Job.of(row))
        waiting = {row["id"] for row in self._rows("select id from upload where state in ('waiting', 'cancelled')")}
        return min((max(self._due(id_), SHORTEST) for id_ in waiting), default=None)

    def at_once(self) -> None:
        """The network is back, or a person wants to see it tried."""
        self._tries.clear()

    @contextlib.contextmanager
    def school(self) -> Iterator[Storage]:
        with self._dial() as connection:
            yield Storage(connection)

    def hear_limits(self, storage: Storage) -> Limits:
        found = storage.limits()
        note = json.dumps(asdict(found))
        if self._store.meta(LIMITS) != note:
            self._store.remember(LIMITS, note)
        return found

    def _find_lost(self) -> None:
        if self._searched:
            return
        self._searched = True
        with self._store.applying() as session:
            driver = session.connection.driver_connection
            for id_, sha256 in driver.execute(_LOST, (self._person,)).fetchall():  # type: ignore[union-attr]
                if sha256 not in self._cache:
                    driver.execute("delete from upload where id = ?", (id_,))  # type: ignore[union-attr]

    def _try(self, job: _Job) -> None:
        try:
            self._send(job)
        except Halted:
            self._tell(job, "paused")
        except Answer as answer:
            if answer.code == STORED:
                self._finish(job.id, job.size)
            else:
                self._put_off(job, self._too_much(job, answer.code))
        except (FileNotFoundError, ValueError):
            self._put_off(job, Mistake(1612, name=job.name))
        except EmsError as error:
            self._put_off(job, error)
        else:
            self._finish(job.id, job.size)

    def _send(self, job: _Job) -> None:
        with self.school() as storage:
            if self.hear_limits(storage).place == "database":
                self._send_pieces(job, storage)
                return
            if job.size <= PART:
                signed = storage.put(job.id)
        if job.size <= PART:
            self.s3.put(signed, self._counted(job, self._cache.pieces(job.sha256)))
        else:
            self._send_parts(job)
        with self.school() as storage:
            storage.stored(job.id)

    def _send_pieces(self, job: _Job, storage: Storage) -> None:
        """Into the school's database, what is not there yet."""
        there = storage.chunks(job.id)
        for number in range(parts(job.size, PIECE)):
            self._ask(job)
            if number not in there:
                storage.put_chunk(job.id, number, next(self._cache.pieces(job.sha256, number)))
            self._sent(job, min(PIECE, job.size - job.sent))
        storage.finish(job.id)

    def _send_parts(self, job: _Job) -> None:
        """Into the S3, part by part; what arrived is noted at once."""
        if job.upload is None:
            with self.school() as storage:
                signed = storage.begin(job.id)
            job.upload = self.s3.begin(signed)
            self._note(job)
        count = parts(job.size)
        job.sent = min(len(job.parts) * PART, job.size)
        missing = [n for n in range(1, count + 1) if n not in job.parts]
        try:
            for start in range(0, len(missing), AT_ONCE):
                self._send_some(job, missing[start : start + AT_ONCE])
            with self.school() as storage:
                signed = storage.complete(job.id, job.upload)
            self.s3.complete(signed, job.parts)
        except Refused as refused:
            if refused.reason in ("NoSuchUpload", "InvalidPart", "InvalidPartOrder", "EntityTooSmall"):
                job.upload, job.parts, job.sent = None, {}, 0  # the S3 has thrown it away: anew, at the next try
                self._note(job)
            raise

    def _send_some(self, job: _Job, numbers: list[int]) -> None:
        digests = {n: self._digest(job, n) for n in numbers}
        with self.school() as storage:
            signed = {n: storage.part(job.id, job.upload or "", n, digests[n].hex()) for n in numbers}
        for n in numbers:
            before = job.sent
            try:
                etag = self.s3.put(signed[n], self._counted(job, self._part(job, n)))
            except BaseException:
                job.sent = before
                raise
            job.parts[n] = (etag, base64.b64encode(digests[n]).decode())
            self._note(job)

    def _part(self, job: _Job, number: int) -> Iterator[bytes]:
        return self._cache.pieces(job.sha256, (number - 1) * (PART // PIECE), PART // PIECE)

    def _digest(self, job: _Job, number: int) -> bytes:
        found = hashlib.sha256()
        for piece in self._part(job, number):
            found.update(piece)
        return found.digest()

    def _counted(self, job: _Job, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._ask(job)
            yield piece
            self._sent(job, len(piece))

    def _ask(self, job: _Job) -> None:
        """Whether it is still wanted."""
        if not self._rows("select 1 from upload where id = ? and state = 'waiting'", job.id):
            raise Halted

    def _sent(self, job: _Job, size: int) -> None:
        job.sent += size
        self._tell(job, "sending")

    def _tell(self, job: _Job, state: str, error: EmsError | None = None) -> None:
        self.on_progress(Progress(job.id, state, job.sent, job.size, error))

    def _too_much(self, job: _Job, code: int) -> EmsError:
        known = Limits(**json.loads(self._store.meta(LIMITS) or "{}"))
        return Mistake(code, name=job.name, size=megabytes(job.size), most=known.most // MIB, free=(known.free or 0) // MIB)

    def _put_off(self, job: _Job, error: EmsError) -> None:
        """Later again, by itself; or not, where only a person can help."""
        tries = self._tries.get(job.id, (0, 0.0))[0] + 1
        wait = min(LONGEST, 2.0 ** min(tries, 9)) * random.uniform(0.5, 1.0)  # noqa: S311 - spreads many desktops
        self._tries[job.id] = (tries, time.monotonic() + wait)
        state = "failed" if error.code in _ENDS else "waiting"
        self._write("update upload set code = ?, sent = ?, state = ? where id = ? and state = 'waiting'", error.code, job.sent, state, job.id)
        self._tell(job, state, error)

    def _due(self, id_: str) -> float:
        """Seconds until this one may be tried again."""
        return self._tries.get(id_, (0, 0.0))[1] - time.monotonic()

    def _note(self, job: _Job) -> None:
        self._write("update upload set upload = ?, parts = ?, sent = ?, code = null where id = ?", job.upload, json.dumps(job.parts), job.sent, job.id)

    def _finish(self, id_: str, size: int) -> None:
        self._write("delete from upload where id = ?", id_)
        self._tries.pop(id_, None)
        self.on_progress(Progress(id_, "done", size, size))

    def _clear(self, row: Any) -> None:
        """Given up, thrown away, or another photo by now: what the S3 holds of it goes, if it can be reached."""
        with contextlib.suppress(EmsError, Answer):
            if row["upload"]:
                with self.school() as storage:
                    signed = storage.abort(row["id"], row["upload"])
                if signed:
                    self.s3.delete(signed)
        self._write("delete from upload where id = ? and sha256 = ?", row["id"], row["sha256"])
        self.on_progress(Progress(row["id"], "gone", 0, row["size"]))

    def _rows(self, query: str, *given: object) -> list[Any]:
        with self._store.snapshot() as plain:
            return list(plain.execute(query, given).fetchall())

    def _write(self, query: str, *given: object) -> None:
        with self._store.applying() as session:
            session.connection.driver_connection.execute(query, given)  # type: ignore[union-attr]
