"""The grid's model over the board: two frozen columns (number, name), then the marks. Holds nothing of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ems_desktop.i18n import tr
from ui.screens.grades.board import Board
from ui.screens.grades.words import cell_text, spoken
from ui.widgets.grid.moves import Pos
from ui.widgets.text import plain_tip

FIXED = 2  # number and name stay
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_READ = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_WRITE = _READ | Qt.ItemFlag.ItemIsEditable
_ROLE = Qt.ItemDataRole
_SPOKEN = {_ROLE.AccessibleTextRole, _ROLE.AccessibleDescriptionRole}


class GradeModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.board: Board | None = None
        self._flags: list[Qt.ItemFlag] = []
        self._shape: tuple[Sequence[object], ...] = ()  # what the views know; a board is sorted and filtered in place

    def show(self, board: Board) -> None:
        """Show another board, or the same one arranged anew; one of the same shape only changes what is in the cells."""
        before, self._shape = self._shape, (board.size, tuple(board.columns), tuple(board.order))
        self._flags = [_READ] * FIXED + [_WRITE if board.refusal(col) is None else _READ for col in range(board.size[1])]
        if self._shape == before:
            self.board = board
            self.dataChanged.emit(self.index(0, 0), self.index(board.size[0] - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.board = board
        self.endResetModel()

    def cells_changed(self, cells: Sequence[Pos]) -> None:
        """Repaint the rectangle that holds these cells; one by one while they are few."""
        if len(cells) > 8:
            rows, cols = [r for r, _ in cells], [c for _, c in cells]
            self.dataChanged.emit(self.at(min(rows), min(cols)), self.at(max(rows), max(cols)))
            return
        for row, col in cells:
            index = self.at(row, col)
            self.dataChanged.emit(index, index)

    def at(self, row: int, col: int) -> QModelIndex:
        """The index of a mark."""
        return self.index(row, FIXED + col)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.board is None else self.board.size[0]

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.board is None else FIXED + self.board.size[1]

    def flags(self, index: Index) -> Qt.ItemFlag:
        return self._flags[index.column()]  # asked twice a cell and frame

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if self.board is None or not index.isValid():
            return None
        row, col = index.row(), index.column() - FIXED
        if col < 0:
            return self._of_pupil(row, col, role)
        if role == _ROLE.DisplayRole:
            return cell_text(self.board.cell(row, col))
        if role in _SPOKEN:
            return spoken(self.board, row, col)
        if role == _ROLE.ToolTipRole:
            note = self.board.cell(row, col).note
            return plain_tip(note) if note else None
        return None

    def _of_pupil(self, row: int, col: int, role: int) -> Any:
        assert self.board is not None
        pupil = self.board.pupil(row)
        if role in _SPOKEN and col == -1 and pupil.left_on:
            return f"{pupil.name}, {tr('has left')}"
        if role == _ROLE.DisplayRole or role in _SPOKEN:
            return pupil.name if col == -1 else "" if pupil.number is None else str(pupil.number)
        return plain_tip(pupil.name) if role == _ROLE.ToolTipRole and col == -1 else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if self.board is None or orientation != Qt.Orientation.Horizontal or section < FIXED:
            return None
        column = self.board.columns[section - FIXED]
        if role == _ROLE.DisplayRole:
            return column.title
        if role == _ROLE.ToolTipRole:
            return plain_tip(f"{column.title} · {column.sub}" if column.sub else column.title)
        return None
