"""Signing out with changes that are not sent yet: says so, in figures, before it happens. (Closing the window asks nothing:
they are safe on this computer.)"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr, trn
from ui.widgets import Choice, Decision, decide


def sign_out(parent: QWidget, unsent: int, leave: Callable[[], None]) -> Decision:
    """Ask, then `leave()`. Returns the open dialog."""
    if unsent:
        text = trn(
            "{n} change is not sent to the school yet. It stays on this computer, encrypted, and is sent when you sign in here again.",
            "{n} changes are not sent to the school yet. They stay on this computer, encrypted, and are sent when you sign in here again.",
            unsent,
        )
        return decide(parent, tr("Sign out with unsent changes?"), text, Choice(tr("Stay")), Choice(tr("Sign out"), leave, "danger"))
    text = tr("You need your password and the network to sign in again.")
    return decide(parent, tr("Sign out?"), text, Choice(tr("Stay")), Choice(tr("Sign out"), leave, "primary"))
