"""Nilai: the grade sheet of a subject in a class for a semester. Puts the parts together; what they do is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStackedLayout, QWidget

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import explain, tr
from ems_desktop.services.grade_views import SheetRef
from ui.context import Context
from ui.screens.grades.actions import Actions
from ui.screens.grades.bars import FindBar, QuickBar, ReportBar, UnsavedBanner
from ui.screens.grades.books import Books
from ui.screens.grades.column_desk import ColumnDesk
from ui.screens.grades.commands import COMMANDS
from ui.screens.grades.follow import Follower
from ui.screens.grades.gradegrid import GradeGrid
from ui.screens.grades.menus import cell_menu
from ui.screens.grades.news import News
from ui.screens.grades.overlay import Key
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.print_menu import PrintMenu
from ui.screens.grades.report import Report
from ui.screens.grades.selbar import SelectionBar
from ui.screens.grades.side_pane import SidePane
from ui.screens.grades.switchers import SheetChooser
from ui.screens.grades.tools import Tools
from ui.shell.screen import Screen, Shortcut
from ui.widgets import Banner, Button, button, col, empty_state, row
from ui.widgets.grid.moves import Block, Pos


class GradesScreen(Screen):
    """Implements `GridScreen` for its presenter."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._run = partial(ctx.tasks.run, owner=self)
        self.presenter = GradesPresenter(ctx.services.grades, self._run, self, ctx.services.audit)
        self.chooser, self.tools, self.books = SheetChooser(), Tools(), Books(self, ctx, self.presenter)
        self.grid = GradeGrid(self.presenter)
        self.find_bar, self.report_bar, self.selection = FindBar(), ReportBar(), SelectionBar()
        self.quick_bar = QuickBar(lambda text: self.presenter.quick_preview(text, self.grid.chosen.at[1]))
        self.side = SidePane(self.presenter)
        self.follower = Follower(self.presenter, (self.grid, self.tools, self.selection, self.side))
        self.columns, self.news = ColumnDesk(self.presenter, self.grid, self.side), News(self, ctx.bus, self.presenter)
        bars = (self.find_bar, self.quick_bar, self.report_bar)
        self.hands = Actions(self.presenter, self.grid, bars, {"print": self._print, "column": self.columns.change})
        self._new = button(tr("Assessment"), "plus", "primary", tip=tr("A new assessment"))
        self._unsaved, self._reading_only = UnsavedBanner(), Banner()
        self._target: Key | None = None
        self._lay_out()
        self._listen()
        self.fold(narrow=False, low=False)

    def _lay_out(self) -> None:
        left = col(self._reading_only, self._unsaved, self.find_bar, self.quick_bar, gap=0)
        left.addWidget(self.grid, 1)
        left.addWidget(self.report_bar)
        left.addWidget(self.selection)
        both = row(gap=0)
        both.addLayout(left, 1)
        both.addWidget(self.side)
        self._sheet = QWidget()
        self._sheet.setLayout(both)
        self._empty = empty_state(
            "grades", tr("No grade sheet yet"), tr("A sheet appears here as soon as the office gives you a subject of a class.")
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._sheet)
        self._stack.addWidget(self._empty)

    def _listen(self) -> None:
        self.chooser.chosen.connect(self.open_sheet)
        self.tools.asked.connect(self._do)
        self.tools.order_chosen.connect(self._order)
        self.tools.flag_chosen.connect(lambda flag: self.presenter.sheet.arrange(flag=flag))
        self._new.clicked.connect(self.columns.add)
        self._unsaved.retry_asked.connect(self.presenter.retry)
        self._unsaved.give_up_asked.connect(self._give_up)
        grid = self.grid
        grid.moved.connect(self.follower.touch)
        grid.order_asked.connect(lambda: self._order("name" if self.presenter.sheet.order == "number" else "number"))
        grid.menu_asked.connect(lambda where: cell_menu(self, where, self.hands.do))
        self.side.said.connect(lambda words, undo: self.ctx.say.note(words, self.presenter.undo if undo else None))
        self.side.column_saved.connect(self._go_to_column)
        self.side.closed.connect(self.grid.setFocus)
        self.side.shown_changed.connect(self._side_shown)
        self.side.inspector.asked.connect(self._inspector_asked)
        self.side.inspector.stepped.connect(self.hands.step)
        self.side.inspector.conflict_asked.connect(lambda: self.ctx.go("sync"))

    # -- what the shell asks ----------------------------------------------------------------

    def header_parts(self) -> Sequence[QWidget]:
        return self.chooser.parts

    def header_tools(self) -> Sequence[Button]:
        return self.tools.header

    def toolbar(self) -> QWidget:
        return self.tools.bar

    def primary(self) -> Button:
        return self._new

    def shortcuts(self) -> Sequence[Shortcut]:
        return [Shortcut(command.keys[0], tr(command.title)) for command in COMMANDS]

    def first_focus(self) -> QWidget:
        return self.grid.marks

    def arrive(self, **where: Any) -> None:
        sheet, assessment, pupil = where.get("sheet"), where.get("assessment"), where.get("pupil")
        self._target = (assessment, pupil) if assessment and pupil else None
        self.presenter.sheet.overlays.update(where.get("unsaved", {}))
        self._run(self.presenter.service.sheets, partial(self._start, sheet), self.ctx.say.failed)

    def place(self) -> dict[str, Any]:
        board = self.presenter.board
        if board is None:
            return {}
        if board.overlay.count("typed"):
            self.ctx.tasks.wait()  # the window is about to be built anew: what was typed a moment ago is saved first
        here: dict[str, Any] = {"sheet": board.sheet.ref.id, "unsaved": self.presenter.sheet.overlays}
        at = self.grid.chosen.at
        if at[0] < board.size[0] and at[1] <= board.last:
            here["assessment"], here["pupil"] = board.key(*at)
        return here

    def fold(self, narrow: bool, low: bool) -> None:
        self.chooser.fold(narrow=narrow)
        self.grid.footer.set_low(low=low)
        self.selection.fold(narrow=narrow)
        self.side.fold(narrow=narrow)

    # -- opening ------------------------------------------------------------------------

    def _start(self, wanted: str | None, refs: tuple[SheetRef, ...]) -> None:
        """The list of sheets has come: open the one that is meant."""
        self.chooser.set_refs(refs)
        board = self.presenter.board
        now = board.sheet.ref.id if board else None
        sheet_id = next((one for one in (wanted, now) if self.chooser.knows(one)), None) or self.chooser.start(self.ctx.session.semester)
        self._stack.setCurrentWidget(self._sheet if sheet_id else self._empty)
        self._new.setVisible(sheet_id is not None)
        if sheet_id and sheet_id == now:
            self.presenter.sheet.refresh()
        elif sheet_id:
            self.open_sheet(sheet_id)

    def open_sheet(self, sheet_id: str) -> None:
        """Show another sheet; a panel about the old one closes."""
        if not self.grid.editor.commit():
            return
        self.side.close_panel()
        self.report_bar.hide()
        self.tools.flags.choose("all")
        self.presenter.sheet.open(sheet_id)

    # -- what the presenter tells -------------------------------------------------------------

    def board_changed(self, *, opened: bool) -> None:
        board = self.presenter.sheet.now()
        self.grid.show_board(board, opened=opened)
        self.grid.names.header.show_order(self.presenter.sheet.order)
        self.chooser.show_sheet(board.sheet.ref.id)
        why = self.side.shaping.refusal()
        first = "" if board.sheet.assessments else tr("This sheet has no assessment yet. Add the first one with the button above.")
        self._reading_only.say(explain(why) if why else first)
        self._new.setEnabled(why is None)
        if self._target and (at := board.at(self._target)):
            self._target = None
            self.grid.go_to(Block(*at, *at))
        self._unsaved.tell(self.presenter.sheet.unsaved())
        self.follower.settle()

    def cells_changed(self, cells: Sequence[Pos]) -> None:
        self.grid.cells_changed(cells)
        self.follower.touch()

    def go_to(self, block: Block) -> None:
        self.grid.go_to(block)

    def reported(self, report: Report) -> None:
        self.report_bar.show_report(report)

    def failed(self, error: EmsError) -> None:
        if isinstance(error, Mistake) and self.presenter.board:
            self.grid.refuse(error)
        else:
            self.ctx.say.failed(error)
        self._unsaved.tell(self.presenter.sheet.unsaved(), error)

    def wrote(self, *kinds: str) -> None:
        self.news.wrote(*kinds)
        self._unsaved.tell(self.presenter.sheet.unsaved())

    def _give_up(self) -> None:
        self.presenter.give_up()
        self._unsaved.tell(self.presenter.sheet.unsaved())

    # -- tools ----------------------------------------------------------------------------

    def _do(self, name: str) -> None:
        if name == "panel":
            self.side.toggle()
        elif name == "rules":
            self.columns.rules()
        else:
            self.grid.setFocus()
            self.hands.do(name)

    def _order(self, order: str) -> None:
        self.tools.order.choose(order)
        self.presenter.sheet.arrange(order=order)

    def _inspector_asked(self, name: str) -> None:
        self.grid.setFocus()
        self.hands.do(name)

    def _print(self) -> None:
        PrintMenu(self, self.ctx, self.presenter.sheet.now(), self.books).open(self.grid.mapToGlobal(QPoint(0, 0)))

    # -- the side -----------------------------------------------------------------------

    def _side_shown(self, shown: bool) -> None:
        self.tools.panel.setChecked(shown)
        self.follower.touch()

    def _go_to_column(self, assessment_id: str) -> None:
        self._target = self.columns.place_in(assessment_id)
