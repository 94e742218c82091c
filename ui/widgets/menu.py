"""Menus that open at a place, made anew each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ems_desktop.i18n import tr
from ui.theme import font, icons
from ui.widgets.grid.commands import Command
from ui.widgets.text import literal

Entry = tuple[str, str, Callable[[], object]]  # words, icon, what it does


def empty_menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setFont(font("body"))
    return menu


def pick_menu(parent: QWidget, where: QPoint, entries: list[Entry]) -> QMenu:
    """A short menu of things to do."""
    menu = empty_menu(parent)
    for words, icon, act in entries:
        action = menu.addAction(literal(words))
        if icon:
            action.setIcon(icons.icon(icon, "text2", 16))
        action.triggered.connect(lambda _=False, a=act: a())
    menu.popup(where)
    return menu


def command_menu(parent: QWidget, where: QPoint, commands: Iterable[Command | None], do: Callable[[str], object]) -> QMenu:
    """Commands with their keys; None is a line between them."""
    menu = empty_menu(parent)
    for command in commands:
        if command is None:
            menu.addSeparator()
            continue
        action = menu.addAction(literal(tr(command.title)))
        if command.icon:
            action.setIcon(icons.icon(command.icon, "text2", 16))
        action.setShortcut(QKeySequence(command.keys[0]))
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda _=False, name=command.name: do(name))
    menu.popup(where)
    return menu
