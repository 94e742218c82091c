"""The thread that keeps this computer and the school in step: woken by an edit, polling with jitter, backing off when refused."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ems_desktop.domain.errors import EmsError, Outage
from ems_desktop.store.local import LocalStore
from ems_desktop.store.turns import CROWDED, turn
from sync.engine import Engine, Report, prune

POLL = 15.0  # seconds between polls, ± a third
LONGEST = 300.0  # between tries while nothing answers
LINGER = 5.0  # a connection is kept so long for the next edit, unless others wait for one


@dataclass(frozen=True, slots=True)
class Status:
    """What the status line says. `error`: why the last cycle failed, None when it went through."""

    running: bool = False
    online: bool = False
    last: datetime | None = None
    error: EmsError | None = None


class Worker:
    """`on_report` and `on_status` are called on the worker's thread."""

    def __init__(
        self,
        store: LocalStore,
        engine: Engine,
        on_report: Callable[[Report], None],
        on_status: Callable[[Status], None],
        poll: float = POLL,
        linger: float = LINGER,
    ) -> None:
        self._store, self._engine, self._on_report, self._on_status = store, engine, on_report, on_status
        self._poll, self._linger = poll, linger
        self._wake, self._stop, self._paused = threading.Event(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._failures = 0
        self._turned_away = 0  # times in a row that there was no connection to be had
        self.status = Status()

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was typed, the network came back, or the machine woke up: do not wait for the next poll."""
        self._failures = 0
        self._wake.set()

    @property
    def paused(self) -> bool:
        return self._paused.is_set()

    def pause(self, paused: bool) -> None:
        """Work offline on purpose, or stop doing so."""
        if paused:
            self._paused.set()
        else:
            self._paused.clear()
        self.wake()

    def stop(self, timeout: float = 10.0) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        prune(self._store)
        while not self._stop.is_set():
            self._once()
            if self._turned_away:
                self._stop.wait(turn(self._turned_away))  # an edit does not push to the front
            else:
                self._rest(self._delay())
        self._engine.hang_up()

    def _once(self) -> None:
        self._wake.clear()
        if self._paused.is_set():
            self._turned_away = 0
            self._engine.hang_up()
            self._say(replace(self.status, running=False, online=False, error=None))
            return
        self._say(replace(self.status, running=True))
        try:
            report = self._engine.cycle()
        except EmsError as error:
            self._failures += 1
            self._turned_away = self._turned_away + 1 if error.code == CROWDED else 0
            self._say(replace(self.status, running=False, online=not isinstance(error, Outage), error=error))
            return
        self._failures = self._turned_away = 0
        self._say(Status(running=False, online=True, last=datetime.now(UTC)))
        if not report.quiet:
            self._on_report(report)

    def _say(self, status: Status) -> None:
        self.status = status
        self._on_status(status)

    def _delay(self) -> float:
        calm: float = min(LONGEST, self._poll * 2 ** min(self._failures, 6))
        return calm * random.uniform(0.67, 1.33)  # noqa: S311 - spreads 300 desktops, guards nothing

    def _rest(self, seconds: float) -> None:
        """Until the next poll, or until something wakes us. The school's connections are few: a quiet moment gives ours back."""
        kept = 0.0 if self._engine.crowded() else min(self._linger, seconds)
        if self._wake.wait(kept):
            return
        self._engine.hang_up()
        self._wake.wait(seconds - kept)
