"""A person's window with the real timetable over a real encrypted file, and hands that drag."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ems_desktop.domain.timetable.week import Lesson, Slot
from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.store.local import LocalStore
from tests.ui.foundation.school import TEACHER, PlainScreen
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.timetable.view import TimetableScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (Area("home", "Name", "home", PlainScreen), Area("timetable", "Timetable", "calendar", TimetableScreen), SETTINGS)
NO_KEYS, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


@dataclass
class Desk:
    window: Window
    tasks: Tasks
    bus: Bus
    service: Timetable
    state: ShellState
    notes: list[tuple[str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def screen(self) -> TimetableScreen:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, TimetableScreen)
        return page.content

    def settle(self) -> None:
        QApplication.processEvents()
        while not self.tasks.idle():
            self.tasks.wait()
            QApplication.processEvents()
        for _ in range(3):
            QApplication.processEvents()

    def press(self, *pressed: Qt.Key, held: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Key after key, where the focus is."""
        for key in pressed:
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, key, held)
            self.settle()

    def choose(self, lesson: Lesson) -> None:
        """Put the focus on this lesson of the week."""
        week = self.screen.week
        at = next(n for n, card in enumerate(week.rows.rows) if card.lesson.id == lesson.id)
        week.setFocus()
        week.setCurrentIndex(week.rows.index(at))
        self.settle()

    def stored(self, subject: str, slot: Slot | None, class_name: str = "VIII B") -> Lesson | None:
        """The lesson that stands there in the file."""
        sheet = self.service.sheet(self.service.versions()[0].id)
        return next(
            (
                one
                for one in sheet.week.lessons
                if (sheet.subjects[one.subject_id], one.slot, sheet.classes[one.class_id]) == (subject, slot, class_name)
            ),
            None,
        )

    # -- the mouse

    def take(self, view: QAbstractItemView, point: QPoint) -> None:
        """Press there and begin to drag."""
        QTest.mousePress(view.viewport(), LEFT, NO_KEYS, point)
        far = QPoint(QApplication.startDragDistance() + 1, 0)
        drag_to(view.viewport(), point + far)

    def take_lesson(self, lesson: Lesson) -> None:
        self.choose(lesson)
        rect = self.screen.week.visualRect(self.screen.week.currentIndex())
        self.take(self.screen.week, rect.topLeft() + QPoint(20, 15))

    def take_from_tray(self, subject: str) -> None:
        tray = self.screen.tray.list
        n = next(n for n, card in enumerate(tray.rows.rows) if card.title == subject)
        self.take(tray, tray.visualRect(tray.rows.index(n)).center())

    def hover(self, slot: Slot) -> QPoint:
        """Hold what was taken over this time; returns where the mouse is, in global pixels."""
        week = self.screen.week
        corner = week.slot_rect(slot).topLeft()
        where = week.viewport().mapToGlobal(corner + self.screen.carry.held_at)
        self.hover_at(where)
        return where

    def hover_at(self, where: QPoint) -> None:
        grabbing = self._grabbing()
        drag_to(grabbing, grabbing.mapFromGlobal(where))
        QApplication.processEvents()

    def drop(self, slot: Slot) -> None:
        self.drop_at(self.hover(slot))

    def drop_at(self, where: QPoint) -> None:
        grabbing = self._grabbing()
        drag_to(grabbing, grabbing.mapFromGlobal(where))
        QTest.mouseRelease(grabbing, LEFT, NO_KEYS, grabbing.mapFromGlobal(where))
        self.settle()

    def _grabbing(self) -> QWidget:
        tray, week = self.screen.tray.list, self.screen.week
        return tray.viewport() if tray.held_by_mouse() else week.viewport()


def drag_to(widget: QWidget, point: QPoint) -> None:
    """The mouse goes there with its button held."""
    where = QPointF(point)
    event = QMouseEvent(QEvent.Type.MouseMove, where, QPointF(widget.mapToGlobal(point)), Qt.MouseButton.NoButton, LEFT, NO_KEYS)
    QApplication.sendEvent(widget, event)


@contextmanager
def desk(app: QApplication, store: LocalStore, person: Person, preferences: Preferences, size: tuple[int, int]) -> Iterator[Desk]:
    say, state, bus = Feedback(), ShellState("timetable"), Bus()
    tasks, service = Tasks(say.failed, say.bug), Timetable(store, person)
    window = Window(app, preferences, lambda _: None, say)
    made = Desk(window, tasks, bus, service, state)
    session = replace(TEACHER, person_id=person.id, name=person.name, roles=person.roles)
    ctx = Context(Services(timetable=service), session, tasks, bus, say, state.go, window.preferences, window.prefer, lambda: None)
    say.noted.connect(lambda said, undo: made.notes.append((said, undo)))
    say.warned.connect(lambda said, code: made.troubles.append(f"{code} {said}"))
    say.bugs.connect(lambda report: made.troubles.append(str(report)))
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
