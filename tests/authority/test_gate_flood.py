"""A flood at the gate, and who holds it: people who are signed in do not notice, and the gate can be healed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ems_desktop.domain.errors import Outage
from ems_desktop.store import identity, turns
from ems_desktop.store.school_file import SchoolFile
from tests.world import GATE_PASSWORD, SchoolWorld, cells

Connection = psycopg.Connection[Any]


def at_the_gate(world: SchoolWorld) -> Connection:
    return psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD), options="-c statement_timeout=0")


@pytest.fixture(autouse=True)
def healed(world: SchoolWorld) -> Iterator[None]:
    """The gate is the whole server's: a test that fails leaves it in order for the others."""
    yield
    world.superuser("ems_keeper").execute("select keeper.heal_gate()")


@pytest.fixture
def flood(world: SchoolWorld) -> Iterator[list[Connection]]:
    """As many sessions as the gate lets in."""
    for person in ("sri", "budi", "ani"):
        world.login(person)
    held = []
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        while True:
            held.append(at_the_gate(world))
    yield held
    for one in held:
        one.close()


def waits_for(world: SchoolWorld, role: str) -> bool:
    found = world.superuser().execute("select 1 from pg_stat_activity where usename = %s and wait_event_type = 'Lock'", (role,))
    return bool(found.fetchone())


def heal(connection: Connection, problems: list[Exception]) -> None:
    try:
        connection.execute("select keeper.heal_gate()")
    except psycopg.Error as problem:
        problems.append(problem)


def clear(world: SchoolWorld, sessions: int) -> None:
    """What sync.clear_stuck() does after half a minute, with less patience, until so many were ended."""
    while sessions > 0:
        row = world.superuser("ems_keeper").execute("select keeper.clear_stuck('50 ms')").fetchone()
        assert row
        sessions -= row[0]


def test_a_flood_at_the_gate_leaves_the_server_to_those_who_are_signed_in(world: SchoolWorld, flood: list[Connection]) -> None:
    most = world.superuser().execute("select current_setting('max_connections')::int / 8").fetchone()
    assert most is not None
    assert 5 <= len(flood) <= most[0]
    for person in ("sri", "budi", "ani"):
        with world.connect(person) as connection:
            assert connection.execute("select identity.me() is not null").fetchone() == (True,)
    assert world.push("budi", cells("math_7a", {("task", "ani"): 12}))[0]["status"] == "applied"


def sign_in(world: SchoolWorld) -> str:
    """As the program does it."""
    place = world.server.host, world.server.port, world.database
    school = SchoolFile("SMP Uji", "20200001", *place, "ems_gate", GATE_PASSWORD, loopback=True)
    return identity.sign_in(school, world.email("citra"), "password of citra", "00000000-0000-4000-8000-00000000000a", "PC").name


@pytest.mark.usefixtures("flood")
def test_who_signs_in_during_a_flood_is_told_so_after_a_while(world: SchoolWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.5)
    with pytest.raises(Outage) as told:
        sign_in(world)
    assert told.value.code == 1407


def test_who_signs_in_during_a_flood_gets_in_by_himself_once_it_is_ended(world: SchoolWorld, flood: list[Connection]) -> None:
    world.set_password("citra", "password of citra", identity.derive)
    came: list[str] = []
    coming = threading.Thread(target=lambda: came.append(sign_in(world)))
    coming.start()
    clear(world, len(flood))
    coming.join()
    assert came[0].startswith("ems_d_")
    world.set_password("citra", "password of citra")
    world.superuser().execute(f"drop owned by {came[0]}; drop role {came[0]}")


def test_healing_the_gate_waits_for_nobody_who_has_held_it_for_half_a_minute(world: SchoolWorld) -> None:
    """Somebody breaks the gate, and keeps a second, unfinished change of it: healing would wait for that one for ever."""
    problems: list[Exception] = []
    with at_the_gate(world) as breaker:
        breaker.execute("alter role ems_gate set statement_timeout = 1")
    with at_the_gate(world) as holder:
        holder.execute("alter role ems_gate password 'mine'")
        healing = threading.Thread(target=heal, args=[world.connect("budi"), []])
        healing.start()
        while not waits_for(world, world.login("budi").role):
            pass
        clear(world, 1)  # so impatient that it may end the healer, too
        healing.join()
        heal(world.session("sri"), problems)
        with pytest.raises(psycopg.OperationalError):
            holder.execute("select 1")
    assert problems == []
    assert world.sign_in("citra").role


def test_two_who_heal_the_gate_at_once_take_turns(world: SchoolWorld) -> None:
    problems: list[Exception] = []
    first, second = world.connect("sri", autocommit=False), world.connect("budi")
    heal(first, problems)
    other = threading.Thread(target=heal, args=[second, problems])
    other.start()
    while not waits_for(world, world.login("budi").role):
        pass
    first.commit()
    other.join()
    assert problems == []
