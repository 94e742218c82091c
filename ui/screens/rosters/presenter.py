"""Kelas & Siswa without its widgets: which class is open, who is in it, and what the office does with them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.services.roster_views import Card, PupilRow, SubjectRow
from ui.screens.rosters.now import Now, read_now
from ui.screens.rosters.service import RostersService
from ui.work import Run

TABLES = {"users", "user_roles", "students", "student_private", "classes", "enrolments", "subjects", "subject_teachers", "grade_sheets"}


class RostersView(Protocol):
    """What the presenter tells the screen. All of it reads `presenter.now`."""

    def show_classes(self) -> None: ...

    def show_class(self) -> None:
        """Another class is open, or its pupils and subjects are new."""

    def show_card(self) -> None:
        """A pupil's card is open (or none any more)."""

    def saved(self) -> None:
        """What was asked for is on the disk: a form may close."""

    def mistaken(self, error: EmsError) -> None:
        """What was asked for is not possible: said beside the form where there is one."""

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def changed(self, tables: set[str]) -> None:
        """Rows were written here: other screens fetch them anew."""


@dataclass(eq=False)
class RostersPresenter:
    """`office`: may change things; the server says the same. `semester`: the open one's code, "" for none."""

    service: RostersService
    run: Run
    view: RostersView
    office: bool
    semester: str = ""
    now: Now = field(default_factory=Now)
    _turn: int = 0

    # -- what is shown

    def load(self, class_id: str | None = None, pupil_id: str | None = None) -> None:
        """Everything anew; the open class and card stay open. `class_id`, `pupil_id`: go there."""
        if class_id is not None:
            self.now = replace(self.now, class_id=class_id, search="", card=None)
        before, turn = self.now, self._next_turn()

        def done(read: Now) -> None:
            now = self.now
            if turn == self._turn:
                self.now = replace(read, card=now.card)
            else:  # another class was opened meanwhile: what it shows is newer
                self.now = replace(
                    read, year=now.year, class_id=now.class_id, search=now.search, pupils=now.pupils, subjects=now.subjects, card=now.card
                )
            self.view.show_classes()
            self.view.show_class()
            if pupil_id:
                self._go_to(pupil_id)
            elif self.now.card:
                self.open_card(self.now.card.pupil.id)

        self.run(lambda: read_now(self.service, before, self.semester, office=self.office), done, self.view.failed)

    def _go_to(self, pupil_id: str) -> None:
        """A pupil's card from anywhere: the class around it is the pupil's own."""

        def done(card: Card) -> None:
            theirs = card.pupil.class_id
            away = self.now.class_id not in {None, theirs} and any(one.id == theirs for one in self.now.classes)
            self.now = replace(self.now, card=card, class_id=theirs if away else self.now.class_id)
            self.view.show_card()
            if away:
                self._fetch_class()

        self.run(lambda: self.service.card(pupil_id), done, self._no_card)

    def choose_class(self, class_id: str | None) -> None:
        if (class_id, None) != (self.now.class_id, self.now.card):
            self.now = replace(self.now, class_id=class_id, card=None)
            self.view.show_card()
            self._fetch_class()

    def choose_year(self, year: int) -> None:
        """Another academic year: its first class is open."""
        self.now = replace(self.now, year=year)
        self.view.show_classes()
        self.choose_class(self.now.classes[0].id if self.now.classes else None)

    def search(self, text: str) -> None:
        if text != self.now.search:
            self.now = replace(self.now, search=text)
            self._fetch_class()

    def open_card(self, pupil_id: str) -> None:
        def done(card: Card) -> None:
            self.now = replace(self.now, card=card)
            self.view.show_card()

        self.run(lambda: self.service.card(pupil_id), done, self._no_card)

    def _no_card(self, error: EmsError) -> None:
        """The pupil is not here any more (or never was)."""
        self.close_card()
        if error.code != 1061:
            self.view.failed(error)

    def close_card(self) -> None:
        self.now = replace(self.now, card=None)
        self.view.show_card()

    def step_card(self, by: int) -> None:
        """The pupil before or after, in the order of the list."""
        ids = [one.id for one in self.now.pupils]
        if self.now.card and self.now.card.pupil.id in ids:
            at = ids.index(self.now.card.pupil.id) + by
            if 0 <= at < len(ids):
                self.open_card(ids[at])

    def _fetch_class(self) -> None:
        class_id, search, turn = self.now.class_id, self.now.search, self._next_turn()

        def work() -> tuple[tuple[PupilRow, ...], tuple[SubjectRow, ...]]:
            return self.service.pupils(class_id, search), self.service.subjects(class_id) if class_id else ()

        def done(found: tuple[tuple[PupilRow, ...], tuple[SubjectRow, ...]]) -> None:
            if turn == self._turn:
                self.now = replace(self.now, pupils=found[0], subjects=found[1])
                self.view.show_class()

        self.run(work, done, self.view.failed)

    def _next_turn(self) -> int:
        """Answers to an older question than the last one are not shown."""
        self._turn += 1
        return self._turn

    # -- steps

    def undo(self) -> None:
        self._step(self.service.undo, tr("Taken back"), tr("There is nothing to take back"))

    def redo(self) -> None:
        self._step(self.service.redo, tr("Done again"), tr("There is nothing to do again"))

    def _step(self, step: Callable[[], tuple[tuple[str, str], ...]], said: str, nothing: str) -> None:
        def done(touched: tuple[tuple[str, str], ...]) -> None:
            self.view.note(said if touched else nothing)
            if touched:
                self._after({table for table, _ in touched})

        self.run(step, done, self.view.failed, ordered=True)

    def saved(self, said: str) -> None:
        self.view.saved()
        self.view.note(said, self.undo)
        self._after(TABLES)

    def _after(self, tables: set[str]) -> None:
        self.view.changed(tables)
        self.load()
