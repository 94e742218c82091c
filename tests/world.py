"""A small school on a real PostgreSQL, with people who sign in through the real door as real login roles.

    with SchoolWorld.open(server) as world:            # a database of its own, cloned from a template made once a server
        teacher = world.session("budi")                # psycopg connection as Budi's login role, autocommit
        answer = world.push("budi", cells(world, "math_7a", {("quiz", "ani"): 80}))
        world.owner().execute("update ems.semesters set state = 'closed' where code = '20261'")

Everybody and everything has a short name; `world.id(name)` is its UUID, the same in every database. People: `sri` (office),
`budi` (teaches math_7a, pai_7a, chess_7a), `citra` (science_7a, math_7b; homeroom of 7b), `dewi` (teaches nothing, homeroom of 7a); pupils `ani`
(Islam), `beni` (Kristen), `cici` (Islam) in class 7a, `dodi`, `edo` (Islam) in 7b. Semesters: `now` 20261 open, `past` 20252 closed, `next`
20262 planned. Each subject has a sheet in `now` named like the subject, with the assessments `<sheet>.quiz` (maximum 100) and
`<sheet>.task` (maximum 50); `math_7a.past` is a sheet of the closed semester. chess_7a is `listed` (only `ani`), pai_7a is for Islam. Every pupil who
takes the subject has 70 in the quiz; `ani` and `beni` have a published grade in math_7a, `dodi` in math_7b (`grade.ani` …). Scopes: `school`,
`directory`, `office`, `catalogue`, a class, a sheet. The catalogue has `material.lensa` and, thrown away, `material.lama`. Tables of the server alone: a lesson of math_7a and math_7b, a question for both, a job of budi and citra.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg

from ems_desktop.store.school_file import SchoolFile
from ems_desktop.store.tables import CATALOGUE, DIRECTORY, OFFICE, SCHOOL
from tests.servers import Server
from tests.world_seed import (
    CLASSES,
    GATE_PASSWORD,
    PUPILS,
    SEMESTERS,
    STAFF,
    SUBJECTS,
    Connection,
    Derive,
    clone,
    fast_key,
    nisn,
    put_password,
    takers,
    uid,
)  # fmt: skip

__all__ = [
    "CLASSES", "GATE_PASSWORD", "PUPILS", "SEMESTERS", "STAFF", "SUBJECTS", "Login", "SchoolWorld", "cells", "change", "fast_key", "nisn", "push", "takers", "uid",
    "verifier", "whole",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Login:
    """A person on a device."""

    user_id: str
    device: str
    role: str
    password: str = field(repr=False)


class SchoolWorld:
    """One school in one database of a test server. Close it: its database and its login roles go."""

    def __init__(self, server: Server, database: str, derive: Derive = fast_key) -> None:
        self.server = server
        self.database = database
        self._derive = derive
        self._logins: dict[str, Login] = {}
        self._made: list[str] = []
        self._connections: list[Connection] = []
        self._sessions: dict[str, Connection] = {}
        self._seq: dict[str, int] = {}

    @classmethod
    @contextlib.contextmanager
    def open(cls, server: Server, derive: Derive = fast_key) -> Iterator[SchoolWorld]:
        world = cls(server, clone(server), derive)
        try:
            yield world
        finally:
            world.close()

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        self.server.drop(self.database)
        with psycopg.connect(self.server.dsn(), autocommit=True) as connection:
            for role in self._made:
                connection.execute(f"drop role if exists {role}")

    @staticmethod
    def id(name: str) -> str:
        """The UUID of a person, class, subject, sheet, assessment or semester by its short name."""
        return {"school": SCHOOL, "directory": DIRECTORY, "office": OFFICE, "catalogue": CATALOGUE}.get(name) or uid(name)

    def email(self, person: str) -> str:
        return f"{person}@sekolah.test"

    def identifier(self, person: str) -> str:
        """What this person types to sign in: the email, or a pupil's NISN."""
        return nisn(person) if person in PUPILS else self.email(person)

    # connections

    def school_file(self, npsn: str) -> SchoolFile:
        """What a computer that joins this school is given."""
        return SchoolFile("SMP Uji", npsn, self.server.host, self.server.port, self.database, "ems_gate", GATE_PASSWORD, loopback=True)

    def superuser(self, role: str | None = None) -> Connection:
        """The one connection of the superuser, who takes this role: "ems_owner" sees and may do everything in the tables."""
        if "superuser" not in self._sessions:
            self._sessions["superuser"] = self._keep(psycopg.connect(self.server.dsn(self.database), autocommit=True))
        connection = self._sessions["superuser"]
        connection.execute(f"set role {role}" if role else "reset role")
        return connection

    def owner(self) -> Connection:
        return self.superuser("ems_owner")

    def gate(self) -> Connection:
        return self._keep(psycopg.connect(self.server.dsn(self.database, "ems_gate", GATE_PASSWORD), autocommit=True))

    def session(self, person: str) -> Connection:
        """This person's one connection, autocommit: for tests that only ask. (A login role may hold three at a time.)"""
        if person not in self._sessions or self._sessions[person].closed:
            self._sessions[person] = self.connect(person)
        return self._sessions[person]

    def connect(self, person: str, **options: Any) -> Connection:
        """A new connection as this person's login role (signed in once, on first use). Close it when done: three at a time."""
        return self.connect_as(self.login(person), **options)

    def connect_as(self, login: Login, **options: Any) -> Connection:
        options.setdefault("autocommit", True)
        return self._keep(psycopg.connect(self.server.dsn(self.database, login.role, login.password), **options))

    def _keep(self, connection: Connection) -> Connection:
        self._connections.append(connection)
        return connection

    # signing in

    def login(self, person: str) -> Login:
        """This person's first device."""
        if person not in self._logins:
            if self._derive is not fast_key:
                self.set_password(person, f"password of {person}")
            self._logins[person] = self.sign_in(person)
        return self._logins[person]

    def sign_in(self, person: str, device: str | None = None, password: str | None = None) -> Login:
        """Through the gate, as the program does: the salt, the derived key, a verifier of a new random secret. Another device each time."""
        device, secret = device or str(uuid4()), secrets.token_urlsafe(32)
        with psycopg.connect(self.server.dsn(self.database, "ems_gate", GATE_PASSWORD), autocommit=True) as gate:
            salt = _one(gate, "select identity.salt_for(%s)", self.identifier(person))
            key = self._derive(password or f"password of {person}", salt)
            made = _row(gate, "select login, user_id::text from identity.sign_in_password(%s, %s, %s, %s, %s)",
                        self.identifier(person), key, device, f"PC of {person}", verifier(gate, secret))  # fmt: skip
        self._made.append(made[0])
        return Login(made[1], device, made[0], secret)

    def set_password(self, person: str, password: str, derive: Derive | None = None) -> None:
        """Set a password by an administrator, derived as this world derives, or otherwise."""
        with psycopg.connect(self.server.dsn(self.database)) as connection:
            put_password(connection, uid(person), password, derive or self._derive)

    def unthrottle(self) -> None:
        """Forget all tries at signing in (successes count, too)."""
        self.superuser().execute("""do $$ declare s text; begin
            for s in select format('identity.%I', relname) from pg_class where relkind = 'S' and relname like 'throttle%' loop perform setval(s, 1); end loop; end $$""")

    # pushing

    def push(self, person: str, *sets: dict[str, Any], connection: Connection | None = None) -> list[dict[str, Any]]:
        """Push change sets as this person; sets without a `seq` get the next one of this person's device."""
        connection = connection or self.session(person)
        for change in sets:
            if "seq" not in change:
                change["seq"] = self._seq[person] = self._seq.get(person, 0) + 1
        return push(connection, *sets)

    def score(self, sheet: str, assessment: str, pupil: str) -> Any:
        """The value of a cell as the owner sees it; None when empty or not there."""
        found = (
            self.owner()
            .execute(
                "select value from ems.scores where assessment_id = %s and student_id = %s and not deleted",
                (uid(f"{sheet}.{assessment}"), uid(pupil)),
            )
            .fetchone()
        )
        return found[0] if found else None


