"""The grid's header in two storeys: the band of a kind with its weight over the columns' titles. Qt has no spanned header
sections, so the band is painted over the sections and follows scrolling and resizing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QToolTip

from ems_desktop.i18n import tr
from ui.screens.grades.columns import Column, Group
from ui.screens.grades.model import FIXED
from ui.theme import LEFT, RIGHT, SIZE, T, color, icons, text, width

if TYPE_CHECKING:
    from ui.screens.grades.gridview import MarksView, NamesView


class GridHeader(QHeaderView):
    """The common ground of both headers."""

    def __init__(self, view: MarksView | NamesView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(True)
        self.setFixedHeight(T.px(SIZE.h_group + SIZE.h_column))
        self.setMinimumSectionSize(T.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self.viewport())
        p.fillRect(event.rect(), color("sunken"))
        self.paint(p, event.rect(), T.px(SIZE.h_group), self.height())
        p.fillRect(0, self.height() - 1, self.width(), 1, color("line_strong"))

    def paint(self, p: QPainter, area: QRect, top: int, height: int) -> None:
        raise NotImplementedError


class NamesHeader(GridHeader):
    """A click changes the order: by nomor absen or by name."""

    order_asked = Signal()
    order = "number"

    def show_order(self, order: str) -> None:
        """By "number" or by "name"."""
        self.order = order
        self.setAccessibleDescription(tr("by name") if order == "name" else tr("by number"))
        self.viewport().update()

    def paint(self, p: QPainter, area: QRect, top: int, height: int) -> None:  # noqa: ARG002
        r = QRect(self.sectionViewportPosition(1) + T.px(8), top, self.sectionSize(1) - T.px(20), height - top)
        text(p, r, tr("Pupil"), "small_strong", "text2", LEFT)
        text(p, r, tr("1 → 9") if self.order == "number" else tr("A → Z"), "caption", "text3", RIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.order_asked.emit()


class MarksHeader(GridHeader):
    """A click selects the column, a double click opens its assessment."""

    column_pressed = Signal(int)
    column_opened = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, view: MarksView) -> None:
        super().__init__(view)
        self.view = view

    def paint(self, p: QPainter, area: QRect, top: int, height: int) -> None:
        board, block = self.view.board_or_none(), self.view.chosen.block
        if board is None:
            return
        for i, column in enumerate(board.columns):
            x, wide = self.sectionViewportPosition(i + FIXED), self.sectionSize(i + FIXED)
            if x + wide > area.left() and x <= area.right():
                self._column(p, QRect(x, top, wide, height - top), column, block.left <= i <= block.right)
        for group in board.groups:
            x = self.sectionViewportPosition(group.first + FIXED)
            wide = sum(self.sectionSize(i + FIXED) for i in range(group.first, group.last + 1))
            if x + wide > area.left() and x <= area.right() + 1:
                self._group(p, group, QRect(x, 0, wide, top), height)

    @staticmethod
    def _column(p: QPainter, r: QRect, column: Column, on: bool) -> None:
        if on:
            p.fillRect(r, color("accent_soft"))
        inner = r.adjusted(T.px(4), T.px(5), -T.px(8), -T.px(5))
        upper, lower = QRect(inner), QRect(inner)
        upper.setHeight(inner.height() // 2)
        lower.setTop(inner.top() + inner.height() // 2)
        if column.locked:
            icons.draw(p, "lock", r.left() + T.px(6), upper.center().y() + 1, "text3", 14)
            upper.setLeft(upper.left() + T.px(16))
        text(p, upper, column.title, "small_strong", "accent" if on else "text", RIGHT)
        text(p, lower, column.sub, "caption", "text2" if on else "text3", RIGHT)

    @staticmethod
    def _group(p: QPainter, group: Group, r: QRect, height: int) -> None:
        edge = T.px(8 if r.width() > T.px(80) else 5)
        inner = r.adjusted(edge, 0, -edge, 0)
        note = width(group.note, "caption") if group.note else 0
        room = inner.width() - (note + T.px(3) if note else 0)
        title = group.title if width(group.title, "caption_strong") <= room else group.short
        text(p, inner.adjusted(0, 0, room - inner.width(), 0), title, "caption_strong", "text2", LEFT)
        if note:
            text(p, inner, group.note, "caption", "text3", RIGHT)
        p.fillRect(r.x(), r.bottom(), r.width(), 1, color("line"))
        if group.first:
            p.fillRect(r.x() - 1, 0, 1, height, color("line_strong"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        col = self.logicalIndexAt(event.position().toPoint()) - FIXED
        if col >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.column_pressed.emit(col)
        elif col >= 0 and event.button() == Qt.MouseButton.RightButton:
            self.menu_asked.emit(col, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        col = self.logicalIndexAt(event.position().toPoint()) - FIXED
        if col >= 0:
            self.column_opened.emit(col)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            section = self.logicalIndexAt(event.pos())
            said = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
            QToolTip.showText(event.globalPos(), said or "", self)
            return True
        return super().viewportEvent(event)
