"""The timetable without its widgets: the lesson in the hand, on top of everything else that is done. Knows no Qt."""

from __future__ import annotations

from ems_desktop.domain.timetable.week import Place, Slot
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable import words
from ui.screens.timetable.acts import Acts
from ui.screens.timetable.hand import moved, pick


class TimetablePresenter(Acts):
    """What was changed is shown at once; then it is read again from the file. A refusal is said beside the place."""

    # -- the lesson in the hand

    def pick(self, lesson_id: str) -> bool:
        """Take it up; not where one may only read, and not a locked one."""
        lesson = self.lesson(lesson_id)
        if lesson is None or self.sheet is None or not self.writable:
            return False
        if lesson.locked:
            self.screen.note(tr("{subject} is locked. Unlock it to move it.", subject=words.title_words(self.sheet, lesson)), None)
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
            self.do(lambda: self.service.swap(lesson.id, other.id), tr("{subject} swapped", subject=self.title(lesson)), place.slot)
        else:
            self._move({lesson.id: place.slot})
            said = tr("{subject} moved to {when}", subject=self.title(lesson), when=when_words(place.slot))
            self.do(lambda: self.service.place(lesson.id, place.slot), said, place.slot)
        return True

    def to_tray(self, lesson_id: str | None = None) -> None:
        """Take a lesson (the one in the hand) out of the week."""
        lesson = self.lesson(lesson_id) if lesson_id else self.hand.lesson if self.hand else None
        self.let_go()
        if lesson is None or lesson.slot is None or not self.writable or lesson.locked:
            return
        self._move({lesson.id: None})
        self.do(lambda: self.service.unplace(lesson.id), tr("{subject} taken out of the week", subject=self.title(lesson)), lesson.slot)

    # -- inner

    def _move(self, slots: dict[str, Slot | None]) -> None:
        """Show it at once; what the file says comes right after."""
        assert self.sheet is not None
        self.sheet = moved(self.sheet, slots)
        self.rearrange()
