"""Where an arrow key goes among rectangles: to the nearest one on that side."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QAbstractItemView

Cursor = QAbstractItemView.CursorAction
Key = Qt.Key
KEYS = SimpleNamespace(
    arrows=frozenset({Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End}),
    sides={Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)},
    pick=frozenset({Key.Key_Space, Key.Key_Return, Key.Key_Enter}),
)
ACTIONS = {
    Key.Key_Left: Cursor.MoveLeft, Key.Key_Right: Cursor.MoveRight, Key.Key_Up: Cursor.MoveUp, Key.Key_Down: Cursor.MoveDown,
    Key.Key_Home: Cursor.MoveHome, Key.Key_End: Cursor.MoveEnd, Key.Key_Tab: Cursor.MoveNext, Key.Key_Backtab: Cursor.MovePrevious,
}  # fmt: skip
_SIDES = {Cursor.MoveLeft: (-1, 0), Cursor.MoveRight: (1, 0), Cursor.MoveUp: (0, -1), Cursor.MoveDown: (0, 1)}


def step(rects: Sequence[QRectF], now: int | None, action: QAbstractItemView.CursorAction) -> int:
    """The index to go to; the same where nothing lies there. `rects` are not empty, in reading order."""
    last = len(rects) - 1
    if now is None or action == Cursor.MoveHome:
        return 0
    if action == Cursor.MoveEnd:
        return last
    if action in _SIDES:
        return _toward(rects, now, *_SIDES[action])
    return max(0, now - 1) if action == Cursor.MovePrevious else min(last, now + 1)


def _toward(rects: Sequence[QRectF], now: int, dx: int, dy: int) -> int:
    here = rects[now].center()

    def cost(n: int) -> float:
        there = rects[n].center()
        along = (there.x() - here.x()) * dx + (there.y() - here.y()) * dy
        across = abs((there.x() - here.x()) * dy) + abs((there.y() - here.y()) * dx)
        return along + across * 3 if along > 1 else float("inf")

    best = min(range(len(rects)), key=cost)
    return best if cost(best) < float("inf") else now
