"""Menus that open at a place, made anew each time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.theme import font, icons
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
