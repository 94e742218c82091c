"""Writes grids with joined cells as .xlsx, one sheet each. Text stays text: nothing in it is ever calculated.

It knows nothing of what the grids are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from ems_desktop.integrations.tables_out import put, save_whole

Look = Literal["body", "head", "pause"]
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31  # Excel's own limit
_FILLS = {"head": "E6E6E6", "pause": "F2F2F2"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A text over rows `top`–`bottom` and columns `left`–`right`, from 0, both ends included."""

    top: int
    left: int
    text: str
    bottom: int = -1  # -1: as `top`
    right: int = -1  # -1: as `left`
    look: Look = "body"


@dataclass(frozen=True, slots=True)
class GridPage:
    """`widths`: of the columns, in characters. `heights`: of the rows, in points. The heading stands above the grid, over its whole width."""

    name: str
    heading: Sequence[str]
    widths: Sequence[float]
    heights: Sequence[float]
    cells: Sequence[Cell]


def write_grids(path: Path, pages: Iterable[GridPage]) -> None:
    """A workbook of these grids, ready to be printed across a page. Error 1240 when it cannot be written."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for style in _styles():
        workbook.add_named_style(style)
    taken: set[str] = set()
    for page in pages:
        _fill(workbook.create_sheet(_name(page.name, taken)), page)
    save_whole(path, workbook.save)


def _name(wanted: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it, each once."""
    base = _NOT_IN_A_NAME.sub(" ", wanted).strip(" '")[:_LONGEST_NAME] or "-"
    name, n = base, 1
    while name.casefold() in taken:
        n += 1
        name = f"{base[: _LONGEST_NAME - 4]} ({n})"
    taken.add(name.casefold())
    return name


def _fill(sheet: Any, page: GridPage) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    first = len(page.heading) + 1
    for n, line in enumerate(page.heading, 1):
        put(sheet.cell(n, 1), line)
        sheet.cell(n, 1).font = Font(bold=n == 1, size=13 if n == 1 else 11)
    for n, width in enumerate(page.widths, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    for n, height in enumerate(page.heights, first):
        sheet.row_dimensions[n].height = height
    for cell in page.cells:
        _draw(sheet, cell, first)
    sheet.freeze_panes = sheet.cell(first + 1, 2)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first}:{first}"


def _draw(sheet: Any, cell: Cell, first: int) -> None:
    """Styles by name, and joined without openpyxl's own drawing of borders: a whole school has 30,000 cells."""
    bottom, right = max(cell.top, cell.bottom), max(cell.left, cell.right)
    for row in range(cell.top, bottom + 1):
        for column in range(cell.left, right + 1):
            sheet.cell(first + row, column + 1).style = cell.look
    corner = sheet.cell(first + cell.top, cell.left + 1)
    put(corner, cell.text)
    if (bottom, right) != (cell.top, cell.left):
        sheet.merged_cells.add(f"{corner.coordinate}:{sheet.cell(first + bottom, right + 1).coordinate}")


def _styles() -> list[Any]:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    line = Side(style="thin", color="808080")
    return [
        NamedStyle(
            name=look,
            font=Font(bold=look == "head", italic=look == "pause"),
            alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
            border=Border(line, line, line, line),
            fill=PatternFill("solid", fgColor=_FILLS[look]) if look in _FILLS else PatternFill(),
            number_format="@",
        )
        for look in get_args(Look)
    ]
