"""A file dropped onto the screen: which files are taken, and the sign that says so while one hangs over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ui.theme import CENTER, SIZE, T, color, round_rect, text

ENDINGS = frozenset({".xlsx", ".csv", ".xls"})  # the last is not read: whoever has it is told what to do


def table_in(data: QMimeData) -> Path | None:
    """The one list among what is dropped; None where there is none or several."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].suffix.lower() in ENDINGS else None


class DropZone(QWidget):
    """Watches a screen; lies over it for as long as a file hangs there. `dropped` carries the file's path."""

    dropped = Signal(object)

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        screen.setAcceptDrops(True)
        screen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            self._hangs(event)
        elif event.type() == QEvent.Type.DragLeave:
            self.hide()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._falls(event)
        return super().eventFilter(watched, event)

    def _hangs(self, event: QDragEnterEvent) -> None:
        screen = self.parentWidget()
        if screen is not None and table_in(event.mimeData()):
            event.acceptProposedAction()
            self.setGeometry(screen.rect())
            self.raise_()
            self.show()

    def _falls(self, event: QDropEvent) -> None:
        self.hide()
        path = table_in(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        ground = color("surface")
        p.setOpacity(0.92)
        p.fillRect(self.rect(), ground)
        p.setOpacity(1)
        frame = QRectF(self.rect()).adjusted(T.px(16), T.px(16), -T.px(16), -T.px(16))
        round_rect(p, frame, T.px(SIZE.r_card), "accent_soft", "accent", 2, Qt.PenStyle.DashLine)
        text(p, frame.adjusted(0, -T.px(14), 0, -T.px(14)), tr("Drop the pupil list here"), "heading", "text", CENTER)
        text(p, frame.adjusted(0, T.px(16), 0, T.px(16)), tr("You see every row before anything is saved."), "body", "text2", CENTER)
