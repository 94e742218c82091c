"""What can be done with the chosen lesson: its room, length and teachers, lock it, cut it, join it, take it out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.timetable.week import Lesson
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_views import Sheet
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable import words
from ui.screens.timetable.lesson_form import LENGTHS
from ui.widgets import Switcher, button, col, group, label, row
from ui.widgets.picker import Picker


class LessonActs(QWidget):
    """Each signal is about the lesson that is shown."""

    lock_asked = Signal()
    tray_asked = Signal()
    split_asked = Signal()
    remove_asked = Signal()
    room_chosen = Signal(object)  # an id or None
    length_chosen = Signal(object)  # hours (JP)
    teachers_chosen = Signal(object)  # ids
    join_chosen = Signal(object)  # the other lesson's id

    def __init__(self) -> None:
        super().__init__()
        self.room, self.length = Switcher(tr("Room"), ()), Switcher(tr("Length"), ())
        self.teachers = Picker(tr("Teachers"), tr("no teacher yet"))
        self.other = Switcher(tr("Join with"), ())
        self.lock = button("", "lock", small=True)
        self.out = button(tr("Take out of the week"), "close", "ghost", small=True)
        self.split = button("", "branch", "ghost", small=True)
        self.remove = button(tr("Remove the lesson"), "trash", "ghost", small=True)
        named = ((tr("Room"), self.room), (tr("Length"), self.length), (tr("Teachers"), self.teachers), (tr("Join with"), self.other))
        lines = [group(row(label(said, "small", "3"), part, None, gap=4)) for said, part in named]
        self._join = lines[-1]
        buttons = (row(self.lock, None), row(self.out, None), row(self.split, None), row(self.remove, None))
        self.setLayout(col(*lines, *buttons, margins=(0, 6, 0, 0), gap=4))
        self._listen()

    def _listen(self) -> None:
        for pressed, asked in (
            (self.lock, self.lock_asked),
            (self.out, self.tray_asked),
            (self.split, self.split_asked),
            (self.remove, self.remove_asked),
        ):
            pressed.clicked.connect(asked)
        self.room.chosen.connect(self.room_chosen)
        self.length.chosen.connect(self.length_chosen)
        self.teachers.picked.connect(self.teachers_chosen)
        self.other.chosen.connect(lambda other: self.join_chosen.emit(other) if other else None)

    def show_lesson(self, sheet: Sheet, lesson: Lesson) -> None:
        self.room.set_options([(None, tr("no room")), *sheet.rooms.items()], lesson.room_id)
        self.length.set_options([(n, words.hours_words(n)) for n in sorted({*LENGTHS, lesson.periods})], lesson.periods)
        self.teachers.show_choice(tuple(sheet.teachers.items()), lesson.teachers)
        others = partners(sheet, lesson)
        self.other.set_options([(None, tr("choose …")), *((one.id, _said(one)) for one in others)])
        self._join.setVisible(bool(others))
        rest = lesson.periods // 2
        self.split.say(tr("Split ({first} + {rest})", first=lesson.periods - rest, rest=rest))
        self.split.setVisible(rest > 0)
        self.out.setVisible(lesson.slot is not None)
        self.lock.say(tr("Unlock the lesson") if lesson.locked else tr("Lock the lesson"))
        for part in (self.length, self.other, self.out, self.split, self.remove):
            part.setEnabled(not lesson.locked)


def partners(sheet: Sheet, lesson: Lesson) -> tuple[Lesson, ...]:
    """The lessons that could become one with this one: of the same class and subject; those of the tray first."""
    alike = (one for one in sheet.week.lessons if (one.class_id, one.subject_id) == (lesson.class_id, lesson.subject_id))
    found = [one for one in alike if one.id != lesson.id and not one.locked and bool(one.joint) == bool(lesson.joint)]
    return tuple(sorted(found, key=lambda one: one.slot is not None))


def _said(lesson: Lesson) -> str:
    """1 JP · belum ditempatkan."""
    return f"{words.hours_words(lesson.periods)} · {when_words(lesson.slot) if lesson.slot else tr('not placed')}"
