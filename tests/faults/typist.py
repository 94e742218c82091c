"""A teacher who types until somebody pulls the plug: the real grade screen over the real file, offscreen, driven by key events.

A server that forks: the imports are paid once, each line on standard input (path, key, sheet, person, first cell) makes a typist.
It says `typed` before a key that commits, `saved` once the cell shows saved, and the server `dead` when the typist is gone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from ui.bus import Bus
from ui.context import Context, Services, Session
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.grades.view import GradesScreen
from ui.shell.areas import Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (Area("grades", "Grades", "grades", GradesScreen),)
KEPT: list[Window] = []  # Python must not take the window away while it is typed into


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main() -> None:
    for line in sys.stdin:
        path, key, sheet, person, first = line.split()
        child = os.fork()
        if child == 0:
            type_away(Path(path), bytes.fromhex(key), sheet, person, int(first))
        say("pid", child)
        os.waitpid(child, 0)
        say("dead", child)


def type_away(path: Path, key: bytes, sheet: str, person: str, first: int) -> None:
    app = QApplication([])
    tasks, screen = open_screen(app, LocalStore(path, key), sheet, person)
    board = screen.presenter.sheet.now()
    rows, columns = board.size[0], len(board.sheet.assessments)
    say("ready")
    for n in range(first, 1_000_000):
        at = (n % rows, n // rows % columns)
        assessment, pupil = board.key(*at)
        value = 50 + n // (rows * columns) * 7 % 50 + n % 3
        screen.grid.marks.choose(at)
        QTest.keyClicks(app.focusWidget() or screen.grid.marks, str(value))
        say("typed", assessment, pupil, value)
        QTest.keyClick(app.focusWidget() or screen.grid.marks, Qt.Key.Key_Return)
        while screen.presenter.sheet.now().overlay.stage((assessment, pupil)) == "typed" or not tasks.idle():
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        say("saved", assessment, pupil, value)


def open_screen(app: QApplication, store: LocalStore, sheet: str, person: str) -> tuple[Tasks, GradesScreen]:
    teacher = Person(person, "Ratna", frozenset({"guru"}))
    feedback, state = Feedback(), ShellState("grades")
    state.where = {"sheet": sheet}
    tasks = Tasks(feedback.failed, feedback.bug)
    window = Window(app, Preferences(), lambda _: None)
    session = Session(person, "Ratna", teacher.roles, "SMP Uji", semester="20261")
    ctx = Context(
        Services(grades=Grades(store, teacher)), session, tasks, Bus(), feedback, state.go, window.preferences, window.prefer, lambda: None
    )
    window.stage(lambda: Shell(ctx, AREAS, state))
    window.show()
    KEPT.append(window)
    while True:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        shell = window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        if page is not None and isinstance(page.content, GradesScreen) and page.content.presenter.board and tasks.idle():
            return tasks, page.content


if __name__ == "__main__":
    main()
