"""What an action did, in words: how many cells went in, which did not and why, what had no place. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ems_desktop.i18n import coded, tr, trn
from ui.screens.grades.board import Board
from ui.screens.grades.edits import Plan
from ui.screens.grades.words import cell_name


@dataclass(frozen=True, slots=True)
class Line:
    """One refused cell: which, what was meant for it, why not. `assessment` and `pupil` find it again later."""

    assessment: str
    pupil: str
    name: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """`summary` in one sentence or three; `lines` to walk through."""

    summary: str
    lines: tuple[Line, ...] = ()


def report_of(board: Board, plan: Plan) -> Report:
    """The report of a pasted or filled block."""
    parts = [trn("{n} mark went in.", "{n} marks went in.", len(plan.entries))]
    if plan.same and plan.entries:
        parts.append(trn("{n} was the same already.", "{n} were the same already.", plan.same))
    if plan.refusals:
        parts.append(trn("{n} cell was refused.", "{n} cells were refused.", len(plan.refusals)))
    if plan.over_rows:
        parts.append(trn("{n} row did not fit below the last pupil.", "{n} rows did not fit below the last pupil.", plan.over_rows))
    if plan.over_cols:
        parts.append(trn("{n} column did not fit on the right.", "{n} columns did not fit on the right.", plan.over_cols))
    if plan.headed:
        parts.append(tr("The row of titles was left out."))
    return Report(" ".join(parts), tuple(_line(board, r.row, r.col, r.text, coded(r.error)) for r in plan.refusals))


def _line(board: Board, row: int, col: int, text: str, why: str) -> Line:
    assessment = board.columns[col].assessment
    return Line(assessment.id if assessment else "", board.pupil(row).id, cell_name(board, row, col), text, why)
