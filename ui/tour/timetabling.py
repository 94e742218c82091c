"""The office makes the week: a lesson dragged out of the tray, two that change places, one that cannot go where it is held; then the
draft is published. Driven by mouse and key events; what came of it is read back from PostgreSQL."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView

from ems_desktop.demo import timetable_facts as facts
from ems_desktop.demo.facts import Witness
from ems_desktop.domain.timetable.clashes import places
from ems_desktop.domain.timetable.week import Lesson, Place, Slot
from ui.app import Program
from ui.screens.timetable.view import TimetableScreen
from ui.shell.shell import Shell
from ui.tour.album import Album
from ui.tour.hands import Stuck, carry_to, find, let_fall, take, until
from ui.widgets import Button, Decision


class Timetabling:
    """`stood`: what PostgreSQL must hold in the end, lesson → where."""

    def __init__(self, program: Program, desk: Any, album: Album) -> None:
        self._program, self._desk, self._album = program, desk, album
        self.stood: dict[str, tuple[str, Slot | None]] = {}

    @property
    def _screen(self) -> TimetableScreen:
        shell = self._program.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, TimetableScreen)
        return page.content

    def make(self) -> str:
        """Work on the draft and publish it: its id."""
        draft: str = next(one.id for one in self._desk.timetable.versions() if one.state == "draft")
        self._program.state.go("timetable", timetable=draft, look="class", who=None)
        until(lambda: self._screen.presenter.sheet is not None and self._program.tasks.idle(), "the draft")
        self._album.snap("jadwal")
        self._out_of_the_tray()
        self._swap()
        self._not_here()
        self._publish()
        return draft

    def judge(self, witness: Witness, timetable_id: str) -> None:
        until(lambda: self._program.state.status.unsent == 0, "the timetable at school", 60)
        for lesson_id, (name, slot) in self.stood.items():
            facts.stands(witness, name, lesson_id, slot)
        facts.published(witness, timetable_id)

    # -- what the hand does

    def _out_of_the_tray(self) -> None:
        lesson, place = self._find(lambda lesson, place: lesson.slot is None and place.verdict == "free")
        tray = self._screen.tray.list
        row = next(n for n, card in enumerate(tray.rows.rows) if card.lesson.id == lesson.id)
        tray.scrollTo(tray.rows.index(row))
        take(tray, tray.visualRect(tray.rows.index(row)).center())
        let_fall(tray, self._over(place))
        self._saved()
        self.stood[lesson.id] = ("a lesson dragged out of the tray stands in its place", place.slot)

    def _swap(self) -> None:
        lesson, place = self._find(lambda lesson, place: lesson.slot is not None and place.verdict == "swap")
        assert place.swap is not None
        self._grab(lesson)
        carry_to(self._screen.week, self._over(place))
        self._album.snap("jadwal-tempat")
        let_fall(self._screen.week, self._over(place))
        self._saved()
        self.stood[lesson.id] = ("the first of two that changed places", place.slot)
        self.stood[place.swap.id] = ("the second of two that changed places", lesson.slot)

    def _not_here(self) -> None:
        lesson, place = self._find(lambda lesson, place: lesson.slot is not None and _teacher_elsewhere(lesson, place))
        self._grab(lesson)
        carry_to(self._screen.week, self._over(place))
        until(lambda: len(self._screen.carry.said()) > 1, "the bubble that says why not")
        self._album.snap("jadwal-tidak-bisa")
        let_fall(self._screen.week, self._over(place))
        self._saved()
        self.stood[lesson.id] = ("a lesson that cannot go there stays", lesson.slot)

    def _publish(self) -> None:
        find(Button, self._program.window, lambda one: one.said == "Terbitkan").click()
        until(lambda: self._program.window.findChild(Decision) is not None, "the question")
        dialog = self._program.window.findChild(Decision)
        assert isinstance(dialog, Decision)
        next(one for one in dialog.buttons if one.said == "Terbitkan").click()
        until(lambda: not self._screen.presenter.writable and self._program.tasks.idle(), "the published timetable")
        self._program.window.activateWindow()  # offscreen no window manager gives the keys back after a dialog
        self._album.snap("jadwal-terbit")

    # -- where

    def _find(self, fits: Any) -> tuple[Lesson, Place]:
        """A lesson and a place, in the class that has such a pair; its week is shown then."""
        sheet = self._screen.presenter.sheet
        assert sheet is not None
        for lesson in sheet.week.lessons:
            if lesson.locked or lesson.joint or lesson.parallel or lesson.id in self.stood:
                continue
            for place in places(sheet.week, lesson):
                fresh = place.swap is None or place.swap.id not in self.stood
                if fresh and place.slot != lesson.slot and fits(lesson, place):
                    self._screen.presenter.show("class", lesson.class_id)
                    until(self._program.tasks.idle, "the week of a class")
                    return lesson, place
        raise Stuck("a lesson for the timetable's tour")

    def _grab(self, lesson: Lesson) -> None:
        week = self._screen.week
        row = next(n for n, card in enumerate(week.rows.rows) if card.lesson.id == lesson.id)
        week.setCurrentIndex(week.rows.index(row))
        take(week, week.visualRect(week.rows.index(row)).topLeft() + QPoint(20, 14))

    def _over(self, place: Place) -> QPoint:
        """Where the mouse must be for the lesson to lie over the place."""
        week: QAbstractItemView = self._screen.week
        corner = self._screen.week.slot_rect(place.slot).topLeft()
        return week.viewport().mapToGlobal(corner + self._screen.carry.held_at)

    def _saved(self) -> None:
        until(lambda: self._screen.presenter.hand is None and self._program.tasks.idle(), "saved on this computer")


def _teacher_elsewhere(lesson: Lesson, place: Place) -> bool:
    long_enough = place.verdict == "blocked" and place.fits >= lesson.periods
    return long_enough and {clash.resource for clash in place.clashes} == {"teacher"}
