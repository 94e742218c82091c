"""The school's connections are few: each is given back soon, and who finds none waits for a turn without anybody noticing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from ems_desktop.domain.errors import Outage
from ems_desktop.services.people import Person
from ems_desktop.store import turns
from ems_desktop.store.connect import speaking
from ems_desktop.store.local import LocalStore
from ems_desktop.store.turns import patiently
from sync.remote import Remote
from sync.worker import Worker
from tests.servers import FAST, running
from tests.sync.conftest import Machine, server_value
from tests.sync.test_worker import Heard
from tests.world import SchoolWorld

MOST = 12  # connections of this school's server, three of them kept for the superuser
OTHERS = ("sri", "citra", "dewi", "ani")


@pytest.fixture(scope="module")
def small() -> Iterator[SchoolWorld]:
    with running(18, {**FAST, "max_connections": str(MOST)}) as server, SchoolWorld.open(server) as world:
        for person in OTHERS:
            world.login(person)
        world.superuser()
        yield world


@pytest.fixture
def budi(small: SchoolWorld, tmp_path: Path) -> Iterator[Machine]:
    store = LocalStore(tmp_path / "budi.db", os.urandom(32))
    one = Machine(small, Person(small.id("budi"), "budi", frozenset({"guru"})), store, small.sign_in("budi"))
    one.engine.before_dial = lambda: None
    one.sync()
    one.engine.hang_up()
    yield one
    one.close()


@contextmanager
def taken(world: SchoolWorld, connections: int = MOST) -> Iterator[None]:
    """Others hold so many connections, or all there are."""
    with ExitStack() as held:
        with suppress(psycopg.OperationalError):
            for number in range(connections):
                held.enter_context(world.connect(OTHERS[number % len(OTHERS)]))
        yield


def dial(machine: Machine) -> Remote:
    with speaking():
        return Remote(machine.world.connect_as(machine.login))


@contextmanager
def at_work(machine: Machine, heard: Heard, linger: float) -> Iterator[Worker]:
    machine.engine._dial = lambda: dial(machine)
    worker = Worker(machine.store, machine.engine, heard.report, heard.status, 60.0, linger)
    machine.store.saved = lambda _seq: worker.wake()
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def until(seen: Callable[[], bool]) -> None:
    while not seen():
        pass


def held_by(machine: Machine) -> int:
    row = machine.world.superuser().execute("select count(*) from pg_stat_activity where usename = %s", (machine.login.role,)).fetchone()
    assert row
    return int(row[0])


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_a_connection_is_kept_for_a_moment_and_then_given_back_though_the_next_poll_is_far(budi: Machine, heard: Heard) -> None:
    with at_work(budi, heard, linger=0.5):
        heard.wait(lambda: any(s.online for s in heard.statuses))
        assert held_by(budi) == 1
        until(lambda: held_by(budi) == 0)
        budi.type("math_7a", {("quiz", "ani"): 71})
        heard.wait(lambda: any(r.tally.applied for r in heard.reports))


def test_in_a_crowded_school_it_is_given_back_at_once(budi: Machine, heard: Heard) -> None:
    with taken(budi.world, 7), at_work(budi, heard, linger=60.0):
        heard.wait(lambda: any(s.online for s in heard.statuses))
        until(lambda: held_by(budi) == 0)
    assert not budi.engine.crowded()


def test_who_finds_no_connection_waits_for_a_turn_and_typing_does_not_push(budi: Machine, heard: Heard) -> None:
    dials = []
    budi.engine.before_dial = lambda: dials.append(1)
    with ExitStack() as others:
        others.enter_context(taken(budi.world))
        with at_work(budi, heard, linger=0.5):
            heard.wait(lambda: any(s.error is not None and s.error.code == 1407 for s in heard.statuses))
            for mark in range(40):
                budi.type("math_7a", {("quiz", "ani"): mark})
            assert len(dials) < 20
            assert all(isinstance(s.error, Outage) and not s.online for s in heard.statuses if s.error)
            others.close()
            heard.wait(lambda: sum(r.tally.applied for r in heard.reports) == 40)
    assert server_value(budi.world, "math_7a", "quiz", "ani") == 39
    assert heard.statuses[-1].error is None


def test_working_offline_on_purpose_ends_the_waiting(budi: Machine, heard: Heard) -> None:
    with taken(budi.world), at_work(budi, heard, linger=0.5) as worker:
        heard.wait(lambda: any(s.error is not None for s in heard.statuses))
        worker.pause(True)
        heard.wait(lambda: heard.statuses[-1].error is None and not heard.statuses[-1].running)
        assert not heard.statuses[-1].online


def test_a_sign_in_is_tried_again_for_a_while_and_other_errors_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def third_time_lucky() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise Outage(1407)
        return "in"

    def elsewhere() -> str:
        tries.append(1)
        raise Outage(1401)

    assert patiently(third_time_lucky) == "in"
    assert len(tries) == 3
    with pytest.raises(Outage) as told:
        patiently(elsewhere)
    assert (told.value.code, len(tries)) == (1401, 4)
    monkeypatch.setattr(turns, "PATIENCE", 0.0)
    tries.clear()
    with pytest.raises(Outage) as told:
        patiently(third_time_lucky)
    assert told.value.code == 1407


def test_the_server_says_when_it_is_crowded(small: SchoolWorld) -> None:
    with small.connect("citra") as connection:
        remote = Remote(connection)
        assert not remote.crowded()
        with taken(small, 6):
            assert remote.crowded()
    assert isinstance(connection, psycopg.Connection)
