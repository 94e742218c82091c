"""Writes tables as .xlsx or .csv for people to open in a spreadsheet. Text stays text: nothing in it is ever calculated.

It knows nothing of what the tables are about.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ems_desktop.domain.errors import Outage
from ems_desktop.domain.rosters.names import looks_like_formula

Value = str | int | float | date | None
_WIDEST = 60  # characters


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: the `heading` lines, then the titles, then the rows."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[Value]]
    heading: Sequence[str] = ()


def write_xlsx(path: Path, *pages: Page) -> None:
    """A workbook of these sheets. Error 1240 when the file cannot be written (open in Excel, no space)."""
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    for page in pages:
        _fill(book.create_sheet(page.name[:31]), page)
    save_whole(path, book.save)


def write_csv(path: Path, page: Page) -> None:
    """UTF-8 with its mark and semicolons, as Excel opens it in Indonesia. Text that looks like a formula gets an apostrophe. Error 1240."""

    def save(part: Path) -> None:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([_quoted(title) for title in page.titles])
            writer.writerows([_quoted(value) for value in row] for row in page.rows)

    save_whole(path, save)


def _fill(sheet: Any, page: Page) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    head = len(page.heading) + 1
    for y, values in enumerate([*([line] for line in page.heading), page.titles, *page.rows], 1):
        for x, value in enumerate(values, 1):
            put(sheet.cell(y, x), value)
    for cell in sheet[head]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = f"A{head + 1}"
    for x, title in enumerate(page.titles):
        longest = max((len(str(row[x])) for row in page.rows if row[x] is not None), default=0)
        sheet.column_dimensions[get_column_letter(x + 1)].width = min(_WIDEST, max(len(title), longest) + 2)


def put(cell: Any, value: Value) -> None:
    """A value into a cell of openpyxl, text as text."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = printable(value)
    cell.data_type = "s"  # else a text that begins with = becomes a formula
    cell.number_format = "@"
    cell.quotePrefix = looks_like_formula(value)


def printable(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(ch for ch in text if ch >= " " or ch in "\t\n")


def _quoted(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and looks_like_formula(value) else value


def unused(path: Path) -> Path:
    """This path, or with (2), (3) … where there is such a file already."""
    tried, n = path, 1
    while tried.exists():
        n += 1
        tried = path.with_stem(f"{path.stem} ({n})")
    return tried


def save_whole(path: Path, save: Callable[[Path], object]) -> None:
    """The file that `save` writes, whole or not at all. Error 1240 when it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        save(part)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Outage(1240, file=path.name) from error
