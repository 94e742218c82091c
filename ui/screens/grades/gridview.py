"""The two views of the grade grid: frozen names and scrolling marks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from ems_desktop.i18n import tr
from ui.screens.grades.board import Board
from ui.screens.grades.columns import NAME, NAME_LEAST, NAME_MOST, NUMBER
from ui.screens.grades.commands import command_of
from ui.screens.grades.delegate import MarkDelegate, NameDelegate
from ui.screens.grades.header import MarksHeader, NamesHeader
from ui.screens.grades.model import FIXED, GradeModel
from ui.theme import SIZE, T, color, width
from ui.widgets.grid.moves import Pos
from ui.widgets.grid.view import BlockView, Chosen, GridView, Span


class NamesView(GridView):
    """Number and name stay. A press selects the pupil's row."""

    row_pressed = Signal(int)

    def __init__(self, model: GradeModel, chosen: Chosen) -> None:
        super().__init__(model, chosen)
        self.grades = model
        self.header = NamesHeader(self)
        self.set_header(self.header)
        self.set_cells(NameDelegate(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Names of the pupils"))
        self._set_widths(T.px(NAME))

    def lay_out(self, room: int) -> None:
        """`room`: px that number and name may take before the marks have to scroll sideways. The name grows to the longest one."""
        for col in range(self.grades.columnCount()):
            self.setColumnHidden(col, col >= FIXED)
        longest = max((pupil.name for pupil in self.board().pupils), key=len, default="")
        need = min(max(T.px(NAME), round(width(longest, "body_strong")) + T.px(24)), T.px(NAME_MOST))
        room -= T.px(NUMBER) + 1
        self._set_widths(min(need, room) if room >= T.px(NAME_LEAST) else T.px(NAME))

    def _set_widths(self, name: int) -> None:
        self.setColumnWidth(0, T.px(NUMBER))
        self.setColumnWidth(1, name)
        self.setFixedWidth(T.px(NUMBER) + name + 1)

    def rows_changed(self, first: int, last: int) -> None:
        """Repaint these rows."""
        if last >= first:
            top, bottom = self.rowViewportPosition(max(0, first)), self.rowViewportPosition(max(0, last))
            self.viewport().update(0, top, self.width(), bottom - top + T.px(SIZE.h_row))

    def paint_over(self, p: QPainter, area: QRect, spans: Sequence[Span]) -> None:  # noqa: ARG002
        p.fillRect(self.viewport().width() - 1, area.top(), 1, area.height(), color("line_strong"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.row_pressed.emit(row)

    def board(self) -> Board:
        """The board; only asked for while there are cells to paint."""
        assert self.grades.board is not None
        return self.grades.board


class MarksView(BlockView):
    """The marks."""

    FIRST = FIXED

    def __init__(self, model: GradeModel, chosen: Chosen) -> None:
        super().__init__(model, chosen, command_of)
        self.grades = model
        self.header = MarksHeader(self)
        self.set_header(self.header)
        self.set_cells(MarkDelegate(self))
        self.setAccessibleName(tr("Grade sheet"))

    def lay_out(self) -> None:
        board = self.board()
        for col in range(FIXED):
            self.setColumnHidden(col, True)
        for i, column in enumerate(board.columns):
            self.setColumnHidden(FIXED + i, False)
            self.setColumnWidth(FIXED + i, T.px(column.width))

    def board(self) -> Board:
        """The board; only asked for while there are cells to paint."""
        assert self.grades.board is not None
        return self.grades.board

    def board_or_none(self) -> Board | None:
        return self.grades.board

    def extent(self) -> Pos:
        return self.grades.board.size if self.grades.board else (0, 0)

    def holds(self, row: int, col: int) -> bool:
        cell = self.board().cell(row, col)
        return cell.value is not None or cell.state is not None

    def tinted(self) -> None:
        self.header.viewport().update()

    def paint_grounds(self, p: QPainter, area: QRect, spans: Sequence[Span]) -> None:
        """Locked and derived columns stand out too."""
        columns = self.board().columns
        for section, x, wide in spans:
            if columns[section - FIXED].muted:
                p.fillRect(x, area.top(), wide, area.height(), color("sunken"))
        super().paint_grounds(p, area, spans)

    def edge(self, section: int) -> bool:
        """A kind of assessment ends here."""
        columns, after = self.board().columns, section - FIXED + 1
        return after < len(columns) and columns[after].kind != columns[after - 1].kind
