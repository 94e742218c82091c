"""Small forms that open in place: a class, a subject, a pupil who moves or leaves. Nothing modal; Esc closes, Enter saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.rosters.values import RELIGIONS
from ems_desktop.i18n import explain, tr
from ems_desktop.services.roster_views import ClassRow, StaffRow
from ui.screens.rosters.picker import Picker
from ui.screens.rosters.words import typed_day
from ui.theme import T
from ui.widgets import Field, Flow, Switcher, button, col, icon_label, label, restyle, row
from ui.widgets.layout import Margins

LEAST = 130  # pixels of the design that a form keeps in a low window


class Slot(QScrollArea):
    """Where a form opens: as high as the form, and where there is no room for that it scrolls."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)
        self.hide()

    def sizeHint(self) -> QSize:
        inside = self.widget()
        layout = inside.layout() if inside else None
        if layout is None:
            return super().sizeHint()
        layout.activate()
        high = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
        return QSize(layout.sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), T.px(LEAST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()


class Form(QFrame):
    """Fields side by side, broken into lines where the room is short; what is wrong; save and cancel. `closed` when it is done with."""

    closed = Signal()

    def __init__(self, title: str, save: str) -> None:
        super().__init__()
        self.setObjectName("well")
        self._title = label(title, "body_strong")
        self._wrong = label("", "small", "bad", wrap=True)
        self._icon = icon_label("alert", "bad", 15)
        self.save = button(save, "check", "primary", small=True)
        self.cancel = button(tr("Cancel"), kind="ghost", small=True)
        self.first: Field | None = None
        self._outside = QWidget()
        self._outside.setObjectName("surface")
        self.slot = Slot(self._outside)
        self.cancel.clicked.connect(self.close_form)

    def lay_out(self, *fields: QWidget, first: Field, margins: Margins = (0, 0, 0, 0)) -> None:
        """`first`: takes the keys, and is marked when something is wrong. `margins`: around the form."""
        self.first = first
        why = row(self._icon, self._wrong, gap=6)
        why.setStretch(1, 1)
        buttons = row(self.save, self.cancel, None, gap=6)
        self.setLayout(col(self._title, Flow(*fields, gap=12), why, buttons, margins=(14, 12, 14, 12), gap=8))
        self._outside.setLayout(col(self, margins=margins))
        first.edit.textEdited.connect(lambda _: self.mistaken(None))
        self.mistaken(None)

    def open_form(self) -> None:
        self.slot.show()
        self.mistaken(None)
        if self.first:
            self.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.first.edit.selectAll()

    def close_form(self) -> None:
        self.slot.hide()
        self.closed.emit()

    def is_open(self) -> bool:
        return not self.slot.isHidden()

    def mistaken(self, error: EmsError | None) -> None:
        """What is wrong, in place; None takes it away. The focus stays where it is."""
        said = explain(error) if error else ""
        self._wrong.setText(said)
        for part in (self._wrong, self._icon):
            part.setVisible(bool(said))
        if self.first:
            self.first.edit.setProperty("invalid", bool(said) or None)
            self.first.edit.setAccessibleDescription(said)
            restyle(self.first.edit)
        self.slot.updateGeometry()

    def wrong(self) -> str:
        return self._wrong.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)


class ClassForm(Form):
    """Name and homeroom teacher, of a new class or the open one."""

    def __init__(self, save: Callable[[str, str | None], None], *, new: bool) -> None:
        super().__init__(tr("New class") if new else tr("Edit class"), tr("Add") if new else tr("Save"))
        self.name = Field(tr("Name"), "7A")
        self.teacher = Switcher(tr("Homeroom teacher"), [(None, tr("no homeroom teacher"))])
        if new:
            self.name.setMinimumWidth(T.px(196))  # the width of the list it opens under
        teacher = _captioned(tr("Homeroom teacher"), self.teacher)
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
        teachers, group = _captioned(tr("Teachers"), self.teachers), _captioned(tr("Group"), self.group)
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
        self.lay_out(_captioned(tr("Class"), self.target), self.day, first=self.day, margins=(20, 0, 20, 12))
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


def _captioned(caption: str, part: QWidget) -> QWidget:
    """A chooser under a caption, in line with fields."""
    made = QWidget()
    made.setLayout(col(label(caption, "small_strong", "2"), part, gap=6))
    return made
