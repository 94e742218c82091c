"""The window with Kelas & Siswa and Beranda over a real encrypted file: the real services, the real shell, real tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ems_desktop.services.files import Files
from ems_desktop.services.finals import final_value
from ems_desktop.services.home import Home
from ems_desktop.services.people import Person
from ems_desktop.services.roster_import import RosterImport
from ems_desktop.services.rosters import Rosters
from ems_desktop.store.cache import FileCache
from tests.offices import TODAY, Office
from tests.ui.foundation.school import PlainScreen
from ui.bus import Bus
from ui.context import Context, Services, Session
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.home.view import HomeScreen
from ui.screens.rosters.finder import finder
from ui.screens.rosters.view import RostersScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (
    Area("home", "Home", "home", HomeScreen),
    Area("rosters", "Classes & Students", "people", lambda ctx: RostersScreen(ctx, lambda: TODAY), finder=finder),
    Area("grades", "Grades", "grades", PlainScreen),
    Area("sync", "Sync", "sync", PlainScreen),
    SETTINGS,
)


@dataclass
class Desk:
    """The window, and what was said to the person."""

    window: Window
    tasks: Tasks
    ctx: Context
    office: Office
    state: ShellState
    notes: list[tuple[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def shell(self) -> Shell:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        return shell

    @property
    def screen(self) -> Any:
        return self._content(RostersScreen)

    @property
    def importing(self) -> Any:
        return self.screen.importing

    @property
    def home(self) -> Any:
        return self._content(HomeScreen)

    def _content(self, kind: Any) -> Any:
        page = self.shell.current()
        assert page is not None
        assert isinstance(page.content, kind)
        return page.content

    def settle(self) -> None:
        """Until nothing is waiting, running or on its way back."""
        for _ in range(4):
            QApplication.processEvents()
            assert self.tasks.wait()
        QApplication.processEvents()

    def press(self, key: Qt.Key, on: QWidget | None = None, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = on or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, with_)
        self.settle()

    def type(self, text: str, on: QWidget | None = None) -> None:
        target = on or QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        self.settle()


def session_of(person: Person) -> Session:
    return Session(person.id, person.name, person.roles, "SMP Uji", city="Kota Malang", npsn="20200001", semester="20261", device="PC-01")


@contextmanager
def desk(app: QApplication, office: Office, person: Person, preferences: Preferences, size: tuple[int, int], area: str) -> Iterator[Desk]:
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    state = ShellState(area)
    window = Window(app, preferences, lambda _: None, say)
    window.resize(*size)
    rosters = Rosters(office.store, person, final_value)
    files = Files(office.store, person, FileCache(office.store.path.with_name("files"), bytes(32)))
    imports = RosterImport(office.store, rosters, lambda: TODAY)
    services = Services(rosters=rosters, imports=imports, home=Home(office.store, person), files=files)
    ctx = Context(services, session_of(person), tasks, Bus(), say, state.go, window.preferences, window.prefer, lambda: None)
    made = Desk(window, tasks, ctx, office, state)
    say.noted.connect(lambda said, undo: made.notes.append((said, undo)))
    say.warned.connect(lambda said, code: made.warnings.append(f"{code}: {said}"))
    say.bugs.connect(lambda report: made.warnings.append(report.trace))
    try:
        window.stage(lambda: Shell(ctx, AREAS, state))
        window.show()
        window.activateWindow()
        made.settle()
        yield made
    finally:
        window.close()
        tasks.close()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts(widget: QWidget) -> list[str]:
    """Every label in sight."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
