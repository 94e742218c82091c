"""Notices that nobody is here any more: no key, no mouse for so many minutes. Looks at what comes into the program's windows from
outside, not at every event in them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

SIGNS = {
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
}  # fmt: skip
MINUTE = 60_000  # ms


class IdleWatch(QObject):
    """`gone` once nobody was here for so long; silent while it is set to 0."""

    gone = Signal()

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.gone)
        self._seen: list[QWindow] = []
        app.focusWindowChanged.connect(self._look_at)
        self._app = app

    def after(self, minutes: float) -> None:
        """Begin anew, to wait so long; 0: stop watching."""
        self._timer.stop()
        if minutes > 0:
            self._look_at(self._app.focusWindow())
            self._timer.start(round(minutes * MINUTE))

    def _look_at(self, window: QWindow | None) -> None:
        """Every window of ours that gets the keys: the main one, dialogs."""
        if window is not None and window not in self._seen:
            self._seen.append(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._forget(window))

    def _forget(self, window: QWindow) -> None:
        self._seen = [one for one in self._seen if one is not window]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in SIGNS and self._timer.isActive():
            self._timer.start()
        return False
