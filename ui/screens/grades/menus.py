"""The menus of the grid: of the cells, of a column's head, and of printing. Made anew each time they open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Assessment
from ui.screens.grades.commands import BY_NAME, MENU
from ui.screens.grades.shaping import Shaping
from ui.widgets.menu import Entry, command_menu


def cell_menu(parent: QWidget, where: QPoint, do: Callable[[str], object]) -> QMenu:
    """What can be done to the selected cells, with its keys."""
    return command_menu(parent, where, [BY_NAME[name] if name else None for name in MENU], do)


def column_entries(shaping: Shaping, assessment: Assessment, change: Callable[[], object]) -> list[Entry]:
    """What can be done to a column."""
    lock = tr("Unlock") if assessment.locked else tr("Lock")
    return [
        (tr("Change the assessment"), "edit", change),
        (lock, "lock", lambda: shaping.lock(assessment)),
        (tr("Move left"), "left", lambda: shaping.move(assessment.id, -1)),
        (tr("Move right"), "right", lambda: shaping.move(assessment.id, 1)),
    ]
