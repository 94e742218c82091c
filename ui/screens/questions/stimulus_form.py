"""The text that several questions share, while one of them is written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import Stimulus
from ems_desktop.i18n import tr, trn
from ui.screens.questions.boxes import MarkupBox, MarkupTools
from ui.widgets import Field, Switcher, col, label, row

NONE, NEW = "", "new"
_SHORT = 48


class StimulusForm(QWidget):
    changed = Signal()

    def __init__(self, tools: MarkupTools) -> None:
        super().__init__()
        self._known: dict[str, Stimulus] = {}
        self.sharing: Mapping[str, int] = {}  # a shared text's id → how many questions have it
        self._new_id = str(uuid.uuid4())
        self.which = Switcher(tr("Shared text"), [(NONE, tr("No shared text"))], NONE)
        self.title, self.text = Field(tr("Its title")), MarkupBox(tr("Shared text"), 16)
        self.hint = label("", "caption", "2", wrap=True)
        tools.follow(self.text)
        self._inside = QWidget()
        self._inside.setLayout(col(self.title, self.text, self.hint, gap=6))
        self.setLayout(col(row(label(tr("Shared text"), "small_strong", "2"), self.which, None, gap=10), self._inside, gap=6))
        self.which.chosen.connect(self._choose)
        self.title.changed.connect(lambda _: self.changed.emit())
        self.text.textChanged.connect(self.changed)
        self._inside.hide()

    def show_stimuli(self, known: Sequence[Stimulus], chosen: Stimulus | None) -> None:
        """The bank's, and the one that this question has."""
        self._known = {one.id: one for one in (*known, *([chosen] if chosen else []))}
        options = [(NONE, tr("No shared text")), (NEW, tr("A new one"))]
        options += [(one.id, _named(one)) for one in self._known.values()]
        self.which.set_options(options, chosen.id if chosen else NONE)
        self._show(chosen)

    def _choose(self, which: str) -> None:
        self._new_id = str(uuid.uuid4())
        self._show(self._known.get(which))
        self._inside.setVisible(which != NONE)
        if which == NEW:
            self.title.edit.setFocus()
        self.changed.emit()

    def _show(self, stimulus: Stimulus | None) -> None:
        self.text.blockSignals(True)
        self.title.set_text(stimulus.title if stimulus else "")
        self.text.show_text(stimulus.text if stimulus else "")
        self.text.blockSignals(False)
        self._inside.setVisible(stimulus is not None)
        count = self.sharing.get(stimulus.id, 0) if stimulus else 0
        self.hint.setVisible(bool(count))
        self.hint.setText(
            trn("{n} question has this text, and shows the change.", "{n} questions have this text; all of them show the change.", count)
        )

    def stimulus(self) -> Stimulus | None:
        which = self.which.current()
        if which == NONE:
            return None
        return Stimulus(self._new_id if which == NEW else which, self.text.typed(), self.title.text())


def _named(one: Stimulus) -> str:
    said = one.title or markup.excerpt(one.text)
    return said if len(said) <= _SHORT else f"{said[:_SHORT]}…"
