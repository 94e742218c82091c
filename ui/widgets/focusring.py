"""One focus ring for buttons, drawn outside the control with a gap. A style sheet has no outer outline: a border inside an
accent button is not seen, and a thicker border moves the text. Views and fields show their focus themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
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
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
        mine = isinstance(new, QAbstractButton) and new.window() is self.parentWidget()
        self._target = new if mine else None
        self.setVisible(mine)
        if mine and new is not None:
            new.installEventFilter(self)
            self._place()

    def _place(self) -> None:
        target, window = self._target, self.parentWidget()
        if target is None or window is None:
            return
        gap = T.px(GAP)
        at = target.mapTo(window, QPoint(0, 0))
        self.setGeometry(at.x() - gap, at.y() - gap, target.width() + 2 * gap, target.height() + 2 * gap)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._target and event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            self._place()
        elif watched is self._target and event.type() in {QEvent.Type.Hide, QEvent.Type.DeferredDelete}:
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        chip = self._target is not None and bool(self._target.property("chip"))
        radius = self.height() / 2 if chip else T.px(SIZE.r_control) + T.px(GAP) - 1
        round_rect(p, QRectF(self.rect()), radius, None, "focus", 2)
