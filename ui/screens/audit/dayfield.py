"""A day to type or to step through: Up and Down, or the arrows beside it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.days import read_day
from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import day, explain, tr
from ui.screens.audit.presenter import today
from ui.theme import T
from ui.widgets import icon_button, line_edit, restyle, row
from ui.widgets.text import plain_tip

STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class DayField(QWidget):
    """`chosen` carries the day, `refused` the mistake: it is also said beside the field's text, in its tip."""

    chosen = Signal(object)
    refused = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._day = name, date.min
        self.edit = line_edit(name, tr("12 December 2026"))
        self.edit.setFixedWidth(T.px(150))
        self.edit.installEventFilter(self)
        self.edit.editingFinished.connect(self._typed)
        self.before = icon_button(tr("{field}: the day before", field=name), "left", small=True)
        self.after = icon_button(tr("{field}: the day after", field=name), "right", small=True)
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.setLayout(row(self.before, self.edit, self.after, gap=2))

    def day(self) -> date:
        return self._day

    def set_day(self, value: date) -> None:
        """Show it, without telling."""
        self._day = value
        self.edit.setText(day(value))
        self._mark(None)

    def _typed(self) -> None:
        if self.edit.text() == day(self._day):
            return
        try:
            value = read_day(self.edit.text(), today())
        except Mistake as mistake:
            self._mark(mistake)
            self.refused.emit(mistake)
            return
        self._choose(value)

    def _step(self, days: int) -> None:
        self._choose(self._day + timedelta(days=days))

    def _choose(self, value: date) -> None:
        changed = value != self._day
        self.set_day(value)
        if changed:
            self.chosen.emit(value)

    def _mark(self, mistake: Mistake | None) -> None:
        said = explain(mistake) if mistake else ""
        self.edit.setProperty("invalid", bool(said) or None)
        self.edit.setToolTip(plain_tip(said))
        self.edit.setAccessibleDescription(said)
        restyle(self.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in STEPS:
            self._step(STEPS[Qt.Key(event.key())])
            return True
        return False
