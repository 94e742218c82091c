"""Plausible marks for the demo school, from a fixed seed: a pupil has a talent, a subject its rigour, a column its luck."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from ems_desktop.services.finals import final_value
from ems_desktop.services.grade_views import Assessment, Cell, Entry, Pupil, Sheet, SheetRef
from ems_desktop.services.grades import Grades

CLOSED = "20261"
SHORT = ("lm", "sts", "sas")  # of the closed semester only what made the rapor is shown
HALF_EMPTY = ("8B", "Bahasa Indonesia")  # the tour's teacher fills this one
UNTOUCHED = ("9C", "Informatika")


def fill(grades: Grades, assessments: Sequence[Mapping[str, Any]]) -> int:
    """Columns and marks for every sheet. How many marks were entered."""
    return sum(_fill(grades, ref, assessments) for ref in grades.sheets())


def clash(teacher: Grades, colleague: Grades) -> None:
    """Both give the same pupil another mark in the sheet they share, before either has heard of the other's."""
    ref = next(ref for ref in teacher.sheets() if ref.semester != CLOSED and (ref.class_name, ref.subject) == HALF_EMPTY)
    sheet = teacher.sheet(ref.id)
    column, pupil = next((a, p) for a in sheet.assessments for p in sheet.pupils if sheet.cell(a.id, p.id).value is not None)
    for grades, value in ((colleague, 81), (teacher, 84)):
        grades.enter(ref.id, f"{column.title}: {value}", [Entry(column.id, pupil.id, Cell(Decimal(value)))])


def _fill(grades: Grades, ref: SheetRef, assessments: Sequence[Mapping[str, Any]]) -> int:
    if ref.semester != CLOSED and (ref.class_name, ref.subject) == UNTOUCHED:
        return 0
    columns = [a for a in assessments if ref.semester != CLOSED or (a["kind"] in SHORT and a["title"] not in ("LM 3", "LM 4"))]
    start = date(2026, 7, 20) if ref.semester == CLOSED else date(2027, 1, 11)
    grades.add_assessments(
        ref.id,
        [
            Assessment("", column["kind"], column["title"], topic=column["topic"], held_on=start + timedelta(days=14 * (n + 1)))
            for n, column in enumerate(columns)
        ],
    )
    sheet = grades.sheet(ref.id)
    entries = list(_entries(sheet))
    grades.enter(ref.id, f"{ref.subject} {ref.class_name}", entries)
    if ref.semester == CLOSED:
        _publish(grades, replace(sheet, cells={(e.assessment, e.pupil): e.cell for e in entries}))
    return len(entries)


def _entries(sheet: Sheet) -> Iterable[Entry]:
    for n, assessment in enumerate(_filled(sheet)):
        for pupil in sheet.pupils:
            cell = _cell(sheet.ref, assessment, pupil, n)
            if cell is not None:
                yield Entry(assessment.id, pupil.id, cell)


def _filled(sheet: Sheet) -> Sequence[Assessment]:
    """The open semester is under way: its last columns are still empty, one sheet's second half too."""
    if sheet.ref.semester == CLOSED:
        return sheet.assessments
    if (sheet.ref.class_name, sheet.ref.subject) == HALF_EMPTY:
        return sheet.assessments[:3]
    return [a for a in sheet.assessments if a.title not in ("LM 4", "SAS")]


def _cell(ref: SheetRef, assessment: Assessment, pupil: Pupil, column: int) -> Cell | None:
    talent = _talent(pupil.nisn or pupil.name)
    luck = _random(f"{pupil.nisn}{ref.subject}{ref.semester}{column}")
    roll = luck.random()
    if roll < 0.012:
        return None
    if roll < 0.02:
        return Cell(state="excused")
    if roll < 0.026:
        return Cell(state="missing")
    value = Decimal(round(2 * min(100, max(40, talent + luck.gauss(0, 5))))) / 2
    if value < 70 and roll > 0.8:
        return Cell(value=Decimal(75), first_value=value)
    note = "Menyusul tugas hari Senin." if roll > 0.994 else None
    return Cell(value=value if assessment.kind != "sas" else Decimal(int(value)), note=note)


def _publish(grades: Grades, sheet: Sheet) -> None:
    finals = {pupil.id: final_value(sheet, pupil.id) for pupil in sheet.pupils}
    grades.publish(sheet.ref.id, {pupil: value for pupil, value in finals.items() if value is not None})


@cache
def _talent(pupil: str) -> float:
    return _random(pupil).gauss(81, 6)


def _random(text: str) -> Random:
    return Random(zlib.crc32(text.encode()))  # noqa: S311 - the same school each time, nothing secret
