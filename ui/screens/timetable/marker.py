"""Closing times: mouse and keys mark hours of the week instead of taking lessons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QContextMenuEvent, QKeyEvent, QMouseEvent

from ems_desktop.domain.timetable.week import Slot
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable.marking import Marking
from ui.screens.timetable.steps import KEYS
from ui.screens.timetable.weekview import WeekView


class TimeMarker(QObject):
    """`marked`: hours, and whether the first of them is closed now. `ended`: Esc. `menu_asked`: the same as `marked` for the hour under the
    mouse, or all of the closed time there, and where on the screen."""

    marked = Signal(Slot, bool)
    ended = Signal()
    menu_asked = Signal(Slot, bool, QPoint)

    def __init__(self, week: WeekView) -> None:
        super().__init__(week)
        self._week = week
        self._marking: Marking | None = None
        week.installEventFilter(self)
        week.viewport().installEventFilter(self)

    def turn(self, *, on: bool) -> None:
        board = self._week.board
        self._marking = Marking(board.days) if on and board else None
        self._week.viewport().setCursor(Qt.CursorShape.CrossCursor if self._marking else Qt.CursorShape.ArrowCursor)
        self.show()

    def show(self) -> None:
        """What is marked, on a week that was laid out anew."""
        self._week.mark(self._marking.span() if self._marking else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent) and watched is self._week.viewport():
            return self._menu(event)
        if self._marking is None:
            return False
        if isinstance(event, QMouseEvent) and watched is self._week.viewport():
            return self._mouse(self._marking, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._week:
            return self._key(self._marking, event)
        return False

    def _mouse(self, marking: Marking, event: QMouseEvent) -> bool:
        hour = self._hour_at(marking, event.position().toPoint())
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._week.setFocus(Qt.FocusReason.MouseFocusReason)
            marking.start(hour)
        elif event.type() == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            marking.reach(hour)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._tell(marking)
            marking.start(None)
        self.show()
        return True

    def _menu(self, event: QContextMenuEvent) -> bool:
        board = self._week.board
        hour = self._hour_at(Marking(board.days), event.pos()) if board and board.look != "school" else None
        if hour is None or board is None or not self._week.writable:
            return False
        closed = next((one.slot for one in board.closed if one.slot.overlaps(hour)), None)
        self.menu_asked.emit(closed or hour, closed is not None, event.globalPos())
        return True

    def _hour_at(self, marking: Marking, point: QPoint) -> Slot | None:
        time = self._week.time_at(QPointF(point))
        return marking.near(*time) if time else None

    def _key(self, marking: Marking, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.ended.emit()
        elif key in KEYS.pick:
            self._tell(marking)
        elif key in KEYS.sides:
            marking.step(*KEYS.sides[key], extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self.show()
            if span := marking.span():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._week, when_words(span)))
        else:
            return False
        return True

    def _tell(self, marking: Marking) -> None:
        span, begun, board = marking.span(), marking.begun, self._week.board
        if span and begun and board:
            self.marked.emit(span, any(one.slot.overlaps(begun) for one in board.closed))
