"""Small forms that open in place: a class, a subject, a pupil who moves or leaves. Nothing modal; Esc closes, Enter saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.rosters.values import RELIGIONS
from ems_desktop.i18n import explain, tr
from ems_desktop.services.roster_views import ClassRow, StaffRow
from ui.screens.rosters.picker import Picker
from ui.screens.rosters.words import typed_day
from ui.widgets import Field, Flow, Switcher, button, col, label, row


class Form(QFrame):
    """Fields, then save and cancel. `closed` when the person is done with it."""

    closed = Signal()

    def __init__(self, title: str, save: str, *, stacked: bool = False) -> None:
        super().__init__()
        self.setObjectName("well")
        self._stacked = stacked
        self._title = label(title, "body_strong")
        self.save = button(save, "check", "primary", small=True)
        self.cancel = button(tr("Cancel"), kind="ghost", small=True)
        self.first: Field | None = None
        self.cancel.clicked.connect(self.close_form)
        self.hide()

    def lay_out(self, *fields: QWidget, wrong: Field) -> None:
        """`wrong`: the field beside which a mistake is said."""
        self.first = wrong
        buttons = row(self.save, self.cancel, None, gap=6)
        if self._stacked:
            self.setLayout(col(self._title, *fields, buttons, margins=(12, 10, 12, 12), gap=8))
        else:
            ends = QWidget()
            ends.setLayout(buttons)
            self.setLayout(col(self._title, Flow(*fields, ends, gap=12), margins=(16, 12, 16, 12), gap=8))

    def open_form(self) -> None:
        self.show()
        if self.first:
            self.first.set_error(None)
            self.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.first.edit.selectAll()

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()

    def mistaken(self, error: EmsError) -> None:
        if self.first:
            self.first.set_error(explain(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)


class ClassForm(Form):
    """Name and homeroom teacher, of a new class or the open one."""

    def __init__(self, save: Callable[[str, str | None], None], *, new: bool) -> None:
        super().__init__(tr("New class") if new else tr("Change class"), tr("Add") if new else tr("Save"), stacked=new)
        self.name = Field(tr("Name"), "7A")
        self.teacher = Switcher(tr("Homeroom teacher"), [(None, tr("no homeroom teacher"))])
        self.lay_out(self.name, self.teacher, wrong=self.name)
        self.save.clicked.connect(lambda: save(self.name.text(), self.teacher.current()))
        self.name.entered.connect(self.save.click)

    def show_class(self, one: ClassRow | None, staff: Sequence[StaffRow]) -> None:
        self.name.set_text(one.name if one else "")
        people = [(person.id, person.name) for person in staff]
        self.teacher.set_options([(None, tr("no homeroom teacher")), *people], one.teacher_id if one else None)
        self.open_form()


class SubjectForm(Form):
    """A new subject of the open class."""

    def __init__(self, save: Callable[[str, str, Sequence[str], str | None], None]) -> None:
        super().__init__(tr("New subject"), tr("Add"))
        self.name = Field(tr("Subject"), tr("for example Mathematics"))
        self.code = Field(tr("Code"), tr("by itself"))
        self.teachers = Picker(tr("Teachers"), tr("no teacher yet"))
        self.group = Switcher(tr("Group"), [(None, tr("whole class")), *((name, name) for name in RELIGIONS)])
        self.name.edit.setMinimumWidth(self.name.edit.sizeHint().width())
        self.lay_out(self.name, self.code, _captioned(tr("Teachers"), self.teachers), _captioned(tr("Group"), self.group), wrong=self.name)
        self.save.clicked.connect(lambda: save(self.name.text(), self.code.text(), self.teachers.chosen(), self.group.current()))
        self.name.entered.connect(self.save.click)
        self.code.entered.connect(self.save.click)

    def show_empty(self, staff: Sequence[StaffRow]) -> None:
        self.name.set_text("")
        self.code.set_text("")
        self.teachers.show_choice([(person.id, person.name) for person in staff], ())
        self.open_form()


class MoveForm(Form):
    """Into another class of the same year, from a day on."""

    def __init__(self, save: Callable[[str, str], None]) -> None:
        super().__init__(tr("Move to another class"), tr("Move"))
        self.day = Field(tr("From"), "17/08/2026")
        self.target = Switcher(tr("Class"), [])
        self.lay_out(_captioned(tr("Class"), self.target), self.day, wrong=self.day)
        self.save.clicked.connect(lambda: self.target.current() and save(self.target.current(), self.day.text()))
        self.day.entered.connect(self.save.click)

    def show_targets(self, classes: Sequence[ClassRow], but: str | None, level: int | None, today: date) -> None:
        """Classes of the same level first."""
        others = sorted((one for one in classes if one.id != but), key=lambda one: one.grade_level != level)
        self.target.set_options([(one.id, one.name) for one in others], others[0].id if others else None)
        self.save.setEnabled(bool(others))
        self.day.set_text(typed_day(today))
        self.open_form()


class LeaveForm(Form):
    """Out of the school, on a day, for a reason."""

    def __init__(self, save: Callable[[str, str], None]) -> None:
        super().__init__(tr("Left the school"), tr("Save"))
        self.day = Field(tr("On"), "17/08/2026")
        self.reason = Field(tr("Reason"), tr("for example moved to another town"))
        self.lay_out(self.day, self.reason, wrong=self.day)
        self.save.clicked.connect(lambda: save(self.day.text(), self.reason.text()))
        self.day.entered.connect(self.save.click)
        self.reason.entered.connect(self.save.click)

    def show_today(self, today: date) -> None:
        self.day.set_text(typed_day(today))
        self.reason.set_text("")
        self.open_form()


def _captioned(caption: str, part: QWidget) -> QWidget:
    """A chooser under a caption, in line with fields."""
    made = QWidget()
    made.setLayout(col(label(caption, "small_strong", "2"), part, gap=6))
    return made
