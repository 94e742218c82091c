"""Cells in words: what a screen reader says, what the clipboard gets, what a change is called. No Qt."""

from __future__ import annotations

from decimal import Decimal

from ems_desktop.i18n import N_, number, tr
from ems_desktop.services.grade_views import Cell
from ui.screens.grades.board import Board
from ui.screens.grades.overlay import Stage

_STATES = {"excused": N_("Excused"), "missing": N_("Missing")}


def state_word(state: str) -> str:
    return tr(_STATES[state])


def mark_text(value: Decimal) -> str:
    return number(value)


def cell_text(cell: Cell) -> str:
    """A cell as it is copied and edited: 82,5 · Izin · nothing."""
    if cell.state:
        return state_word(cell.state)
    return "" if cell.value is None else number(cell.value)


def cell_name(board: Board, row: int, col: int) -> str:
    """Which cell: its column and pupil."""
    return f"{board.columns[col].title}, {board.pupil(row).name}"


def spoken(board: Board, row: int, col: int) -> str:
    """The whole cell in words; every mark a delegate paints is said here too."""
    cell, column = board.cell(row, col), board.columns[col]
    words = [board.pupil(row).name, column.title, cell_text(cell) or tr("empty")]
    words += _standing(board, row, col, cell)
    if cell.first_value is not None:
        words.append(tr("remedial, at first {value}", value=cell.first_value if cell.first_value is None else number(cell.first_value)))
    if cell.note:
        words.append(tr("has a note"))
    words += _reach(cell, board.stage(row, col))
    if column.locked:
        words.append(tr("locked"))
    return ", ".join(words)


def _standing(board: Board, row: int, col: int, cell: Cell) -> list[str]:
    words = []
    if board.figures.below(col, cell):
        words.append(tr("below KKTP {kktp}", kktp=board.sheet.kktp))
    if board.columns[col].derived and board.final(row).provisional:
        words.append(tr("provisional"))
    if board.odd(row, col):
        words.append(tr("sudden drop"))
    return words


def _reach(cell: Cell, stage: Stage | None) -> list[str]:
    """How far the value has come: typed, saved here, at school."""
    if cell.mark == "conflict":
        return [tr("conflict")]
    if stage == "failed":
        return [tr("not saved")]
    if stage == "typed":
        return [tr("being saved")]
    if cell.mark == "refused":
        return [tr("refused by the school")]
    return [tr("not sent yet")] if cell.mark == "unsent" or stage == "saved" else []
