"""What the catalogue says when it has nothing to show, and the next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ui.screens.materials.presenter import Now
from ui.widgets import button, empty_state


def nothing(now: Now, *, may_write: bool, new: Callable[[], object], clear: Callable[[], object]) -> QWidget:
    """`new`: start an entry. `clear`: take search and filters away."""
    if now.wanted.search.strip() or now.wanted.only:
        act = button(tr("Show all materials"), "close", small=True)
        act.clicked.connect(clear)
        return empty_state("search", tr("Nothing matches"), tr("No material has all of these words and choices."), act)
    if now.pill != "all":
        return empty_state("check", tr("Nothing here"), tr("There is no material of this kind now."))
    if not may_write:
        return empty_state("book", tr("No materials yet"), tr("What your teachers share appears here by itself."))
    act = button(tr("Add a material"), "plus", small=True)
    act.clicked.connect(new)
    said = tr("Add the first one here, or fill the school's Google Sheet in the browser: both are the same catalogue.")
    return empty_state("book", tr("No materials yet"), said, act)
