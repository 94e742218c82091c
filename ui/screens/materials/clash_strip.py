"""A cell that was changed here and in the Google Sheet: both values, and what to do. Built anew for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from ems_desktop.domain.catalogue.merge import REMOVED, YES
from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import Clash
from ui.widgets import Flow, button, col, icon_label, label, row
from ui.words import when


class ClashStrip(QWidget):
    """`chosen` carries the column and mine or theirs."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = col(gap=8)
        self._shown: tuple[Clash, ...] = ()
        self.setLayout(self._lines)
        self.hide()

    def show_clashes(self, clashes: Sequence[Clash], column_word: Callable[[str], str], *, may_write: bool) -> None:
        if tuple(clashes) == self._shown:
            return
        self._shown = tuple(clashes)
        _clear(self._lines)
        for one in clashes:
            self._lines.addWidget(self._strip(one, column_word(one.key), may_write=may_write))
        self.setVisible(bool(clashes))

    def _strip(self, one: Clash, word: str, *, may_write: bool) -> QFrame:
        made = QFrame()
        made.setObjectName("well")
        made.setProperty("kind", "warn")
        said, choices = _words(one, word)
        head = row(icon_label("alert", "warn", 16), label(said, "small", wrap=True), gap=8)
        head.setStretch(1, 1)
        whole = one.key == REMOVED
        sides = [] if whole else [_side(tr("In EMS"), _facts(one), one.mine), _side(tr("In the Sheet"), "", one.theirs)]
        acts = []
        for choice, words in zip(("mine", "theirs"), choices, strict=True) if may_write else ():
            act = button(words, small=True)
            act.setAccessibleName(f"{word}: {words}")
            act.clicked.connect(lambda _=False, c=choice: self.chosen.emit(one.key, c))
            acts.append(act)
        hint = label(tr("or type another text in its field below"), "caption", "2")
        foot = QWidget()
        foot.setLayout(Flow(*acts, *([hint] if may_write and not whole else []), gap=8))
        made.setLayout(col(head, *sides, foot, margins=(12, 10, 12, 10), gap=8))
        return made


def _words(one: Clash, word: str) -> tuple[str, tuple[str, str]]:
    """What happened, and what each choice says: mine, then the Sheet's."""
    if one.key != REMOVED:
        told = tr("{column} was changed here and in the Google Sheet. The Sheet's value stands until you choose.", column=word)
        return told, (tr("Use the value of EMS"), tr("Use the Sheet's"))
    if one.theirs == YES:
        told = tr("This entry was changed here and removed in the Google Sheet. It lies in the trash until you choose.")
        return told, (tr("Take it back"), tr("Leave it in the trash"))
    told = tr("This entry was thrown away here and changed in the Google Sheet. It is back until you choose.")
    return told, (tr("Throw it away"), tr("Keep it"))


def _side(name: str, facts: str, text: str) -> QWidget:
    """A value at its full length, as typed."""
    shown = label(text or tr("empty"), "body_medium" if text else "body", "" if text else "2", wrap=True)
    return _grouped(label(" · ".join(part for part in (name, facts) if part), "caption", "2"), shown)


def _grouped(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(col(*parts, margins=(24, 0, 0, 0), gap=1))
    return made


def _facts(one: Clash) -> str:
    return when(one.at, datetime.now().astimezone().date()) if one.at else ""


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        part = item.widget()
        if part is not None:
            part.hide()
            part.deleteLater()
