"""The rules of a sheet: KKTP, rounding, the weight of each kind. What follows the office's defaults says so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from ems_desktop.domain.grades import plain
from ems_desktop.i18n import N_, explain, number, tr
from ems_desktop.services.grade_views import Sheet
from ui.screens.grades.forms import Rules, Wrong, read_rules
from ui.screens.grades.shaping import Shaping
from ui.screens.grades.side import SidePanel, combo
from ui.widgets import Field, button, col, label, row

ROUNDINGS = (("half_up", N_("half up: 74.5 → 75")), ("half_even", N_("half to even: 74.5 → 74")), ("down", N_("down: 74.9 → 74")))


class RulesPanel(SidePanel):
    saved = Signal()

    def __init__(self, shaping: Shaping, sheet: Sheet) -> None:
        super().__init__(tr("Rules of this sheet"))
        self._shaping, self._sheet = shaping, sheet
        self._kktp = Field(tr("KKTP"), "75", str(sheet.kktp), hint=self._source("kktp"))
        self._rounding = combo(tr("Rounding of the final grade"), [(v, tr(said)) for v, said in ROUNDINGS], sheet.rounding)
        self._weights = {k.kind: Field(f"{k.name} (%)", "0", number(plain(k.weight))) for k in sheet.kinds}
        self.fill(self._content(), self._kktp.edit)
        for field in (self._kktp, *self._weights.values()):
            field.entered.connect(self.save)

    def _source(self, rule: str) -> str:
        return tr("this sheet's own") if rule in self._sheet.own else tr("the school's default")

    def _content(self) -> QLayout:
        save = button(tr("Save"), "check")
        save.clicked.connect(self.save)
        back = button(tr("Follow the school again"), "undo", "ghost", small=True)
        back.clicked.connect(self.reset)
        back.setVisible(bool(self._sheet.own))
        parts: list[QWidget | QLayout | int | None] = [
            self._kktp, 16, label(tr("Rounding of the final grade"), "small_strong", "2"), 6, self._rounding, 6,
            label(self._source("rounding"), "caption", "3"), 16, label(tr("Weights of the kinds"), "body_strong"), 2,
            label(self._source("weights"), "caption", "3"), 10,
        ]  # fmt: skip
        for field in self._weights.values():
            parts += [field, 8]
        hint = label(
            tr("A kind of weight 0 does not count. Kinds without a mark give their weight to the others."), "caption", "3", wrap=True
        )
        return col(*parts, hint, 16, row(save, None), 8, row(back, None), None, margins=(16, 4, 16, 16), gap=0)

    def save(self) -> None:
        """Save, or say beside each field what is wrong with it."""
        texts = {kind: field.text() for kind, field in self._weights.items()}
        try:
            rules = read_rules(self._sheet, self._kktp.text(), str(self._rounding.currentData()), texts)
        except Wrong as wrong:
            fields = {"kktp": self._kktp, **self._weights}
            for name, mistake in wrong.mistakes.items():
                fields[name].set_error(explain(mistake))
            fields[next(iter(wrong.mistakes))].setFocus()
            return
        self._shaping.set_rules(rules, lambda _: self.saved.emit())

    def reset(self) -> None:
        self._shaping.set_rules(Rules(), lambda _: self.saved.emit())
