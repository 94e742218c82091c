"""A stage that was put aside as it is, an open editor and what is typed in it included, until it is brought back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.shell.stage import Stage


@dataclass(slots=True)
class Parked:
    """`looks`: which language, theme and size it wears, by the window's count. `dialogs`: what was open over it."""

    stage: Stage
    build: Callable[[], Stage]
    looks: int
    focus: QWidget | None
    dialogs: list[QWidget] = field(default_factory=list)

    def discard(self) -> None:
        """Nobody comes back to it."""
        for part in (*self.dialogs, self.stage):
            if isValid(part):
                part.deleteLater()


def leave_focus(window: QWidget) -> QWidget | None:
    """Take the keys from whatever has them, as if another window came to the front: an editor neither saves nor closes then."""
    focus = QApplication.focusWidget()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    window.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    return focus


def hide_dialogs(window: QWidget) -> list[QWidget]:
    """Everything else of this program that stands on the screen."""
    open_ones = [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]
    for one in open_ones:
        one.hide()
    return open_ones


def show_again(parked: Parked) -> None:
    for dialog in parked.dialogs:
        if isValid(dialog):
            dialog.show()
    focus = parked.focus if parked.focus is not None and isValid(parked.focus) else parked.stage.first_focus() or parked.stage
    focus.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
