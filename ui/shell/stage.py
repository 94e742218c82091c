"""What the window shows as a whole: first run, sign-in, or the shell."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


class Stage(QWidget):
    """Built anew when language, theme or font size change. `takes_notes`: whether somebody sits here whom notes are for."""

    takes_notes = True

    def minimumSizeHint(self) -> QSize:
        """Small: a stage folds to the room there is, and must never make the window grow by itself."""
        return QSize(480, 320)

    def keep(self) -> None:
        """About to be built anew: remember, in what outlives this widget, where the person is."""

    def shows_outages(self) -> bool:
        """Whether it has a place of its own for what does not answer; else the window says it."""
        return False

    def first_focus(self) -> QWidget | None:
        """What takes the keys when it comes on."""
        return None
