"""Beside the preview: one row of the file in words. Why it is refused, how to mend it here, who it may be, what changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QScrollArea, QWidget

from ems_desktop.domain.rosters.pupils import FIELDS, ExistingPupil, PupilRow
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.domain.rosters.reconcile import Change, RowVerdict
from ems_desktop.domain.rosters.report import reason, remedy, short
from ems_desktop.i18n import tr, trn
from ems_desktop.services.import_views import ImportPreview
from ui.screens.rosters.import_columns import LOOKS
from ui.screens.rosters.import_lines import OUTCOMES, change_value, said_value
from ui.screens.rosters.import_presenter import ImportPresenter
from ui.screens.rosters.words import field_word, short_day
from ui.theme import SIZE, T
from ui.widgets import Button, Field, box, button, col, hline, icon_label, label, row, tag

CHECK_AFTER = 150  # ms after the last key
_ASKED = frozenset({1280, 1281, 1282, 1283})  # troubles about who somebody is
_EITHER = 1280  # a person may also say that it is somebody else
_MET = frozenset({1282, 1283})  # no answer here settles these
Part = QWidget | int | None


class ImportSide(QFrame):
    """Built anew for each chosen row. `fix` is the field in which a cell is mended, where there is one."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(T.px(SIZE.w_inspector + 16))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._presenter = presenter
        self.fix: Field | None = None
        self.use = button(tr("Use this"), kind="primary")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_AFTER)
        self._pause.timeout.connect(self._check)
        self._right = label("", "caption", "ok", wrap=True)
        self._right_line = QWidget()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = QWidget()
        self._foot.setLayout(col(label(tr("Nothing is saved before you press Apply."), "caption", "3", wrap=True), margins=(16, 8, 16, 14)))
        layout = col(gap=0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._foot)
        self.setLayout(layout)

    def fold(self, narrow: bool) -> None:
        """As wide as the room where it stands alone."""
        wide = T.px(SIZE.w_inspector + 16)
        self._foot.setVisible(not narrow)
        self.setMinimumWidth(0 if narrow else wide)
        self.setMaximumWidth(16_777_215 if narrow else wide)

    def first_focus(self) -> QWidget:
        """The field where there is one, else the first button."""
        body = self._area.widget()
        buttons = body.findChildren(QPushButton) if body else []
        return self.fix or (buttons[0] if buttons else self)

    def take_focus(self) -> None:
        """To what the person is asked for, which comes into sight."""
        target = self.first_focus()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self.use if self.fix else target, 0, T.px(24))

    def show_row(self) -> None:
        """The chosen row, or nothing."""
        self._pause.stop()
        preview, verdict = self._presenter.now.preview, self._presenter.now.verdict
        self.fix = None
        body = QWidget()
        body.setObjectName("surface")
        parts = (
            self._parts(preview, verdict)
            if preview and verdict
            else [label(tr("Choose a row to see it here."), "small", "3", wrap=True), None]
        )
        body.setLayout(col(*parts, margins=(16, 16, 16, 8), gap=0))
        self._area.setWidget(body)  # the area deletes the one before

    def _check(self) -> None:
        if self.fix:
            self._presenter.check(self.fix.text())

    def show_check(self, trouble: Trouble | None) -> None:
        if self.fix is None:
            return
        if trouble is not None and trouble.refused:
            self.fix.set_error(reason(trouble, tr))
        else:
            self.fix.set_error(None)
        fine = "" if trouble is not None and trouble.refused else short(trouble, tr) if trouble else tr("This can be read.")
        self._right.setText(fine)
        self._right_line.setVisible(bool(fine))

    # -- the parts of a row ----------------------------------------------------------------

    def _parts(self, preview: ImportPreview, verdict: RowVerdict) -> list[Part]:
        outcome = preview.outcome(verdict)
        icon, ink, _ = LOOKS[outcome]
        ink_name = {"text2": "2", "text3": "3"}.get(ink, ink)
        head = row(label(tr("Row {row}", row=verdict.row), "body_strong"), None, tag(tr(OUTCOMES[outcome]), ink_name, icon, ink))
        name = label(verdict.read.name or tr("without a name"), "title", wrap=True)
        parts: list[Part] = [_wrapped(head), 4, name, 14]
        parts += self._troubles(verdict)
        if verdict.candidates:
            parts += self._candidates(verdict)
        if verdict.changes and outcome == "changed":
            parts += [label(tr("What changes"), "small_strong", "2"), 6, *_spaced([_change(change) for change in verdict.changes], 6), 14]
        if outcome == "new" and verdict.pupil:
            parts += [label(tr("What will be stored"), "small_strong", "2"), 6, *_spaced(_stored(verdict.pupil), 4), 10]
        if outcome == "same":
            parts += [label(tr("The school knows all of this already."), "small", "2", wrap=True), 14]
        parts += self._leaving(preview, verdict)
        return [*parts, None]

    def _troubles(self, verdict: RowVerdict) -> list[Part]:
        """What a person must look at, the first one with a way to mend it."""
        asked = self._presenter.now.trouble
        if asked is None:
            return []
        parts: list[Part] = [_trouble(asked), 12]
        if asked.code not in _ASKED or asked.code in _MET:
            parts += self._mending(asked, verdict)
        for other in verdict.troubles:
            if other is not asked:
                parts += [_trouble(other), 10]
        return parts

    def _mending(self, trouble: Trouble, verdict: RowVerdict) -> list[Part]:
        self.fix = Field(tr("Mend it here"), value=trouble.value.strip())
        self.fix.edit.setAccessibleName(tr("{field} of row {row}", field=trouble.column, row=verdict.row))
        self.fix.changed.connect(lambda _: self._pause.start())
        self.fix.entered.connect(self._use)
        self.use = button(tr("Use this"), kind="primary")
        self.use.clicked.connect(self._use)
        self._right = label("", "caption", "ok", wrap=True)
        self._right_line = _wrapped(row(icon_label("check", "ok", 15), self._right, None, gap=6))
        self._right_line.hide()
        return [self.fix, 4, self._right_line, 8, _wrapped(row(self.use, self._leaver(out=True), None)), 16]

    def _use(self) -> None:
        if self.fix:
            self._presenter.mend(self.fix.text())

    def _candidates(self, verdict: RowVerdict) -> list[Part]:
        codes = {trouble.code for trouble in verdict.troubles}
        head = row(label(tr("Looks like"), "small_strong"), None, label(tr("at the school already"), "caption", "3"))
        parts: list[Part] = [hline(), 14, _wrapped(head), 8]
        for known in verdict.candidates:
            parts += [_known(known), 8]
            if not codes & _MET:
                same = button(tr("The same person"), "check", small=True)
                same.setAccessibleName(tr("{name} is the same person", name=known.name))
                same.clicked.connect(lambda _=False, one=known.id: self._presenter.same_person(one))
                parts += [_wrapped(row(same, None)), 8]
        if _EITHER in codes:
            other = button(tr("Somebody else"), kind="ghost", small=True)
            other.clicked.connect(self._presenter.another_person)
            parts += [_wrapped(row(other, None)), 8]
        return [*parts, 8]

    def _leaving(self, preview: ImportPreview, verdict: RowVerdict) -> list[Part]:
        outcome = preview.outcome(verdict)
        if outcome == "same":
            return []
        if self.fix is not None and outcome == "refused":
            return []
        return [_wrapped(row(self._leaver(out=outcome != "skipped"), None))]

    def _leaver(self, *, out: bool) -> Button:
        made = button(tr("Leave row out") if out else tr("Take row in again"))
        made.clicked.connect(lambda: self._presenter.leave_out(out=out))
        return made


