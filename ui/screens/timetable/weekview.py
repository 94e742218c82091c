"""The week as a view over a model of lessons. Arrow keys go from lesson to lesson, or with one in the hand from place to place.

It is a QListView, for Qt tells a screen reader of the rows of those; where a row lies and how it looks is all its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView

from ems_desktop.domain.timetable.week import Lesson, Place, Slot
from ems_desktop.i18n import tr
from ui.screens.timetable.board import Board, Card
from ui.screens.timetable.geometry import Layout, layout_of
from ui.screens.timetable.hand import Hand
from ui.screens.timetable.painting import Scene, paint
from ui.screens.timetable.steps import KEYS, step
from ui.widgets.lists import ROW, Rows

NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class WeekView(QListView):
    """`grabbed`: the mouse takes a lesson (its id, where in it). `picked`: a key does. While one is in the hand, `key_in_hand` has the keys."""

    chosen = Signal(object)  # Lesson or None
    grabbed = Signal(str, QPoint)
    dragged = Signal(QPoint)  # a global position
    released = Signal(QPoint)
    picked = Signal(str)
    key_in_hand = Signal(QKeyEvent)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows((), lambda card: card.spoken, self)
        self.setModel(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Timetable"))
        self.board: Board | None = None
        self.writable = False
        self._scene: Scene | None = None
        self._pressed: tuple[QPoint, str] | None = None
        self._dragging = False
        self.selectionModel().currentChanged.connect(lambda now, _: self._chosen(now))

    # -- what is shown

    def show_board(self, board: Board, keep: str | None) -> None:
        """`keep`: the lesson that stays the chosen one."""
        self.board = board
        self._scene = Scene(board, self._layout())
        self.rows.replace(board.cards)
        self.setAccessibleName(tr("Timetable {name}", name=board.name).strip())
        at = next((n for n, card in enumerate(board.cards) if card.lesson.id == keep), None)
        if at is not None:
            self.setCurrentIndex(self.rows.index(at))
        self.updateGeometries()
        self.viewport().update()

    def show_hand(self, hand: Hand | None) -> None:
        if self._scene is not None and self.board is not None:
            self._scene.hold(hand)
            self.viewport().update()

    def aim(self, place: Place | None) -> None:
        """The place under the hand."""
        if self._scene is None or self._scene.target == place:
            return
        old, self._scene.target = self._scene.target, place
        for one in (old, place):
            if one is not None:
                self.viewport().update(self.place_rect(one).toAlignedRect().adjusted(-4, -4, 4, 4))

    def places(self) -> tuple[Place, ...]:
        """Those to go through by keys, in order of the week."""
        return self._scene.spots if self._scene else ()

    def place_rect(self, place: Place) -> QRectF:
        """In the viewport."""
        assert self._scene is not None
        return self._scene.place_rect(place).translated(-self._offset())

    def slot_rect(self, slot: Slot) -> QRect:
        """In the viewport: where a lesson at this time would stand."""
        assert self._scene is not None
        return self._scene.layout.rect(slot).translated(-self._offset()).toAlignedRect()

    def lesson_size(self, lesson: Lesson, place: Place | None) -> QSizeF:
        """How large a lesson is painted."""
        assert self._scene is not None
        return self._scene.size_of(lesson, place)

    def time_at(self, point: QPointF) -> tuple[int, float] | None:
        """Day and minute at a point of the viewport."""
        return self._scene.layout.at(point + self._offset()) if self._scene else None

    def card_of(self, lesson_id: str) -> Card | None:
        return next((card for card in self.rows.rows if card.lesson.id == lesson_id), None)

    def current_lesson(self) -> Lesson | None:
        index = self.currentIndex()
        return index.data(ROW).lesson if index.isValid() else None

    def show_place(self, place: Place) -> None:
        """Scroll until it is in sight."""
        assert self._scene is not None
        self._bring(self._scene.place_rect(place))

    # -- what Qt asks of an item view

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
            paint(p, self._scene, self._offset(), QRectF(event.rect()), self.viewport().rect(), current, focused=self.hasFocus())
        p.end()

    # -- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.setCurrentIndex(index)
        self._pressed, self._dragging = None, False
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint(), index.data(ROW).lesson.id
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None:
            return
        begun, lesson_id = self._pressed
        if not self._dragging and self.writable and (at - begun).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.grabbed.emit(lesson_id, begun - self.visualRect(self.currentIndex()).topLeft())
        if self._dragging:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragging, self._pressed, self._dragging = self._dragging, None, False
        if dragging:
            self.released.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lesson = self.current_lesson()
        if self._scene is not None and self._scene.hand is not None:
            self.key_in_hand.emit(event)
        elif lesson and event.key() in KEYS.pick and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.picked.emit(lesson.id)
        elif lesson and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit(lesson.id)
        elif event.key() in KEYS.arrows:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  # Qt's name
        in_hand = self._scene is not None and self._scene.hand is not None
        return False if in_hand else super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self.rows.index(0))
        self.viewport().update()

    # -- inner

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

    def _chosen(self, now: QModelIndex) -> None:
        self.chosen.emit(now.data(ROW).lesson if now.isValid() else None)
        self.viewport().update()
