"""Which timetable and whose week of it is shown. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.clashes import all_clashes
from ems_desktop.domain.timetable.week import Lesson, Slot
from ems_desktop.services.timetable_views import Sheet, Version
from ui.screens.timetable.board import Board, Look, board, first_version, shows, whose
from ui.screens.timetable.figures import Figures, LoadLine, figures, load_lines, waiting
from ui.screens.timetable.hand import Hand
from ui.screens.timetable.service import TimetableService
from ui.work import Run

TABLES = ("timetables", "schedules", "schedule_teachers", "periods", "unavailable", "rooms", "classes", "subjects", "users")


class TimetableView(Protocol):
    """What the presenter tells the screen."""

    def show_board(self) -> None:
        """The week, its figures or its tray are new."""

    def show_hand(self) -> None:
        """A lesson was picked up, or let go."""

    def refused(self, slot: Slot, error: EmsError) -> None:
        """A lesson may not go there."""

    def note(self, said: str, undo: Callable[[], None] | None) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def changed(self) -> None:
        """Something was written here: other screens read anew."""


class WeekPresenter:
    """`sheet` None: nothing was read yet, or there is no timetable. `me`: whose own week comes first; `roles` of this person."""

    def __init__(self, service: TimetableService, run: Run, screen: TimetableView, me: str, roles: frozenset[str]) -> None:
        self.service, self.run, self.screen = service, run, screen
        self.me, self.roles = me, roles
        self.versions: tuple[Version, ...] = ()
        self.sheet: Sheet | None = None
        self.look: Look = "teacher" if "guru" in roles and "kurikulum" not in roles else "class"
        self.who: dict[Look, str | None] = {"class": None, "teacher": me, "room": None, "school": None}
        self.loaded = False
        self.hand: Hand | None = None
        self.board: Board | None = None
        self.chosen: str | None = None  # the lesson that is looked at
        self.late = False  # there is news that waits until the hand is empty
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
            opened = wanted if wanted in ids else first_version(versions, office=self.office)
            return versions, self.service.sheet(opened) if opened else None

        def done(found: tuple[tuple[Version, ...], Sheet | None]) -> None:
            if turn == self._asked:
                self.versions, self.loaded = found[0], True
                self._show(found[1])
                if then is not None:
                    then()

        self.run(read, done, self.screen.failed)

    def news(self) -> None:
        """Somebody else has changed something: read it, but not under the hand of who is dragging."""
        self.late = self.hand is not None
        if not self.late:
            self.load()

    def _show(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        if self.hand is not None:  # judged on a week that is no more
            self.hand = None
            self.screen.show_hand()
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
        self.screen.show_board()

    def go_to(self, lesson_id: str | None) -> bool:
        """Show the week of this lesson and choose it; False where it is not."""
        lesson = self.lesson(lesson_id)
        if lesson is None:
            return False
        self.chosen = lesson.id
        if self.look != "school":
            self.look, self.who["class"] = "class", lesson.class_id
        self.rearrange()
        return True

    def next_clash(self) -> None:
        """Choose the first lesson of the week that is shown that is in another's way; again: the next one."""
        if self.sheet is None:
            return
        clashing = all_clashes(self.sheet.week)
        there = [one.id for one in self._shown() if one.id in clashing]
        if there:
            self.chosen = there[(there.index(self.chosen) + 1) % len(there) if self.chosen in there else 0]
            self.rearrange()

    # -- whose week

    def options(self, look: Look) -> list[tuple[str, str]]:
        """Whose weeks there are: (id, name)."""
        return whose(self.sheet, look) if self.sheet else []

    def show(self, look: Look, who: str | None = None) -> None:
        self.look = look
        if who is not None:
            self.who[look] = who
        self.rearrange()

    def lesson(self, lesson_id: str | None) -> Lesson | None:
        week = self.sheet.week.lessons if self.sheet else ()
        return next((one for one in week if one.id == lesson_id), None)

    def tray(self) -> tuple[Lesson, ...]:
        """What has no place yet, of the week that is shown."""
        return waiting(self.sheet, self._shown()) if self.sheet and self.writable else ()

    def figures(self) -> Figures:
        return figures(self.sheet, self._shown()) if self.sheet else Figures(0, 0, 0)

    def loads(self) -> tuple[LoadLine, ...]:
        """The teachers of the week that is shown against their target; the one of the lesson in the hand first."""
        return load_lines(self.sheet, self._shown(), self.hand.lesson if self.hand else None) if self.sheet else ()

    def _shown(self) -> tuple[Lesson, ...]:
        lessons = self.sheet.week.lessons if self.sheet else ()
        return tuple(one for one in lessons if shows(one, self.look, self.who[self.look]))
