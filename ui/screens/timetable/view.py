"""Jadwal: the week of a class, a teacher, a room or the whole school. Puts the parts together; what they do is theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.week import Lesson, Slot
from ems_desktop.i18n import tr
from ui.bus import Changed
from ui.context import Context
from ui.screens.timetable.board import Board, card_of
from ui.screens.timetable.carry import Carry
from ui.screens.timetable.commands import COMMANDS, IN_THE_WEEK
from ui.screens.timetable.inspector import Inspector
from ui.screens.timetable.orders import Orders
from ui.screens.timetable.output import Shown, output_buttons
from ui.screens.timetable.presenter import TimetablePresenter
from ui.screens.timetable.reading import TABLES
from ui.screens.timetable.tools import Tools
from ui.screens.timetable.tray import Tray
from ui.screens.timetable.weekview import WeekView
from ui.shell.screen import Screen, Shortcut
from ui.widgets import Button, Choice, button, col, decide, empty_state, row
from ui.widgets.grid.bubble import Bubble

ORIGIN = "timetable"


class TimetableScreen(Screen):
    """`arrive(timetable=…)` opens a version, `lesson=…` at a lesson, `look=…, who=…` at somebody's week."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        run = partial(ctx.tasks.run, owner=self)
        self.presenter = TimetablePresenter(ctx.services.timetable, run, self, ctx.session.person_id, ctx.session.roles)
        self.tools = Tools(self.presenter, output_buttons(self, ctx, partial(_on_paper, self.presenter), self.presenter.load))
        self.week, self.tray, self.inspector = WeekView(), Tray(), Inspector()
        self.orders = Orders(self.presenter, self.tools, self.week, self.tray, self.inspector.acts)
        self._primary_for: str | None = None
        self._narrow, self._wanted = False, True  # whether the window is, and whether the person wants the panel beside a wide one
        self._at: str | None = None  # a lesson to go to, once its week is there
        self._lay_out()
        self.carry = Carry(self.presenter, self.week, self.tray, self._left)
        self._refusal = Bubble(self.week)
        self._listen()

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = col(*(form.slot for form in self.orders.forms.all.values()), gap=0)
        left.addWidget(self.week, 1)
        left.addWidget(self.tray)
        self._left.setLayout(left)
        both = row(gap=0)
        both.addWidget(self._left, 1)
        both.addWidget(self.inspector)
        self._sheet = QWidget()
        self._sheet.setLayout(both)
        self._make = button(tr("Make a draft"), "plus", "primary")
        self._make.clicked.connect(self.presenter.first_draft)
        self._empty = empty(self._make if self.presenter.office else None)
        self._stack = QStackedLayout(self)
        for page in (self._sheet, self._empty):
            self._stack.addWidget(page)

    def _listen(self) -> None:
        self.tools.asked.connect(self._do)
        self.week.chosen.connect(self._chosen)
        self.tray.list.chosen.connect(self._chosen)
        self.ctx.bus.changed.connect(self._changed_elsewhere)
        for command in COMMANDS:
            for keys in command.keys:
                made = QShortcut(QKeySequence(keys), self)
                made.activated.connect(partial(self._do, command.name))

    # -- asked by the shell

    def header_parts(self) -> Sequence[QWidget]:
        return [self.tools.who, self.tools.version, self.tools.state]

    def toolbar(self) -> QWidget:
        return self.tools.bar

    def primary(self) -> Button | None:
        """Publish a draft; from what is published, make the next draft."""
        self._primary_for = self._primary_wanted()
        if self._primary_for is None:
            return None
        if self._primary_for == "draft":
            made = button(tr("Publish"), "check", "primary")
            made.clicked.connect(self._publish)
        else:
            made = button(tr("Change it as a draft"), "edit", "primary")
            made.clicked.connect(self.presenter.copy_as_draft)
        return made

    def _primary_wanted(self) -> str | None:
        """The state that the primary button is for."""
        sheet = self.presenter.sheet
        return sheet.version.state if sheet and self.presenter.office else None

    def shortcuts(self) -> list[Shortcut]:
        by_keys = [Shortcut(command.keys[0], tr(command.title)) for command in COMMANDS]
        return [*(Shortcut(keys, tr(said)) for keys, said in IN_THE_WEEK), *by_keys]

    def arrive(self, **where: Any) -> None:
        if "look" in where:
            self.presenter.look, self.presenter.chosen = where["look"], where.get("lesson")
            self.presenter.who[self.presenter.look] = where.get("who")
        else:
            self._at = where.get("lesson")
        self.presenter.load(where.get("timetable"))

    def place(self) -> dict[str, Any]:
        sheet, look = self.presenter.sheet, self.presenter.look
        here = {"look": look, "who": self.presenter.who[look], "lesson": self.presenter.chosen}
        return here | ({"timetable": sheet.version.id} if sheet else {})

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        self._narrow = narrow
        self._show_panel(shown=not narrow and self._wanted)
        self.tools.show(narrow=narrow)

    def first_focus(self) -> QWidget:
        empty = self._stack.currentWidget() is self._empty
        return self._make if empty and self.presenter.office else self.tools.looks if empty else self.week

    # -- told by the presenter

    def show_board(self) -> None:
        self._refusal.hide()
        wanted, self._at = (self._at, None) if self.presenter.sheet else (None, self._at)
        if self.presenter.go_to(wanted):
            return  # this was called again
        board = self.presenter.board
        if board is not None:
            self._show_week(board)
        self._stack.setCurrentWidget(self._sheet if board else self._empty)
        self.tools.show(narrow=self._narrow)
        if self._primary_for != self._primary_wanted():
            self.parts_changed.emit()

    def _show_week(self, board: Board) -> None:
        presenter = self.presenter
        assert presenter.sheet is not None
        self.week.writable = presenter.writable
        self.week.show_board(board, presenter.chosen)
        self.tray.setVisible(presenter.writable)
        self.orders.show_week()
        self.tray.show_cards(tuple(card_of(presenter.sheet, presenter.look, one) for one in presenter.tray()))
        self._show_side()

    def show_hand(self) -> None:
        hand = self.presenter.hand
        self._refusal.hide()
        self.carry.show_hand()
        self.tray.hold(hand.lesson.id if hand else None)
        if self.presenter.sheet is not None:
            self._show_side()

    def refused(self, slot: Slot, error: EmsError) -> None:
        self._refusal.say(error, self.week.slot_rect(slot))

    def note(self, said: str, undo: Callable[[], None] | None) -> None:
        self.ctx.say.note(said, undo)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def changed(self) -> None:
        self.ctx.bus.tell({"timetables", "schedules"}, None, ORIGIN)

    # -- inner

    def _show_side(self) -> None:
        presenter, hand = self.presenter, self.presenter.hand
        assert presenter.sheet is not None
        if hand is not None:
            self.inspector.show_hand(hand, self.week.places())
        else:
            self.inspector.show_lesson(presenter.sheet, presenter.lesson(presenter.chosen), writable=presenter.writable)
        titles = {"class": tr("Load of this class's teachers"), "teacher": tr("Load of the teacher")}
        loads = () if presenter.pupil else presenter.loads()
        self.inspector.show_loads(titles.get(presenter.look, tr("Load of the teachers")), loads)

    def _chosen(self, lesson: Lesson | None) -> None:
        self.presenter.chosen = lesson.id if lesson else None
        self._refusal.hide()
        if self.presenter.sheet is not None and self.presenter.hand is None:
            self._show_side()

    def _do(self, name: str) -> None:
        if name == "panel":
            self._wanted = self.inspector.isHidden()
            self._show_panel(shown=self._wanted)
        else:
            self.orders.do(name)

    def _show_panel(self, *, shown: bool) -> None:
        if not shown and self.inspector.isAncestorOf(QApplication.focusWidget() or self):
            self.week.setFocus()
        self.inspector.setVisible(shown)
        self.tools.panel.setChecked(shown)

    def _publish(self) -> None:
        sheet = self.presenter.sheet
        assert sheet is not None
        said = tr("Teachers and pupils will see this week. The timetable that is valid now goes to the archive.")
        title = tr("Publish {name}?", name=sheet.version.name)
        decide(self, title, said, Choice(tr("Cancel")), Choice(tr("Publish"), self.presenter.publish, "primary"))

    def _changed_elsewhere(self, change: Changed) -> None:
        if change.touches(*TABLES) and change.origin != ORIGIN:
            self.presenter.news()


def empty(make: Button | None) -> QWidget:
    """`make`: what the office does next."""
    said = (
        tr("Make a draft from the subjects of the classes, then drag the lessons into the week.")
        if make
        else tr("The week appears here as soon as the office has published a timetable.")
    )
    return empty_state("calendar", tr("No timetable yet"), said, make)


def _on_paper(shown: TimetablePresenter) -> Shown | None:
    """What would be printed and exported now."""
    return Shown(shown.sheet, shown.look, shown.who[shown.look]) if shown.sheet else None
