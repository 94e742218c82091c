"""What is wrong on a window, for the tests of the sync centre and of the staff list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.tour import snap


class Strays(QObject):
    """Widgets that were shown as windows of their own: they flash and steal the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def faults(window: QWidget, language: str) -> list[str]:
    """Clipped, pale, nameless or untranslated parts, as the tour judges them, once the layouts have come to rest."""
    for _ in range(20):
        if not snap.clipped(window):
            break
        QTest.qWait(50)
    return [*snap.clipped(window), *snap.low_contrast(window), *snap.unnamed(window), *snap.untranslated(window, language)]
