"""Beranda without its widgets: fetches what waits and turns it into lines. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.home_views import Cards
from ui.screens.home.lines import Line, class_line, lacking_line, sheet_line, subject_line, waiting_lines
from ui.screens.home.service import HomeService
from ui.work import Run

TABLES = (
    "scores",
    "assessments",
    "enrolments",
    "classes",
    "subjects",
    "subject_teachers",
    "students",
    "users",
    "grade_sheets",
    "grades",
    "semesters",
    "conflict",
)


class HomeView(Protocol):
    def show_page(self) -> None:
        """`presenter.now` is new."""

    def failed(self, error: EmsError) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of each part; `lacking`: class id → its sheets with blanks. `cards` None: not read yet."""

    cards: Cards | None = None
    waiting: tuple[Line, ...] = ()
    mine: tuple[Line, ...] = ()
    board: tuple[Line, ...] = ()
    lacking: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    subjects: tuple[Line, ...] = ()


@dataclass(eq=False)
class HomePresenter:
    """`can_sync`: this person has an outbox to look at."""

    service: HomeService
    run: Run
    view: HomeView
    today: Callable[[], date]
    can_sync: bool = True
    now: Page = field(default_factory=Page)
    _asked: int = 0

    def load(self) -> None:
        self._asked += 1
        turn = self._asked

        def done(page: Page) -> None:
            if turn == self._asked:
                self.now = page
                self.view.show_page()

        self.run(self._read, done, self.view.failed)

    def _read(self) -> Page:
        """On a worker thread."""
        cards, today = self.service.cards(), self.today()
        return Page(
            cards,
            waiting_lines(cards, self.can_sync),
            tuple(sheet_line(one, today) for one in cards.mine),
            tuple(class_line(one) for one in cards.board),
            {one.id: tuple(lacking_line(sheet) for sheet in one.lacking) for one in cards.board},
            tuple(subject_line(one) for one in cards.subjects),
        )
