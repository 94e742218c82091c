"""A note that comes, says what was done, offers to undo it, and goes. It never takes the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ems_desktop.i18n import tr
from ui.theme import T
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import icon_label, label
from ui.widgets.layout import row

STAYS, STAYS_WITH_UNDO, STAYS_WARNING = 5_000, 9_000, 12_000  # ms


class Toast(QFrame):
    """Over the lower middle of its window; a newer note replaces an older one."""

    def __init__(self, window: QWidget, above: int = 44) -> None:
        super().__init__(window)
        self._above = above
        self.setObjectName("toast")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._content: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None:
        parts: list[QWidget] = []
        if undo:
            act = button(tr("Undo"), small=True)
            act.clicked.connect(lambda: self._undo(undo))
            parts.append(act)
        self._show(said, "check", parts, STAYS_WITH_UNDO if undo else STAYS)

    def warn(self, said: str, code: str) -> None:
        """An error without a place of its own, and its code for whoever is asked about it."""
        small = label(code, "caption")
        self._show(said, "alert", [small], STAYS_WARNING)

    def said(self) -> str:
        """What it says now; "" when it is gone."""
        return "" if self.isHidden() else self._said

    def _show(self, said: str, icon: str, parts: list[QWidget], stays: int) -> None:
        self._said = said
        if self._content is not None:
            self._content.deleteLater()
        close = icon_button(tr("Close"), "close", small=True, ink="on_toast2")
        close.clicked.connect(self.hide)
        words = label(said, "body", wrap=True)
        words.setMaximumWidth(T.px(520))
        words.setMinimumWidth(min(words.fontMetrics().horizontalAdvance(said) + 2, T.px(520)))
        self._content = QWidget(self)
        self._content.setLayout(row(icon_label(icon, "on_toast", 16), words, *parts, close, margins=(14, 8, 8, 8), gap=10))
        self._content.show()
        self.show()
        self._place()
        self._timer.start(stays)
        self._announce(said)

    def _announce(self, said: str) -> None:
        """Spoken at once, though the focus is elsewhere."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _undo(self, undo: Callable[[], None]) -> None:
        self.hide()
        undo()

    def _place(self) -> None:
        window, content = self.parentWidget(), self._content
        if window is None or content is None:
            return
        size = content.sizeHint()
        if content.hasHeightForWidth():
            size.setHeight(content.heightForWidth(size.width()))
        content.resize(size)
        self.setGeometry(
            (window.width() - size.width()) // 2, window.height() - size.height() - T.px(self._above), size.width(), size.height()
        )
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget() and not self.isHidden():
            self._place()
        return False
