"""Tables of declared columns over frozen rows: pupils, classes, an import's preview.

A column is an object, never a number in a switch. Rows come sorted from SQL (`sorter`) or are sorted here by a column's
key; no proxy model. Fixed row heights. Knows nothing of any area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.widgets.text import plain_tip

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()
Sorter = Callable[[str, bool], Iterable[Any]]  # (column's key, descending) → the rows in that order


@dataclass(frozen=True, slots=True)
class Column:
    """`say(row)` is the cell's text. `sort(row)` its key (None: this column does not sort). `paint(p, rect, row, selected)`
    draws it in place of the text. `ink` and `role` are tokens. `width` in pixels of the design; `stretch` takes the rest."""

    key: str
    title: str  # already in today's language
    width: int
    say: Callable[[Any], str]
    align: Literal["left", "right", "center"] = "left"
    sort: Callable[[Any], Any] | None = None
    role: str = "body"
    ink: Callable[[Any], str] | str = "text"
    paint: Callable[..., None] | None = None
    tip: Callable[[Any], str] | None = None
    stretch: bool = False


class RowsModel(QAbstractTableModel):
    """`identity(row)` tells rows apart, so that the chosen one stays chosen when new rows come in."""

    sorted_by = Signal(str, bool)  # after a person sorted

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Iterable[Any] = (),
        *,
        identity: Callable[[Any], Any] = id,
        sorter: Sorter | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.identity = identity
        self._rows: Sequence[Any] = tuple(rows)
        self._sorter = sorter
        self.order: tuple[str, bool] | None = None

    @property
    def rows(self) -> Sequence[Any]:
        return self._rows

    def replace(self, rows: Iterable[Any]) -> None:
        """Show these rows, in the order the person chose (unless SQL sorts: then they come in that order)."""
        self.beginResetModel()
        self._rows = tuple(rows)
        if self.order and not self._sorter:
            self._rows = self._in_order(*self.order)
        self.endResetModel()

    def append(self, rows: Iterable[Any]) -> None:
        """More rows below, for a list that comes page by page; what is shown stays where it is."""
        more = tuple(rows)
        if more:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
            self._rows = (*self._rows, *more)
            self.endInsertRows()

    def row_of(self, identity: Any) -> int:
        """The row's place, -1 when it is not here."""
        return next((n for n, row in enumerate(self._rows) if self.identity(row) == identity), -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.say(row)
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.say(row)}"
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return plain_tip(column.tip(row))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns) or (self.columns[column].sort is None and self._sorter is None):
            return
        self.order = (self.columns[column].key, order == Qt.SortOrder.DescendingOrder)
        chosen = self._in_order(*self.order)
        self.beginResetModel()
        self._rows = chosen
        self.endResetModel()
        self.sorted_by.emit(*self.order)

    def _in_order(self, key: str, descending: bool) -> Sequence[Any]:
        if self._sorter:
            return tuple(self._sorter(key, descending))
        by = next(c.sort for c in self.columns if c.key == key)
        return sorted(self._rows, key=by, reverse=descending) if by else self._rows
