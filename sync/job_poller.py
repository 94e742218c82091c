"""The thread that looks at the jobs: every two seconds while one of mine runs and somebody watches, else ever more rarely."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable
from typing import Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.jobs_views import News

FAST, CALM = 2.0, 60.0  # seconds between two looks
LONGEST = 300.0  # between tries while nothing answers


class Asked(Protocol):
    """What it asks of the jobs."""

    def refresh(self) -> News: ...

    def nudge(self, job_id: str) -> bool: ...

    def hang_up(self) -> None: ...


class JobPoller:
    """`on_news` is called on the poller's thread after each look that was answered; `resting` says that the person works offline."""

    def __init__(
        self,
        jobs: Asked,
        on_news: Callable[[News], None],
        resting: Callable[[], bool] = lambda: False,
        fast: float = FAST,
        calm: float = CALM,
    ) -> None:
        self._jobs, self._on_news, self._resting, self._fast, self._calm = jobs, on_news, resting, fast, calm
        self._wake, self._stop, self._watched = threading.Event(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._pace = fast
        self._failures = 0
        self._running = 0

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """A job was started, or a change went to school: look now."""
        self._pace, self._failures = self._fast, 0
        self._wake.set()

    def watch(self, watched: bool) -> None:
        """The screen of the jobs is open, or no longer."""
        if watched:
            self._watched.set()
            self.wake()
        else:
            self._watched.clear()

    def stop(self, timeout: float = 10.0) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            if not self._resting():
                self._look()
            self._wake.wait(self._delay())
        self._jobs.hang_up()

    def _look(self) -> None:
        try:
            news = self._jobs.refresh()
        except EmsError:
            self._failures += 1
            return
        self._failures = 0
        quiet = not news.changed and news.running == self._running
        self._pace = min(self._calm, self._pace * 1.5) if quiet else self._fast
        self._running = news.running
        self._on_news(news)
        for job in news.waiting:
            with contextlib.suppress(EmsError):  # its own schedule finds the job, too
                self._jobs.nudge(job)

    def _delay(self) -> float:
        if self._failures:
            longest: float = min(LONGEST, max(self._fast, self._pace) * 2 ** min(self._failures, 7))
            return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads 300 desktops, guards nothing
        if self._running and self._watched.is_set():
            return self._fast
        return min(self._pace if self._running else self._calm, self._calm) * random.uniform(0.67, 1.33)  # noqa: S311 - as above
