"""How one cell looks: the norm is bare, the exception carries a mark; a mark is a form first, a colour second.

Corner at the top right: note. Left edge: ring, not sent; barred ring, not saved or refused; point, being saved. By the
number: triangle, below KKTP; small and struck, the first mark of a remedial. Frame with a corner: conflict. Words in a
box: excused, not handed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Cell
from ui.screens.grades import ink
from ui.screens.grades.board import Board
from ui.screens.grades.model import FIXED
from ui.screens.grades.overlay import Stage
from ui.screens.grades.words import state_word
from ui.theme import SIZE, T, color, elided, round_rect, width
from ui.widgets.grid.view import CellDelegate

if TYPE_CHECKING:
    from ui.screens.grades.gridview import MarksView, NamesView

_AA = QPainter.RenderHint.Antialiasing


class NameDelegate(CellDelegate):
    """Number and name: the frozen columns. The rows of the selection tint, the current name is strong."""

    def __init__(self, view: NamesView) -> None:
        super().__init__(view)
        self._view = view

    def draw(self, p: QPainter, r: QRect, row: int, section: int) -> None:
        pupil, chosen = self._view.board().pupil(row), self._view.chosen
        on = chosen.block.top <= row <= chosen.block.bottom
        if section == 0:
            if on:
                p.fillRect(r, color("accent_soft"))
            if pupil.number is not None:
                role, tone = ("caption_strong", "accent") if on else ("caption", "text3")
                ink.put(p, str(pupil.number), role, tone, r.right() - T.px(9), r.center().y() + 0.5)
        else:
            self._name(p, r, pupil.name, "body_strong" if row == chosen.at[0] else "body", pupil.left_on is not None)

    @staticmethod
    def _name(p: QPainter, r: QRect, name: str, role: str, left: bool) -> None:
        room, middle = r.width() - T.px(16), r.center().y() + 0.5
        if left:  # a pupil who left stays at the place, grey, with the word for it
            word = tr("has left")
            ink.put(p, word, "caption", "text3", r.right() - T.px(7), middle)
            room -= width(word, "caption") + T.px(6)
        ink.put_left(p, elided(name, role, room), role, "text3" if left else "text", r.left() + T.px(8), middle)


class MarkDelegate(CellDelegate):
    """What stands in a cell. The ground and the hairlines are the view's, painted at once for all cells."""

    def __init__(self, view: MarksView) -> None:
        super().__init__(view)
        self._view = view
        self._edge, self._side, self._triangle, self._gap = T.px(9), T.px(7), T.px(22), T.px(11)

    def draw(self, p: QPainter, r: QRect, row: int, section: int) -> None:
        board, col = self._view.board(), section - FIXED
        cell = board.cell(row, col)
        right, middle = r.x() + r.width() - self._edge, r.y() + r.height() / 2
        if cell.mark == "conflict" or (col > board.last and self._tinted(board, row, col, cell)):
            p.fillRect(r, color("bad_soft"))
        if cell.value is not None:
            self._number(p, board, row, col, r)
        elif cell.state:
            self._word(p, right, middle, cell.state, r.width())
        elif col <= board.last:
            ink.put(p, "·", "num", "text3", right, middle)
        if col <= board.last and (cell.mark or cell.note):
            self._marks(p, QRectF(r), cell, board.stage(row, col))

    def _tinted(self, board: Board, row: int, col: int, cell: Cell) -> bool:
        """Only a derived grade below the KKTP is tinted, and only outside the selection: the sheet stays calm."""
        block = self._view.chosen.block
        chosen = block.top <= row <= block.bottom and block.left <= col <= block.right
        return not chosen and board.figures.below(col, cell)

    def _number(self, p: QPainter, board: Board, row: int, col: int, rect: QRect) -> None:
        cell, column, places = board.cell(row, col), board.columns[col], board.figures.places(col)
        assert cell.value is not None
        x, y, wide, high = rect.x(), rect.y(), rect.width(), rect.height()
        middle = y + high / 2
        below = cell.value < board.figures.limits[col]
        role = "num_strong" if column.derived else "num_medium" if below else "num"
        tone = "bad" if below else "text2" if column.locked else "text3" if board.pupil(row).left_on else "text"
        said, gap = ink.mark_said(cell.value, places)
        left = ink.put(p, said, role, tone, x + wide - self._edge - gap, middle)
        if cell.first_value is not None:
            left = self._first(p, left - self._side, middle, ink.digits(cell.first_value))
        if below:
            p.setRenderHint(_AA)
            ink.mark_below(p, min(x + wide - self._triangle - ink.widest(places), left - self._gap), middle + 0.5)

    @staticmethod
    def _first(p: QPainter, right: float, middle: float, said: str) -> float:
        """The first mark of a remedial: small and struck, before the one that counts."""
        x = ink.put(p, said, "micro", "text3", right, middle)
        p.setPen(QPen(color("text3"), 1))
        p.drawLine(QPointF(x - 1, middle + 0.5), QPointF(right + 1, middle + 0.5))
        return x

    @staticmethod
    def _word(p: QPainter, right: float, middle: float, state: str, room: int) -> None:
        said, excused = state_word(state), state == "excused"
        role = "caption_strong" if width(said, "caption_strong") + T.px(22) <= room else "micro"
        wide, high = width(said, role) + T.px(8), T.px(17)
        box = QRectF(right - wide + T.px(3), middle - high / 2, wide, high)
        style = Qt.PenStyle.SolidLine if excused else Qt.PenStyle.DashLine
        round_rect(p, box, T.px(SIZE.r_cell), "sunken" if excused else "warn_soft", "line_strong" if excused else "warn", 1, style)
        ink.put(p, said, role, "text2" if excused else "warn", box.right() - T.px(4), middle)

    def _marks(self, p: QPainter, r: QRectF, cell: Cell, stage: Stage | None) -> None:
        p.setRenderHint(_AA)
        x, y = r.left() + self._side, r.center().y()
        if stage == "failed" or cell.mark == "refused":
            ink.mark_stopped(p, x, y)
        elif stage == "typed":
            ink.mark_typed(p, x, y)
        elif cell.mark == "unsent":
            ink.mark_unsent(p, x, y)
        if cell.note:
            ink.mark_note(p, r.adjusted(0, 0, -1, 0))
        if cell.mark == "conflict":
            ink.mark_conflict(p, r)
