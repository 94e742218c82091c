"""A new lesson, above the week: of which class and subject, how long, and who teaches it. It comes into the tray."""

from __future__ import annotations

from ems_desktop.i18n import tr
from ems_desktop.services.timetable_views import NewLesson, Sheet
from ui.screens.timetable import words
from ui.screens.timetable.acts import Acts
from ui.widgets import Switcher
from ui.widgets.form import Form, captioned
from ui.widgets.picker import Picker

LENGTHS = range(1, 7)  # hours (JP) of one lesson


class LessonForm(Form):
    """Nobody picked as a teacher: those of the subject."""

    def __init__(self, acts: Acts) -> None:
        super().__init__(tr("New lesson"), tr("Add to the tray"))
        self._acts = acts
        self._sheet: Sheet | None = None
        self.class_, self.subject = Switcher(tr("Class"), ()), Switcher(tr("Subject"), ())
        self.length = Switcher(tr("Length"), [(n, words.hours_words(n)) for n in LENGTHS], 2)
        self.teachers = Picker(tr("Teachers"), tr("teachers of the subject"))
        parts = ((tr("Class"), self.class_), (tr("Subject"), self.subject), (tr("Length"), self.length), (tr("Teachers"), self.teachers))
        self.lay_out(*(captioned(said, part) for said, part in parts), margins=(16, 10, 16, 10))
        self.keys_to = self.class_
        self.cancel.say(tr("Done"))
        self.class_.chosen.connect(self._show_class)
        self.save.clicked.connect(self._add)

    def show_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        here = self._acts.who["class"] if self._acts.look == "class" else self.class_.current()
        self.class_.set_options(tuple(sheet.classes.items()), here if here in sheet.classes else next(iter(sheet.classes), None))
        self.teachers.show_choice(tuple(sheet.teachers.items()), self.teachers.chosen())
        self._show_class(self.class_.current())

    def _show_class(self, class_id: str | None) -> None:
        """The subjects of this class; the same one by name, if there is one."""
        assert self._sheet is not None
        names, said = self._sheet.subjects, self.subject.said()
        subjects = [(one, names[one]) for one, of in self._sheet.class_of.items() if of == class_id]
        alike = (one for one, name in subjects if name == said)
        self.subject.set_options(subjects, next(alike, subjects[0][0] if subjects else None))
        self.save.setEnabled(bool(subjects))

    def _add(self) -> None:
        new = NewLesson(self.class_.current(), self.subject.current(), self.length.current(), self.teachers.chosen() or None)
        self._acts.add_lesson(new, self.mistaken)
