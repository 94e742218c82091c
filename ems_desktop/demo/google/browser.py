"""What people do to a spreadsheet in the browser: typing, sorting, moving rows about, pasting. They have no quota and ask nobody.

Rows are numbered from 1 and columns have letters, as on the screen; the first row is the header.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from ems_desktop.demo.google.batch import applied
from ems_desktop.demo.google.book import Sheet
from ems_desktop.demo.google.cell_changes import grow
from ems_desktop.demo.google.cells import entered, shown
from ems_desktop.demo.google.places import address, column, letters, looking
from ems_desktop.demo.google.refusals import JSON
from ems_desktop.demo.google.server import Simulator


class Browser:
    """One person's hands on one sheet of the simulator's spreadsheet."""

    def __init__(self, simulator: Simulator, sheet: int = 0) -> None:
        self._simulator, self._sheet = simulator, sheet

    def set(self, place: str, text: str) -> None:
        """Type into a cell (B7): numbers, dates, formulas and percentages become what a person gets."""
        self.paste(place, [[text]])

    def paste(self, place: str, lines: Sequence[Sequence[str]]) -> None:
        """Lines of text, as from another program; the sheet grows where they need it."""
        top, left = address(place)
        with self._simulator.lock:
            book = self._simulator.book.copy()
            sheet = book.sheet(self._sheet)
            grow(sheet, top + len(lines))
            if (more := left + max(map(len, lines)) - len(sheet.columns)) > 0:
                sheet.insert("COLUMNS", len(sheet.columns), more, sheet.columns[-1])
            for y, line in enumerate(lines, top):
                for x, text in enumerate(line, left):
                    sheet.cells[y][x] = entered(sheet.cells[y][x], text, book.comma, book.today())
            book.touched()
            self._simulator.book = book

    def insert_rows(self, at: int, count: int = 1) -> None:
        """Above row `at`."""
        self._do({"insertDimension": {"range": self._span("ROWS", at - 1, count)}})

    def delete_rows(self, at: int, count: int = 1) -> None:
        self._do({"deleteDimension": {"range": self._span("ROWS", at - 1, count)}})

    def move_rows(self, at: int, to: int, count: int = 1) -> None:
        """Drag them above what is row `to` before the move."""
        self._do({"moveDimension": {"source": self._span("ROWS", at - 1, count), "destinationIndex": to - 1}})

    def copy_row(self, at: int, to: int) -> None:
        """Copy a whole row over another, with all that stands in it."""
        whole = {"startColumnIndex": 0, "endColumnIndex": len(self._grid.columns), "sheetId": self._sheet}
        source, target = ({"startRowIndex": row - 1, "endRowIndex": row} | whole for row in (at, to))
        grown: list[JSON] = (
            [{"appendDimension": {"sheetId": self._sheet, "dimension": "ROWS", "length": 1}}] if to > len(self._grid.rows) else []
        )
        self._do(*grown, {"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}})

    def insert_column(self, before: str) -> None:
        self._do({"insertDimension": {"range": self._span("COLUMNS", column(before), 1)}})

    def delete_column(self, at: str) -> None:
        self._do({"deleteDimension": {"range": self._span("COLUMNS", column(at), 1)}})

    def move_column(self, at: str, before: str) -> None:
        self._do({"moveDimension": {"source": self._span("COLUMNS", column(at), 1), "destinationIndex": column(before)}})

    def add_column(self, header: str) -> str:
        """A new header after the last one; its letter."""
        at = letters(len(self.texts()[0]) if self.texts() else 0)
        self.set(f"{at}1", header)
        return at

    def rename(self, old: str, new: str) -> None:
        """A header."""
        self.set(f"{self.column(old)}1", new)

    def sort(self, by: str, *, descending: bool = False) -> None:
        """All rows below the header, by a column: contents move, rows themselves do not."""
        sheet = self._grid
        if sheet.used() < 2:
            return
        area = {"sheetId": self._sheet, "startRowIndex": 1, "endRowIndex": sheet.used()}
        spec = {"dimensionIndex": column(by), "sortOrder": "DESCENDING" if descending else "ASCENDING"}
        self._do({"sortRange": {"range": area, "sortSpecs": [spec]}})

    def hide_column(self, at: str) -> None:
        span = self._span("COLUMNS", column(at), 1)
        self._do({"updateDimensionProperties": {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}})

    def filter(self, by: str, keep: Collection[str]) -> None:
        """Show only rows with one of these texts in the column."""
        with self._simulator.lock:
            texts, at, book = self.texts(), column(by), self._simulator.book.copy()
            rows = book.sheet(self._sheet).rows
            for y in range(1, len(texts)):
                text = texts[y][at] if at < len(texts[y]) else ""
                rows[y] = replace(rows[y], filtered=text not in keep)
            book.touched()
            self._simulator.book = book

    def column(self, header: str) -> str:
        """The letter of the first column with this header."""
        return letters(self.texts()[0].index(header))

    def texts(self) -> list[list[str]]:
        """What stands on the screen, hidden or not, up to the last row and cell with something in it."""
        with self._simulator.lock:
            book, sheet = self._simulator.book, self._grid
            rows = [[shown(cell, book.comma, looking(sheet)) or "" for cell in row] for row in sheet.cells[: sheet.used()]]
        return [row[: max((x + 1 for x, text in enumerate(row) if text), default=0)] for row in rows]

    @property
    def _grid(self) -> Sheet:
        return self._simulator.book.sheet(self._sheet)

    def _span(self, dimension: str, start: int, count: int) -> JSON:
        return {"sheetId": self._sheet, "dimension": dimension, "startIndex": start, "endIndex": start + count}

    def _do(self, *requests: dict[str, Any]) -> None:
        with self._simulator.lock:
            self._simulator.book, _ = applied(self._simulator.book, list(requests))
