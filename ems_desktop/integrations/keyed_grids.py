"""Grids that go out as .xlsx and come back with what people typed into them: whose row and column a cell is, hidden keys say.

The first row and the first column hold the keys and are hidden; columns may be moved and rows sorted, as long as they go as a whole.
It knows nothing of what a grid is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ems_desktop.domain.rosters.cells import Cell
from ems_desktop.integrations.tables_out import Value, put, save_whole
from ems_desktop.integrations.workbooks import column_letters, open_table

_QUIET = "EDEDED"
_LABEL_WIDTHS, _WIDTH = (6, 34), 12  # characters


@dataclass(frozen=True, slots=True)
class KeyedColumn:
    """`head`: the lines above its cells, as many in each column. `quiet`: grey, for what is not to be typed into."""

    key: str
    head: tuple[str, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class KeyedRow:
    key: str
    labels: tuple[Value, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class KeyedGrid:
    """`key`: of the whole. `labels`: the titles of what stands left of the cells."""

    key: str
    name: str
    heading: tuple[str, ...]
    labels: tuple[str, ...]
    columns: tuple[KeyedColumn, ...]
    rows: tuple[KeyedRow, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`number`: as Excel counts. `key`: "" where a person added the row. `cells`: (the column's key, the text), the filled ones."""

    number: int
    key: str
    labels: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadGrid:
    """`key`: "" in a file that is none of ours. `unkeyed`: titles of filled columns without a key. `dates`: texts that are dates."""

    key: str
    heading: str
    columns: tuple[str, ...]
    unkeyed: tuple[str, ...]
    rows: tuple[ReadRow, ...]
    dates: frozenset[str]


def write_keyed(path: Path, grid: KeyedGrid) -> None:
    """A workbook of one sheet. Error 1240 when the file cannot be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    sheet: Any = book.active
    sheet.title = grid.name
    left, head = len(grid.labels) + 2, len(grid.heading) + 2
    lines = max((len(column.head) for column in grid.columns), default=1)
    grey = PatternFill("solid", fgColor=_QUIET)
    put(sheet.cell(1, 1), grid.key)
    for y, line in enumerate(grid.heading, 2):
        put(sheet.cell(y, 2), line)
        sheet.cell(y, 2).font = Font(bold=y == 2, size=13 if y == 2 else 11)
    for x, title in enumerate(grid.labels, 2):
        put(sheet.cell(head + lines - 1, x), title)
        sheet.cell(head + lines - 1, x).font = Font(bold=True)
    for x, column in enumerate(grid.columns, left):
        put(sheet.cell(1, x), column.key)
        for y, said in enumerate(column.head, head):
            put(sheet.cell(y, x), said)
            sheet.cell(y, x).font = Font(bold=y == head + lines - 1)
    for y, row in enumerate(grid.rows, head + lines):
        for x, value in enumerate((row.key, *row.labels, *row.values), 1):
            put(sheet.cell(y, x), value)
            if x >= left and grid.columns[x - left].quiet:
                sheet.cell(y, x).fill = grey
    _shape(sheet, left, head + lines, len(grid.columns))
    save_whole(path, book.save)


def _shape(sheet: Any, left: int, top: int, columns: int) -> None:
    """Keys hidden, labels and heads in sight while one scrolls."""
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    for x in range(2, left + columns):
        width = _LABEL_WIDTHS[x - 2] if x - 2 < min(len(_LABEL_WIDTHS), left - 2) else _WIDTH
        sheet.column_dimensions[column_letters(x - 1)].width = width
    sheet.freeze_panes = f"{column_letters(left - 1)}{top}"


def read_keyed(path: Path) -> ReadGrid:
    """What stands in such a file now, also where it was saved as CSV. Mistake as `open_table`."""
    found = open_table(path).rows
    wide = max(map(len, found))
    rows = [(*row, *[None] * (wide - len(row))) for row in found]
    keys = {x: str(value) for x, value in enumerate(rows[0]) if x and value is not None}
    first = next((y for y, row in enumerate(rows) if y and row[0] is not None), len(rows))
    left = min(keys, default=1)
    unkeyed = [x for x in range(left, len(rows[0])) if x not in keys and any(row[x] is not None for row in rows[first:])]
    return ReadGrid(
        key=_text(rows[0][0]),
        heading=next((_text(row[1]) for row in rows[1:first] if len(row) > 1 and row[1] is not None), ""),
        columns=tuple(keys.values()),
        unkeyed=tuple(_text(rows[first - 1][x]) or column_letters(x) for x in unkeyed),
        rows=tuple(_row(y + 1, rows[y], keys, left) for y in range(first, len(rows)) if any(value is not None for value in rows[y])),
        dates=frozenset(_text(value) for row in rows[first:] for value in row if isinstance(value, date)),
    )


def _row(number: int, row: Sequence[Cell], keys: dict[int, str], left: int) -> ReadRow:
    cells = ((key, _text(row[x])) for x, key in keys.items())
    return ReadRow(number, _text(row[0]), tuple(map(_text, row[1:left])), tuple(cell for cell in cells if cell[1].strip()))


def _text(value: Cell) -> str:
    """As a person would have typed it: 85, 82.5, 2026-05-08."""
    if value is None:
        return ""
    if isinstance(value, float):
        exact = Decimal(str(value))
        return str(exact.to_integral_value()) if exact == exact.to_integral_value() else str(exact)
    return str(value.date()) if isinstance(value, datetime) else str(value)
