"""The week as a view over a model of lessons. Arrow keys go from lesson to lesson, or with one in the hand from place to place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.timetable.week import Lesson, Place, Slot
from ems_desktop.i18n import tr
from ui.screens.timetable.board import Board, Card
from ui.screens.timetable.hand import Hand
from ui.screens.timetable.painting import Scene
from ui.screens.timetable.sceneview import SceneView
from ui.screens.timetable.steps import KEYS
from ui.widgets.lists import ROW


class WeekView(SceneView):
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
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Timetable"))
        self.writable = False
        self._pressed: tuple[QPoint, str] | None = None
        self._dragging = False
        self.selectionModel().currentChanged.connect(lambda now, _: self._chosen(now))

    # -- what is shown

    def show_board(self, board: Board, keep: str | None) -> None:
        """`keep`: the lesson that stays the chosen one."""
        self.board = board
        self._scene = Scene(board, self._layout())
        self.rows.tips = board.look == "school"  # where there is no room for more than the subject
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

    def mark(self, hours: Slot | None) -> None:
        """Frame these hours."""
        if self._scene is not None:
            self._scene.marked = hours
            self.viewport().update()

    def card_of(self, lesson_id: str) -> Card | None:
        return next((card for card in self.rows.rows if card.lesson.id == lesson_id), None)

    def current_lesson(self) -> Lesson | None:
        index = self.currentIndex()
        return index.data(ROW).lesson if index.isValid() else None

    def show_place(self, place: Place) -> None:
        """Scroll until it is in sight."""
        assert self._scene is not None
        self._bring(self._scene.place_rect(place))

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
        self._chosen(self.currentIndex())

    def _chosen(self, now: QModelIndex) -> None:
        self.chosen.emit(now.data(ROW).lesson if now.isValid() else None)
        self.viewport().update()
