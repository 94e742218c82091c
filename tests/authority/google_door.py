"""The door of Google sign-in, as a hostile client meets it: the gate's connection, tokens with real signatures, no program in between."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg

from tests.google_tokens import CLIENT, DOMAIN, claims, jwks, token
from tests.world import GATE_PASSWORD, Login, SchoolWorld, verifier

# What a refusal is called.
TRIES, NOT_GOOGLE, NONCE, TIME, OTHER_PROGRAM = "EM001", "EM010", "EM011", "EM012", "EM013"
DOMAIN_REFUSED, NOT_VERIFIED, NOBODY, BOUND, KEY, OFF = "EM014", "EM015", "EM016", "EM017", "EM018", "EM019"
SIGN_IN = "select login, user_id::text from identity.sign_in_google(%s, %s, %s, 'PC', %s, %s)"


def one(connection: psycopg.Connection[Any], statement: str, *given: Any) -> Any:
    """The one value that this statement answers with."""
    row = connection.execute(statement, given).fetchone()
    assert row
    return row[0]


@dataclass
class GoogleDoor:
    """Of a school whose Google sign-in is set up. What is refused raises psycopg.Error; `state` gives its SQLSTATE instead."""

    world: SchoolWorld
    gate: psycopg.Connection[Any]
    verifier: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    @contextlib.contextmanager
    def open(cls, world: SchoolWorld) -> Iterator[GoogleDoor]:
        """Nobody's account is bound, nothing was tried, two keys are known."""
        world.unthrottle()
        world.owner().execute("update ems.users set google_id = null where google_id is not null")
        world.superuser("ems_google_keys").execute("select identity.put_google_keys(%s)", (json.dumps(jwks()),))
        world.superuser().execute("select identity.set_google(%s, %s)", ([CLIENT], [DOMAIN]))
        secret = secrets.token_urlsafe(24)
        with psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD), autocommit=True) as gate:
            yield cls(world, gate, verifier(gate, secret), secret)

    def nonce(self) -> str:
        return str(one(self.gate, "select identity.google_nonce()"))

    def enter(
        self,
        id_token: str | None,
        nonce: str | None,
        code: str | None = None,
        *,
        device: str | None = None,
        gate: psycopg.Connection[Any] | None = None,
    ) -> Login:
        device = device or str(uuid4())
        row = (gate or self.gate).execute(SIGN_IN, (id_token, nonce, device, self.verifier, code), prepare=True).fetchone()
        assert row
        self.world._made.append(row[0])
        return Login(row[1], device, row[0], self.secret)

    def state(self, id_token: str | None, nonce: str | None, code: str | None = None, **more: Any) -> str | None:
        """None: somebody was let in."""
        try:
            self.enter(id_token, nonce, code, **more)
        except psycopg.Error as error:
            return error.sqlstate
        return None

    def sign_in(self, email: str, code: str | None = None, /, *, device: str | None = None, **said: Any) -> Login:
        """With a new nonce and a true token; `said`: other claims."""
        nonce = self.nonce()
        return self.enter(token(claims(email, nonce, **said)), nonce, code, device=device)

    def told(self, email: str, code: str | None = None, /, **said: Any) -> str | None:
        """The SQLSTATE that a true token with these claims gets."""
        nonce = self.nonce()
        return self.state(token(claims(email, nonce, **said)), nonce, code)

    def google_id(self, person: str) -> str | None:
        found: str | None = one(self.world.owner(), "select google_id from ems.users where id = %s", self.world.id(person))
        return found

    def invitation(self, person: str) -> str:
        return str(one(self.world.superuser("ems_core"), "select identity.new_invitation(%s, null)", self.world.id(person)))
