"""What the grade screen asks of the service layer, as one narrow door."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol, TypeVar

from ems_desktop.services.grade_books import Book
from ems_desktop.services.grade_views import Assessment, Entry, Sheet, SheetRef, Step

Result = TypeVar("Result")


class GradesService(Protocol):
    """Every call reads or writes the file on this computer; none waits for the network. Raises EmsError."""

    def sheets(self, semester: str | None = None) -> tuple[SheetRef, ...]: ...

    def sheet(self, sheet_id: str) -> Sheet: ...

    def write_book(self, sheet_id: str, path: Path) -> Path: ...

    def read_book(self, sheet_id: str, path: Path) -> Book: ...

    def enter(self, sheet_id: str, title: str, entries: Sequence[Entry]) -> int:
        """One change set of kind cells. Returns its number after the commit on this computer: that is *saved*."""
        ...

    def undo(self, sheet_id: str) -> tuple[Entry, ...]:
        """The cells as they are after the undo; empty if there was nothing to undo or no cell was touched."""
        ...

    def redo(self, sheet_id: str) -> tuple[Entry, ...]: ...

    def history(self, sheet_id: str, assessment: str, pupil: str) -> tuple[Step, ...]: ...

    def add_assessment(self, sheet_id: str, assessment: Assessment) -> str: ...

    def change_assessment(self, sheet_id: str, assessment: Assessment) -> object: ...

    def move_assessments(self, sheet_id: str, order: Sequence[str]) -> object:
        """Put the columns into this order of ids; each stays within its kind."""
        ...

    def remove_assessment(self, sheet_id: str, assessment_id: str) -> object: ...

    def copy_assessments(self, sheet_id: str, ids: Sequence[str], to_sheets: Sequence[str]) -> int: ...

    def set_rules(
        self, sheet_id: str, kktp: int | None = None, rounding: str | None = None, weights: dict[str, Decimal] | None = None
    ) -> object:
        """All three at once; None is the office's default."""
        ...

    def parallel_sheets(self, sheet_id: str) -> tuple[SheetRef, ...]: ...
