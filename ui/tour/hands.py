"""What a person does with hands and eyes: press keys, wait until something is to be seen. Drives real widgets by real events."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

Part = TypeVar("Part", bound=QWidget)


class Stuck(Exception):
    """What the tour waited for never came."""


def until(seen: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Keep the window alive until `seen()`. Raises Stuck with `what` was waited for."""
    end = time.monotonic() + seconds
    while not seen():
        if time.monotonic() > end:
            raise Stuck(what)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # as a running event loop would
        time.sleep(0.001)


def settle(seconds: float = 0.05) -> None:
    """Let what is on its way be painted."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end, "a moment")


def focused() -> QWidget:
    """What would get the next key: of the active window, or of the one that is shown (offscreen none may be active)."""
    shown = (window.focusWidget() for window in QApplication.topLevelWidgets() if window.isVisible())
    part = QApplication.focusWidget() or next((one for one in shown if one is not None), None)
    if part is None:
        raise Stuck("something that takes the keys")
    return part


def type_text(text: str) -> None:
    QTest.keyClicks(focused(), text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(focused(), key, modifier)


def take(view: QAbstractItemView, point: QPoint) -> None:
    """Press the mouse there and begin to drag."""
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    carry_to(view, view.viewport().mapToGlobal(point + QPoint(QApplication.startDragDistance() + 1, 0)))


def carry_to(view: QAbstractItemView, where: QPoint) -> None:
    """Move the mouse to this global position with what was taken from `view`."""
    at, left = QPointF(view.viewport().mapFromGlobal(where)), Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, QPointF(where), Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def let_fall(view: QAbstractItemView, where: QPoint) -> None:
    """Release the mouse there."""
    carry_to(view, where)
    at = view.viewport().mapFromGlobal(where)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def copy_to_clipboard(text: str) -> None:
    """As if Excel had copied it."""
    QGuiApplication.clipboard().setText(text)


def find(kind: type[Part], inside: QWidget, fits: Callable[[Part], bool] = lambda _: True) -> Part:
    """The first visible widget of a kind that fits."""
    for part in inside.findChildren(kind):
        if part.isVisible() and fits(part):
            return part
    raise Stuck(kind.__name__)
