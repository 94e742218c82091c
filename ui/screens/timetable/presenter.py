"""The timetable without its widgets: the lesson in the hand, and what is done with a version and its lessons. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.week import Lesson, Period, Place, Slot
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable import words
from ui.screens.timetable.hand import moved, pick
from ui.screens.timetable.reading import WeekPresenter


class TimetablePresenter(WeekPresenter):
    """What was changed is shown at once; then it is read again from the file. A refusal is said beside the place."""

    # -- the lesson in the hand

    def pick(self, lesson_id: str) -> bool:
        """Take it up; not where one may only read, and not a locked one."""
        lesson = self.lesson(lesson_id)
        if lesson is None or self.sheet is None or not self.writable:
            return False
        if lesson.locked:
            self.screen.note(tr("{subject} is locked. Unlock it to move it.", subject=words.title_words(self.sheet, lesson)), undo=False)
            return False
        self.hand = pick(self.sheet, lesson)
        self.screen.show_hand()
        return True

    def let_go(self) -> None:
        if self.hand is not None:
            self.hand = None
            self.screen.show_hand()
        if self.late:
            self.news()

    def drop(self, place: Place | None) -> bool:
        """Put it down: False where it may not be, it stays in the hand then. Without a place: back where it was."""
        hand = self.hand
        if hand is None or place is None:
            self.let_go()
            return True
        if place.verdict == "blocked":
            return False
        lesson, other, home = hand.lesson, place.swap, hand.lesson.slot
        self.hand = None
        self.screen.show_hand()
        if place.verdict == "swap" and other is not None:
            self._move({lesson.id: place.slot, other.id: home})
            self._do(lambda: self.service.swap(lesson.id, other.id), tr("{subject} swapped", subject=self._title(lesson)), place.slot)
        else:
            self._move({lesson.id: place.slot})
            said = tr("{subject} moved to {when}", subject=self._title(lesson), when=when_words(place.slot))
            self._do(lambda: self.service.place(lesson.id, place.slot), said, place.slot)
        return True

    def to_tray(self, lesson_id: str | None = None) -> None:
        """Take a lesson (the one in the hand) out of the week."""
        lesson = self.lesson(lesson_id) if lesson_id else self.hand.lesson if self.hand else None
        self.let_go()
        if lesson is None or lesson.slot is None or not self.writable or lesson.locked:
            return
        self._move({lesson.id: None})
        self._do(lambda: self.service.unplace(lesson.id), tr("{subject} taken out of the week", subject=self._title(lesson)), lesson.slot)

    # -- other acts

    def toggle_lock(self, lesson_id: str) -> None:
        lesson = self.lesson(lesson_id)
        if lesson is not None and self.writable:
            self._do(lambda: self.service.lock(lesson.id, not lesson.locked), None, lesson.slot)

    def set_room(self, lesson_id: str, room_id: str | None) -> None:
        """Where it takes place; a room that is taken then is refused."""
        lesson = self.lesson(lesson_id)
        if lesson is not None and self.writable and room_id != lesson.room_id:
            self._do(lambda: self.service.set_room(lesson.id, room_id), None, lesson.slot)

    def set_periods(self, periods: tuple[Period, ...]) -> None:
        """The whole bell schedule; lessons stay at their times."""
        if self.sheet is not None and self.writable:
            timetable = self.sheet.version.id
            self._do(lambda: self.service.set_periods(timetable, periods), tr("Bell schedule saved"), None)

    def undo(self) -> None:
        self._step(self.service.undo)

    def redo(self) -> None:
        self._step(self.service.redo)

    def publish(self) -> None:
        if self.sheet is not None:
            version = self.sheet.version
            self._do(lambda: self.service.publish(version.id), tr("{name} is published", name=version.name), None)

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

    def _title(self, lesson: Lesson) -> str:
        return words.title_words(self.sheet, lesson) if self.sheet else ""

    def _move(self, slots: dict[str, Slot | None]) -> None:
        """Show it at once; what the file says comes right after."""
        assert self.sheet is not None
        self.sheet = moved(self.sheet, slots)
        self.rearrange()

    def _do(self, act: Callable[[], object], said: str | None, slot: Slot | None) -> None:
        def done(_: object) -> None:
            if said:
                self.screen.note(said, undo=True)
            self.screen.changed()
            self.load()

        def failed(error: EmsError) -> None:
            say = partial(self.screen.refused, slot) if slot is not None else self.screen.failed
            self.load(then=lambda: say(error))

        self._asked += 1  # a reading that is under way is older than this
        self.run(act, done, failed, ordered=True)

    def _step(self, act: Callable[[str], Any]) -> None:
        if self.sheet is not None and self.writable:
            timetable = self.sheet.version.id
            self._do(lambda: act(timetable), None, None)
