"""What the shell asks of a screen. Everything but the widget itself is optional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.widgets import Button


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A line of the sheet of shortcuts: keys as Qt writes them ("Ctrl+D") and what they do, in today's language."""

    keys: str
    said: str


class Screen(QWidget):
    """One area's screen, built by a factory `(ctx) -> Screen` when the person first goes there, and kept."""

    parts_changed = Signal()  # header_parts, primary or toolbar must be asked anew

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def header_parts(self) -> Sequence[QWidget]:
        """Switchers beside the title: what is open."""
        return ()

    def header_tools(self) -> Sequence[Button]:
        """Icon buttons that stand in the header while a low window has no tool bar."""
        return ()

    def toolbar(self) -> QWidget | None:
        """Usually a `ToolBar`; in a low window it opens from the header."""
        return None

    def primary(self) -> Button | None:
        """The one primary button; never something that destroys."""
        return None

    def shortcuts(self) -> Sequence[Shortcut]:
        return ()

    def arrive(self, **where: Any) -> None:
        """The person came here, perhaps to a certain place. Called each time, after `fold`."""

    def place(self) -> dict[str, Any]:
        """Where it is, such that `arrive(**place())` comes back to it after the window was rebuilt."""
        return {}

    def fold(self, narrow: bool, low: bool) -> None:
        """The room crossed a break point (see `NARROW` and `LOW`): close side panels, keep rows in sight."""

    def first_focus(self) -> QWidget | None:
        """What takes the keys when the person arrives; by default the first that can."""
        return None


def first_within(part: QWidget) -> QWidget:
    """What stands first in it and takes the Tab key; the part itself when nothing does."""
    inner = (w for w in part.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisibleTo(part) and w.isEnabled())
    return next(inner, part)
