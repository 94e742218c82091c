"""The forms above the week, of which one is open at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ems_desktop.services.timetable_views import Sheet
from ui.screens.timetable.acts import Acts
from ui.screens.timetable.bells_form import BellsForm
from ui.screens.timetable.lesson_form import LessonForm
from ui.screens.timetable.rooms_form import RoomsForm
from ui.screens.timetable.times_form import TimesForm
from ui.widgets.form import Form


class Forms(QObject):
    """`turned`: one was opened or closed, by its name."""

    turned = Signal(str, bool)

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self.bells, self.rooms = BellsForm(acts.set_periods), RoomsForm(acts)
        self.times, self.lesson = TimesForm(), LessonForm(acts)
        self.all: dict[str, Form] = {"bells": self.bells, "rooms": self.rooms, "times": self.times, "lesson": self.lesson}
        for name, form in self.all.items():
            form.closed.connect(lambda n=name: self.turned.emit(n, False))

    def turn(self, name: str) -> None:
        """Open this one instead of another, or close it."""
        was_open = self.all[name].is_open()
        self.close()
        if not was_open:
            self.all[name].open_form()
            self.turned.emit(name, True)

    def close(self) -> None:
        for form in self.all.values():
            if form.is_open():
                form.close_form()

    def show_sheet(self, sheet: Sheet, *, writable: bool) -> None:
        """What stands now."""
        for form in (self.bells, self.rooms, self.lesson):
            form.show_sheet(sheet)
        look, who = self._acts.look, self._acts.who[self._acts.look]
        if look != "school" and who is not None:
            self.times.show_name(sheet.name(look, who))
        if not writable or (look == "school" and self.times.is_open()):
            self.close()
