"""Five who sit at a SQL prompt instead of the program: the office, a teacher, a pupil, the gate, and a session that has ended."""

from __future__ import annotations

from typing import Any, Literal

import psycopg
from psycopg.pq import TransactionStatus

from tests.world import SchoolWorld

Role = Literal["office", "teacher", "pupil", "gate", "ended"]
ROLES: tuple[Role, ...] = ("office", "teacher", "pupil", "gate", "ended")
PEOPLE: dict[Role, str] = {"office": "sri", "teacher": "budi", "pupil": "ani", "ended": "dewi"}  # dewi: homeroom teacher of 7a


class Prompts:
    """One connection each, put back in order between two attacks."""

    def __init__(self, world: SchoolWorld) -> None:
        self.world = world
        self._open: dict[Role, psycopg.Connection[Any]] = {}

    def __getitem__(self, role: Role) -> psycopg.Connection[Any]:
        connection = self._open.get(role)
        if connection is None or connection.closed:
            connection = self._open[role] = self._connect(role)
            connection.prepare_threshold = None  # DISCARD would take the prepared ones away
        if connection.info.transaction_status != TransactionStatus.IDLE:
            connection.rollback()
        connection.execute("discard all")
        return connection

    def _connect(self, role: Role) -> psycopg.Connection[Any]:
        if role == "gate":
            return self.world.gate()
        connection = self.world.connect(PEOPLE[role])
        if role == "ended":
            core = self.world.superuser("ems_core")
            core.execute(
                "update identity.device set valid_until = now() - interval '1 s' where user_id = %s", (self.world.id(PEOPLE[role]),)
            )
        return connection
