"""A signed-in teacher's window with the real question bank over a real encrypted file. The school cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ems_desktop.domain.errors import Outage
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.people import Person
from ems_desktop.services.question_drafts import QuestionDrafts
from ems_desktop.services.question_files import QuestionFiles
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Wanted
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from tests.ui.foundation.school import TEACHER, PlainScreen
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.questions.view import QuestionsScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (Area("home", "Name", "home", PlainScreen), Area("questions", "Question Bank", "bank", QuestionsScreen), SETTINGS)
NO_KEYS = Qt.KeyboardModifier.NoModifier


@dataclass
class Desk:
    """The window and what stands behind it."""

    window: Window
    tasks: Tasks
    ctx: Context
    questions: Questions
    state: ShellState
    notes: list[tuple[str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def screen(self) -> QuestionsScreen:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, QuestionsScreen)
        return page.content

    def settle(self) -> None:
        """Everything that was asked for is answered and on the screen."""
        for _ in range(4):
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
        target = on or QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        self.settle()

    def wait(self, milliseconds: int = 250) -> None:
        """Pauses after the last key, and what follows them."""
        QTest.qWait(milliseconds)
        self.settle()

    def listed(self) -> list[str]:
        """What the list shows, by the beginning of each question."""
        return [line.excerpt for line in self.questions.lines(self.screen.browse.list.lines.ids)]


def _no_way() -> Any:
    raise Outage(1401)


@contextmanager
def desk(
    app: QApplication, store: LocalStore, cache: FileCache, person: Person, preferences: Preferences, size: tuple[int, int], **services: Any
) -> Iterator[Desk]:
    say, state = Feedback(), ShellState("questions")
    tasks = Tasks(say.failed, say.bug)
    window = Window(app, preferences, lambda _: None, say)
    questions = Questions(store, person, cache)
    drafts = QuestionDrafts(store, person, questions, Jobs(store, person, _no_way))
    session = replace(TEACHER, person_id=person.id, name=person.name, roles=person.roles)
    given = Services(questions=questions, question_files=QuestionFiles(questions), question_drafts=drafts, **services)
    ctx = Context(given, session, tasks, Bus(), say, state.go, window.preferences, window.prefer, lambda: None)
    made = Desk(window, tasks, ctx, questions, state)
    say.noted.connect(lambda said, undo: made.notes.append((said, undo)))
    for heard in (say.warned, say.outages):
        heard.connect(lambda said, code: made.troubles.append(f"{code} {said}"))
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


def begin(desk: Desk, kind: str = "single") -> Any:
    """The editor of a new question."""
    primary = desk.screen.primary()
    assert primary is not None
    primary.click()
    desk.wait(200)
    if kind != "single":
        desk.screen.editor.kinds.button(kind).click()
        desk.settle()
    return desk.screen.editor


def saved(desk: Desk, bank: str) -> Any:
    """The newest question, after Ctrl+S."""
    desk.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    return desk.questions.one(desk.questions.find(Wanted(bank))[0])
