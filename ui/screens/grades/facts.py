"""What the selection bar says about a block, as a spreadsheet's status bar does. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ui.screens.grades.board import Board
from ui.widgets.grid.moves import Block


@dataclass(frozen=True, slots=True)
class Facts:
    """`numbers`: how many cells hold a mark; `blank`: how many hold nothing. The rest is None without a mark."""

    numbers: int
    blank: int
    total: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def mean(self) -> Decimal | None:
        return None if self.total is None else self.total / self.numbers


def facts_of(board: Board, block: Block) -> Facts:
    cells = [board.cell(row, col) for row, col in block.cells()]
    values = [cell.value for cell in cells if cell.value is not None]
    blank = sum(cell.value is None and cell.state is None for cell in cells)
    if not values:
        return Facts(0, blank)
    return Facts(len(values), blank, sum(values, Decimal(0)), min(values), max(values))
