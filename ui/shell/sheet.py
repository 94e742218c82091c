"""The sheet of shortcuts (F1): what works everywhere, and what works on the screen that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ems_desktop.i18n import tr
from ui.shell.overlay import Overlay
from ui.shell.screen import Shortcut
from ui.theme import T
from ui.widgets import Button, col, hline, icon_button, label, row
from ui.widgets.labels import key


def everywhere() -> tuple[Shortcut, ...]:
    return (
        Shortcut("Ctrl+K", tr("Search anything")),
        Shortcut("Ctrl+1 … 9", tr("Go to an area of the rail")),
        Shortcut("F6", tr("Next part of the window")),
        Shortcut("Ctrl+L", tr("Lock the screen")),
        Shortcut("Ctrl+Z", tr("Undo")),
        Shortcut("Ctrl+Y", tr("Redo")),
        Shortcut("Tab", tr("Next field or button")),
        Shortcut("Esc", tr("Close what is open")),
        Shortcut("F1", tr("Show this sheet")),
    )


class ShortcutSheet(Overlay):
    """Made anew each time it opens."""

    def __init__(self, host: QWidget, title: str, here: Sequence[Shortcut]) -> None:
        super().__init__(host, tr("Shortcuts"))
        self.closed.connect(self.deleteLater)
        self._close: Button = icon_button(tr("Close"), "close", small=True)
        self._close.clicked.connect(self.close_sheet)
        columns = row(gap=40)
        if here:
            columns.addWidget(_column(title, here), 0, Qt.AlignmentFlag.AlignTop)
        columns.addWidget(_column(tr("Everywhere"), everywhere()), 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setObjectName("surface")
        inside.setLayout(columns)
        columns.setContentsMargins(T.px(24), T.px(16), T.px(24), T.px(20))
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(tr("Shortcuts"))
        head = row(label(tr("Shortcuts"), "title"), None, self._close, margins=(24, 14, 14, 12))
        self.sheet.setLayout(col(head, hline(), self._area, margins=(1, 0, 1, 10), gap=0))
        self._inside = inside

    def first_focus(self) -> QWidget:
        return self._close

    def arrange(self) -> None:
        need = self._inside.sizeHint()
        wide = min(need.width() + T.px(16), self.width() - T.px(32))
        high = min(need.height() + T.px(70), self.height() - T.px(32))
        self.sheet.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)


def _column(title: str, shortcuts: Sequence[Shortcut]) -> QWidget:
    made = QWidget()
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(T.px(8))
    grid.setHorizontalSpacing(T.px(16))
    grid.addWidget(label(title, "small_strong", "2"), 0, 0, 1, 2)
    for n, shortcut in enumerate(shortcuts, 1):
        grid.addWidget(key(shortcut.keys), n, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(shortcut.said, "small"), n, 1)
    made.setLayout(grid)
    return made
