"""The bell schedule of a day, above the week: read from what stands, written as a whole."""

from __future__ import annotations

from collections.abc import Callable

from ems_desktop.domain.timetable.week import Period
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_views import Sheet
from ems_desktop.services.timetable_words import day_words
from ui.screens.timetable.bells import DayBells, NotRead, bells_of, read_bells, with_day
from ui.theme import T
from ui.widgets import Field, Segments
from ui.widgets.form import Form, captioned

DAYS = range(1, 7)  # a school week has six days at most


class BellsForm(Form):
    """`save_periods`: gets all periods of the week."""

    def __init__(self, save_periods: Callable[[tuple[Period, ...]], None]) -> None:
        super().__init__(tr("Bell schedule"), tr("Save the day"))
        self._save_periods = save_periods
        self._periods: tuple[Period, ...] = ()
        self.days = Segments([(str(day), day_words(day)) for day in DAYS], "1", tr("Day"))
        self.fields = {
            "start": Field(tr("Begins at"), "07.00"),
            "length": Field(tr("Length of an hour (minutes)"), "40"),
            "hours": Field(tr("Number of hours"), "8"),
            "pauses": Field(
                tr("Between the hours"),
                "3 Istirahat 15; 6 Zuhur 40",
                hint=tr("After which hour, what, how many minutes; 0: before the first"),
            ),
        }
        self.fields["pauses"].setMinimumWidth(T.px(380))
        self.lay_out(captioned(tr("Day"), self.days), *self.fields.values(), first=self.fields["start"], margins=(16, 10, 16, 10))
        self.days.chosen.connect(lambda _: self._show_day())
        self.save.clicked.connect(self._save)
        for field in self.fields.values():
            field.entered.connect(self._save)

    def show_sheet(self, sheet: Sheet) -> None:
        """What stands now; what is being typed is not overwritten while it is the same."""
        if sheet.week.periods != self._periods:
            self._periods = sheet.week.periods
            self._show_day()

    def _show_day(self) -> None:
        now = bells_of(self._periods, self._day())
        for name, field in self.fields.items():
            field.set_text(getattr(now, name))
            field.set_error(None)

    def _day(self) -> int:
        return int(self.days.current())

    def _save(self) -> None:
        try:
            new = read_bells(DayBells(**{name: field.text() for name, field in self.fields.items()}), self._day())
        except NotRead as wrong:
            self.fields[wrong.field].set_error(str(wrong))
            self.fields[wrong.field].edit.setFocus()
            return
        self._save_periods(with_day(self._periods, self._day(), new))
