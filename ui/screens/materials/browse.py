"""The list at the left, the entry at the right; where there is no room for both, one at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui.screens.materials.entry_page import EntryPage
from ui.screens.materials.list_pane import MaterialsList, Special
from ui.theme import T
from ui.widgets import box, col, row

WIDE = 324  # of the list, in pixels of the design
UNBOUNDED = 16_777_215  # QWIDGETSIZE_MAX


class Browse(QWidget):
    """`chosen`: an entry of the list, None for none."""

    chosen = Signal(object)

    def __init__(self, special: Special, *, may_write: bool) -> None:
        super().__init__()
        self.narrow = False
        self.list = MaterialsList(special)
        self.entry = EntryPage(may_write=may_write)
        self._left = box("listpane", col(8, self.list, gap=0))
        line = row(self._left, self.entry, gap=0)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(lambda _: self.into_entry())
        self.entry.closed.connect(lambda: self.show_side(entry=False))
        self.fold(narrow=False)

    def fold(self, *, narrow: bool) -> None:
        self.narrow = narrow
        self._left.setMinimumWidth(0 if narrow else T.px(WIDE))
        self._left.setMaximumWidth(UNBOUNDED if narrow else T.px(WIDE))
        self.show_side(entry=False)

    def show_side(self, *, entry: bool) -> None:
        """Only where there is no room for both: this one."""
        alone = self.narrow and entry and self.entry.material is not None
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.entry.back.setVisible(alone)
        self.entry.setVisible(alone or not self.narrow)
        if alone:
            self.entry.back.setFocus()
        self._left.setVisible(not alone)
        if not alone and inside:
            self.list.setFocus()

    def into_entry(self) -> None:
        """Enter in the list: to the entry's fields."""
        if self.narrow:
            self.show_side(entry=True)
        elif self.entry.fields:
            next(iter(self.entry.fields.values())).edit.setFocus()

    def first_focus(self) -> QWidget:
        return self.list if self._left.isVisibleTo(self) else self.entry.back
