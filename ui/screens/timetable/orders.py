"""What a person asks for in the week's parts, passed on to the presenter; and the forms above the week, which the orders open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint

from ems_desktop.domain.timetable.week import Slot
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable.forms import Forms
from ui.screens.timetable.lesson_acts import LessonActs
from ui.screens.timetable.marker import TimeMarker
from ui.screens.timetable.presenter import TimetablePresenter
from ui.screens.timetable.tools import Tools
from ui.screens.timetable.tray import Tray
from ui.screens.timetable.weekview import WeekView
from ui.widgets.menu import pick_menu


class Orders(QObject):
    def __init__(self, presenter: TimetablePresenter, tools: Tools, week: WeekView, tray: Tray, acts: LessonActs) -> None:
        super().__init__(week)
        self._presenter, self._tools, self._week = presenter, tools, week
        self.forms, self.marker = Forms(presenter), TimeMarker(week)
        self.forms.turned.connect(self._turned)
        self.marker.ended.connect(self.forms.close)
        self.marker.marked.connect(self._marked)
        self.marker.menu_asked.connect(self._menu)
        tools.look_chosen.connect(presenter.show)
        tools.who_chosen.connect(lambda who: presenter.show(presenter.look, who))
        tools.version_chosen.connect(presenter.load)
        week.removed.connect(presenter.to_tray)
        tray.list.removed.connect(presenter.remove_lesson)
        tray.add.clicked.connect(lambda: self.do("lesson"))
        self._listen_to(acts)

    def _listen_to(self, acts: LessonActs) -> None:
        """What is done with the chosen lesson."""
        presenter = self._presenter
        acts.tray_asked.connect(lambda: presenter.to_tray(presenter.chosen))
        for asked, act in (
            (acts.lock_asked, presenter.toggle_lock),
            (acts.split_asked, presenter.split),
            (acts.remove_asked, presenter.remove_lesson),
            (acts.room_chosen, presenter.set_room),
            (acts.length_chosen, presenter.set_length),
            (acts.teachers_chosen, presenter.set_teachers),
            (acts.join_chosen, presenter.join),
        ):
            asked.connect(lambda *what, a=act: a(presenter.chosen or "", *what))

    def do(self, name: str) -> None:
        """A command by its name, or a form."""
        presenter = self._presenter
        if name in self.forms.all:
            self.forms.turn(name)
        elif name == "lock":
            presenter.toggle_lock(presenter.chosen or "")
        else:
            {"clash": presenter.next_clash, "undo": presenter.undo, "redo": presenter.redo}[name]()

    def show_week(self) -> None:
        """It was laid out anew."""
        assert self._presenter.sheet is not None
        self.forms.show_sheet(self._presenter.sheet, writable=self._presenter.writable)
        self.marker.show()

    def _turned(self, name: str, opened: bool) -> None:
        self._tools.turned(name, opened)
        if name == "times":
            self.marker.turn(on=opened)
        if not opened:
            self._week.setFocus()

    def _marked(self, hours: Slot, was_closed: bool) -> None:
        if was_closed:
            self._presenter.open_time(hours)
        else:
            self._presenter.close_time(hours, self.forms.times.reason.text())

    def _menu(self, hours: Slot, closed: bool, where: QPoint) -> None:
        said = tr("Open {when}", when=when_words(hours)) if closed else tr("Close {when}", when=when_words(hours))
        pick_menu(self._week, where, [(said, "check" if closed else "block", lambda: self._marked(hours, closed))])
