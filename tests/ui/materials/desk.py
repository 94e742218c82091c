"""A signed-in person's window with the real catalogue over a real encrypted file. The school and the Sheet cannot be reached."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ems_desktop.domain.errors import EmsError, Outage
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.materials import Materials
from ems_desktop.services.materials_views import Material, Wanted
from ems_desktop.services.people import Person
from ems_desktop.services.proposals import Proposals
from ems_desktop.services.sheet_views import SheetStatus
from ems_desktop.store.local import LocalStore
from tests.ui.foundation.school import TEACHER, PlainScreen
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.materials.view import MaterialsScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (Area("home", "Name", "home", PlainScreen), Area("materials", "Materials", "book", MaterialsScreen), SETTINGS)
NO_KEYS = Qt.KeyboardModifier.NoModifier


@dataclass
class Sheet:
    """How things stand with the Google Sheet, as a test says."""

    now: SheetStatus
    woken: int = 0
    asked: list[Any] = field(default_factory=list)  # attempts to connect
    refusal: EmsError | None = None
    told: bool = True  # whether Google hears of a disconnection

    def status(self) -> SheetStatus:
        return self.now

    def wake(self) -> None:
        self.woken += 1

    def connect(self, attempt: Any) -> None:
        """As Google's page would: waits for the person, who cancels, or allows it at once."""
        self.asked.append(attempt)
        if self.refusal is not None:
            if self.refusal.code == 1138:
                while not attempt.cancelled():
                    time.sleep(0.01)
            raise self.refusal
        self.now = SheetStatus("connected")

    def disconnect(self) -> bool:
        self.now = SheetStatus("none")
        return self.told


@dataclass
class Desk:
    """The window and what stands behind it."""

    window: Window
    tasks: Tasks
    ctx: Context
    materials: Materials
    state: ShellState
    notes: list[tuple[str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def shell(self) -> Shell:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        return shell

    @property
    def screen(self) -> MaterialsScreen:
        page = self.shell.current()
        assert page is not None
        assert isinstance(page.content, MaterialsScreen)
        return page.content

    def settle(self) -> None:
        """Everything that was asked for is answered and on the screen."""
        QApplication.processEvents()
        while not self.tasks.idle():
            self.tasks.wait()
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEYS, on: QWidget | None = None) -> None:
        target = on or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, held)
        self.settle()

    def type(self, text: str, on: QWidget | None = None) -> None:
        """Letter by letter, where the focus is."""
        for letter in text:
            target = on or QApplication.focusWidget()
            assert target is not None
            QTest.keyClicks(target, letter)
        self.settle()

    def titles(self) -> list[str]:
        """What the list shows."""
        return [row.title for row in self.screen.browse.list.rows.rows]

    def stored(self, title: str) -> Material:
        """The entry with this title, read anew."""
        return next(row for row in self.materials.find(Wanted()).rows if row.title == title)

    def in_table(self) -> QWidget:
        """Over to the grid, with the focus in it."""
        self.screen.show_view("table")
        self.settle()
        view = self.screen.table.view
        view.setFocus()
        return view


def _no_way() -> Any:
    raise Outage(1401)


@contextmanager
def desk(
    app: QApplication,
    store: LocalStore,
    person: Person,
    preferences: Preferences,
    size: tuple[int, int],
    *,
    jobs: Any = None,
    **services: Any,
) -> Iterator[Desk]:
    say, state = Feedback(), ShellState("materials")
    tasks = Tasks(say.failed, say.bug)
    window = Window(app, preferences, lambda _: None, say)
    materials = Materials(store, person)
    if jobs is not None:
        services["jobs"] = jobs = Jobs(store, person, _no_way) if jobs is True else jobs
        services["proposals"] = Proposals(store, materials, jobs)
    session = replace(TEACHER, person_id=person.id, name=person.name, roles=person.roles)
    ctx = Context(
        Services(materials=materials, **services), session, tasks, Bus(), say, state.go, window.preferences, window.prefer, lambda: None
    )
    made = Desk(window, tasks, ctx, materials, state)
    say.noted.connect(lambda said, undo: made.notes.append((said, undo)))
    say.warned.connect(lambda said, code: made.troubles.append(f"{code} {said}"))
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
