"""The file of an entry: its name, size, kind and how far it is on its way; or where to put one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ems_desktop.domain.files import Limits
from ems_desktop.i18n import tr
from ui.screens.materials.file_words import FileState, facts_words, limit_words, trouble_words
from ui.widgets import Banner, Elided, Flow, button, col, group, icon_button, icon_label, row

_ON_ITS_WAY = ("waiting", "offline", "sending")


class FileCard(QFrame):
    """Between the entry's head and its fields. `asked`: attach, open, save, pause, resume, cancel or remove."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.attach = button(tr("Attach a file"), "upload", small=True)
        self.hint = Elided("", "small", "2")
        self._none = group(row(self.attach, self.hint, gap=10))
        self.name, self.facts = Elided("", "body_strong"), Elided("", "small", "2")
        self.open = button(tr("Open"), "eye", small=True)
        self.save = button(tr("Save as …"), "download", "ghost", small=True)
        self.pause = button(tr("Pause"), "clock", "ghost", small=True)
        self.resume = button(tr("Resume"), "play", "ghost", small=True)
        self.cancel = button(tr("Stop sending"), "close", "ghost", small=True)
        self.replace = icon_button(tr("Another file"), "upload", small=True)
        self.remove = icon_button(tr("Remove the file"), "trash", small=True)
        self.bar, self.trouble = QProgressBar(), Banner()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self._lay_out()
        for made, what in (
            (self.attach, "attach"), (self.replace, "attach"), (self.open, "open"), (self.save, "save"), (self.pause, "pause"),
            (self.resume, "resume"), (self.cancel, "cancel"), (self.remove, "remove"),
        ):  # fmt: skip
            made.clicked.connect(lambda _=False, w=what: self.asked.emit(w))
        self.hide()

    def _lay_out(self) -> None:
        acts = group(Flow(self.open, self.save, self.pause, self.resume, self.cancel, self.replace, self.remove, gap=6))
        words = group(col(self.name, self.facts, gap=2))
        line = row(icon_label("file", "text2", 20), words, acts, gap=10)
        line.setStretch(1, 1)
        self._some = group(col(line, self.bar, self.trouble, gap=8))
        self.setLayout(col(self._none, self._some, margins=(16, 10, 16, 10), gap=6))

    def show_none(self, limits: Limits, *, may_write: bool) -> None:
        """No file yet: what fits is said before one is chosen."""
        self._some.hide()
        self._none.show()
        self.hint.say(" ".join((tr("Or drop it here."), limit_words(limits))))
        self.setVisible(may_write)

    def show_file(self, state: FileState, limits: Limits, *, may_write: bool) -> None:
        self._none.hide()
        self._some.show()
        self.name.say(state.view.name)
        self.facts.say(facts_words(state))
        busy = state.fetching is not None
        reachable = state.view.here or state.view.at_school
        for part in (self.open, self.save):
            part.setVisible(reachable)
            part.setEnabled(not busy)
        self.pause.setVisible(may_write and state.way in _ON_ITS_WAY)
        self.resume.setVisible(may_write and state.way in ("paused", "failed", "offline"))
        self.resume.say(tr("Resume") if state.way == "paused" else tr("Retry"))
        self.cancel.setVisible(may_write and state.way in (*_ON_ITS_WAY, "paused", "failed"))
        self.replace.setVisible(may_write)
        self.replace.setToolTip(f"{tr('Another file')}: {limit_words(limits)}")
        self.remove.setVisible(may_write and not self.cancel.isVisibleTo(self))
        self.bar.setVisible(busy or state.way in ("sending", "paused"))
        self.bar.setValue(state.percent if state.fetching is None else state.fetching)
        self.trouble.say(trouble_words(state), "bad")
        self.show()
