"""A list view whose rows lie on a clock: the part that Qt asks for.

It is a QListView, for Qt tells a screen reader of the rows of those; where a row lies and how it looks is all its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from ui.screens.timetable.board import Board, Card
from ui.screens.timetable.geometry import Layout, layout_of
from ui.screens.timetable.painting import Scene, paint
from ui.screens.timetable.steps import step
from ui.widgets.lists import Rows

NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class SceneView(QListView):
    """`rows`: a model of cards. `scene`: where they lie; None until there is a board."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows((), lambda card: card.spoken, self)
        self.setModel(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.board: Board | None = None
        self._scene: Scene | None = None

    def visualRect(self, index: Index) -> QRect:
        if self._scene is None or not index.isValid():
            return QRect()
        return self._scene.card_rect(self.rows.rows[index.row()]).translated(-self._offset()).toAlignedRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        if self._scene is None or not self._scene.content_part(self.viewport().rect()).contains(point):
            return NOWHERE
        at = self._scene.card_at(QPointF(point) + self._offset())
        return NOWHERE if at is None else self.rows.index(at)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:  # noqa: ARG002
        if self._scene is not None and index.isValid():
            self._bring(self._scene.card_rect(self.rows.rows[index.row()]))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002
        cards: Sequence[Card] = self.rows.rows
        if self._scene is None or not cards:
            return NOWHERE
        now = self.currentIndex().row()
        rects = [self._scene.card_rect(card) for card in cards]
        return self.rows.index(step(rects, now if now >= 0 else None, action))

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def setSelection(self, rect: QRect, command: object) -> None:
        """The current lesson is the selection."""

    def visualRegionForSelection(self, selection: object) -> QRegion:  # noqa: ARG002
        return QRegion(self.viewport().rect())

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        if self._scene is None:
            return
        room, size = self.viewport().size(), self._scene.layout.size
        for bar, need, have in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(0, round(need) - have))
            bar.setPageStep(have)
            bar.setSingleStep(24)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        if self._scene is not None:
            self._scene.arrange(self._layout())
            self.updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self.viewport())
        if self._scene is not None:
            current = self.currentIndex().row() if self.currentIndex().isValid() else None
            paint(p, self._scene, self._offset(), event.region(), self.viewport().rect(), current, focused=self.hasFocus())
        p.end()

    def _layout(self) -> Layout:
        assert self.board is not None
        return layout_of(self.board, QSizeF(self.viewport().size()))

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalOffset(), self.verticalOffset())

    def _bring(self, rect: QRectF) -> None:
        assert self._scene is not None
        layout, room = self._scene.layout, self.viewport().size()
        for bar, low, high, edge, have in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), layout.axis, room.width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), layout.head, room.height()),
        ):
            value = min(max(bar.value(), round(high) - have + 4), max(0, round(low) - edge - 4))
            bar.setValue(value)
