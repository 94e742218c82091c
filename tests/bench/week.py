"""The timetable: the whole school of 40 classes painted, and what each movement of a lesson in the hand costs. The real screen, offscreen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.timetable.clashes import Index
from ems_desktop.services.timetable_views import Sheet, Version
from tests.bench.figures import Figure, in_turn, load, seconds
from tests.ui.foundation.school import TEACHER
from tests.ui.timetable.weeks import large
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.timetable.view import TimetableScreen
from ui.tasks import Tasks
from ui.theme import T

CLASSES, FRAMES = 40, 300
WINDOW, ALL_ROWS = (1366, 768), (1366, 1320)


class _Memory:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def versions(self) -> tuple[Version, ...]:
        return (self._sheet.version,)

    def sheet(self, _timetable_id: str) -> Sheet:
        return self._sheet


def run() -> list[Figure]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    T.apply(app, "light")
    sheet = large(CLASSES)
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    screen = _screen(tasks, sheet, say)
    lessons = sum(one.slot is not None for one in sheet.week.lessons)
    (index,) = in_turn([lambda: Index(sheet.week)], 10)
    figures = [_painted(app, screen, lessons, index), *(_dragged(app, screen, look) for look in ("class", "school"))]
    tasks.close()
    screen.deleteLater()
    return figures


def _screen(tasks: Tasks, sheet: Sheet, say: Feedback) -> TimetableScreen:
    session = type(TEACHER)(TEACHER.person_id, TEACHER.name, frozenset({"kurikulum"}), TEACHER.school_name)
    ctx = Context(
        Services(timetable=_Memory(sheet)), session, tasks, Bus(), say, lambda *_, **__: None, lambda: Preferences("id", "light", 100),
        lambda _: None, lambda: None,
    )  # fmt: skip
    screen = TimetableScreen(ctx)
    screen.resize(*WINDOW)
    screen.show()
    screen.arrive()
    while not tasks.idle():
        tasks.wait()
        QApplication.processEvents()
    return screen


def _painted(app: QApplication, screen: TimetableScreen, lessons: int, index: float) -> Figure:
    screen.presenter.show("school")
    screen.resize(*ALL_ROWS)
    app.processEvents()
    viewport = screen.week.viewport()
    times = sorted(seconds(viewport.repaint) * 1000 for _ in range(30))
    where = f"{lessons} lessons on {viewport.width()} × {viewport.height()}, median of 30, worst {times[-1]:.0f} ms; load {load()}"
    return Figure(f"week: {CLASSES} classes painted", times[15], "ms", 100, "value", index * 1000, "indexing the week", where)


def _dragged(app: QApplication, screen: TimetableScreen, look: Any) -> Figure:
    presenter, carry, week = screen.presenter, screen.carry, screen.week
    presenter.show(look)
    screen.resize(*WINDOW)
    app.processEvents()
    lesson = presenter.tray()[0]
    picked = seconds(lambda: (presenter.pick(lesson.id), app.processEvents())) * 1000
    room = week.viewport().rect()
    steps = [
        week.viewport().mapToGlobal(QPoint(70 + n * 7 % (room.width() - 120), 60 + n * 11 % (room.height() - 120))) for n in range(FRAMES)
    ]

    def step(where: QPoint) -> None:
        carry.move_to(where)
        app.processEvents()

    times = sorted(seconds(lambda w=where: step(w)) * 1000 for where in steps)  # type: ignore[misc]  # its default binds the loop's value
    presenter.let_go()
    p99 = times[round(FRAMES * 0.99) - 1]
    told = f"p99 of {FRAMES} movements, worst {times[-1]:.0f} ms; picked up in {picked:.0f} ms; load {load()}"
    return Figure(f"week: a lesson in the hand, {look}", p99, "ms", 16, "value", times[FRAMES // 2], "the median movement", told)
