"""The menus of the grid: of the cells, of a column's head, and of printing. Made anew each time they open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Assessment
from ui.screens.grades.commands import BY_NAME, MENU
from ui.screens.grades.shaping import Shaping
from ui.theme import icons
from ui.widgets.menu import Entry, empty_menu
from ui.widgets.text import literal


def cell_menu(parent: QWidget, where: QPoint, do: Callable[[str], object]) -> QMenu:
    """What can be done to the selected cells, with its keys."""
    menu = empty_menu(parent)
    for name in MENU:
        if not name:
            menu.addSeparator()
            continue
        command = BY_NAME[name]
        action = menu.addAction(literal(tr(command.title)))
        if command.icon:
            action.setIcon(icons.icon(command.icon, "text2", 16))
        action.setShortcut(QKeySequence(command.keys[0]))
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda _=False, n=name: do(n))
    menu.popup(where)
    return menu


def column_entries(shaping: Shaping, assessment: Assessment, change: Callable[[], object]) -> list[Entry]:
    """What can be done to a column."""
    lock = tr("Unlock") if assessment.locked else tr("Lock")
    return [
        (tr("Change the assessment"), "edit", change),
        (lock, "lock", lambda: shaping.lock(assessment)),
        (tr("Move left"), "left", lambda: shaping.move(assessment.id, -1)),
        (tr("Move right"), "right", lambda: shaping.move(assessment.id, 1)),
    ]
