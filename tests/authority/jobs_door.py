"""Jobs as n8n sees them, and as the people do who started them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import psycopg

from tests.world import SchoolWorld, uid

LENSA = uid("material.lensa")
PASSWORD = "n8n's own"
RESULT: dict[str, Any] = {"model": "gemini-test", "at": "2026-11-22T08:00:00Z", "proposals": {"MATERIAL_TITLE": {"value": "Lensa", "confidence": 0.9, "where": "hlm. 1"}}}  # fmt: skip


class JobsDoor:
    """One school and n8n's connection to it."""

    def __init__(self, world: SchoolWorld, n8n: psycopg.Connection[Any]) -> None:
        self.world, self.n8n = world, n8n

    @classmethod
    @contextlib.contextmanager
    def open(cls, world: SchoolWorld) -> Iterator[JobsDoor]:
        """The test that needs jobs of its own begins without any."""
        superuser = world.superuser()
        superuser.execute(f"alter role ems_n8n password '{PASSWORD.replace(chr(39), chr(39) * 2)}'")
        cls(world, superuser).forget()
        with psycopg.connect(world.server.dsn(world.database, "ems_n8n", PASSWORD), autocommit=True) as n8n:
            yield cls(world, n8n)

    def forget(self) -> None:
        self.world.superuser().execute("set session_replication_role = replica")
        self.world.superuser().execute("delete from ems.jobs")
        self.world.superuser().execute("reset session_replication_role")
        self.world.superuser("ems_core").execute("update jobs.sweeping set at = '-infinity'")

    def start(self, person: str = "budi", kind: str = "analysis", material: str = LENSA, **params: Any) -> str:
        return str(one(self.world.session(person), "select jobs.start(%s, %s, %s)", kind, material, json.dumps(params)))

    def claim(self, job: str | None = None, execution: str | None = None) -> dict[str, Any] | None:
        row = self.n8n.execute("select job from jobs.claim(%s, %s)", (job, execution)).fetchone()
        return row[0] if row else None

    def claimed(self, person: str = "budi", execution: str | None = None) -> tuple[str, str]:
        """A new job that n8n has taken: its id and claim."""
        told = self.claim(self.start(person), execution)
        assert told
        return told["id"], told["claim"]

    def complete(self, job: str, claim: str, result: Any = RESULT) -> str:
        return str(one(self.n8n, "select jobs.complete(%s, %s, %s)", job, claim, json.dumps(result)))

    def fail(self, job: str, claim: str, reason: str | None = "rejected", detail: str | None = "SAFETY") -> str:
        return str(one(self.n8n, "select jobs.fail(%s, %s, %s, %s)", job, claim, reason, detail))

    def execution(self, execution: str, status: str) -> None:
        self.n8n.execute("select jobs.execution(%s, %s)", (execution, status))

    def sweep(self, minutes: int = 1) -> int:
        """A minute after the last."""
        self.world.superuser("ems_core").execute("update jobs.sweeping set at = at - make_interval(mins => %s)", (minutes,))
        return int(one(self.n8n, "select jobs.sweep()"))

    def age(self, job: str, column: str, minutes: float) -> None:
        """As if this had been so long ago."""
        self.world.owner().execute(
            f"update ems.jobs set {column} = {column} - make_interval(secs => %s) where id = %s", (minutes * 60, job)
        )

    def ended(self, job: str) -> tuple[str, str | None]:
        """Status and reason."""
        row = self.world.owner().execute("select status, reason from ems.jobs where id = %s", (job,)).fetchone()
        assert row
        return row[0], row[1]

    def value(self, job: str, column: str) -> Any:
        return one(self.world.owner(), f"select {column} from ems.jobs where id = %s", job)

    def log(self, job: str) -> list[str]:
        return [entry["what"] for entry in self.value(job, "log")]


def one(connection: psycopg.Connection[Any], statement: str, *parameters: Any) -> Any:
    row = connection.execute(statement, parameters).fetchone()
    assert row is not None
    return row[0]
