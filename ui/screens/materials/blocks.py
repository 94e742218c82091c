"""From a block of the grid to the cells it changes and those it must refuse. Changes nothing itself; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.materials import TITLE, check_cells
from ems_desktop.i18n import explain, trn
from ems_desktop.services.materials_views import Material
from ui.widgets.grid.moves import Block, Pos
from ui.widgets.grid.tsv import Rows


@dataclass(slots=True)
class Plan:
    """`cells`: entry's id → column → text. `refused`: why, cell by cell. `over_rows`, `over_cols`: what of a pasted block had no place."""

    block: Block
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[Mistake] = field(default_factory=list)
    over_rows: int = 0
    over_cols: int = 0

    @property
    def count(self) -> int:
        return sum(map(len, self.cells.values()))

    def said(self) -> str:
        """How many cells went in, and what did not."""
        parts = [trn("{n} cell went in.", "{n} cells went in.", self.count)]
        if self.refused:
            parts += [trn("{n} cell was refused.", "{n} cells were refused.", len(self.refused)), explain(self.refused[0])]
        if self.over_rows:
            parts.append(trn("{n} row did not fit below the last entry.", "{n} rows did not fit below the last entry.", self.over_rows))
        if self.over_cols:
            parts.append(trn("{n} column did not fit on the right.", "{n} columns did not fit on the right.", self.over_cols))
        return " ".join(parts)


class Blocks:
    """`rows` and `keys`: what stands in the grid, from top to bottom and from left to right."""

    def __init__(self, rows: Sequence[Material], keys: Sequence[str]) -> None:
        self._rows, self._keys = rows, keys

    def texts(self, block: Block) -> list[list[str]]:
        """The block for the clipboard, as typed."""
        return [[row.cell(key) for key in self._keys[block.left : block.right + 1]] for row in self.rows_of(block)]

    def rows_of(self, block: Block) -> Sequence[Material]:
        return self._rows[block.top : block.bottom + 1]

    def filled(self, block: Block, text: str, col: int) -> Plan:
        """One text in one column of every row of the block."""
        return self._plan(block, (((row, col), text) for row in range(block.top, block.bottom + 1)))

    def repeated(self, source: Block, target: Block) -> Plan:
        """The source over the rest of the target: the fill handle."""
        height, width = source.height, source.width
        cells = (
            (row, col) for row, col in target.cells() if not (source.top <= row <= source.bottom and source.left <= col <= source.right)
        )
        return self._plan(
            target,
            ((at, self._at(source.top + (at[0] - source.top) % height, source.left + (at[1] - source.left) % width)) for at in cells),
        )

    def fill_down(self, block: Block) -> Plan:
        """Ctrl+D: the first row over the rest; a single row takes what is above it."""
        top = block.top if block.height > 1 else max(0, block.top - 1)
        return self.repeated(Block(top, block.left, top, block.right), block)

    def cleared(self, block: Block) -> Plan:
        """Everything but the titles: an entry has one."""
        return self._plan(block, ((at, "") for at in block.cells() if block.single or self._keys[at[1]] != TITLE))

    def pasted(self, block: Block, texts: Rows) -> Plan:
        """At the selection; a block that divides the selection is repeated over it."""
        height, width = len(texts), max(map(len, texts))
        if block.height % height or block.width % width:
            block = block._replace(bottom=block.top + height - 1, right=block.left + width - 1)
        fits = block._replace(bottom=min(block.bottom, len(self._rows) - 1), right=min(block.right, len(self._keys) - 1))
        meant = []
        for row, col in fits.cells():
            line, at = texts[(row - block.top) % height], (col - block.left) % width
            if at < len(line):  # a ragged row says nothing about this cell
                meant.append(((row, col), line[at]))
        plan = self._plan(fits, meant)
        plan.over_rows, plan.over_cols = block.bottom - fits.bottom, block.right - fits.right
        return plan

    def _at(self, row: int, col: int) -> str:
        return self._rows[row].cell(self._keys[col])

    def _plan(self, block: Block, meant: Iterable[tuple[Pos, str]]) -> Plan:
        plan = Plan(block)
        for (row, col), text in meant:
            material, key = self._rows[row], self._keys[col]
            if text == material.cell(key):
                continue
            try:
                check_cells({key: text})
            except Mistake as error:
                plan.refused.append(error)
            else:
                plan.cells.setdefault(material.id, {})[key] = text
        return plan
