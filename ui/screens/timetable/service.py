"""What the screen of the timetable asks of the floor below, as a narrow door."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, Protocol

from ems_desktop.domain.timetable.week import Period, Slot, Week

State = Literal["draft", "published", "archived"]


class Version(Protocol):
    """One timetable of a semester. `semester`: a code, 20261."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def semester(self) -> str: ...

    @property
    def state(self) -> State: ...

    @property
    def starts_on(self) -> date | None: ...


class Sheet(Protocol):
    """A version's week with the names of all that it mentions, by id. `writable`: this person may change it."""

    @property
    def version(self) -> Version: ...

    @property
    def week(self) -> Week: ...

    @property
    def classes(self) -> Mapping[str, str]: ...

    @property
    def subjects(self) -> Mapping[str, str]: ...

    @property
    def teachers(self) -> Mapping[str, str]: ...

    @property
    def rooms(self) -> Mapping[str, str]: ...

    @property
    def writable(self) -> bool: ...


class TimetableService(Protocol):
    """Each change is one step of undo. Raises EmsError, before anything is written where a lesson would be in another's way."""

    def versions(self) -> tuple[Version, ...]: ...

    def sheet(self, timetable_id: str) -> Sheet: ...

    def make_draft(self, copy_of: str | None = None) -> str: ...

    def place(self, lesson_id: str, slot: Slot) -> None: ...

    def unplace(self, lesson_id: str) -> None: ...

    def swap(self, lesson_id: str, other_id: str) -> None: ...

    def lock(self, lesson_id: str, locked: bool) -> None: ...

    def publish(self, timetable_id: str) -> None: ...

    def set_periods(self, timetable_id: str, periods: tuple[Period, ...]) -> None: ...

    def undo(self, timetable_id: str) -> object: ...

    def redo(self, timetable_id: str) -> object: ...
