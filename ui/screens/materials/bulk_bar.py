"""Under the grid: what is selected, and one text for a whole column of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr
from ui.screens.materials.words import entries_word
from ui.theme import T
from ui.widgets import Elided, Flow, box, button, col, line_edit, restyle


class BulkBar(QWidget):
    """`filled` carries the text for the current column of the selected entries. `thrown`: they shall go to the trash (or come back)."""

    filled = Signal(str)
    thrown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = Elided("", "small_strong", least=120)
        self.text = line_edit(tr("Text for the whole column"), tr("Text for the whole column"))
        self.text.setFixedWidth(T.px(240))
        self.fill = button(tr("Fill"), "fill", small=True)
        self.throw = button(tr("To the trash"), "trash", "ghost", small=True)
        self._wrong = Elided("", "small", "bad", least=40)
        self.fill.clicked.connect(lambda: self.filled.emit(self.text.text()))
        self.text.returnPressed.connect(self.fill.click)
        self.text.textEdited.connect(lambda _: self.say_wrong(None))
        self.throw.clicked.connect(self.thrown)
        tools = Flow(self.said, self.text, self.fill, self.throw, self._wrong, margins=(16, 4, 16, 4), gap=8)
        self.setLayout(col(box("selbar", tools), gap=0))

    def show_selection(self, entries: int, column: str, *, may_write: bool, trash: bool) -> None:
        self.said.say(" · ".join((entries_word(entries), column)))
        for part in (self.text, self.fill):
            part.setVisible(may_write and not trash)
        self.throw.setVisible(may_write)
        self.throw.say(tr("Restore") if trash else tr("To the trash"))
        self.text.setAccessibleName(tr("{column} for {entries}", column=column, entries=entries_word(entries)))

    def say_wrong(self, error: EmsError | None) -> None:
        said = explain(error) if error else ""
        self._wrong.say(said)
        self.text.setProperty("invalid", bool(said) or None)
        self.text.setAccessibleDescription(said)
        restyle(self.text)
