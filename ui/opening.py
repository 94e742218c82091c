"""What the window shows while the program comes in: a moment on most days, some seconds while a school is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ui.shell.cover import Cover
from ui.widgets import col, label, row
from ui.widgets.paper import Brand


class OpeningView(Cover):
    """`said`: what is under way, in today's language; else that it opens."""

    def __init__(self, speak: Callable[[str], None], said: str = "") -> None:
        content = QWidget()
        words = label(said or tr("Opening …"), "body", "2")
        content.setLayout(col(None, row(None, Brand(52), None), 16, row(None, words, None), None, gap=0))
        super().__init__(content, row(None), speak)
