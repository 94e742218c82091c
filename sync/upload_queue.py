"""The files that wait to be sent: the table `upload` of a person's file. It outlives every interruption; nothing is kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from ems_desktop.domain.errors import EmsError
from ems_desktop.store.local import LocalStore

# What waits, and is at school as a row: sent before its row, it would be nobody's.
_WAITING = """
select u.id, u.sha256, u.size, u.state, u.upload, u.parts, coalesce(f.name, q.name, '') as name, coalesce(p.sha256, f.sha256, q.sha256) as now,
       coalesce(p.deleted, f.deleted, q.deleted) as gone, coalesce(p.stored, f.stored, q.stored) as stored
  from upload u left join photos p on p.id = u.id left join files f on f.id = u.id and p.id is null left join question_media q on q.id = u.id and f.id is null
 where u.state in ('waiting', 'cancelled')
   and not exists (select 1 from change c where c.key = u.id and c.tbl in ('files', 'photos', 'question_media') and c.live = 1)
 order by u.size"""
# A school that was restored from a backup lost what it had been told since; and a change that was refused may be sent again.
_LOST = """
select f.id, f.sha256, f.size from (
  select id, sha256, size, stored, deleted, uploaded_by from files union all select id, sha256, size, stored, deleted, uploaded_by from question_media) f
 where f.stored is null and not f.deleted and f.uploaded_by = ? and f.id not in (select id from upload)"""
_DROP = "delete from upload where id = ? and sha256 = ?"


@dataclass(frozen=True, slots=True)
class Progress:
    """`state`: sending, done, waiting, paused, failed or gone. `sent` and `size` in bytes; `error` of the last try."""

    id: str
    state: str
    sent: int
    size: int
    error: EmsError | None = None


@dataclass(slots=True)
class Job:
    """One row of the queue. `parts`: number → (ETag, checksum in base64). `over`: given up, thrown away, or another photo by now."""

    id: str
    name: str
    sha256: str
    size: int
    over: bool
    stored: bool
    upload: str | None
    parts: dict[int, tuple[str, str]] = field(default_factory=dict)
    sent: int = 0
    place: str = "s3"  # where it goes: s3 or database

    @classmethod
    def of(cls, row: Any) -> Job:
        over = row["state"] == "cancelled" or bool(row["gone"]) or row["now"] != row["sha256"]
        arrived = {int(n): (etag, check) for n, (etag, check) in json.loads(row["parts"]).items()}
        return cls(row["id"], row["name"], row["sha256"], row["size"], over, row["stored"] is not None, row["upload"], arrived)

    def progress(self, state: str, error: EmsError | None = None) -> Progress:
        return Progress(self.id, state, self.sent, self.size, error)


class UploadQueue:
    def __init__(self, store: LocalStore) -> None:
        self._store = store

    def ready(self) -> list[Job]:
        """What may be sent now, the small ones first."""
        return [Job.of(row) for row in self._rows(_WAITING)]

    def waiting(self) -> set[str]:
        """Also what cannot be sent yet."""
        return {row["id"] for row in self._rows("select id from upload where state in ('waiting', 'cancelled')")}

    def wanted(self, job: Job) -> bool:
        """Neither paused nor given up meanwhile."""
        return bool(self._rows("select 1 from upload where id = ? and state = 'waiting'", job.id))

    def note(self, job: Job) -> None:
        """What has arrived; it need not be sent again."""
        given = (job.upload, json.dumps(job.parts), job.sent, job.id)
        self._write(("update upload set upload = ?, parts = ?, sent = ?, code = null where id = ?", given))

    def put_off(self, job: Job, code: int, state: str) -> None:
        given = (code, job.sent, state, job.id)
        self._write(("update upload set code = ?, sent = ?, state = ? where id = ? and state = 'waiting'", given))

    def drop(self, job: Job) -> None:
        """Unless another photo has taken its place meanwhile."""
        self._write((_DROP, (job.id, job.sha256)))

    def done(self, job: Job, place: str) -> None:
        """It is at school; the next pull says so, too."""
        stored = (
            (f"update {table} set stored = ? where id = ? and sha256 = ?", (place, job.id, job.sha256))
            for table in ("files", "photos", "question_media")
        )
        self._write((_DROP, (job.id, job.sha256)), *stored)

    def find_lost(self, person: str, cached: Container[str]) -> None:
        """Queue again what this person brought, what school does not have, and what is still `cached` here."""
        lost = [tuple(row) for row in self._rows(_LOST, person) if row["sha256"] in cached]
        if lost:
            self._write(*(("insert or ignore into upload (id, sha256, size) values (?, ?, ?)", row) for row in lost))

    def _rows(self, query: str, *given: object) -> list[Any]:
        with self._store.snapshot() as plain:
            return list(plain.execute(query, given).fetchall())

    def _write(self, *statements: tuple[str, tuple[Any, ...]]) -> None:
        """In one transaction."""
        with self._store.applying() as session:
            driver: Any = session.connection.driver_connection
            for statement, given in statements:
                driver.execute(statement, given)
