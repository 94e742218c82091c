"""The menus of the grid: of the cells, of a column's head, and of printing. Made anew each time they open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Assessment
from ui.screens.grades.commands import BY_NAME, MENU
from ui.screens.grades.shaping import Shaping
from ui.theme import font, icons
from ui.widgets.text import literal

Entry = tuple[str, str, Callable[[], object]]  # words, icon, what it does


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setFont(font("body"))
    return menu


def cell_menu(parent: QWidget, where: QPoint, do: Callable[[str], object]) -> QMenu:
    """What can be done to the selected cells, with its keys."""
    menu = _menu(parent)
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


def pick_menu(parent: QWidget, where: QPoint, entries: list[Entry]) -> QMenu:
    """A short menu of things to do."""
    menu = _menu(parent)
    for words, icon, act in entries:
        action = menu.addAction(literal(words))
        if icon:
            action.setIcon(icons.icon(icon, "text2", 16))
        action.triggered.connect(lambda _=False, a=act: a())
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
