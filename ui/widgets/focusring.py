"""One focus ring for buttons, drawn outside the control with a gap. A style sheet has no outer outline: a border inside an
accent button is not seen, and a thicker border moves the text. Views and fields show their focus themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from ui.theme import SIZE, T, round_rect

GAP = 3


class FocusRing(QWidget):
    """Lies over a whole window (or dialog) and follows the focus among its buttons."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        mine = isinstance(new, QAbstractButton) and new.window() is self.parentWidget()
        self._target = new if mine else None
        self._watched = self._line_of(new) if mine and new is not None else []
        for watched in self._watched:
            watched.installEventFilter(self)
        self.setVisible(mine)
        self._place()

    def _line_of(self, target: QWidget) -> list[QWidget]:
        """The target and what it lies in: it moves with each of them, when a list scrolls or a layout makes room."""
        line: list[QWidget] = []
        here: QWidget | None = target
        while here is not None and here is not self.parentWidget():
            line.append(here)
            here = here.parentWidget()
        return line

    def _place(self) -> None:
        target, window = self._target, self.parentWidget()
        if target is None or window is None:
            return
        gap = T.px(GAP)
        at = target.mapTo(window, QPoint(0, 0))
        ring = QRect(at.x() - gap, at.y() - gap, target.width() + 2 * gap, target.height() + 2 * gap)
        shown = ring
        for area in self._watched:
            if isinstance(area, QAbstractScrollArea):
                port = area.viewport()
                shown = shown.intersected(QRect(port.mapTo(window, QPoint(0, 0)), port.size()))
        self.setVisible(not shown.isEmpty())
        self.setGeometry(ring)
        self.setMask(QRegion(shown.translated(-ring.topLeft())))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize} and watched in self._watched:
            self._place()
        elif watched is self._target and event.type() in {QEvent.Type.Hide, QEvent.Type.DeferredDelete}:
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        chip = self._target is not None and bool(self._target.property("chip"))
        radius = self.height() / 2 if chip else T.px(SIZE.r_control) + T.px(GAP) - 1
        round_rect(p, QRectF(self.rect()), radius, None, "focus", 2)
