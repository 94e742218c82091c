"""The small forms of the rosters: a class, a subject, a pupil who moves or leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ems_desktop.domain.rosters.values import RELIGIONS
from ems_desktop.i18n import tr
from ems_desktop.services.roster_views import ClassRow, StaffRow
from ui.screens.rosters.words import typed_day
from ui.theme import T
from ui.widgets import Field, Switcher
from ui.widgets.form import Form, captioned
from ui.widgets.picker import Picker


class ClassForm(Form):
    """Name and homeroom teacher, of a new class or the open one."""

    def __init__(self, save: Callable[[str, str | None], None], *, new: bool) -> None:
        super().__init__(tr("New class") if new else tr("Edit class"), tr("Add") if new else tr("Save"))
        self.name = Field(tr("Name"), "7A")
        self.teacher = Switcher(tr("Homeroom teacher"), [(None, tr("no homeroom teacher"))])
        if new:
            self.name.setMinimumWidth(T.px(196))  # the width of the list it opens under
        teacher = captioned(tr("Homeroom teacher"), self.teacher)
        self.lay_out(self.name, teacher, first=self.name, margins=(12, 0, 12, 0) if new else (20, 0, 20, 12))
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
        self.name.setMinimumWidth(T.px(220))
        self.code.setFixedWidth(T.px(110))
        teachers, group = captioned(tr("Teachers"), self.teachers), captioned(tr("Group"), self.group)
        self.lay_out(self.name, self.code, teachers, group, first=self.name, margins=(20, 12, 20, 12))
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
        self.lay_out(captioned(tr("Class"), self.target), self.day, first=self.day, margins=(20, 0, 20, 12))
        self.save.clicked.connect(lambda: save(self.target.current(), self.day.text()))
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
        self.reason.setMinimumWidth(T.px(260))
        self.lay_out(self.day, self.reason, first=self.day, margins=(20, 0, 20, 12))
        self.save.clicked.connect(lambda: save(self.day.text(), self.reason.text()))
        self.day.entered.connect(self.save.click)
        self.reason.entered.connect(self.save.click)

    def show_today(self, today: date) -> None:
        self.day.set_text(typed_day(today))
        self.reason.set_text("")
        self.open_form()
