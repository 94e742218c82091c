"""A signed-in person in the window: the file of floor 1 at once, the desk of floor 2 and its sync thread once the first screen
stands. The desk brings SQLAlchemy and the driver, which take longer to import than everything before them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer

from ems_desktop.i18n import coded
from ems_desktop.services.home import Home
from ems_desktop.services.home_views import Surroundings
from ems_desktop.services.sessions import ENDED
from ui.bus import Bus, Changed
from ui.context import Services, Session
from ui.feedback import Feedback
from ui.shell.state import Connection, ShellState
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ems_desktop.services.accounts import SignedIn
    from ems_desktop.services.jobs_views import News
    from ems_desktop.services.sheet_views import SheetStatus
    from sync.crew import Crew
    from sync.desk import Desk
    from sync.engine import Report
    from sync.worker import Status

MOST_NOTES = 3  # of jobs that ended together
QUIET = 100  # ms after the first screen has its rows: they are painted by then


class Opened:
    """A person whose file can be shown. The first time on this computer the school's data is fetched before that."""

    def __init__(self, signed_in: SignedIn, device: str) -> None:
        """On a worker thread. Errors: 13xx, 14xx."""
        self.signed_in, self._lock = signed_in, threading.Lock()
        self._desk: Desk | None = None
        self._file = signed_in.open_file()
        self.home = Home(self._file, signed_in.person)
        try:
            self.session = self._session(device)
        except BaseException:
            self.close()
            raise

    @property
    def desk(self) -> Desk:
        """From any thread. Made when it is first asked for."""
        with self._lock:
            if self._desk is None:
                from sync.desk import Desk

                self._desk = Desk(self.signed_in)
            return self._desk

    def _session(self, device: str) -> Session:
        around = self.home.surroundings()
        if around is None:
            self.desk.sync()
            around = self.home.surroundings() or Surroundings("", None, "")
        person = self.signed_in.person
        return Session(
            person.id, person.name, person.roles, around.school, around.city or "", around.npsn,
            around.semester, around.semester_open, device, self.signed_in.held,
        )  # fmt: skip

    def close(self) -> None:
        if self._desk is not None:
            self._desk.close()
        self._file.close()


class LiveDesk:
    """Keeps a desk in step with the school while the window is open. Call `start` and `stop` on the GUI thread."""

    def __init__(self, opened: Opened, tasks: Tasks, bus: Bus, say: Feedback, state: ShellState, before: Callable[[], None]) -> None:
        """`before` runs once on the sync thread before the first dial: it starts a server of our own, if there is one."""
        self.opened, self._tasks, self._bus, self._say, self._state = opened, tasks, bus, say, state
        self._before: Callable[[], None] | None = before
        self._crew: Crew | None = None
        self._lock = threading.Lock()
        self._left = False

    def services(self, **given: Any) -> Services:
        return Services(self._service, home=self.opened.home, **given)

    def _service(self, name: str) -> Any:
        crew = self.crew  # whoever writes is heard from the first word on
        threads = {"sync": crew.worker, "job_poller": crew.poller, "sheet": crew.sheet}
        return threads[name] if name in threads else getattr(self.opened.desk, name)

    @property
    def crew(self) -> Crew:
        """From any thread. Made, not started, when it is first asked for."""
        with self._lock:
            if self._crew is None:
                from sync.crew import Crew

                self._crew = Crew(self.opened.desk, self)
            return self._crew

    def start(self) -> None:
        """Everything else comes in once the first screen has its rows."""
        self._bus.changed.connect(self._heard)
        self._tell(connection="connecting")
        if self._tasks.idle():
            self._rows_are_there()
        else:
            self._tasks.went_idle.connect(self._rows_are_there, Qt.ConnectionType.SingleShotConnection)

    def _rows_are_there(self) -> None:
        QTimer.singleShot(QUIET, self._tasks, self._come_in)

    def _come_in(self) -> None:
        if not self._left:
            self._count()
            self._tasks.run(lambda: self.crew, self._begin)

    def _begin(self, crew: Crew) -> None:
        if not self._left:
            crew.start()

    def stop(self) -> None:
        self._left = True
        self._bus.changed.disconnect(self._heard)
        if self._crew is not None:
            self._crew.stop()
        self.opened.close()

    def prepare(self) -> None:
        """On the sync thread."""
        before, self._before = self._before, None
        if before is not None:
            before()

    def saved(self) -> None:
        """On the writer's thread."""
        self._tasks.post(self._count)

    def synced(self, report: Report) -> None:
        """On the sync thread."""
        kinds = report.pulled.tables | (
            {"scores", "conflict"} if report.tally.applied or report.tally.conflicts or report.tally.refused else set()
        )
        self._tasks.post(lambda: self._bus.tell(kinds, report.pulled.scopes, "pull"))
        self._tasks.post(self._count)

    def sheet_changed(self, status: SheetStatus, entries: int) -> None:
        """On the Sheet's thread."""
        kinds = {"sheet"} | ({"materials", "conflict"} if entries else set())
        self._tasks.post(lambda: self._bus.tell(kinds, origin="sheet"))
        if status.access == "ended":
            self._tasks.post(lambda: self._say.note(self._say.words(status.trouble)) if status.trouble else None)

    def jobs_moved(self, news: News) -> None:
        """On the poller's thread."""
        self._tasks.post(lambda: self._show_jobs(news))

    def _show_jobs(self, news: News) -> None:
        if news.running != self._state.counts.get("jobs", 0):
            self._state.set_count("jobs", news.running)
        if news.changed:
            self._bus.tell({"jobs"}, set(news.changed), "poll")
        for job in news.ended[:MOST_NOTES]:
            from ui.job_words import ended_words

            self._say.note(ended_words(job))

    def _heard(self, change: Changed) -> None:
        """A decision that writes nothing, the school's value kept, still changes what waits."""
        if change.touches("conflict"):
            self._count()

    def status_changed(self, status: Status) -> None:
        """On the sync thread."""
        self._tasks.post(lambda: self._show(status))

    def _count(self) -> None:
        self._tasks.run(self.opened.home.waiting, lambda now: self._tell(unsent=now.unsent, waiting=now.conflicts + now.refused))

    def _show(self, status: Status) -> None:
        last = status.last or self._state.status.synced_at
        trouble = coded(status.error) if status.error and not _ended(status) else ""
        self._tell(connection=_connection(status), synced_at=last, trouble=trouble)

    def _tell(self, **now: Any) -> None:
        """What of the status line is new."""
        self._state.set_status(replace(self._state.status, **now))


def _ended(status: Status) -> bool:
    return status.error is not None and status.error.code == ENDED


def _connection(status: Status) -> Connection:
    if _ended(status):
        return "ended"
    if status.online and status.error is not None:
        return "refused"
    if status.online:
        return "online"
    return "connecting" if status.running else "offline"
