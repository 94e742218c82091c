"""Jobs for n8n: what is known of them on this computer, starting and ending them at school, and telling n8n.

Reading needs no network: the jobs as they were told last lie in the person's file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.jobs import Kind
from ems_desktop.services.accounts import Dial
from ems_desktop.services.jobs_views import Job, JobDetail, News, detail_of, job_of
from ems_desktop.services.people import Person
from ems_desktop.services.school_line import at_school
from ems_desktop.store.line import Line
from ems_desktop.store.local import LocalStore, Session

if TYPE_CHECKING:
    from ems_desktop.store.connect import Connection

MOST = 300  # jobs that are kept here
IDLE = 5.0  # seconds that a connection is kept: between two looks while something runs, no longer
SWEEP_EVERY = 60.0
NUDGE_EVERY = 60.0
Row = dict[str, Any]


class Jobs:
    """Of one person: own jobs, of the office everybody's. What talks to the school raises NeedsOnline 1580 without it."""

    def __init__(self, store: LocalStore, person: Person, dial: Dial, n8n: Callable[[], str | None] = lambda: None) -> None:
        """`n8n`: its address, None where the school has none: then its own schedule finds what waits."""
        self._store, self._person, self._line, self._n8n = store, person, Line(dial, IDLE), n8n
        self._swept = -SWEEP_EVERY
        self._nudged: dict[str, float] = {}

    # -- what is known here

    def all(self) -> tuple[Job, ...]:
        """What runs first, then the newest."""
        with self._store.reading() as session:
            found = [job_of(row) for row in _seen(session)]
        return tuple(sorted(found, key=lambda job: (not job.running, -job.queued_at.timestamp())))

    def one(self, job_id: str) -> JobDetail | None:
        """With its log and result; None if it is not known here."""
        with self._store.reading() as session:
            row = next(_seen(session, job_id), None)
        return None if row is None else detail_of(row)

    def details(self) -> tuple[JobDetail, ...]:
        """All of them with log and result, in no order."""
        with self._store.reading() as session:
            return tuple(map(detail_of, _seen(session)))

    def of_material(self, material_id: str) -> tuple[Job, ...]:
        return tuple(job for job in self.all() if job.material_id == material_id)

    # -- at school

    def refresh(self) -> News:
        """Look at the school: fetch what has changed; once a minute see to it that what is overdue ends."""
        from ems_desktop.store import jobs as school

        with self._school() as connection:
            if monotonic() - self._swept >= SWEEP_EVERY:
                school.sweep(connection)
                self._swept = monotonic()
            heads = school.heads(connection, MOST)
            with self._store.reading() as session:
                known = {row.id: row.updated_at for row in session.execute(sa.text("select id, updated_at from jobs_seen"))}
            changed = [id_ for id_, at in heads.items() if known.get(id_) != at]
            fetched = school.rows(connection, changed) if changed else []
        return self._take(fetched, heads, gone=known.keys() - heads.keys())

    def start(self, kind: Kind, material_id: str, **params: Any) -> str:
        """A new job, or the one of the same kind that runs already: its id. Errors: 1583 the material is not at school, 1584 too many."""
        from ems_desktop.store import jobs as school

        with self._school() as connection:
            job = school.start(connection, kind, material_id, params)
        self._follow(job)
        return job

    def retry(self, job_id: str) -> None:
        """Errors: 1581 it did not fail, NotAllowed for somebody else's."""
        from ems_desktop.store import jobs as school

        with self._school() as connection:
            done = school.retry(connection, job_id)
        self._follow(job_id)
        if not done:
            raise Mistake(1581)

    def cancel(self, job_id: str) -> None:
        """Errors: 1582 it had ended, NotAllowed for somebody else's."""
        from ems_desktop.store import jobs as school

        with self._school() as connection:
            done = school.cancel(connection, job_id)
            self._fetch(connection, [job_id])
        if not done:
            raise Mistake(1582)

    def nudge(self, job_id: str) -> bool:
        """Tell n8n of a job, at most once a minute. Whether it heard; if not, its schedule finds the job."""
        from ems_desktop.integrations import n8n
        from ems_desktop.store import jobs as school

        url, now = self._n8n(), monotonic()
        if not url or now - self._nudged.get(job_id, -NUDGE_EVERY) < NUDGE_EVERY:
            return False
        with self._school() as connection:
            ticket = school.ticket(connection, job_id)
        self._nudged[job_id] = now
        return ticket is not None and n8n.nudge(url, ticket, job_id)

    def hang_up(self) -> None:
        self._line.hang_up()

    @contextmanager
    def _school(self) -> Iterator[Connection]:
        with at_school(self._line, 1580) as connection:
            yield connection

    def _follow(self, job_id: str) -> None:
        """After its (re)start: shown at once, and n8n told."""
        with self._school() as connection:
            self._fetch(connection, [job_id])
        self._nudged.pop(job_id, None)
        self.nudge(job_id)

    # -- what is kept here

    def _fetch(self, connection: Connection, ids: Sequence[str]) -> None:
        from ems_desktop.store import jobs as school

        rows = school.rows(connection, ids)
        with self._store.applying() as session:
            _keep(session, rows)

    def _take(self, fetched: list[Row], heads: dict[str, str], gone: set[str]) -> News:
        """Keep what came; say what is new of mine."""
        mine = self._mine()
        before = {job.id for job in mine if job.running}
        if fetched or gone:
            with self._store.applying() as session:
                _keep(session, fetched, heads)
                session.execute(
                    sa.text("delete from jobs_seen where id in (select value from json_each(:ids))"), {"ids": json.dumps(list(gone))}
                )
            mine = self._mine()
        running = [job for job in mine if job.running]
        return News(
            changed=frozenset({row["id"] for row in fetched} | gone),
            ended=tuple(job for job in mine if job.id in before and not job.running),
            running=len(running),
            waiting=tuple(job.id for job in running if not job.taken and job.state == "running"),
        )

    def _mine(self) -> list[Job]:
        return [job for job in self.all() if job.person_id == self._person.id]


def _seen(session: Session, job_id: str | None = None) -> Iterator[Row]:
    where = "" if job_id is None else " where id = :id"
    for (text,) in session.execute(sa.text(f"select job from jobs_seen{where}"), {"id": job_id} if where else {}):  # noqa: S608 - no value
        yield json.loads(text)


def _keep(session: Session, rows: list[Row], heads: dict[str, str] | None = None) -> None:
    """`heads`: when each changed last, as the server writes it; without them the row is fetched again at the next look."""
    for row in rows:
        session.execute(
            sa.text("insert or replace into jobs_seen (id, updated_at, job) values (:id, :at, :job)"),
            {"id": row["id"], "at": (heads or {}).get(row["id"], ""), "job": json.dumps(row)},
        )


__all__ = ["Jobs"]
