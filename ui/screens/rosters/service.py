"""What the roster screens ask of the floors below, as narrow doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.domain.rosters.report import Tell
from ems_desktop.services.import_views import ImportPreview, ImportResult
from ems_desktop.services.roster_views import Card, ClassRow, NewSubject, PupilRow, Semester, StaffRow, SubjectRow

Result = TypeVar("Result")


class RostersService(Protocol):
    """Every call reads or writes the file on this computer; none waits for the network. Raises EmsError."""

    def semesters(self) -> tuple[Semester, ...]: ...

    def classes(self) -> tuple[ClassRow, ...]: ...

    def pupils(self, class_id: str | None = None, search: str = "") -> tuple[PupilRow, ...]: ...

    def subjects(self, class_id: str) -> tuple[SubjectRow, ...]: ...

    def staff(self) -> tuple[StaffRow, ...]: ...

    def card(self, pupil_id: str) -> Card: ...

    def add_class(self, name: str, year: int, teacher_id: str | None = None) -> str: ...

    def change_class(self, class_id: str, name: str, teacher_id: str | None) -> None: ...

    def remove_class(self, class_id: str) -> None: ...

    def add_subjects(self, wanted: Iterable[NewSubject]) -> tuple[str, ...]: ...

    def remove_subject(self, subject_id: str) -> None: ...

    def set_teachers(self, subject_id: str, class_id: str, teachers: Sequence[str]) -> None: ...

    def move(self, pupil_id: str, to_class: str, on: date) -> None: ...

    def leave(self, pupil_id: str, on: date, reason: str) -> None: ...

    def number(self, class_id: str) -> None: ...

    def undo(self) -> tuple[tuple[str, str], ...]:
        """The rows that were taken back; empty when there was nothing to take back."""
        ...

    def redo(self) -> tuple[tuple[str, str], ...]: ...


class ImportService(Protocol):
    """Everything but `apply` only looks."""

    def preview(self, path: Path) -> ImportPreview: ...

    def refreshed(self, preview: ImportPreview) -> ImportPreview: ...

    def with_fix(self, preview: ImportPreview, row: int, column: str, value: str) -> ImportPreview: ...

    def trouble_if(self, preview: ImportPreview, row: int, column: str, value: str) -> Trouble | None: ...

    def same_person(self, preview: ImportPreview, row: int, pupil_id: str) -> ImportPreview: ...

    def another_person(self, preview: ImportPreview, row: int) -> ImportPreview: ...

    def leave_out(self, preview: ImportPreview, row: int, *, out: bool = True) -> ImportPreview: ...

    def apply(self, preview: ImportPreview, title: str, on_progress: Callable[[int, int], object] | None = None) -> ImportResult: ...

    def save_refused(self, preview: ImportPreview, path: Path, tell: Tell = ...) -> None: ...


class Job(Protocol):
    """Like `Run`, for work that may take long: `work` is told how to say how far it is."""

    def __call__(
        self,
        title: str,
        work: Callable[[Callable[[int, int], object]], Result],
        done: Callable[[Result], object],
        failed: Callable[[EmsError], object],
    ) -> object: ...