# change sets


def cells(sheet: str, new: Mapping[tuple[str, str], Any], base: Mapping[tuple[str, str], Any] | None = None, **more: Any) -> dict[str, Any]:
    """A set of kind "cells": {(assessment, pupil): value or {column: value}}. `base` likewise; 70 is the seeded base of a quiz."""
    rows = [
        {"a": uid(f"{sheet}.{a}"), "s": uid(s), "n": _columns(value), "b": _columns((base or {}).get((a, s)))}
        for (a, s), value in new.items()
    ]
    return {"kind": "cells", "title": "marks", "scope": uid(sheet), "rows": rows} | more


def whole(*changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "whole", "title": "a whole set", "changes": list(changes)} | more


def change(table: str, scope: str, key: dict[str, Any], op: str, new: dict[str, Any], base: dict[str, Any] | None = None) -> dict[str, Any]:
    """One row of a whole set. `scope`: a short name, or a UUID."""
    return {"t": table, "scope": scope if len(scope) == 36 else SchoolWorld.id(scope), "k": key, "op": op, "n": new, "b": base or {}}


def push(connection: Connection, *sets: dict[str, Any]) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = _one(connection, "select sync.push(%s::jsonb)", json.dumps({"sets": list(sets)}, default=_number))
    return answer


def verifier(connection: Connection, secret: str) -> str:
    """The SCRAM verifier of a secret: all that the server ever sees of it."""
    return connection.pgconn.encrypt_password(secret.encode(), b"", b"scram-sha-256").decode()


def _columns(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"value": value}


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value))


def _one(connection: Connection, statement: str, *parameters: Any) -> Any:
    return _row(connection, statement, *parameters)[0]


def _row(connection: Connection, statement: str, *parameters: Any) -> Any:
    row = connection.execute(statement, parameters).fetchone()
    assert row is not None
    return row
