"""The timetable without its widgets: which version, whose week, the lesson in the hand and what is done with it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.clashes import all_clashes, load, unplaced
from ems_desktop.domain.timetable.week import Lesson, Place, Slot
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_views import Sheet, Version
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable import words
from ui.screens.timetable.board import Board, Look, board, shows
from ui.screens.timetable.figures import Figures, LoadLine, load_lines
from ui.screens.timetable.hand import Hand, pick
from ui.screens.timetable.service import TimetableService
from ui.work import Run

TABLES = (
    "timetables",
    "schedules",
    "schedule_teachers",
    "periods",
    "unavailable",
    "rooms",
    "classes",
    "subjects",
    "users",
    "teachers",
)


class TimetableView(Protocol):
    """What the presenter tells the screen."""

    def show_board(self) -> None:
        """The week, its figures or its tray are new."""

    def show_hand(self) -> None:
        """A lesson was picked up, or let go."""

    def refused(self, slot: Slot, error: EmsError) -> None:
        """A lesson may not go there."""

    def note(self, said: str, *, undo: bool) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def changed(self) -> None:
        """Something was written here: other screens read anew."""


class TimetablePresenter:
    """`sheet` None: nothing was read yet, or there is no timetable. `me`: whose own week comes first; `roles` of this person."""

    def __init__(self, service: TimetableService, run: Run, screen: TimetableView, me: str, roles: frozenset[str]) -> None:
        self.service, self._run, self._screen = service, run, screen
        self.me, self.roles = me, roles
        self.versions: tuple[Version, ...] = ()
        self.sheet: Sheet | None = None
        self.look: Look = "teacher" if "guru" in roles and "kurikulum" not in roles else "class"
        self.who: dict[Look, str | None] = {"class": None, "teacher": me, "room": None, "school": None}
        self.loaded = False
        self.hand: Hand | None = None
        self.board: Board | None = None
        self.chosen: str | None = None  # the lesson that is looked at
        self._asked = 0

    @property
    def office(self) -> bool:
        return "kurikulum" in self.roles

    @property
    def pupil(self) -> bool:
        return not self.roles & {"kurikulum", "guru"}

    @property
    def writable(self) -> bool:
        return self.sheet is not None and self.sheet.writable

    # -- reading

    def load(self, version: str | None = None, then: Callable[[], object] | None = None) -> None:
        """Read the versions and the week of one of them: this one, the one that is open, or the newest."""
        self._asked += 1
        turn, wanted = self._asked, version or (self.sheet.version.id if self.sheet else None)

        def read() -> tuple[tuple[Version, ...], Sheet | None]:
            versions = tuple(self.service.versions())
            ids = [one.id for one in versions]
            opened = wanted if wanted in ids else self._first(versions)
            return versions, self.service.sheet(opened) if opened else None

        def done(found: tuple[tuple[Version, ...], Sheet | None]) -> None:
            if turn == self._asked:
                self.versions, self.loaded = found[0], True
                self._show(found[1])
                if then is not None:
                    then()

        self._run(read, done, self._screen.failed)

    def _first(self, versions: tuple[Version, ...]) -> str | None:
        order = {"draft": 0, "published": 1, "archived": 2} if self.office else {"published": 0, "draft": 1, "archived": 2}
        best = min(versions, key=lambda one: order[one.state], default=None)
        return best.id if best else None

    def _show(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        if self.hand is not None:  # judged on a week that is no more
            self.hand = None
            self._screen.show_hand()
        self.rearrange()

    def rearrange(self) -> None:
        """Lay the week out anew under what was chosen."""
        sheet = self.sheet
        if sheet is not None:
            for look in ("class", "teacher", "room"):
                options = [key for key, _ in self.options(look)]
                if self.who[look] not in options:
                    self.who[look] = options[0] if options else None
            self.board = board(sheet, self.look, self.who[self.look])
        else:
            self.board = None
        self._screen.show_board()

    # -- whose week

    def options(self, look: Look) -> list[tuple[str, str]]:
        """Whose weeks there are: (id, name)."""
        if self.sheet is None:
            return []
        names = {"class": self.sheet.classes, "teacher": self.sheet.teachers, "room": self.sheet.rooms, "school": {}}[look]
        return list(names.items())

    def show(self, look: Look, who: str | None = None) -> None:
        self.look = look
        if who is not None:
            self.who[look] = who
        self.rearrange()

    def lesson(self, lesson_id: str | None) -> Lesson | None:
        week = self.sheet.week.lessons if self.sheet else ()
        return next((one for one in week if one.id == lesson_id), None)

    def tray(self) -> tuple[Lesson, ...]:
        """What has no place yet, of the week that is shown, by subject."""
        sheet = self.sheet
        if sheet is None or not self.writable:
            return ()
        waiting = (one for one in unplaced(sheet.week) if shows(one, self.look, self.who[self.look]))
        return tuple(sorted(waiting, key=lambda one: (words.title_words(sheet, one), words.class_words(sheet, one), -one.periods, one.id)))

    def figures(self) -> Figures:
        """Hours placed and hours in all, of the week that is shown, and its clashes."""
        if self.sheet is None:
            return Figures(0, 0, 0)
        mine = [one for one in self.sheet.week.lessons if shows(one, self.look, self.who[self.look])]
        clashes = all_clashes(self.sheet.week)
        placed = sum(one.periods for one in mine if one.slot)
        return Figures(placed, sum(one.periods for one in mine), sum(one.id in clashes for one in mine))

    def loads(self) -> tuple[LoadLine, ...]:
        """The teachers of the week that is shown against their target; the one of the lesson in the hand first."""
        if self.sheet is None or self.board is None:
            return ()
        shown = (one for one in self.sheet.week.lessons if shows(one, self.look, self.who[self.look]))
        return load_lines(self.sheet, shown, load(self.sheet.week), self.hand.lesson if self.hand else None)

    # -- the lesson in the hand

    def pick(self, lesson_id: str) -> bool:
        """Take it up; not where one may only read, and not a locked one."""
        lesson = self.lesson(lesson_id)
        if lesson is None or self.sheet is None or not self.writable:
            return False
        if lesson.locked:
            self._screen.note(tr("{subject} is locked. Unlock it to move it.", subject=words.title_words(self.sheet, lesson)), undo=False)
            return False
        self.hand = pick(self.sheet, lesson)
        self._screen.show_hand()
        return True

    def let_go(self) -> None:
        if self.hand is not None:
            self.hand = None
            self._screen.show_hand()

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
        self._screen.show_hand()
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
            self._screen.changed()
            self.load(made)

        self._run(lambda: self.service.make_draft(copy_of), done, self._screen.failed, ordered=True)

    def _title(self, lesson: Lesson) -> str:
        return words.title_words(self.sheet, lesson) if self.sheet else ""

    def _move(self, slots: dict[str, Slot | None]) -> None:
        """Show it at once; what the file says comes right after."""
        sheet = self.sheet
        assert sheet is not None
        joints = {one.joint: slots[one.id] for one in sheet.week.lessons if one.id in slots and one.joint}

        def moved(one: Lesson) -> Lesson:
            if one.id in slots:
                return replace(one, slot=slots[one.id])
            return replace(one, slot=joints[one.joint]) if one.joint in joints else one

        week = replace(sheet.week, lessons=tuple(moved(one) for one in sheet.week.lessons))
        self.sheet = replace(sheet, week=week)
        self.rearrange()

    def _do(self, act: Callable[[], object], said: str | None, slot: Slot | None) -> None:
        def done(_: object) -> None:
            if said:
                self._screen.note(said, undo=True)
            self._screen.changed()
            self.load()

        def failed(error: EmsError) -> None:
            say = partial(self._screen.refused, slot) if slot is not None else self._screen.failed
            self.load(then=lambda: say(error))

        self._asked += 1  # a reading that is under way is older than this
        self._run(act, done, failed, ordered=True)

    def _step(self, act: Callable[[str], Any]) -> None:
        if self.sheet is not None and self.writable:
            timetable = self.sheet.version.id
            self._do(lambda: act(timetable), None, None)
