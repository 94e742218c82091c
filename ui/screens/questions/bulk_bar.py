"""Under the list while several questions are selected: one label for all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ui.screens.questions.words import DIFFICULTIES, LEVELS, STATUSES, count_words, value_word
from ui.theme import T
from ui.widgets import Elided, Flow, box, button, col, line_edit
from ui.widgets.menu import Entry, pick_menu

_CHOICES = {"status": tuple(STATUSES), "level": tuple(LEVELS)[1:], "difficulty": tuple(DIFFICULTIES)[1:]}


class BulkBar(QWidget):
    """`labelled`: field, value. `tagged`: the tags, and whether they go away."""

    labelled = Signal(str, str)
    tagged = Signal(object, bool)
    thrown = Signal()
    paper_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = Elided("", "small_strong", least=110)
        self.tags = line_edit(tr("Tags, separated by commas"), tr("Tags, separated by commas"))
        self.tags.setFixedWidth(T.px(200))
        self.add, self.remove = button(tr("Add tag"), "plus", small=True), button(tr("Take tag away"), "close", "ghost", small=True)
        self.fields = {name: button(said, "down", "ghost", small=True) for name, said in self._captions().items()}
        self.paper = button(tr("Make a paper"), "print", small=True)
        self.throw = button(tr("To the trash"), "trash", "ghost", small=True)
        parts = (self.said, self.tags, self.add, self.remove, *self.fields.values(), self.paper, self.throw)
        self.setLayout(col(box("selbar", Flow(*parts, margins=(16, 4, 16, 4), gap=8)), gap=0))
        self._listen()
        self.hide()

    @staticmethod
    def _captions() -> dict[str, str]:
        return {"status": tr("Status"), "level": tr("Cognitive level"), "difficulty": tr("Difficulty")}

    def _listen(self) -> None:
        self.add.clicked.connect(lambda: self._tag(remove=False))
        self.tags.returnPressed.connect(lambda: self._tag(remove=False))
        self.remove.clicked.connect(lambda: self._tag(remove=True))
        self.throw.clicked.connect(self.thrown)
        self.paper.clicked.connect(self.paper_asked)
        for name, pressed in self.fields.items():
            pressed.clicked.connect(lambda _=False, n=name: self._choose(n))

    def _tag(self, *, remove: bool) -> None:
        tags = [tag for part in self.tags.text().split(",") if (tag := " ".join(part.split()))]
        if tags:
            self.tags.clear()
            self.tagged.emit(tags, remove)
        else:
            self.tags.setFocus()

    def _choose(self, name: str) -> None:
        pressed = self.fields[name]
        entries: list[Entry] = [(value_word(name, value), "", partial(self.labelled.emit, name, value)) for value in _CHOICES[name]]
        pick_menu(self, pressed.mapToGlobal(QPoint(0, pressed.height())), entries)

    def show_selection(self, count: int, *, trash: bool) -> None:
        """Only while there are several."""
        self.setVisible(count > 1)
        self.said.say(count_words(count))
        self.throw.say(tr("Restore") if trash else tr("To the trash"))
        for part in (self.tags, self.add, self.remove, self.paper, *self.fields.values()):
            part.setVisible(not trash)
