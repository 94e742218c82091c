"""One job in each state for the demo school, as if n8n had been there: through the same functions, by an administrator of the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from ems_desktop import paths

MATERIALS = 7  # that it needs
KINDS = ("analysis", "analysis", "analysis", "questions", "analysis", "analysis", "analysis")


@dataclass(frozen=True, slots=True)
class Played:
    """The jobs' ids, by what became of them."""

    waiting: str
    working: str
    done: str
    asked: str
    failed: str
    overdue: str
    cancelled: str


def play(admin: psycopg.Connection[Any], person: str, materials: Sequence[str]) -> Played:
    """This person's jobs, about the first of these materials. `admin`: to the school's database, of one who may become ems_core."""
    told: dict[str, Any] = json.loads(paths.resources("demo", "jobs.json").read_text(encoding="utf-8"))
    admin.execute("set role ems_core")
    queued = zip(KINDS, materials[:MATERIALS], strict=True)
    made = Played(*(str(_one(admin, "select jobs.queue(%s, %s, %s, '{}')", person, kind, material)) for kind, material in queued))
    taken = {job: _claim(admin, job, n) for n, job in enumerate((made.working, made.done, made.asked, made.failed, made.overdue), 17)}
    _one(admin, "select jobs.progress(%s, %s, 62, %s)", made.working, taken[made.working], told["note"])
    _one(admin, "select jobs.complete(%s, %s, %s)", made.done, taken[made.done], Jsonb(told["analysis"]))
    _one(admin, "select jobs.complete(%s, %s, %s)", made.asked, taken[made.asked], Jsonb(told["questions"]))
    _one(admin, "select jobs.fail(%s, %s, 'rejected', %s)", made.failed, taken[made.failed], told["refusal"])
    _one(admin, "select jobs.end_badly(%s, 'cancelled', null, 'cancelled')", made.cancelled)
    admin.execute("update ems.jobs set deadline = clock_timestamp() - interval '1 minute', sweeps = 1 where id = %s", (made.overdue,))
    for job in (made.done, made.asked, made.failed):
        _one(admin, "select jobs.execution(execution, 'success') from ems.jobs where id = %s", job)
    admin.execute("reset role")
    return made


def _claim(admin: psycopg.Connection[Any], job: str, number: int) -> str:
    return str(_one(admin, "select job->>'claim' from jobs.claim(%s, %s)", job, str(number)))


def _one(admin: psycopg.Connection[Any], statement: str, *given: Any) -> Any:
    row = admin.execute(statement.encode(), given).fetchone()
    assert row
    return row[0]
