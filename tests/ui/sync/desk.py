"""A signed-in teacher's window with the real sync centre over a real encrypted file. The school cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.errors import Outage
from ems_desktop.services.grades import Grades
from ems_desktop.services.syncing import Syncing
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from sync.worker import Worker
from tests.schools import SmallSchool
from tests.ui.foundation.school import TEACHER, PlainScreen
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.sync.view import SyncScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (
    Area("home", "Name", "home", PlainScreen),
    Area("grades", "Grade sheet", "grades", PlainScreen),
    Area("sync", "Synchronisation", "sync", SyncScreen),
    SETTINGS,
)


@dataclass
class Centre:
    """The window, what stands behind it, and where the person was sent."""

    window: Window
    tasks: Tasks
    ctx: Context
    worker: Worker
    state: ShellState
    notes: list[tuple[str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    went: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def shell(self) -> Shell:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        return shell

    @property
    def screen(self) -> SyncScreen:
        page = self.shell.current()
        assert page is not None
        assert isinstance(page.content, SyncScreen)
        return page.content

    def settle(self) -> None:
        """Everything that was asked for is answered and on the screen."""
        QApplication.processEvents()
        while not self.tasks.idle():
            self.tasks.wait()
            QApplication.processEvents()


def _unreachable() -> Remote:
    raise Outage(1401)


@contextmanager
def centre(app: QApplication, store: LocalStore, small: SmallSchool, preferences: Preferences, size: tuple[int, int]) -> Iterator[Centre]:
    say, state = Feedback(), ShellState("sync")
    tasks = Tasks(say.failed, say.bug)
    worker = Worker(store, Engine(store, _unreachable), lambda _: None, lambda _: None)
    window = Window(app, preferences, lambda _: None, say)
    services = Services(grades=Grades(store, small.teacher), sync=worker, syncing=Syncing(store, small.teacher))
    session = replace(TEACHER, person_id=small.teacher.id, name=small.teacher.name)
    ctx = Context(services, session, tasks, Bus(), say, state.go, window.preferences, window.prefer, lambda: None)
    made = Centre(window, tasks, ctx, worker, state)
    say.noted.connect(lambda said, undo: made.notes.append((said, undo)))
    say.warned.connect(lambda said, code: made.troubles.append(f"{code} {said}"))
    state.going.connect(lambda area, where: made.went.append((area, where)))
    window.resize(*size)
    window.stage(lambda: Shell(ctx, AREAS, state))
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    made.settle()
    yield made
    made.settle()
    tasks.close()
    window.close()
    window.deleteLater()
    QApplication.processEvents()
