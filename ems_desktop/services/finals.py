"""The final grade of a pupil on a sheet, derived by the domain's rule from what the sheet shows."""

from __future__ import annotations

from decimal import Decimal

from ems_desktop.domain.grades import Final, final_grade
from ems_desktop.services.grade_views import Sheet


def final(sheet: Sheet, pupil: str) -> Final:
    cells = ((assessment, sheet.cell(assessment.id, pupil)) for assessment in sheet.assessments)
    return final_grade(cells, {kind.kind: kind.weight for kind in sheet.kinds}, sheet.rounding)


def final_value(sheet: Sheet, pupil: str) -> Decimal | None:
    """None as long as nothing that counts has a score."""
    value = final(sheet, pupil).value
    return None if value is None else Decimal(value)
