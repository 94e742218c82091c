"""The staff list's tool bar: filters with their counts, search, and pasting a list."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ems_desktop.i18n import number, tr
from ui.screens.users.presenter import FILTERS
from ui.theme import T
from ui.widgets import Chip, Chips, ToolBar, button, line_edit


class StaffTools(ToolBar):
    """`filtered` carries a name of FILTERS, `searched` what was typed."""

    filtered = Signal(str)
    searched = Signal(str)
    pasting = Signal()

    def __init__(self) -> None:
        words = {"all": tr("Everybody"), "kurikulum": tr("Office"), "guru": tr("Teacher"), "inactive": tr("Inactive")}
        chips, search = (
            Chips([(name, Chip(words[name])) for name in FILTERS]),
            line_edit(tr("Search staff"), tr("Name, email or NIP"), icon="search"),
        )
        paste = button(tr("Paste a list"), "copy", small=True, tip="Ctrl+V")
        super().__init__(chips, None, search, paste)
        self.chips, self.search = chips, search
        search.setFixedWidth(T.px(220))
        chips.chosen.connect(self.filtered)
        search.textEdited.connect(self.searched)
        paste.clicked.connect(self.pasting)

    def show_counts(self, counts: dict[str, int]) -> None:
        self.chips.set_counts({name: number(count) for name, count in counts.items()})
