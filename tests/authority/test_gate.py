"""The shared door: what its password, which is in every school file, is good for."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.world import GATE_PASSWORD, SchoolWorld, uid, verifier


@contextlib.contextmanager
def at_the_gate(world: SchoolWorld) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD), autocommit=True) as gate:
        yield gate


@pytest.mark.parametrize("statement", ["select * from ems.scores", "select * from ems.users", "select * from identity.device", "select identity.me()", "select sync.push('{}')",
                                       "select keeper.heal_gate()", "create temp table x (a int)", "create table identity.x (a int)", "select * from sync.epoch"])  # fmt: skip
def test_the_gate_does_nothing_but_sign_in(world: SchoolWorld, statement: str) -> None:
    with at_the_gate(world) as gate, pytest.raises(psycopg.errors.InsufficientPrivilege):
        gate.execute(statement)


@pytest.mark.parametrize(
    "evil",
    [
        "alter role ems_gate password 'x'",
        "alter role ems_gate set default_transaction_read_only = on",
        "alter role ems_gate set statement_timeout = 1",
    ],
)
def test_a_broken_gate_is_healed_by_anyone_who_is_signed_in(world: SchoolWorld, evil: str) -> None:
    signed_in = world.session("ani")
    with at_the_gate(world) as gate:
        gate.execute(evil)
    signed_in.execute("select keeper.heal_gate()")
    assert world.sign_in("ani").role


@pytest.mark.parametrize("bad", ["plain", "md5" + "0" * 32, "SCRAM-SHA-256$4096:AAAA' superuser --$x:y", "", None])
def test_only_a_scram_verifier_becomes_a_login(world: SchoolWorld, bad: str | None) -> None:
    code = world.superuser("ems_core").execute("select identity.new_invitation(%s, null)", (uid("edo"),)).fetchone()
    assert code
    given = (code[0], secrets.token_bytes(32), secrets.token_bytes(16), bad)
    with at_the_gate(world) as gate, pytest.raises(psycopg.errors.InvalidParameterValue):
        gate.execute("select identity.sign_up(%s, %s, %s, gen_random_uuid(), '', %s)", given)


def test_guesses_are_throttled_even_when_they_are_rolled_back(world: SchoolWorld) -> None:
    world.unthrottle()  # another name of this school may share the bucket
    judged = throttled = 0
    with psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD)) as gate:
        good = verifier(gate, "x")
        for _ in range(30):
            try:
                gate.execute(
                    "select identity.sign_in_password(%s, %s, gen_random_uuid(), '', %s)",
                    (world.email("dewi"), secrets.token_bytes(32), good),
                )
            except psycopg.Error as error:
                judged += error.sqlstate == "28P01"
                throttled += error.sqlstate == "EM001"
            gate.rollback()
    assert (judged, throttled) == (8, 22)


def test_strangers_do_not_lock_out_a_known_device(world: SchoolWorld) -> None:
    known = world.sign_in("citra")
    world.unthrottle()
    with at_the_gate(world) as gate:
        good = verifier(gate, "x")
        for _ in range(20):
            with contextlib.suppress(psycopg.Error):
                gate.execute(
                    "select identity.sign_in_password(%s, %s, gen_random_uuid(), '', %s)",
                    (world.email("citra"), secrets.token_bytes(32), good),
                )
    with pytest.raises(psycopg.Error, match="too many tries"):
        world.sign_in("citra")
    assert world.sign_in("citra", known.device).role == known.role
