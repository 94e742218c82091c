"""The grade screen in a real window over a real encrypted file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.i18n import N_
from ems_desktop.services.grade_views import Cell
from ems_desktop.services.grades import Grades
from ems_desktop.store.local import LocalStore
from tests.ui.grades.school import LookSchool, build
from ui.bus import Bus
from ui.context import Context, Services, Session
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.grades.view import GradesScreen
from ui.shell.areas import Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState, Status
from ui.shell.window import Window
from ui.tasks import Tasks
from ui.widgets.grid.moves import Pos

AREAS = (Area("grades", N_("Grades"), "grades", GradesScreen),)


@dataclass
class Desk:
    """`tasks.wait()` after an action: everything asked of the disk has been done and shown then."""

    window: Window
    tasks: Tasks
    say: Feedback
    store: LocalStore
    grades: Grades
    school: LookSchool

    @property
    def shell(self) -> Shell:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        return shell

    @property
    def screen(self) -> GradesScreen:
        page = self.shell.current()
        assert page is not None
        assert isinstance(page.content, GradesScreen)
        return page.content

    def at(self, title: str, number: int) -> Pos:
        """Where a cell is: its column's title and the pupil's number."""
        board = self.screen.presenter.sheet.now()
        row = next(r for r in range(board.size[0]) if board.pupil(r).number == number)
        return row, self.col(title)

    def choose(self, title: str, number: int, to: tuple[str, int] | None = None) -> None:
        """Put the hand on a cell, or on the block from it to another."""
        at = self.at(title, number)
        self.screen.grid.marks.choose(at, at, self.at(*to) if to else None)
        self.screen.grid.marks.setFocus()

    def press(self, *keys: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Key by key, to whatever has the focus, as a keyboard does."""
        for key in keys:
            target = QApplication.focusWidget() or self.window
            if isinstance(key, str):
                QTest.keyClicks(target, key, held)
            else:
                QTest.keyClick(target, key, held)

    def type(self, text: str) -> None:
        for character in text:
            self.press(character)

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, held=Qt.KeyboardModifier.ControlModifier)

    def cell(self, title: str, number: int) -> Cell:
        """What the screen shows."""
        return self.screen.presenter.sheet.now().cell(*self.at(title, number))

    def stored(self, title: str, number: int) -> Cell:
        """What the file holds."""
        sheet = self.grades.sheet(self.school.sheet_id)
        return sheet.cell(self.school.columns[title], self.school.pupils[number - 1])

    def outbox(self) -> list[str]:
        """The titles of the change sets on this computer, oldest first."""
        with self.store.reading() as session:
            return list(session.execute(sa.text("select title from outbox order by seq")).scalars())

    @property
    def reason(self) -> str:
        """What the bubble beside a cell says."""
        return self.screen.grid.bubble.said()

    def settle(self) -> None:
        """All work is done and shown, also what follows a moment later."""
        assert self.tasks.wait()
        self.screen.follower.settle()
        assert self.tasks.wait()
        QApplication.processEvents()

    def col(self, title: str) -> int:
        board = self.screen.presenter.sheet.now()
        return next(i for i, column in enumerate(board.columns) if column.title == title)

    def close(self) -> None:
        self.tasks.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)  # a new style sheet would dress it again
        self.store.close()


def open_desk(
    app: QApplication,
    folder: Path,
    *,
    language: str = "id",
    theme: str = "light",
    scale: float = 1.0,
    size: tuple[int, int] = (1440, 900),
    audit: Any = None,
) -> Desk:
    """`audit`: who knows what others did; nobody here, unless a test says so."""
    store = LocalStore(folder / "local.db", os.urandom(32))
    school = build(store)
    grades = Grades(store, school.teacher)
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    state = ShellState("grades")
    session = Session(
        school.teacher.id, school.teacher.name, school.teacher.roles, "SMP Nusantara 2", "Kota Malang", "20200001", "20261", device="LAB-GURU-03"
    )  # fmt: skip
    state.set_status(Status(16, 3, "online", None))
    window = Window(app, Preferences(language, theme, round(scale * 100)), lambda _: None, say)
    ctx = Context(
        Services(grades=grades, audit=audit), session, tasks, Bus(), say, state.go, window.preferences, window.prefer, lambda: None
    )
    window.resize(*size)
    window.show()
    window.stage(lambda: Shell(ctx, AREAS, state))
    window.activateWindow()
    QApplication.processEvents()
    desk = Desk(window, tasks, say, store, grades, school)
    desk.settle()
    return desk


def eventually(condition: Callable[[], bool]) -> None:
    """Let the window live until it is so; it must be within five seconds."""
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        QTest.qWait(5)
    assert condition()
