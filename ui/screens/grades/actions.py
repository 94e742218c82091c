"""Carries out the grid's named commands: what `commands.py` declares happens here. Reads and writes the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication

from ems_desktop.domain.errors import Mistake
from ui.screens.grades.bars import FindBar, QuickBar, ReportBar
from ui.screens.grades.commands import BY_NAME
from ui.screens.grades.gradegrid import GradeGrid
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.report import Line
from ui.screens.grades.search import find
from ui.screens.grades.words import cell_text
from ui.widgets.grid.moves import Block, step


class Actions:
    def __init__(
        self,
        presenter: GradesPresenter,
        grid: GradeGrid,
        bars: tuple[FindBar, QuickBar, ReportBar],
        more: Mapping[str, Callable[[], object]],
    ) -> None:
        """`more`: commands that the screen around the grid carries out."""
        self._presenter, self._grid = presenter, grid
        self.find_bar, self.quick_bar, self.report_bar = bars
        self._do: dict[str, Callable[[], object]] = {
            "undo": presenter.undo,
            "redo": presenter.redo,
            "copy": self._copy,
            "cut": self._cut,
            "paste": self._paste,
            "clear": lambda: presenter.clear(self._block),
            "edit": lambda: grid.edit(None),
            "fill_down": lambda: presenter.fill_down(self._block),
            "fill_right": lambda: presenter.fill_right(self._block),
            "note": grid.note,
            "excused": lambda: presenter.mark_state(self._block, "excused"),
            "missing": lambda: presenter.mark_state(self._block, "missing"),
            "remedial": self._remedial,
            "restore": lambda: presenter.restore(grid.chosen.at),
            "find": self.find_bar.open,
            "quick": self._quick,
            "all": grid.choose_all,
            "whole_column": lambda: grid.choose_column(grid.chosen.at[1]),
            "whole_row": lambda: grid.choose_row(grid.chosen.at[0]),
            "next_refused": lambda: self.report_bar.walk(1),
            "previous_refused": lambda: self.report_bar.walk(-1),
            "dismiss": self._dismiss,
            "leave": lambda: grid.marks.leave(forward=True),
            "leave_back": lambda: grid.marks.leave(forward=False),
            **more,
        }
        self._listen()

    def _listen(self) -> None:
        grid = self._grid
        grid.asked.connect(self.do)
        grid.filled.connect(self._fill)
        self.find_bar.wanted.connect(self._find)
        self.quick_bar.entered.connect(self._quick_entered)
        self.quick_bar.column_asked.connect(self._quick_column)
        self.report_bar.chosen.connect(self._show_line)
        for bar in (self.find_bar, self.quick_bar, self.report_bar):
            bar.closed.connect(grid.setFocus)

    @property
    def _block(self) -> Block:
        return self._grid.chosen.block

    def do(self, name: str) -> None:
        """Carry out a command, or say beside the cell why not."""
        board = self._presenter.board
        if board is None or not board.size[0] or not self._grid.editor.commit():
            return
        if BY_NAME[name].writes and (error := self._closed()):
            self._grid.refuse(error)
            return
        try:
            self._do[name]()
        except Mistake as error:
            self._grid.refuse(error)

    def _closed(self) -> Mistake | None:
        """Why nothing in the whole sheet can be changed: said once, not for each cell."""
        board = self._presenter.board
        error = board.refusal(0) if board else None
        return error if error and error.code in {1022, 1023} else None

    def step(self, by: int) -> None:
        """To the cell above or below, for the inspector."""
        self._grid.marks.choose(step(self._grid.chosen.at, (by, 0), self._presenter.sheet.now().size))

    # -- blocks -------------------------------------------------------------------------

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._presenter.copy(self._block))

    def _cut(self) -> None:
        self._copy()
        self._presenter.clear(self._block)

    def _paste(self) -> None:
        plan = self._presenter.paste(self._block, QGuiApplication.clipboard().text())
        if plan.block:
            self._grid.go_to(plan.block)

    def _fill(self, source: Block, target: Block) -> None:
        if error := self._closed():
            self._grid.refuse(error)
            return
        self._presenter.fill(source, target)
        self._grid.go_to(target)

    def _remedial(self) -> None:
        """A second mark for the current cell, which must hold a first one."""
        board, at = self._presenter.sheet.now(), self._grid.chosen.at
        if board.refusal(at[1]) is None and board.cell(*at).value is None:
            raise Mistake(1026, name=board.pupil(at[0]).name, column=board.columns[at[1]].title)
        self._grid.edit("", remedial=True)

    def _dismiss(self) -> None:
        self._grid.hide_reason()
        self.report_bar.close_bar()

    def _show_line(self, line: Line) -> None:
        """To a refused cell; its row may have been filtered away meanwhile."""
        board = self._presenter.sheet.now()
        if at := board.at((line.assessment, line.pupil)):
            self._grid.go_to(Block(*at, *at))

    # -- bars ---------------------------------------------------------------------------

    def _find(self, text: str, step: int) -> None:
        at = self._grid.chosen.at
        row = find(self._presenter.sheet.now(), text, at[0] + step, -1 if step < 0 else 1)
        self.find_bar.found(anyone=row is not None)
        if row is not None:
            self._grid.marks.choose((row, at[1]))

    def _quick(self) -> None:
        self._quick_column(0)
        self.quick_bar.open(self._column_title())

    def _column_title(self) -> str:
        return self._presenter.sheet.now().columns[self._grid.chosen.at[1]].title

    def _quick_column(self, by: int) -> None:
        """Another column that can be typed in; the current one counts when `by` is 0."""
        board, (row, col) = self._presenter.sheet.now(), self._grid.chosen.at
        to = col + by
        while 0 <= to < board.size[1] and board.refusal(to):
            to += by or -1
        if 0 <= to < board.size[1]:
            self._grid.marks.choose((row, to))
            self.quick_bar.show_column(self._column_title())

    def _quick_entered(self, text: str) -> None:
        board, col = self._presenter.sheet.now(), self._grid.chosen.at[1]
        try:
            read = self._presenter.quick(text, col)
        except Mistake as error:
            self.quick_bar.refuse(error)
            return
        self._grid.marks.choose((read.row, col))
        pupil = board.pupil(read.row)
        self.quick_bar.took(f"{pupil.number} {pupil.name}: {cell_text(board.cell(read.row, col))}")
