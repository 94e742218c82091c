"""The thread beside the Sheet: when it asks, what it says, and what it does when Google refuses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.server import Simulator
from ems_desktop.integrations.google_sheets import Refused, Spreadsheet
from ems_desktop.services.sheet_access import SheetAccess
from ems_desktop.services.sheet_views import SheetStatus
from ems_desktop.store.local import LocalStore
from ems_desktop.store.school_file import SchoolFile
from sync import sheet_worker
from sync.sheet_worker import SheetWorker
from tests.sheet.desk import HEADERS, Desk, empty_catalogue


class NoKeychain(dict[str, str]):
    """A keychain in memory."""

    def put(self, name: str, secret: str) -> None:
        self[name] = secret

    def forget(self, name: str) -> None:
        self.pop(name, None)


class Watched:
    """What the worker said."""

    def __init__(self) -> None:
        self.said: list[SheetStatus] = []
        self._news = threading.Condition()

    def __call__(self, status: SheetStatus, _changed: int) -> None:
        with self._news:
            self.said.append(status)
            self._news.notify_all()

    def until(self, wanted: Callable[[SheetStatus], bool], seconds: float = 20.0) -> SheetStatus:
        end = monotonic() + seconds
        with self._news:
            while not any(wanted(one) for one in self.said):
                assert self._news.wait(end - monotonic()), f"never said; last: {self.said[-1:]}"
            return next(one for one in self.said if wanted(one))

    def forget(self) -> None:
        with self._news:
            self.said.clear()


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as one:
        one.accepts_any = "ratna"
        Browser(one).paste("A1", [list(HEADERS), ["IPA", "Lensa"]])
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    one = empty_catalogue(tmp_path)
    yield one
    one.close()


def access(simulator: Simulator | None, sheet: str | None = "gsheet-catalog-materi") -> SheetAccess:
    school = SchoolFile("SMP Uji", "20301234", "127.0.0.1", 5432, "school", "ems_gate", "x", loopback=True)
    found = replace(school, sheet_id=sheet, google_api=simulator.base if simulator else None)
    return SheetAccess(lambda: found, NoKeychain(), "ratna")


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def start(store: LocalStore, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[SheetAccess], SheetWorker]]:
    monkeypatch.setattr(sheet_worker, "SOON", 0.02)
    monkeypatch.setattr(SheetWorker, "_unsent", lambda _self: False)  # there is no school here that would take anything
    made: list[SheetWorker] = []

    def begin(way: SheetAccess) -> SheetWorker:
        one = SheetWorker(store, way, lambda: True, watched, poll=3600, typing=0.02)
        made.append(one)
        one.start()
        return one

    yield begin
    for one in made:
        one.stop()


Start = Callable[[SheetAccess], SheetWorker]


def equal(status: SheetStatus) -> bool:
    return status.merged_at is not None and status.waiting == 0 and not status.running


def test_it_merges_reads_its_own_write_back_and_says_when(start: Start, simulator: Simulator, watched: Watched, store: LocalStore) -> None:
    start(access(simulator))
    assert watched.until(equal).access == "connected"
    assert Desk(Path(), simulator, store).titles() == ["Lensa"]  # type: ignore[arg-type]


def test_an_edit_wakes_it(start: Start, simulator: Simulator, watched: Watched, store: LocalStore) -> None:
    worker = start(access(simulator))
    watched.until(equal)
    desk = Desk(Path(), simulator, store)  # type: ignore[arg-type]
    desk.add("Magnet")
    watched.forget()
    worker.wake()
    watched.until(equal)
    assert [row[1] for row in Browser(simulator).texts()[1:]] == ["Lensa", "Magnet"]


def test_without_a_sheet_or_without_access_it_says_so_and_asks_nobody(start: Start, simulator: Simulator) -> None:
    assert start(access(simulator, None)).status().access == "no_sheet"
    assert start(access(None)).status().access == "none"
    assert simulator.calls.total() == 0


def test_a_used_up_quota_is_waited_for(start: Start, simulator: Simulator, watched: Watched) -> None:
    simulator.faults.next("429", "read", retry_after="0.05")
    worker = start(access(simulator))
    status = watched.until(lambda one: one.trouble is not None)
    assert status.trouble is not None
    assert status.trouble.code == 1519
    worker.wake()
    assert watched.until(equal).trouble is None


def test_access_that_ended_is_said_and_taken_up_again(start: Start, simulator: Simulator, watched: Watched) -> None:
    simulator.faults.next("401", times=3)
    worker = start(access(simulator))
    assert watched.until(lambda one: one.access == "ended").trouble is not None
    simulator.faults.waiting.clear()
    watched.forget()
    worker.wake()
    assert watched.until(equal).access == "connected"


def test_a_sheet_that_takes_no_write_is_said_and_not_asked_all_the_time(
    start: Start, simulator: Simulator, watched: Watched, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Spreadsheet, "write", refused)
    start(access(simulator))
    status = watched.until(lambda one: one.trouble is not None)
    assert status.trouble is not None
    assert (status.trouble.code, status.trouble.params["reason"]) == (1530, "You are trying to edit a protected cell.")
    reads = simulator.calls["read"]
    assert reads <= 10


def refused(*_: object) -> None:
    raise Refused("You are trying to edit a protected cell.")
