"""A cell's history: at once what was done on this computer, a moment later all that the school knows of it. Knows no Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal, Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.audit import merged
from ems_desktop.services.grade_views import Cell, Step
from ui.screens.grades.overlay import Key
from ui.screens.grades.service import GradesService
from ui.work import Run

QUIET = 30.0  # seconds without asking, after the school did not answer
Source = Literal["here", "school", "away"]  # this computer alone; the school, too; the school could not be asked
Told = Callable[[tuple[Step, ...], Source], object]


class SchoolPast(Protocol):
    def history(self, assessment: str, pupil: str) -> tuple[Step, ...]:
        """All that was done to a cell, newest first. Waits for the network: NeedsOnline 1601 without it."""
        ...


class CellPast:
    """One question at a time goes to the school; of those that come meanwhile only the newest is kept."""

    def __init__(self, here: GradesService, school: SchoolPast | None, run: Run, clock: Callable[[], float] = time.monotonic) -> None:
        self._service, self._school, self._run, self._clock = here, school, run, clock
        self._known: tuple[Key, tuple[Step, ...]] = (("", ""), ())  # what the school told last
        self._next: tuple[Key, tuple[Step, ...], Told] | None = None
        self._busy, self._quiet_until = False, 0.0

    def here(self, sheet_id: str, key: Key, told: Told) -> None:
        """What was done on this computer."""
        self._run(lambda: self._service.history(sheet_id, *key), lambda steps: told(steps, "here"), lambda _: told((), "here"))

    def ask(self, key: Key, here: tuple[Step, ...], told: Told) -> None:
        """What the school knows, with what is `here` and not sent yet on top."""
        if self._school is None:
            return
        if self._clock() < self._quiet_until:
            told(here, "away")
            return
        self._next = (key, here, told)
        if not self._busy:
            self._go()

    def heard(self) -> None:
        """The school answered somebody else just now: it may be asked again."""
        self._quiet_until = 0.0

    def before(self, key: Key, here: tuple[Step, ...], now: Cell) -> Cell | None:
        """What stood in the cell before it became what it is `now`; None if nobody knows."""
        school = self._known[1] if self._known[0] == key else ()
        steps = (*merged(here, school), *here)  # the newest step of this computer may be older than others' of whom only the school knows
        made = next((step for step in steps if (step.new.value, step.new.state) == (now.value, now.state)), None)
        return made.old if made else steps[0].old if steps else None

    def _go(self) -> None:
        assert self._next is not None
        assert self._school is not None
        (key, here, told), self._next, self._busy, school = self._next, None, True, self._school

        def arrived(steps: tuple[Step, ...]) -> None:
            self._known = (key, steps)
            told(merged(here, steps), "school")
            self._went()

        def failed(_error: EmsError) -> None:
            self._quiet_until = self._clock() + QUIET
            told(here, "away")
            self._went()

        self._run(lambda: school.history(*key), arrived, failed)

    def _went(self) -> None:
        self._busy = False
        if self._next is None:
            return
        if self._clock() < self._quiet_until:
            _key, here, told = self._next
            self._next = None
            told(here, "away")
        else:
            self._go()
