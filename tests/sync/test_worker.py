"""The sync thread: woken by an edit, quiet offline, back by itself, and never in anybody's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from sync.engine import Engine, Report
from sync.remote import Remote
from sync.worker import Status, Worker
from tests.sync.conftest import Machine, server_value
from tests.world import cells, push


class Heard:
    """What the worker told, and a way to wait for it."""

    def __init__(self) -> None:
        self.statuses: list[Status] = []
        self.reports: list[Report] = []
        self._news = threading.Condition()

    def status(self, status: Status) -> None:
        with self._news:
            self.statuses.append(status)
            self._news.notify_all()

    def report(self, report: Report) -> None:
        with self._news:
            self.reports.append(report)
            self._news.notify_all()

    def wait(self, seen: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(seen, timeout=20)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def worker_of(machine: Machine, heard: Heard, poll: float = 60.0) -> Worker:
    worker = Worker(machine.store, machine.engine, heard.report, heard.status, poll)
    machine.store.saved = lambda _seq: worker.wake()
    worker.start()
    return worker


def test_an_edit_is_sent_at_once_though_the_next_poll_is_a_minute_away(world, machine, heard):
    budi = machine("budi")
    worker = worker_of(budi, heard)
    heard.wait(lambda: any(s.online for s in heard.statuses))
    budi.type("math_7a", {("quiz", "ani"): 83})
    heard.wait(lambda: any(r.tally.applied for r in heard.reports))
    worker.stop()
    assert server_value(world, "math_7a", "quiz", "ani") == 83


def test_without_a_network_it_says_why_and_comes_back_by_itself(world, machine, heard):
    budi = machine("budi")
    budi.engine.hang_up()
    budi.online = False
    worker = worker_of(budi, heard, poll=0.1)
    budi.type("math_7a", {("quiz", "ani"): 84})
    heard.wait(lambda: any(s.error is not None and s.error.code == 1401 and not s.online for s in heard.statuses))
    budi.online = True
    heard.wait(lambda: any(r.tally.applied for r in heard.reports))
    worker.stop()
    assert server_value(world, "math_7a", "quiz", "ani") == 84
    assert heard.statuses[-1].error is None


def test_working_offline_on_purpose_sends_nothing_until_it_is_over(world, machine, heard):
    budi = machine("budi")
    worker = worker_of(budi, heard, poll=0.1)
    heard.wait(lambda: any(s.online for s in heard.statuses))
    worker.pause(True)
    heard.wait(lambda: not heard.statuses[-1].online)
    budi.type("math_7a", {("quiz", "ani"): 85})
    before = len(heard.statuses)
    heard.wait(lambda: len(heard.statuses) > before + 2)
    assert server_value(world, "math_7a", "quiz", "ani") == 70
    worker.pause(False)
    heard.wait(lambda: any(r.tally.applied for r in heard.reports))
    worker.stop()
    assert server_value(world, "math_7a", "quiz", "ani") == 85


def test_a_quiet_worker_gives_its_connection_back(world, machine, heard):
    budi = machine("budi")
    worker = worker_of(budi, heard, poll=0.2)
    heard.wait(lambda: sum(s.online and not s.running for s in heard.statuses) > 2)
    worker.stop()
    until = time.monotonic() + 10  # the server ends a session a moment after its client has hung up
    asked = "select count(*) from pg_stat_activity where usename = %s"
    while (left := world.superuser().execute(asked, (budi.login.role,)).fetchone()) != (0,) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == (0,)


def test_whoever_waited_for_a_lock_in_vain_ends_what_holds_it_and_comes_through(world, machine, heard):
    budi, sri = machine("budi"), machine("sri")
    # As after 30 s, so that nobody has to wait that long here.
    world.superuser("ems_owner").execute(
        "create or replace function sync.clear_stuck() returns int language sql security definer set search_path = pg_catalog, pg_temp"
        " as $$ select keeper.clear_stuck('0 s') $$"
    )
    holder = world.connect_as(sri.login, autocommit=False)
    push(holder, cells("math_7a", {("task", "beni"): 12}, seq=900))  # and never commits
    budi.engine.hang_up()
    budi.engine = Engine(budi.store, lambda: Remote(world.connect_as(budi.login, options="-c lock_timeout=200ms")))
    worker = worker_of(budi, heard, poll=0.2)
    budi.type("math_7a", {("quiz", "ani"): 86})
    heard.wait(lambda: any(s.error is not None and s.error.code == 1412 for s in heard.statuses))
    heard.wait(lambda: any(r.tally.applied for r in heard.reports))
    worker.stop()
    assert server_value(world, "math_7a", "quiz", "ani") == 86
