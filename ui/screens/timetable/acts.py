"""What the office does with a version, its lessons, the rooms and closed times: each act is written, then read again. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.week import Lesson, Period, Resource, Slot
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable import words
from ui.screens.timetable.reading import WeekPresenter

Failed = Callable[[EmsError], object]


class Acts(WeekPresenter):
    """A refusal of a lesson is said beside its place, one of a form in the form (`failed`)."""

    # -- lessons

    def toggle_lock(self, lesson_id: str) -> None:
        self._with(lesson_id, lambda one: self.service.lock(one.id, not one.locked))

    def set_room(self, lesson_id: str, room_id: str | None) -> None:
        """Where it takes place; a room that is taken then is refused."""
        self._with(lesson_id, lambda one: self.service.set_room(one.id, room_id))

    def set_teachers(self, lesson_id: str, teachers: Sequence[str]) -> None:
        self._with(lesson_id, lambda one: self.service.set_teachers(one.id, teachers))

    def set_length(self, lesson_id: str, periods: int) -> None:
        self._with(lesson_id, lambda one: self.service.set_length(one.id, periods))

    def split(self, lesson_id: str) -> None:
        """Into two lessons, the longer one first: 3 → 2 + 1. The second waits in the tray."""
        self._with(lesson_id, lambda one: self.service.split(one.id, one.periods - one.periods // 2), tr("{subject} is split"))

    def join(self, lesson_id: str, other_id: str) -> None:
        self._with(lesson_id, lambda one: self.service.join(one.id, other_id), tr("{subject} is one lesson now"))

    def remove_lesson(self, lesson_id: str) -> None:
        self._with(lesson_id, lambda one: self.service.remove(one.id), tr("{subject} removed"))

    def add_lesson(self, new: NewLesson, failed: Failed) -> None:
        """Into the tray."""
        if self.sheet is not None and self.writable:
            timetable, subject = self.sheet.version.id, self.sheet.subjects.get(new.subject_id, "")
            self.do(lambda: self.service.add(timetable, (new,)), tr("{subject} waits in the tray", subject=subject), failed=failed)

    # -- the bells, closed times, rooms

    def set_periods(self, periods: tuple[Period, ...]) -> None:
        """The whole bell schedule; lessons stay at their times."""
        if self.sheet is not None and self.writable:
            timetable = self.sheet.version.id
            self.do(lambda: self.service.set_periods(timetable, periods), tr("Bell schedule saved"))

    def close_time(self, slot: Slot, reason: str) -> None:
        """Whose week is shown cannot be used then; lessons that stand there become clashes."""
        if shown := self._whose_time():
            self.do(lambda: self.service.close_time(*shown, slot, reason), tr("{when} closed", when=when_words(slot)))

    def open_time(self, slot: Slot) -> None:
        if shown := self._whose_time():
            self.do(lambda: self.service.open_time(*shown, slot), tr("{when} open again", when=when_words(slot)))

    def _whose_time(self) -> tuple[str, Resource, str] | None:
        """The version, and whose week is shown."""
        who = self.who[self.look]
        if self.sheet is None or not self.writable or self.look == "school" or who is None:
            return None
        return self.sheet.version.id, self.look, who

    def add_room(self, name: str, failed: Failed) -> None:
        self.do(lambda: self.service.add_room(name), undo=self.undo_rooms, failed=failed)

    def rename_room(self, room_id: str, name: str, failed: Failed) -> None:
        self.do(lambda: self.service.rename_room(room_id, name), undo=self.undo_rooms, failed=failed)

    def move_room(self, room_id: str, by: int, failed: Failed) -> None:
        self.do(lambda: self.service.move_room(room_id, by), undo=self.undo_rooms, failed=failed)

    def remove_room(self, room_id: str, failed: Failed, *, clear: bool = False) -> None:
        """`failed` with 1693: lessons use it, so somebody must be asked whether to `clear` it."""
        name = self.sheet.rooms.get(room_id, "") if self.sheet else ""
        said = tr("{subject} removed", subject=name)
        self.do(lambda: self.service.remove_room(room_id, clear=clear), said, undo=self.undo_rooms, failed=failed)

    def undo_rooms(self) -> None:
        self.do(self.service.undo_rooms)

    # -- steps and versions

    def undo(self) -> None:
        self._step(self.service.undo)

    def redo(self) -> None:
        self._step(self.service.redo)

    def publish(self) -> None:
        if self.sheet is not None:
            version = self.sheet.version
            self.do(lambda: self.service.publish(version.id), tr("{name} is published", name=version.name))

    def first_draft(self) -> None:
        """From the subjects of the classes, all in the tray."""
        self._make_draft(None)

    def copy_as_draft(self) -> None:
        """A draft that begins as the timetable that is open."""
        if self.sheet is not None:
            self._make_draft(self.sheet.version.id)

    # -- inner

    def _make_draft(self, copy_of: str | None) -> None:
        def done(made: str) -> None:
            self.screen.changed()
            self.load(made)

        self.run(lambda: self.service.make_draft(copy_of), done, self.screen.failed, ordered=True)

    def title(self, lesson: Lesson) -> str:
        return words.title_words(self.sheet, lesson) if self.sheet else ""

    def _with(self, lesson_id: str, act: Callable[[Lesson], object], said: str | None = None) -> None:
        """Do it with this lesson, where one may. `said`: with the lesson's subject."""
        lesson = self.lesson(lesson_id)
        if lesson is not None and self.writable:
            self.do(lambda: act(lesson), said and said.format(subject=self.title(lesson)), lesson.slot)

    def do(
        self,
        act: Callable[[], object],
        said: str | None = None,
        slot: Slot | None = None,
        undo: Callable[[], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """`slot`: where a refusal is said. `undo`: how what was `said` is taken back; the version's last step, if not given."""

        def done(_: object) -> None:
            if said:
                self.screen.note(said, undo or self.undo)
            self.screen.changed()
            self.load()

        def not_done(error: EmsError) -> None:
            say = failed or (partial(self.screen.refused, slot) if slot is not None else self.screen.failed)
            self.load(then=lambda: say(error))

        self._asked += 1  # a reading that is under way is older than this
        self.run(act, done, not_done, ordered=True)

    def _step(self, act: Callable[[str], object]) -> None:
        if self.sheet is not None and self.writable:
            timetable = self.sheet.version.id
            self.do(lambda: act(timetable))
