"""Something that opens over the window for a moment: it takes the focus, gives it back, and Esc or a click beside it closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from ui.theme import SIZE, T, color, shadow


class Overlay(QWidget):
    """Covers `host`; the sheet inside is `self.sheet`. Subclasses put it where they want in `arrange`."""

    closed = Signal()

    def __init__(self, host: QWidget, name: str) -> None:
        super().__init__(host)
        self._before: QWidget | None = None
        self.sheet = QFrame(self)
        self.sheet.setObjectName("sheet")
        self.setAccessibleName(name)
        host.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self._before = QApplication.focusWidget()
        self.fill()
        self.show()
        self.raise_()
        (self.first_focus() or self.sheet).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self) -> None:
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def first_focus(self) -> QWidget | None:
        return None

    def arrange(self) -> None:
        """In the middle."""
        size = self.sheet.sizeHint().boundedTo(self.size())
        self.sheet.setGeometry((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height())

    def fill(self) -> None:
        host = self.parentWidget()
        if host is not None:
            self.setGeometry(host.rect())
            self.arrange()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The focus stays inside while it is open."""
        here = QApplication.focusWidget()
        moved = super().focusNextPrevChild(forward)
        now = QApplication.focusWidget()
        if now is not None and not self.isAncestorOf(now) and here is not None:
            (self.first_focus() or here).setFocus(Qt.FocusReason.TabFocusReason)
        return moved

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden() and watched is self.parentWidget():
            self.fill()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        veil = color("shadow")
        p.setOpacity(0.35 if T.dark else 0.12)
        p.fillRect(self.rect(), veil)
        p.setOpacity(1)
        shadow(p, self.sheet.geometry(), T.px(SIZE.r_card), 1.2)
