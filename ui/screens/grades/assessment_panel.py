"""Adding and changing an assessment, beside the grid and without a dialog: fields, order, copies, removal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import explain, tr, trn
from ems_desktop.services.grade_views import Assessment, Kind, SheetRef
from ui.screens.grades.forms import AssessmentForm, Wrong, form_of
from ui.screens.grades.shaping import Shaping
from ui.screens.grades.side import SidePanel, combo
from ui.widgets import Field, button, col, hline, icon_button, label, row
from ui.widgets.tick import Tick


class AssessmentPanel(SidePanel):
    """`saved`: an assessment was added or changed. `removed`, `copied`: what to tell the person."""

    saved = Signal(str)  # the assessment's id
    removed = Signal(str)  # words; it can be undone
    copied = Signal(str)  # words

    def __init__(self, shaping: Shaping, kinds: Sequence[Kind], assessment: Assessment | None, kind: str = "") -> None:
        super().__init__(assessment.title if assessment else tr("New assessment"))
        self._shaping, self._old = shaping, assessment
        form = form_of(assessment) if assessment else AssessmentForm(kind or kinds[0].kind)
        self._kind = combo(tr("Kind"), [(k.kind, k.name) for k in kinds], form.kind)
        self._fields = {
            "title": Field(tr("Title"), tr("LM 3"), form.title),
            "topic": Field(tr("Topic"), tr("Scientific article"), form.topic),
            "held_on": Field(tr("Date"), tr("day/month/year"), form.held_on),
            "objective": Field(tr("Learning objective"), "TP 8.3", form.objective),
            "weight": Field(tr("Weight within its kind"), "1", form.weight),
            "maximum": Field(tr("Maximum"), "100", form.maximum),
        }
        self._locked = Tick(tr("Locked: marks can only be read"))
        self._locked.setChecked(form.locked)
        self._copies: list[tuple[Tick, SheetRef]] = []
        self._copy_to = QWidget()
        self._copy_why = label("", "caption", "bad", wrap=True)
        self.fill(self._content(), self._fields["title"].edit)
        for field in self._fields.values():
            field.entered.connect(self.save)
        if assessment:
            shaping.parallel(self._offer_copies)

    def _content(self) -> QLayout:
        f = self._fields
        pair = row(f["weight"], f["maximum"], gap=12)
        for field in (f["weight"], f["maximum"]):
            pair.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        save = button(tr("Save") if self._old else tr("Add"), "check")
        save.clicked.connect(self.save)
        cancel = button(tr("Cancel"), kind="ghost")
        cancel.clicked.connect(self.closed)
        parts: list[QWidget | QLayout | int | None] = [
            f["title"], 12, _caption(tr("Kind"), self._kind), 12, f["topic"], 12, f["held_on"], 12, f["objective"], 12, pair, 12,
            self._locked, 16, row(save, cancel, None, gap=8),
        ]  # fmt: skip
        if self._old:
            parts += [20, hline(), 12, self._order(), 12, self._copy_to, 12, hline(), 12, self._remove(), None]
        return col(*parts, None, margins=(16, 4, 16, 16), gap=0)

    def _order(self) -> QLayout:
        left, right = icon_button(tr("Move left"), "left", small=True), icon_button(tr("Move right"), "right", small=True)
        left.clicked.connect(lambda: self._move(-1))
        right.clicked.connect(lambda: self._move(1))
        return row(label(tr("Place among its kind"), "small", "2"), None, left, right, gap=4)

    def _remove(self) -> QLayout:
        assert self._old is not None
        marks = self._shaping.marks_in(self._old.id)
        act = button(tr("Remove the assessment"), "trash", "danger", small=True)
        act.clicked.connect(self.remove)
        words = trn("{n} mark goes with it; it can be undone.", "{n} marks go with it; it can be undone.", marks)
        return col(row(act, None), label(words, "caption", "3", wrap=True), gap=6)

    # -- what the person does -------------------------------------------------------------

    def form(self) -> AssessmentForm:
        texts = {name: field.text() for name, field in self._fields.items()}
        return AssessmentForm(kind=str(self._kind.currentData()), locked=self._locked.isChecked(), **texts)

    def save(self) -> None:
        """Save, or say beside each field what is wrong with it."""
        try:
            self._shaping.save(self.form(), self._old, self.saved.emit)
        except Wrong as wrong:
            for name, mistake in wrong.mistakes.items():
                self._fields[name].set_error(explain(mistake))
            self._fields[next(iter(wrong.mistakes))].setFocus()

    def _move(self, by: int) -> None:
        assert self._old is not None
        self._shaping.move(self._old.id, by)

    def remove(self) -> None:
        assert self._old is not None
        title = self._old.title
        self._shaping.remove(self._old.id, lambda _: self.removed.emit(tr("{title} was removed", title=title)))

    # -- copies ---------------------------------------------------------------------------

    def _offer_copies(self, sheets: tuple[SheetRef, ...]) -> None:
        if not sheets:
            return
        for ref in sheets:
            self._copies.append((Tick(ref.class_name, tr("Copy to {name}", name=ref.class_name)), ref))
        act = button(tr("Copy"), "copy", small=True)
        act.setAccessibleName(tr("Copy to the chosen classes"))
        act.clicked.connect(self.copy)
        self._copy_why.hide()
        head = label(tr("Copy to parallel classes"), "small_strong")
        hint = label(tr("The column without its marks."), "caption", "3", wrap=True)
        self._copy_to.setLayout(col(head, hint, *(choice for choice, _ in self._copies), row(act, None), self._copy_why, gap=6))

    def copy(self) -> None:
        assert self._old is not None
        chosen = [ref.id for choice, ref in self._copies if choice.isChecked()]
        try:
            self._shaping.copy([self._old.id], chosen, self._say_copied)
        except Mistake as error:
            self._copy_why.setText(explain(error))
            self._copy_why.show()

    def _say_copied(self, count: int) -> None:
        self._copy_why.hide()
        words = trn("Copied to {n} class", "Copied to {n} classes", count) if count else tr("The chosen classes have it already")
        self.copied.emit(words)


def _caption(said: str, below: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(col(label(said, "small_strong", "2"), below, gap=6))
    return made
