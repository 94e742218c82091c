"""The audit's tool bar: what the list is narrowed to, which day a sheet is of, the chain and the file."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal

from ems_desktop.i18n import tr
from ems_desktop.services.audit_views import Choices, Filter
from ui.screens.audit.dayfield import DayField
from ui.screens.audit.people import PersonField
from ui.screens.audit.presenter import today
from ui.theme import T
from ui.widgets import Switcher, ToolBar, button, group, label, line_edit, row
from ui.words import semester_title

PAUSE = 300  # ms after the last letter


class AuditTools(ToolBar):
    """`narrowed` carries columns of `Filter`, `period` one of the presenter's, `day` the day a sheet shall be of."""

    narrowed = Signal(dict)
    period = Signal(str)
    day = Signal(object)
    refused = Signal(object)

    def __init__(self) -> None:
        self.search = line_edit(tr("Search the audit"), tr("Title or name"), icon="search")
        self.search.setFixedWidth(T.px(170))
        self.person = PersonField()
        self.person.setFixedWidth(T.px(190))
        self.classes, self.semesters = Switcher(tr("Class"), ()), Switcher(tr("Semester"), ())
        self.when = Switcher(tr("When"), list(_periods().items()), "any")
        self.since, self.until = DayField(tr("From")), DayField(tr("Until"))
        since, until = label(tr("From"), "small", "3"), label(tr("Until"), "small", "3")
        self._between = group(row(since, self.since, 4, until, self.until, gap=4))
        self.check = button(tr("Check the chain"), "lock", small=True)
        self.export = button(tr("Export …"), "download", small=True, tip="Ctrl+E")
        self._of_list = [self.search, self.person, self.classes, self.semesters, self.when, self.check, self.export]
        self.then, self.today = DayField(tr("As of")), button(tr("Today"), small=True)
        self._said = label(tr("End of the day"), "small", "3")
        self._of_sheet = [self.then, self.today, self._said]
        super().__init__(*self._of_list[:5], self._between, *self._of_sheet, None, self.check, self.export)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._mode, self._days = "list", False
        self._listen()
        self.show_mode("list")

    def _listen(self) -> None:
        self.search.textEdited.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(lambda: self.narrowed.emit({"text": self.search.text().strip()}))
        self.search.returnPressed.connect(self._pause.timeout)
        self.person.chosen.connect(lambda person: self.narrowed.emit({"person": person}))
        self.classes.chosen.connect(lambda one: self.narrowed.emit({"class_id": one}))
        self.semesters.chosen.connect(lambda one: self.narrowed.emit({"semester_id": one}))
        self.when.chosen.connect(self._chose_period)
        self.since.chosen.connect(lambda day: self.narrowed.emit({"since": day}))
        self.until.chosen.connect(lambda day: self.narrowed.emit({"until": day}))
        self.then.chosen.connect(self.day)
        self.today.clicked.connect(self._to_today)
        for field in (self.since, self.until, self.then):
            field.refused.connect(self.refused)

    def show_mode(self, mode: str) -> None:
        """`list` or `sheet`: which tools there are."""
        self._mode = mode
        for part in self._of_list:
            part.setHidden(mode != "list")
        for part in self._of_sheet:
            part.setHidden(mode != "sheet")
        self._between.setHidden(mode != "list" or not self._days)
        self.updateGeometry()

    def show_choices(self, choices: Choices, now: Filter) -> None:
        self.person.set_people(choices.people, now.person)
        self.classes.set_options([(None, tr("All classes")), *((one.id, one.name) for one in choices.classes)], now.class_id)
        semesters = [(one.id, semester_title(one.name)) for one in choices.semesters]
        self.semesters.set_options([(None, tr("All semesters")), *semesters], now.semester_id)

    def show_filter(self, now: Filter, period: str) -> None:
        """Show what is so, without telling."""
        self.search.setText(now.text)
        self.person.show_person(now.person)
        for switcher, value in ((self.classes, now.class_id), (self.semesters, now.semester_id), (self.when, period)):
            switcher.set_options(switcher.options(), value)
        self._days = period == "days"
        self.since.set_day(now.since or today())
        self.until.set_day(now.until or today())
        self.show_mode(self._mode)

    def _to_today(self) -> None:
        self.then.set_day(today())
        self.day.emit(today())

    def _chose_period(self, period: str) -> None:
        self._days = period == "days"
        self.show_mode(self._mode)
        if self._days:
            self.since.edit.setFocus()
        self.period.emit(period)


def _periods() -> dict[str, str]:
    return {
        "any": tr("Any time"), "today": tr("Today"), "week": tr("Last 7 days"), "month": tr("Last 30 days"), "days": tr("Certain days …"),
    }  # fmt: skip
