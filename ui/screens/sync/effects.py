"""What a choice means for the pupil: the final grade with each value, and the marks around the one in question. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ems_desktop.domain.grades import final_grade, percent
from ems_desktop.i18n import number, tr
from ems_desktop.services.grade_views import Cell, Sheet
from ems_desktop.services.syncing import Kept
from ui.labels import cell_words, mark_words
from ui.screens.sync.words import side_words


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A mark of the same pupil. `hot`: the one in question."""

    title: str
    said: str
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """`finals`: (the value in words, the final grade with it), mine, the school's, the base. `around`: the pupil's row, the final
    grade last. `mean`: of all marks of the row, in words."""

    finals: tuple[tuple[str, int | None], ...]
    kktp: int
    verdict: str
    reached: bool
    around: tuple[Neighbour, ...]
    mean: str
    maximum: Decimal


def effect_of(kept: Kept, sheet: Sheet) -> Effect | None:
    """None when the cell is not (or no longer) in the sheet."""
    column = next((a for a in sheet.assessments if a.id == kept.assessment_id), None)
    if column is None or kept.assessment_id is None or all(p.id != kept.pupil_id for p in sheet.pupils):
        return None
    here = sheet.cell(column.id, kept.pupil_id or "")
    sides = [side for side in (kept.mine, kept.theirs, kept.base or {"value": None, "state": None}) if side is not None]
    finals = tuple((side_words(kept, side), _final(sheet, kept, _with(here, kept, side))) for side in sides)
    reached = all(value is None or value >= sheet.kktp for _, value in finals)
    return Effect(finals, sheet.kktp, _verdict(finals, sheet.kktp), reached, _around(kept, sheet), _mean(kept, sheet), column.maximum)


def _with(here: Cell, kept: Kept, side: Mapping[str, Any]) -> Cell:
    """The cell as it would be with one side's columns."""
    given = {name: side.get(name) for name in kept.mine if name != "deleted"} | {k: v for k, v in side.items() if k in ("value", "state")}
    value, state = given.get("value", here.value), given.get("state", here.state)
    if state and value is not None:  # the side that changed one of the two takes the place of the other
        state, value = (None, value) if "value" in kept.mine else (state, None)
    return replace(here, value=None if value is None else Decimal(str(value)), state=state)


def _final(sheet: Sheet, kept: Kept, cell: Cell) -> int | None:
    pupil = kept.pupil_id or ""
    scores = [(a, cell if a.id == kept.assessment_id else sheet.cell(a.id, pupil)) for a in sheet.assessments]
    return final_grade(scores, {k.kind: k.weight for k in sheet.kinds}, sheet.rounding).value


def _verdict(finals: tuple[tuple[str, int | None], ...], kktp: int) -> str:
    """One sentence about the KKTP, or that nothing changes."""
    known = {said: value for said, value in finals if value is not None}
    low = [said for said, value in known.items() if value < kktp]
    if not known:
        return ""
    if len(set(known.values())) == 1 and len(known) > 1:
        return tr("The final grade stays the same")
    if not low:
        return tr("All are at or above KKTP {kktp}", kktp=kktp)
    if len(low) == len(known):
        return tr("All are below KKTP {kktp}", kktp=kktp)
    return tr("Below KKTP {kktp} with {values}", kktp=kktp, values=", ".join(low))


def _around(kept: Kept, sheet: Sheet) -> tuple[Neighbour, ...]:
    pupil, both = kept.pupil_id or "", f"{side_words(kept, kept.mine)} ↔ {side_words(kept, kept.theirs)}"
    row = []
    for a in sheet.assessments:
        cell, hot = sheet.cell(a.id, pupil), a.id == kept.assessment_id
        said = "" if cell.value is None and not cell.state else cell_words({"value": cell.value, "state": cell.state})
        row.append(Neighbour(a.title, both if hot else said, hot))
    final = _final(sheet, kept, sheet.cell(kept.assessment_id or "", pupil))
    return (*row, Neighbour(tr("Final grade"), "" if final is None else mark_words(final)))


def _mean(kept: Kept, sheet: Sheet) -> str:
    """Of the pupil's other marks, on the scale of 100."""
    cells = [(a, sheet.cell(a.id, kept.pupil_id or "")) for a in sheet.assessments if a.id != kept.assessment_id]
    marks = [percent(cell.value, a.maximum) for a, cell in cells if cell.value is not None]
    return number(sum(marks, Decimal(0)) / len(marks), 1) if marks else ""
