"""The nonce of a Google sign-in: made by the database, good for ten minutes and for one sign-in, also where two come at once."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.authority.google_door import BOUND, NONCE, GoogleDoor, one
from tests.google_tokens import claims, encoded, token
from tests.world import SchoolWorld, uid


def test_a_nonce_is_long_never_the_same_and_good_for_one_sign_in(world: SchoolWorld, door: GoogleDoor) -> None:
    nonces = {door.nonce() for _ in range(500)}
    assert len(nonces) == 500
    assert {len(one) for one in nonces} == {54}
    nonce = nonces.pop()
    true = token(claims(world.email("budi"), nonce))
    assert door.enter(true, nonce).user_id == uid("budi")
    assert door.state(true, nonce) == NONCE
    assert door.state(token(claims(world.email("sri"), nonce)), nonce) == NONCE


def aged(world: SchoolWorld, seconds: int) -> str:
    """A nonce of our own making, as old as that."""
    made: str = one(
        world.superuser("ems_core"),
        """select identity.to_base64url(v || identity.nonce_proof(v))
             from (select int8send(extract(epoch from clock_timestamp())::bigint - %s) || uuid_send(gen_random_uuid()) as v) made""",
        seconds,
    )
    return made


@pytest.mark.parametrize(("age", "state"), [(0, None), (590, None), (610, NONCE), (86_400, NONCE), (-3600, NONCE)])
def test_a_nonce_lives_ten_minutes(world: SchoolWorld, door: GoogleDoor, age: int, state: str | None) -> None:
    nonce = aged(world, age)
    assert door.state(token(claims(world.email("budi"), nonce)), nonce) == state


def test_a_nonce_that_was_not_made_here_is_none(world: SchoolWorld, door: GoogleDoor) -> None:
    real = door.nonce()
    invented = [
        secrets.token_urlsafe(40),
        encoded(bytes(40)),
        real[:-1] + ("A" if real[-1] != "A" else "E"),
        real + "A",
        real[:32],
        "",
        "x",
        "é",
        "x" * 1000,
    ]
    younger = encoded((int(time.time()) + 500).to_bytes(8, "big") + bytes(16)) + real[32:]
    for nonce in (*invented, younger):
        assert door.state(token(claims(world.email("budi"), nonce)), nonce) == NONCE
    assert door.state(token(claims(world.email("budi"), real)), door.nonce()) == NONCE
    assert door.state(token(claims(world.email("budi"), real)), None) == NONCE


def test_asking_for_nonces_fills_nothing(world: SchoolWorld, door: GoogleDoor) -> None:
    size = "select pg_total_relation_size('identity.spent_nonce')"
    before = one(world.superuser(), size)
    door.gate.execute("select count(identity.google_nonce()) from generate_series(1, 20000)")
    assert one(world.superuser(), size) == before


def test_spent_nonces_are_forgotten_when_they_could_not_be_used_any_more(world: SchoolWorld, door: GoogleDoor) -> None:
    core = world.superuser("ems_core")
    core.execute("update identity.spent_nonce set spent_at = now() - interval '16 minutes'")
    world.superuser()
    door.sign_in(world.email("budi"))
    assert one(world.superuser("ems_core"), "select count(*) from identity.spent_nonce") == 1


Words = tuple[str, str] | tuple[str, str, str]  # what a client says: token, nonce, invitation


def other_gate(world: SchoolWorld) -> psycopg.Connection[Any]:
    connection = world.gate()
    connection.autocommit = False
    return connection


def racing(door: GoogleDoor, first: Words, second: Words, end: Callable[[psycopg.Connection[Any]], None]) -> str | None:
    """One session signs in and keeps its transaction open; a second tries and has to wait; the first ends. What the second was told."""
    holding, told = other_gate(door.world), []
    door.enter(*first, gate=holding)
    waiter = threading.Thread(target=lambda: told.append(door.state(*second)))
    waiter.start()
    waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%%sign_in_google%%' and datname = %s"
    while not one(door.world.superuser(), waiting, door.world.database):
        assert waiter.is_alive()
    end(holding)
    waiter.join()
    holding.close()
    return told[0]


def test_of_two_sessions_with_one_nonce_the_second_waits_and_is_refused(world: SchoolWorld, door: GoogleDoor) -> None:
    door.sign_in(world.email("budi"))
    nonce = door.nonce()
    true = token(claims(world.email("budi"), nonce))
    assert racing(door, (true, nonce), (true, nonce), lambda first: first.commit()) == NONCE


def test_a_sign_in_that_was_rolled_back_spent_nothing(world: SchoolWorld, door: GoogleDoor) -> None:
    door.sign_in(world.email("budi"))
    nonce = door.nonce()
    true = token(claims(world.email("budi"), nonce))
    assert racing(door, (true, nonce), (true, nonce), lambda first: first.rollback()) is None


def words(door: GoogleDoor, person: str) -> Words:
    """A private account, always the same, with an invitation of this person."""
    nonce = door.nonce()
    return token(claims("private@gmail.test", nonce, sub="77")), nonce, door.invitation(person)


def test_of_two_people_who_bind_one_account_at_once_the_second_is_refused(world: SchoolWorld, door: GoogleDoor) -> None:
    first, second = words(door, "ani"), words(door, "beni")
    assert racing(door, first, second, lambda holding: holding.commit()) == BOUND
    assert (door.google_id("ani"), door.google_id("beni")) == ("77", None)


def test_of_two_accounts_that_one_person_binds_at_once_the_first_stays(world: SchoolWorld, door: GoogleDoor) -> None:
    one_nonce, other_nonce = door.nonce(), door.nonce()
    first = token(claims(world.email("budi"), one_nonce, sub="42")), one_nonce
    second = token(claims(world.email("budi"), other_nonce, sub="43")), other_nonce
    assert racing(door, first, second, lambda holding: holding.commit()) == BOUND
    assert door.google_id("budi") == "42"


def test_of_eight_at_once_exactly_one_is_let_in(world: SchoolWorld, door: GoogleDoor) -> None:
    nonce = door.nonce()
    true, told, gates = token(claims(world.email("budi"), nonce)), [], [world.gate() for _ in range(8)]
    start = threading.Barrier(8)

    def enter(gate: psycopg.Connection[Any]) -> None:
        start.wait()
        told.append(door.state(true, nonce, gate=gate))

    threads = [threading.Thread(target=enter, args=[gate]) for gate in gates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for gate in gates:
        gate.close()
    assert told.count(None) == 1
    assert set(told) <= {None, NONCE, BOUND}  # bound a moment ago by the one who won
