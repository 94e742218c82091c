"""Tries at signing in: counted so that no rollback helps, and so that nobody is locked out by somebody else's."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ems_desktop.store.tables import DIRECTORY
from tests.world import GATE_PASSWORD, Login, SchoolWorld, fast_key, uid, verifier
from tests.world_seed import put_password

LAB = [f"murid{n:02}" for n in range(40)]
PEPPER = "update identity.pepper set pepper = '\\x07'"  # the same buckets in every run


@pytest.fixture(autouse=True)
def within_one_quarter() -> None:
    """The tries of a test are counted in one quarter of an hour."""
    while 900 - time.time() % 900 < 15:
        time.sleep(0.2)


@pytest.fixture
def gate(world: SchoolWorld) -> Iterator[psycopg.Connection[Any]]:
    world.unthrottle()
    with psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD), autocommit=True) as connection:
        yield connection
    world.unthrottle()


@pytest.fixture
def core(world: SchoolWorld) -> Iterator[psycopg.Connection[Any]]:
    """The owner of the functions, in a transaction that is rolled back: what is counted stays, the pepper goes back."""
    world.unthrottle()
    with psycopg.connect(world.server.dsn(world.database)) as connection:
        connection.execute("set role ems_core")
        connection.execute(PEPPER)
        yield connection
        connection.rollback()
    world.unthrottle()


def guess(gate: psycopg.Connection[Any], identifier: str, device: str | None = None) -> str | None:
    """A wrong password; the SQLSTATE it is answered with."""
    given = (identifier, secrets.token_bytes(32), device or str(uuid4()), verifier(gate, "x"))
    return state_of(gate, "select identity.sign_in_password(%s, %s, %s, '', %s)", *given)


def state_of(connection: psycopg.Connection[Any], statement: str, *given: Any) -> str | None:
    try:
        connection.execute(statement, given)
    except psycopg.Error as error:
        return error.sqlstate
    return None


def refused(core: psycopg.Connection[Any], key: str, network: str, user: str | None = None) -> bool:
    """Whether one more try under this key, from this network, is refused."""
    state = None
    try:
        with core.transaction():
            core.execute("select identity.count_stranger(%s, 8, %s, %s)", (key, user, network))
    except psycopg.Error as error:
        state = error.sqlstate
    assert state in (None, "EM001")
    return state == "EM001"


def fail(core: psycopg.Connection[Any], network: str, user: str | None, times: int) -> None:
    core.execute("select identity.count_failure(%s, %s) from generate_series(1, %s)", (user, network, times))


def test_a_refusal_says_in_how_many_seconds_the_quarter_of_an_hour_ends(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    for _ in range(8):
        guess(gate, world.email("dewi"))
    with pytest.raises(psycopg.Error, match="too many tries") as caught:
        gate.execute("select identity.sign_in_password(%s, '\\x00', gen_random_uuid(), '', '')", (world.email("dewi"),))
    left = re.search(r"in (\d+) s", caught.value.diag.message_hint or "")
    assert left
    assert abs((900 - time.time() % 900) - int(left[1])) < 5


def test_the_next_quarter_counts_from_the_start(core: psycopg.Connection[Any]) -> None:
    assert [refused(core, "who", "net") for _ in range(9)] == [False] * 8 + [True]
    core.execute("""do $$ declare s text; begin
        for s in select format('identity.%I', relname) from pg_class where relkind = 'S' and relname like 'throttle%' and pg_sequence_last_value(oid) > 1
        loop perform setval(s, pg_sequence_last_value(s) - 1000000000); end loop; end $$""")
    assert [refused(core, "who", "net") for _ in range(9)] == [False] * 8 + [True]


def test_forty_pupils_behind_one_address_sign_in_at_once_though_each_mistypes_twice(
    world: SchoolWorld, gate: psycopg.Connection[Any]
) -> None:
    with psycopg.connect(world.server.dsn(world.database)) as connection:
        connection.execute("set role ems_owner")
        for name in LAB:
            connection.execute(
                "insert into ems.users (id, scope_id, name, email, role) values (%s, %s, %s, %s, 'siswa')",
                (uid(name), DIRECTORY, name, world.email(name)),
            )
        for name in LAB:
            put_password(connection, uid(name), f"password of {name}", fast_key)
    assert {guess(gate, world.email(name)) for name in LAB for _ in range(2)} == {"28P01"}
    assert len({world.sign_in(name).role for name in LAB}) == 40


def test_a_stranger_s_four_hundred_guesses_lock_out_no_known_computer(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    people = ["sri", "budi", "citra", "dewi"]
    known: dict[str, Login] = {name: world.sign_in(name) for name in people}
    world.unthrottle()
    answers = [guess(gate, world.email(name)) for name in people for _ in range(100)]
    assert answers.count("28P01") == 8 * len(people)
    assert {world.sign_in(name, known[name].device).role for name in people} == {one.role for one in known.values()}


def test_guesses_from_elsewhere_lock_out_nobody_at_school(core: psycopg.Connection[Any]) -> None:
    strangers = [refused(core, "password:citra", "203.0.113.9") for _ in range(50)]
    assert strangers.count(False) == 8
    assert not refused(core, "password:citra", "192.0.2.1")


def test_a_network_is_patient_with_many_failures_but_not_with_all(core: psycopg.Connection[Any]) -> None:
    fail(core, "192.0.2.1", None, 299)
    assert not refused(core, "password:new", "192.0.2.1")
    fail(core, "192.0.2.1", None, 1)
    assert refused(core, "password:new", "192.0.2.1")
    assert not refused(core, "password:new", "192.0.2.2")


def test_a_person_is_not_guessed_at_from_everywhere_at_once(core: psycopg.Connection[Any]) -> None:
    for n in range(100):
        fail(core, f"198.51.100.{n}", uid("budi"), 1)
    assert refused(core, "password:budi", "198.51.100.200", uid("budi"))
    assert not refused(core, "password:citra", "198.51.100.200", uid("citra"))


def test_of_two_thousand_names_hardly_one_is_mistaken_for_those_a_network_guessed_at(core: psycopg.Connection[Any]) -> None:
    """37 names with 8 failures each are all that one network's 300 failures fill."""
    for n in range(37):
        for _ in range(8):
            assert not refused(core, f"password:victim{n}", "203.0.113.9")
    fail(core, "203.0.113.9", None, 300)
    tries = [core.execute("select identity.tries(%s, 0)", (f"honest{n}",)).fetchone() for n in range(2000)]
    assert sum(row is not None and row[0] >= 8 for row in tries) <= 2


def test_a_known_computer_has_an_end_of_tries_too(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    known = world.sign_in("budi")
    answers = [guess(gate, world.email("budi"), known.device) for _ in range(30)]
    assert answers == ["28P01"] * 20 + ["EM001"] * 10


def test_codes_are_guessed_at_no_faster(gate: psycopg.Connection[Any]) -> None:
    sign_up = "select identity.sign_up('ABCD-EFGH-JKMN-PQRS', '\\x00', '\\x00', gen_random_uuid(), '', '')"
    states = [state_of(gate, sign_up) for _ in range(25)]
    assert states == ["28P01"] * 20 + ["EM001"] * 5


@pytest.mark.parametrize("hostile", [None, "", "x" * 1_000_000, "'; drop table ems.users; --", "%s%I"])
def test_a_hostile_name_is_counted_like_any_other(gate: psycopg.Connection[Any], hostile: str | None) -> None:
    sign_in = "select identity.sign_in_password(%s, '\\x00', gen_random_uuid(), '', '')"
    states = [state_of(gate, sign_in, hostile) for _ in range(9)]
    assert states == ["28P01"] * 8 + ["EM001"]
