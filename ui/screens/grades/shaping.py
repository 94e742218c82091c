"""What a teacher does to a sheet's columns and rules: add, change, move, remove, copy to parallel classes. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ems_desktop.domain.errors import Mistake
from ems_desktop.services.grade_views import Assessment, SheetRef
from ui.screens.grades.forms import AssessmentForm, Rules, moved, read_assessment
from ui.screens.grades.opened import OpenSheet


class Shaping:
    def __init__(self, sheet: OpenSheet) -> None:
        self._sheet = sheet
        self._service = sheet.service

    def refusal(self) -> Mistake | None:
        """Why the columns cannot be changed, or None."""
        sheet = self._sheet.now().sheet
        if sheet.closed:
            return Mistake(1022)
        return None if sheet.writable else Mistake(1023)

    def assessment(self, assessment_id: str) -> Assessment | None:
        return next((a for a in self._sheet.now().sheet.assessments if a.id == assessment_id), None)

    def save(self, form: AssessmentForm, old: Assessment | None, done: Callable[[str], object]) -> None:
        """Add an assessment (`old` is None) or change one; `done` gets its id. Raises forms.Wrong."""
        new = read_assessment(form, self._sheet.now().sheet, old)

        def work(sheet_id: str) -> str:
            if old is None:
                return self._service.add_assessment(sheet_id, new)
            self._service.change_assessment(sheet_id, new)
            return new.id

        self._sheet.shape(work, done)

    def lock(self, assessment: Assessment) -> None:
        """Lock an open column, open a locked one."""
        new = replace(assessment, locked=not assessment.locked)
        self._sheet.shape(lambda sheet_id: self._service.change_assessment(sheet_id, new))

    def move(self, assessment_id: str, by: int) -> bool:
        """One step left (−1) or right (1) within its kind; False at the end of it."""
        order = moved(self._sheet.now().sheet, assessment_id, by)
        if order is not None:
            self._sheet.shape(lambda sheet_id: self._service.move_assessments(sheet_id, order))
        return order is not None

    def remove(self, assessment_id: str, done: Callable[[object], object]) -> None:
        """Its marks go with it; undo brings both back."""
        self._sheet.shape(lambda sheet_id: self._service.remove_assessment(sheet_id, assessment_id), done)

    def marks_in(self, assessment_id: str) -> int:
        """How many cells of an assessment hold a mark or a state."""
        cells = self._sheet.now().sheet.cells
        return sum(a == assessment_id and (cell.value is not None or cell.state is not None) for (a, _), cell in cells.items())

    def parallel(self, done: Callable[[tuple[SheetRef, ...]], object]) -> None:
        """My sheets of the same subject in other classes."""
        sheet_id = self._sheet.now().sheet.ref.id
        self._sheet.run(lambda: self._service.parallel_sheets(sheet_id), done, self._sheet.screen.failed)

    def copy(self, ids: Sequence[str], to_sheets: Sequence[str], done: Callable[[int], object]) -> None:
        """The same columns, without marks, in other sheets; `done` gets how many were made. Raises Mistake 1047."""
        if not to_sheets:
            raise Mistake(1047)
        self._sheet.shape(lambda sheet_id: self._service.copy_assessments(sheet_id, ids, to_sheets), done)

    def set_rules(self, rules: Rules, done: Callable[[object], object]) -> None:
        self._sheet.shape(lambda sheet_id: self._service.set_rules(sheet_id, rules.kktp, rules.rounding, rules.weights), done)
