"""The threads that keep one signed-in person's desk in step: with the school, with the jobs, with the Google Sheet. Who listens is told
on their threads."""

from __future__ import annotations

from typing import Protocol

from ems_desktop.services.jobs_views import News
from ems_desktop.services.sheet_views import SheetStatus
from sync.desk import Desk
from sync.engine import Report
from sync.job_poller import JobPoller
from sync.sheet_worker import SheetWorker
from sync.worker import Status, Worker


class Listener(Protocol):
    """Whom the threads tell. `prepare` runs once before the first connection: it may start a server of our own."""

    def prepare(self) -> None: ...
    def saved(self) -> None: ...
    def synced(self, report: Report) -> None: ...
    def status_changed(self, status: Status) -> None: ...
    def jobs_moved(self, news: News) -> None: ...
    def sheet_changed(self, status: SheetStatus, entries: int) -> None: ...


class Crew:
    """Made at once, started when the first screen stands."""

    def __init__(self, desk: Desk, listener: Listener) -> None:
        self._desk, self._listener = desk, listener
        self.worker = Worker(desk.store, desk.engine, self._synced, listener.status_changed)
        self.poller = JobPoller(desk.jobs, listener.jobs_moved, lambda: self.worker.paused)
        self.sheet = SheetWorker(desk.store, desk.sheet_access, self._in_step, listener.sheet_changed)
        desk.engine.before_dial = listener.prepare
        desk.store.saved = self._saved

    def start(self) -> None:
        """Pupils have no jobs, no business in the Sheet and send no files."""
        self.worker.start()
        if not self._desk.person.pupil:
            self.poller.start()
            self.sheet.start()
            self._desk.transfers.start()

    def stop(self) -> None:
        for thread in (self.sheet, self.poller, self.worker):
            thread.stop()

    def _in_step(self) -> bool:
        status = self.worker.status
        return status.online and status.error is None and status.last is not None

    def _saved(self, _seq: int) -> None:
        """On the writer's thread, after the commit."""
        self.worker.wake()
        self._listener.saved()

    def _synced(self, report: Report) -> None:
        self._listener.synced(report)
        if report.tally.applied or report.pulled.rows:
            self._desk.transfers.wake()  # the network is there, and perhaps the row of a file that waits
        if report.tally.applied:  # a new material has a job, and a row to come
            self.poller.wake()
        if "materials" in report.pulled.tables:
            self.sheet.wake()
