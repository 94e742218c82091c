"""Where a time of the week lies on the screen, and which time lies at a point. Points are of the whole content, before scrolling."""

from __future__ import annotations

from bisect import bisect_left
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF

from ems_desktop.domain.timetable.week import Slot
from ui.screens.timetable.board import Board
from ui.theme import T

LEAST_COLUMN, LEAST_MINUTE, LEAST_HOUR, ROW = 108, 1.1, 27, 28  # in pixels of the design


class Layout(Protocol):
    """`head` and `axis`: height and width of what stays when the rest scrolls. `size`: of all content with them."""

    head: int
    axis: int
    size: QSizeF

    def rect(self, slot: Slot, row: int = 0, lane: int = 0, lanes: int = 1, pad: int = 4) -> QRectF: ...

    def at(self, point: QPointF) -> tuple[int, float] | None:
        """Day and minute."""

    def day_rect(self, n: int) -> QRectF:
        """The column of the n-th day, the head included."""


class Clock:
    """Days as columns; a minute has the same height everywhere, so a day with shorter hours is shorter."""

    def __init__(self, board: Board, room: QSizeF) -> None:
        self._board, self.head, self.axis = board, T.px(40), T.px(52)
        self._column = max((room.width() - self.axis - T.px(8)) / max(1, len(board.days)), T.px(LEAST_COLUMN))
        minutes = board.end - board.start
        self.minute = max((room.height() - self.head - T.px(6)) / minutes, LEAST_MINUTE * T.scale)
        self.size = QSizeF(self.axis + self._column * len(board.days) + T.px(8), self.head + self.minute * minutes + T.px(6))
        self._columns = {one.day: n for n, one in enumerate(board.days)}

    def y(self, minute: float) -> float:
        return self.head + (minute - self._board.start) * self.minute

    def rect(self, slot: Slot, row: int = 0, lane: int = 0, lanes: int = 1, pad: int = 4) -> QRectF:  # noqa: ARG002
        wide = (self._column - T.px(pad * 2)) / lanes
        x = self.axis + self._columns.get(slot.day, 0) * self._column + T.px(pad) + lane * wide
        gap = T.px(2) if lane < lanes - 1 else 0
        return QRectF(x, self.y(slot.start) + 1, wide - gap, (slot.end - slot.start) * self.minute - 2)

    def at(self, point: QPointF) -> tuple[int, float] | None:
        n = int((point.x() - self.axis) // self._column)
        if not 0 <= n < len(self._board.days):
            return None
        return self._board.days[n].day, self._board.start + (point.y() - self.head) / self.minute

    def day_rect(self, n: int) -> QRectF:
        return QRectF(self.axis + n * self._column, 0, self._column, self.size.height())


class Rows:
    """The whole school: a row for each class, the hours of all days beside each other."""

    def __init__(self, board: Board, room: QSizeF) -> None:
        self._board, self.head, self.axis, self.row = board, T.px(40), T.px(64), T.px(ROW)
        total = sum(len(day.hours) for day in board.days)
        self._gap = T.px(6)
        width = room.width() - self.axis - self._gap * len(board.days)
        self._hour = max(width / max(1, total), T.px(LEAST_HOUR))
        self._left: list[float] = []
        x = float(self.axis)
        for day in board.days:
            self._left.append(x)
            x += len(day.hours) * self._hour + self._gap
        self.size = QSizeF(x, self.head + self.row * max(1, len(board.rows)) + T.px(6))
        self._columns = {one.day: n for n, one in enumerate(board.days)}
        self._starts = [[slot.start for slot in day.hours] for day in board.days]
        self._ends = [[slot.end for slot in day.hours] for day in board.days]

    def rect(self, slot: Slot, row: int = 0, lane: int = 0, lanes: int = 1, pad: int = 4) -> QRectF:  # noqa: ARG002
        n = self._columns.get(slot.day, 0)
        first, end = bisect_left(self._starts[n], slot.start), bisect_left(self._ends[n], slot.end) + 1
        high = (self.row - 2) / lanes
        x, y = self._left[n] + first * self._hour, self.head + row * self.row + lane * high
        return QRectF(x + 1, y + 1, max(end - first, 1) * self._hour - 2, high)

    def at(self, point: QPointF) -> tuple[int, float] | None:
        for day, left in zip(self._board.days, self._left, strict=True):
            n = int((point.x() - left) // self._hour)
            if 0 <= n < len(day.hours):
                return day.day, day.hours[n].start
        return None

    def day_rect(self, n: int) -> QRectF:
        return QRectF(self._left[n], 0, len(self._board.days[n].hours) * self._hour + self._gap, self.size.height())


def layout_of(board: Board, room: QSizeF) -> Layout:
    return Rows(board, room) if board.look == "school" else Clock(board, room)
