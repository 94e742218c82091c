"""A signed-in person in the window: the desk of floor 2, its sync thread, and what the shell is told of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ems_desktop.services.accounts import SignedIn
from ems_desktop.services.school import Profile as SchoolProfile
from ems_desktop.services.sessions import ENDED
from sync.desk import Desk
from sync.engine import Report
from sync.worker import Status, Worker
from ui.bus import Bus, Changed
from ui.context import Services, Session
from ui.feedback import Feedback
from ui.shell.state import Connection, ShellState
from ui.shell.state import Status as Shown
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk that is ready to be shown."""

    desk: Desk
    session: Session


def open_desk(signed_in: SignedIn, device: str) -> Opened:
    """On a worker thread. The first time on this computer the school's data is fetched before anything is shown. Errors: 13xx, 14xx."""
    desk = Desk(signed_in)
    try:
        if desk.school.profile() is None:
            desk.sync()
        return Opened(desk, session_of(desk, device))
    except BaseException:
        desk.close()
        raise


def session_of(desk: Desk, device: str) -> Session:
    profile = desk.school.profile() or SchoolProfile("", "", None, None, None, "Asia/Jakarta", None, None, None, None, 75)
    semesters = desk.rosters.semesters()
    now = next((s for s in reversed(semesters) if s.state == "open"), semesters[-1] if semesters else None)
    code = now.code if now else ""
    return Session(
        desk.person.id, desk.person.name, desk.person.roles, profile.name, profile.city or "", profile.npsn,
        code, now is None or now.state == "open", device, desk.signed_in.held,
    )  # fmt: skip


class LiveDesk:
    """Keeps a desk in step with the school while the window is open. Call `start` and `stop` on the GUI thread."""

    def __init__(self, opened: Opened, tasks: Tasks, bus: Bus, say: Feedback, state: ShellState, before: Callable[[], None]) -> None:
        """`before` runs once on the sync thread before the first dial: it starts a server of our own, if there is one."""
        self.opened, self._tasks, self._bus, self._say, self._state = opened, tasks, bus, say, state
        self._before: Callable[[], None] | None = before
        desk = opened.desk
        self.worker = Worker(desk.store, desk.engine, self._reported, self._status_changed)
        desk.engine.before_dial = self._prepare
        desk.store.saved = self._saved
        self._status = Status()
        self._unsent = self._waiting = 0

    def services(self) -> Services:
        desk = self.opened.desk
        return Services(
            grades=desk.grades, rosters=desk.rosters, home=desk.home, imports=desk.imports, syncing=desk.syncing,
            users=desk.users, school=desk.school, sync=self.worker, devices=desk.devices,
        )  # fmt: skip

    def start(self) -> None:
        self._bus.changed.connect(self._heard)
        self._count()
        self.worker.start()

    def stop(self) -> None:
        self._bus.changed.disconnect(self._heard)
        self.worker.stop()
        self.opened.desk.close()

    def _prepare(self) -> None:
        """On the sync thread."""
        before, self._before = self._before, None
        if before is not None:
            before()

    def _saved(self, _seq: int) -> None:
        """On the writer's thread, after the commit."""
        self.worker.wake()
        self._tasks.post(self._count)

    def _reported(self, report: Report) -> None:
        """On the sync thread."""
        kinds = report.pulled.tables | (
            {"scores", "conflict"} if report.tally.applied or report.tally.conflicts or report.tally.refused else set()
        )
        self._tasks.post(lambda: self._bus.tell(kinds, report.pulled.scopes, "pull"))
        self._tasks.post(self._count)

    def _heard(self, change: Changed) -> None:
        """A decision that writes nothing, the school's value kept, still changes what waits."""
        if change.touches("conflict"):
            self._count()

    def _status_changed(self, status: Status) -> None:
        """On the sync thread."""
        self._tasks.post(lambda: self._show(status))

    def _count(self) -> None:
        syncing = self.opened.desk.syncing

        def counted(counts: tuple[int, int]) -> None:
            self._unsent, self._waiting = counts
            self._show(self._status)

        self._tasks.run(lambda: (syncing.unsent(), syncing.open_count()), counted)

    def _show(self, status: Status) -> None:
        self._status = status
        last = status.last or self._state.status.synced_at
        trouble = self._say.words(status.error) if status.error and not _ended(status) else ""
        self._state.set_status(Shown(self._unsent, self._waiting, _connection(status), last, trouble))


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
