"""How one cell looks. The norm is bare, the exception carries a mark; a mark is a form first, a colour second.

  top right  corner            there is a note
  left edge  ring              kept here, not yet sent (barred: not saved, or refused; a point: being saved)
  by number  small triangle    below KKTP
  by number  small and struck  remedial: the first mark stays, the second counts
  frame      with a corner     conflict, waiting for a decision
  words      in a box          excused, not handed in
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Cell
from ui.screens.grades import ink
from ui.screens.grades.board import Board
from ui.screens.grades.figures import places_of
from ui.screens.grades.model import FIXED, Index
from ui.screens.grades.words import state_word
from ui.theme import CENTER, LEFT, SIZE, T, color, round_rect, text, width

if TYPE_CHECKING:
    from ui.screens.grades.gridview import GridView

_AA = QPainter.RenderHint.Antialiasing


class NameDelegate(QStyledItemDelegate):
    """Number and name: the frozen columns. The rows of the selection tint, the current name is strong."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        r, row, board = option.rect, index.row(), self._view.board()
        pupil, chosen = board.pupil(row), self._view.chosen
        on = chosen.block.top <= row <= chosen.block.bottom
        middle = r.center().y() + 0.5
        if index.column() == 0:
            p.fillRect(r, color("accent_soft" if on else "surface"))
            if pupil.number is not None:
                ink.put(p, str(pupil.number), "caption_strong" if on else "caption", "accent" if on else "text3", r.right() - T.px(9), middle)
        else:
            p.fillRect(r, color("surface"))
            self._name(p, r, pupil.name, "body_strong" if row == chosen.at[0] else "body", pupil.left_on is not None)
        p.fillRect(r.left(), r.bottom(), r.width(), 1, color("line"))

    @staticmethod
    def _name(p: QPainter, r: QRect, name: str, role: str, left: bool) -> None:
        room = r.adjusted(T.px(8), 0, -T.px(8), 0)
        if left:  # a pupil who left stays at the place, grey, with the word for it
            word = tr("left")
            ink.put(p, word, "caption", "text3", room.right(), r.center().y() + 0.5)
            room.setRight(room.right() - width(word, "caption") - T.px(6))
        text(p, room, name, role, "text3" if left else "text", LEFT)


class MarkDelegate(QStyledItemDelegate):
    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        board, rect = self._view.board(), option.rect
        row, col = index.row(), index.column() - FIXED
        cell, column, chosen = board.cell(row, col), board.columns[col], self._view.chosen
        block = chosen.block
        on = block.top <= row <= block.bottom and block.left <= col <= block.right
        below = board.figures.below(col, cell)
        p.fillRect(rect, color(self._ground(cell, column.derived, column.muted, on, chosen.at == (row, col), below)))
        p.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        edge = col + 1 < len(board.columns) and board.columns[col + 1].kind != column.kind
        p.fillRect(rect.right(), rect.top(), 1, rect.height(), color("line_strong" if edge else "line"))
        p.setRenderHint(_AA)
        r = QRectF(rect)
        right, middle = r.right() - T.px(9), r.center().y()
        if cell.state:
            self._word(p, right, middle, cell.state)
        elif cell.value is not None:
            self._number(p, r, board, row, col, on)
        elif not column.derived:
            ink.put(p, "·", "num", "text3", right, middle)
        if not column.derived:
            self._marks(p, r, board, row, col)

    @staticmethod
    def _ground(cell: Cell, derived: bool, muted: bool, on: bool, current: bool, below: bool) -> str:
        if cell.mark == "conflict":
            return "bad_soft"
        if current:
            return "surface"
        if on:
            return "accent_soft"
        if below and derived:
            return "bad_soft"  # only the derived grade is tinted: the sheet stays calm
        return "sunken" if muted else "surface"

    def _number(self, p: QPainter, r: QRectF, board: Board, row: int, col: int, on: bool) -> None:
        cell, column = board.cell(row, col), board.columns[col]
        assert cell.value is not None
        below, places = board.figures.below(col, cell), board.figures.places(col)
        role = "num_strong" if column.derived else "num_medium" if below else "num"
        tone = "bad" if below else "text3" if board.pupil(row).left_on else "text2" if column.locked and not on else "text"
        right = r.right() - T.px(9) - ink.missing(places_of(cell.value), places)
        x = ink.put(p, ink.digits(cell.value), role, tone, right, r.center().y())
        if cell.first_value is not None:
            x = self._first(p, x - T.px(7), r.center().y(), ink.digits(cell.first_value))
        if below:
            ink.mark_below(p, min(r.right() - T.px(22) - ink.widest(places), x - T.px(11)), r.center().y() + 0.5)

    @staticmethod
    def _first(p: QPainter, right: float, middle: float, said: str) -> float:
        """The first mark of a remedial: small and struck, before the one that counts."""
        x = ink.put(p, said, "micro", "text3", right, middle)
        p.setPen(QPen(color("text3"), 1))
        p.drawLine(QPointF(x - 1, middle + 0.5), QPointF(right + 1, middle + 0.5))
        return x

    @staticmethod
    def _word(p: QPainter, right: float, middle: float, state: str) -> None:
        said, excused = state_word(state), state == "excused"
        wide, high = width(said, "caption_strong") + T.px(8), T.px(17)
        box = QRectF(right - wide + T.px(3), middle - high / 2, wide, high)
        style = Qt.PenStyle.SolidLine if excused else Qt.PenStyle.DashLine
        round_rect(p, box, T.px(SIZE.r_cell), "sunken" if excused else "warn_soft", "line_strong" if excused else "warn", 1, style)
        text(p, box, said, "caption_strong", "text2" if excused else "warn", CENTER, elide=False)

    @staticmethod
    def _marks(p: QPainter, r: QRectF, board: Board, row: int, col: int) -> None:
        cell, stage = board.cell(row, col), board.stage(row, col)
        x, y = r.left() + T.px(7), r.center().y()
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
