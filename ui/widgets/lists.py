"""A list over frozen rows with a painted delegate: never a widget per row. Fixed row heights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import SIZE, T, round_rect
from ui.widgets.text import plain_tip

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
Paint = Callable[[QPainter, QRectF, Any, bool, Index], None]  # painter, rectangle, row, selected, index
NOWHERE = QModelIndex()


class Rows(QAbstractListModel):
    """Frozen rows; the row itself is under UserRole, its words (spoken, searched) under DisplayRole."""

    def __init__(self, rows: Iterable[Any], say: Callable[[Any], str] = str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Any] = tuple(rows)
        self._say = say
        self.tips = False  # show the words as a tip too: for a list that is folded to its icons

    @property
    def rows(self) -> Sequence[Any]:
        return self._rows

    def replace(self, rows: Iterable[Any]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def refresh(self, rows: Iterable[Any]) -> None:
        """The same rows, read anew: nothing moves."""
        self._rows = tuple(rows)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ROW:
            return self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._say(self._rows[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole and self.tips:
            return plain_tip(self._say(self._rows[index.row()]))
        return None


class Painted(QStyledItemDelegate):
    """A delegate from a paint function and a fixed height; adds the focus ring."""

    def __init__(self, height: int, paint: Paint, parent: QObject | None = None, inset: int = 8) -> None:
        super().__init__(parent)
        self._height, self._paint, self._inset = height, paint, inset

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(0, T.px(self._height))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, state = QRectF(option.rect), option.state
        p.save()
        self._paint(p, rect, index.data(ROW), bool(state & QStyle.StateFlag.State_Selected), index)
        if state & QStyle.StateFlag.State_HasFocus:
            inset = T.px(self._inset)
            round_rect(p, rect.adjusted(inset, T.px(2), -inset, -T.px(2)), T.px(SIZE.r_control), None, "focus", 2)
        p.restore()


class ListView(QListView):
    """One row chosen at a time; Enter, double click or a press on the chosen one opens it."""

    chosen = Signal(object)  # the row, or None
    opened = Signal(object)

    def __init__(self, name: str, height: int, paint: Paint, say: Callable[[Any], str] = str, *, inset: int = 8) -> None:
        super().__init__()
        self.rows = Rows((), say, self)
        self._height = height
        self.setModel(self.rows)
        self.setItemDelegate(Painted(height, paint, self, inset))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(now.data(ROW) if now.isValid() else None))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))

    def show_rows(self, rows: Iterable[Any], current: int | None = None, *, fit: bool = False) -> None:
        """`fit`: as high as its rows, no scroll bar."""
        self.rows.replace(rows)
        if current is not None and current < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(current))
        if fit:
            self.setFixedHeight(T.px(self._height) * self.rows.rowCount())
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def current_row(self) -> Any:
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.current_row())
        else:
            super().keyPressEvent(event)


def list_view(
    rows: Iterable[Any],
    height: int,
    paint: Paint,
    say: Callable[[Any], str] = str,
    name: str = "",
    current: int | None = None,
    *,
    fit: bool = False,
    inset: int = 8,
) -> ListView:
    view = ListView(name, height, paint, say, inset=inset)
    view.show_rows(rows, current, fit=fit)
    return view
