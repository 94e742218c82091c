"""Cells in words: what a screen reader says, what the clipboard gets, what a change is called. No Qt."""

from __future__ import annotations

from ems_desktop.domain.grades import plain
from ems_desktop.i18n import N_, number, tr
from ems_desktop.services.grade_views import STATES, Cell
from ui.screens.grades.board import Board


def state_word(state: str) -> str:
    return tr(STATES[state])


def cell_text(cell: Cell) -> str:
    """A cell as it is copied and edited: 82,5 · Izin · nothing."""
    if cell.state:
        return state_word(cell.state)
    return "" if cell.value is None else number(plain(cell.value))


def cell_name(board: Board, row: int, col: int) -> str:
    """Which cell: its column and pupil."""
    return f"{board.columns[col].title}, {board.pupil(row).name}"


def spoken(board: Board, row: int, col: int) -> str:
    """The whole cell in words; every mark a delegate paints is said here too."""
    cell, column = board.cell(row, col), board.columns[col]
    words = [board.pupil(row).name, column.title, cell_text(cell) or tr("empty")]
    words += _against_kktp(board, row, col, cell)
    if cell.first_value is not None:
        words.append(tr("remedial, at first {value}", value=number(plain(cell.first_value))))
    if cell.note:
        words.append(tr("has a note"))
    if fate := _FATES[_fate(board, row, col)][0]:
        words.append(tr(fate))
    if column.locked:
        words.append(tr("locked"))
    return ", ".join(words)


def _against_kktp(board: Board, row: int, col: int, cell: Cell) -> list[str]:
    words = []
    if board.figures.below(col, cell):
        words.append(tr("below KKTP {kktp}", kktp=board.sheet.kktp))
    if board.columns[col].derived and board.final(row).provisional:
        words.append(tr("provisional"))
    if board.odd(row, col):
        words.append(tr("sudden drop"))
    return words


# what has become of a value → spoken with the cell, said in the inspector, its ink, its icon
_FATES = {
    "conflict": (N_("conflict"), N_("Two values, waiting for a decision"), "bad", "alert"),
    "failed": (N_("not saved"), N_("Not saved on this computer"), "bad", "alert"),
    "typed": (N_("being saved"), N_("Being saved …"), "", "clock"),
    "refused": (N_("refused by the school"), N_("Refused by the school"), "bad", "block"),
    "unsent": (N_("not sent yet"), N_("Saved here, not sent yet"), "warn", "laptop"),
    "blank": ("", N_("Nothing typed yet"), "", "edit"),
    "sent": ("", N_("Saved at school"), "ok", "check"),
    "provisional": ("", N_("Provisional"), "", "clock"),
    "complete": ("", N_("Complete"), "ok", "check"),
}


def _fate(board: Board, row: int, col: int) -> str:
    cell, stage = board.cell(row, col), board.stage(row, col)
    if col > board.last:
        return "provisional" if board.final(row).provisional else "complete"
    if cell.mark == "conflict":
        return "conflict"
    if stage in {"failed", "typed"}:
        return str(stage)
    if cell.mark:
        return cell.mark
    return "blank" if cell.value is None and cell.state is None else "sent"


def standing(board: Board, row: int, col: int) -> tuple[str, str, str]:
    """What has become of a cell: words, ink and icon for the inspector."""
    _spoken, said, tone, icon = _FATES[_fate(board, row, col)]
    return tr(said), tone, icon