def _wrapped(layout: QLayout) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made


def _spaced(parts: list[QWidget], gap: int) -> list[Part]:
    return [item for part in parts for item in (part, gap)]


def _trouble(trouble: Trouble) -> QFrame:
    """Why, then what to do: in words, never a colour alone."""
    title = " ".join(part for part in (trouble.column, trouble.value.strip()) if part)
    head = row(icon_label("alert", "bad" if trouble.refused else "warn", 16), label(title, "small_strong", wrap=True), gap=8)
    head.setStretch(1, 1)
    why, how = label(reason(trouble, tr), "small", "2", wrap=True), label(remedy(trouble, tr), "small", "2", wrap=True)
    return box("well", col(head, why, how, margins=(12, 10, 12, 12), gap=5))


def _known(pupil: ExistingPupil) -> QFrame:
    facts = [pupil.class_name or tr("in no class")]
    facts += [tr("born {date}", date=short_day(pupil.birth_date))] if pupil.birth_date else []
    facts += [f"NISN {pupil.nisn}"] if pupil.nisn else []
    facts += [tr("mother {name}", name=pupil.mother_name)] if pupil.mother_name else []
    words = col(label(pupil.name, "small_strong", wrap=True), label(" · ".join(facts), "caption", "2", wrap=True), gap=2)
    line = row(icon_label("users", "text2", 18), words, margins=(12, 8, 8, 8), gap=10)
    line.setStretch(1, 1)
    return box("card", line)


def _stored(pupil: PupilRow) -> list[QWidget]:
    """Every field of its own that the file fills; how many more columns it has."""
    filled = [(f.name, said_value(getattr(pupil, f.name))) for f in FIELDS if f.name != "name"]
    made = [_fact(field_word(name), value) for name, value in filled if value]
    return [*made, label(trn("and {n} more column", "and {n} more columns", len(pupil.extra)), "caption", "3")] if pupil.extra else made


def _fact(name: str, value: str) -> QWidget:
    line = row(label(name, "caption", "3", wrap=True), label(value, "small", wrap=True), gap=8)
    line.setStretch(0, 2)
    line.setStretch(1, 3)
    return _wrapped(line)


def _change(change: Change) -> QWidget:
    """A field, what it will be, and what it was."""
    name = change.field
    new, old = change_value(name, change.new), change_value(name, change.old)
    return _wrapped(
        col(
            label(field_word(name), "caption", "3"),
            label(new, "body_strong", "accent", wrap=True),
            label(tr("before: {value}", value=old), "caption", "2", wrap=True),
            gap=1,
        )
    )
