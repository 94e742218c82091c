"""Sends the files that wait: from the cache's copy, on from where it was after any interruption.

The queue is asked before each MiB, so that pausing takes hold at once.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.domain.files import MIB, PART, PIECE, Limits, megabytes, parts
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from ems_desktop.store.storage import STORED, Answer, Storage
from sync.s3 import S3, Refused
from sync.upload_queue import Job, Progress, UploadQueue

if TYPE_CHECKING:
    import psycopg

LIMITS = "files.limits"  # the note of what fits
SHORTEST, LONGEST = 5.0, 300.0  # seconds between two looks at the queue, and two tries
AT_ONCE = 4  # parts that are signed together: the school's connections are few
_ENDS = frozenset({1610, 1612, 1623})  # only a person can do something about these


class Halted(Exception):
    """It is paused, or given up."""


class Uploads:
    """`dial` opens a connection as this person. Called from one thread."""

    def __init__(
        self, store: LocalStore, cache: FileCache, dial: Callable[[], psycopg.Connection[Any]], person: str, s3: S3 | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._store, self._cache, self._dial, self._person = store, cache, dial, person
        self._queue = UploadQueue(store)
        self.s3, self.on_progress = s3 or S3(), on_progress
        self._tries: dict[str, tuple[int, float]] = {}  # id → tries that failed, when the next may be

    def send(self) -> float | None:
        """Send what may be sent now. Seconds until something is due again, None: nothing waits. Raises nothing of ours."""
        self._queue.find_lost(self._person, self._cache)
        for job in self._queue.ready():
            if job.over:
                self._clear(job)
            elif job.stored:
                self._queue.drop(job)
            elif self._due(job.id) <= 0:
                self._try(job)
        return min((max(self._due(id_), SHORTEST) for id_ in self._queue.waiting()), default=None)

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

    def _try(self, job: Job) -> None:
        try:
            self._send(job)
        except Halted:
            self.on_progress(job.progress("paused"))
        except Answer as answer:
            if answer.code == STORED:
                self._finish(job)
            else:
                self._put_off(job, self._too_much(job, answer.code))
        except (FileNotFoundError, ValueError):
            self._put_off(job, Mistake(1612, name=job.name))
        except EmsError as error:
            self._put_off(job, error)
        else:
            self._finish(job)

    def _send(self, job: Job) -> None:
        with self.school() as storage:
            job.place = self.hear_limits(storage).place
            if job.place == "database":
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

    def _send_pieces(self, job: Job, storage: Storage) -> None:
        """Into the school's database, what is not there yet."""
        there = storage.chunks(job.id)
        for number in range(parts(job.size, PIECE)):
            self._ask(job)
            if number not in there:
                storage.put_chunk(job.id, number, next(self._cache.pieces(job.sha256, number)))
            self._sent(job, min(PIECE, job.size - job.sent))
        storage.finish(job.id)

    def _send_parts(self, job: Job) -> None:
        """Into the S3, part by part; what arrived is noted at once."""
        if job.upload is None:
            with self.school() as storage:
                signed = storage.begin(job.id)
            job.upload = self.s3.begin(signed)
            self._queue.note(job)
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
                self._queue.note(job)
            raise

    def _send_some(self, job: Job, numbers: list[int]) -> None:
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
            self._queue.note(job)

    def _part(self, job: Job, number: int) -> Iterator[bytes]:
        return self._cache.pieces(job.sha256, (number - 1) * (PART // PIECE), PART // PIECE)

    def _digest(self, job: Job, number: int) -> bytes:
        found = hashlib.sha256()
        for piece in self._part(job, number):
            found.update(piece)
        return found.digest()

    def _counted(self, job: Job, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._ask(job)
            yield piece
            self._sent(job, len(piece))

    def _ask(self, job: Job) -> None:
        """Whether it is still wanted."""
        if not self._queue.wanted(job):
            raise Halted

    def _sent(self, job: Job, size: int) -> None:
        job.sent += size
        self.on_progress(job.progress("sending"))

    def _too_much(self, job: Job, code: int) -> EmsError:
        known = Limits(**json.loads(self._store.meta(LIMITS) or "{}"))
        return Mistake(code, name=job.name, size=megabytes(job.size), most=known.most // MIB, free=(known.free or 0) // MIB)

    def _put_off(self, job: Job, error: EmsError) -> None:
        """Later again, by itself; or not, where only a person can help."""
        tries = self._tries.get(job.id, (0, 0.0))[0] + 1
        wait = min(LONGEST, 2.0 ** min(tries, 9)) * random.uniform(0.5, 1.0)  # noqa: S311 - spreads many desktops
        self._tries[job.id] = (tries, time.monotonic() + wait)
        state = "failed" if error.code in _ENDS else "waiting"
        self._queue.put_off(job, error.code, state)
        self.on_progress(job.progress(state, error))

    def _due(self, id_: str) -> float:
        """Seconds until this one may be tried again."""
        return self._tries.get(id_, (0, 0.0))[1] - time.monotonic()

    def _finish(self, job: Job) -> None:
        self._queue.done(job, job.place)
        self._tries.pop(job.id, None)
        job.sent = job.size
        self.on_progress(job.progress("done"))

    def _clear(self, job: Job) -> None:
        """What the S3 holds of it goes, too, if it can be reached."""
        with contextlib.suppress(EmsError, Answer):
            if job.upload:
                with self.school() as storage:
                    signed = storage.abort(job.id, job.upload)
                if signed:
                    self.s3.delete(signed)
        self._queue.drop(job)
        self.on_progress(job.progress("gone"))
