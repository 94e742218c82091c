"""How a table of declared columns looks and moves: whole rows are chosen, Enter opens, the header sorts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import CENTER, LEFT, RIGHT, SIZE, T, color, icons, round_rect, text
from ui.widgets.table import ROW, Column, Index, RowsModel

ALIGN = {"left": LEFT, "right": RIGHT, "center": CENTER}


class ColumnDelegate(QStyledItemDelegate):
    """Paints a cell as its column declares; the ground and the hairline are the same for all."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column, row, rect = self._columns[index.column()], index.data(ROW), option.rect
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        p.save()
        p.fillRect(rect, color("accent_soft" if on else "surface"))
        p.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        inner = QRectF(rect).adjusted(T.px(8), 0, -T.px(8), 0)
        if column.paint:
            column.paint(p, inner, row, on)
        else:
            ink = column.ink if isinstance(column.ink, str) else column.ink(row)
            text(p, inner, column.say(row), column.role, ink, ALIGN[column.align])
        p.restore()


class Header(QHeaderView):
    """Titles in the columns' alignment, and a chevron where it is sorted."""

    def __init__(self, model: RowsModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setFixedHeight(T.px(SIZE.h_table_head))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(not any(c.stretch for c in model.columns))
        self.setMinimumSectionSize(T.px(32))

    def paintSection(self, p: QPainter, rect: QRect, section: int) -> None:
        column = self._model.columns[section]
        p.fillRect(rect, color("sunken"))
        p.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line_strong"))
        inner = QRectF(rect).adjusted(T.px(8), 0, -T.px(8), 0)
        order = self._model.order
        if order and order[0] == column.key:
            x = inner.left() - T.px(6) if column.align == "right" else inner.right() - T.px(8)
            icons.draw(p, "down" if order[1] else "sort_up", x, rect.center().y(), "text2", 14)
        text(p, inner, column.title, "small_strong", "text2", ALIGN[column.align])


class TableView(QTableView):
    """A view over a `RowsModel`. `chosen` carries the row (or None), `opened` the row that was opened."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, model: RowsModel, name: str, *, row_height: int = SIZE.h_row_list, many: bool = False) -> None:
        super().__init__()
        self.rows = model
        self._kept: Any = None
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(ColumnDelegate(model.columns, self))
        self.setHorizontalHeader(Header(model, self))
        self.setAccessibleName(name)
        self._behave(many)
        self._lay_out(row_height)
        self._listen()

    def _behave(self, many: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _lay_out(self, row_height: int) -> None:
        side, head = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setMinimumSectionSize(1)
        side.setDefaultSectionSize(T.px(row_height))
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for n, column in enumerate(self.rows.columns):
            self.setColumnWidth(n, T.px(column.width))
            if column.stretch:
                head.setSectionResizeMode(n, QHeaderView.ResizeMode.Stretch)

    def _listen(self) -> None:
        self.horizontalHeader().sectionClicked.connect(self._sort)
        self.rows.modelAboutToBeReset.connect(self._keep)
        self.rows.modelReset.connect(self._restore)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.chosen.emit(now.data(ROW) if now.isValid() else None))

    def current_row(self) -> Any:
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        return [self.rows.rows[index.row()] for index in self.selectionModel().selectedRows()]

    def choose(self, identity: Any) -> bool:
        """Go to the row with this identity; False when it is not shown."""
        place = self.rows.row_of(identity)
        if place >= 0:
            self.selectRow(place)
            self.scrollTo(self.rows.index(place, 0))
        return place >= 0

    def _sort(self, section: int) -> None:
        column, order = self.rows.columns[section], self.rows.order
        again = order is not None and order == (column.key, False)
        self.rows.sort(section, Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().viewport().update()

    def _keep(self) -> None:
        row = self.current_row()
        self._kept = None if row is None else self.rows.identity(row)

    def _restore(self) -> None:
        if self._kept is not None:
            self.choose(self._kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_row() is not None:
            self.opened.emit(self.current_row())
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row: a list of rows has no first cell worth going to."""
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self.rows.index(0, 0)
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self.rows.index(self.rows.rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            line = self.visualRect(index)
            ring = QRectF(T.px(2), line.top() + 1, self.viewport().width() - T.px(4), line.height() - 2)
            round_rect(QPainter(self.viewport()), ring, T.px(SIZE.r_control), None, "focus", 2)
