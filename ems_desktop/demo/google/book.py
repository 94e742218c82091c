"""A spreadsheet in memory: sheets of cells, rows and columns with their properties, named and protected ranges. No HTTP, no JSON shapes.

A copy of it is cheap, since cells and lines are never changed in place: a batch works on one and is taken over whole or not at all.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final, Literal

from ems_desktop.demo.google.cells import EMPTY, Cell
from ems_desktop.demo.google.refusals import JSON, wrong

Dimension = Literal["ROWS", "COLUMNS"]
ROWS: Final = 1000
COLUMNS: Final = 26


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column as such. `marks`: its developer metadata, which stays where it is when cells are sorted."""

    hidden: bool = False
    filtered: bool = False
    pixels: int = 21
    marks: tuple[JSON, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a sheet, from zero, ends not included."""

    sheet: int
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(slots=True)
class Sheet:
    id: int
    title: str
    cells: list[list[Cell]]
    rows: list[Line]
    columns: list[Line]
    hidden: bool = False
    frozen: tuple[int, int] = (0, 0)  # rows, columns
    marks: tuple[JSON, ...] = ()

    @classmethod
    def blank(cls, number: int, title: str, rows: int = ROWS, columns: int = COLUMNS) -> Sheet:
        return cls(number, title, [[EMPTY] * columns for _ in range(rows)], [Line()] * rows, [Line(pixels=100)] * columns)

    def copy(self) -> Sheet:
        return replace(self, cells=[list(row) for row in self.cells], rows=list(self.rows), columns=list(self.columns))

    def lines(self, dimension: Dimension) -> list[Line]:
        return self.rows if dimension == "ROWS" else self.columns

    def used(self) -> int:
        """How many rows there are up to the last one with a value."""
        filled = (i for i in range(len(self.cells) - 1, -1, -1) if any("userEnteredValue" in cell for cell in self.cells[i]))
        return next(filled, -1) + 1

    def insert(self, dimension: Dimension, at: int, count: int, like: Line) -> None:
        blank = replace(like, marks=(), hidden=False, filtered=False)
        self.lines(dimension)[at:at] = [blank] * count
        if dimension == "ROWS":
            self.cells[at:at] = [[EMPTY] * len(self.columns) for _ in range(count)]
        else:
            for row in self.cells:
                row[at:at] = [EMPTY] * count

    def delete(self, dimension: Dimension, start: int, end: int) -> None:
        del self.lines(dimension)[start:end]
        for cut in [self.cells] if dimension == "ROWS" else self.cells:
            del cut[start:end]

    def move(self, dimension: Dimension, start: int, end: int, to: int) -> None:
        """`to`: where they stand before the move, as a person drags them."""
        size = len(self.lines(dimension))
        rest = [i for i in range(size) if not start <= i < end]
        at = sum(1 for i in rest if i < to)
        order = [*rest[:at], *range(start, end), *rest[at:]]
        self.lines(dimension)[:] = [self.lines(dimension)[i] for i in order]
        if dimension == "ROWS":
            self.cells[:] = [self.cells[i] for i in order]
        else:
            for row in self.cells:
                row[:] = [row[i] for i in order]


@dataclass(slots=True)
class Book:
    """`named`: by id. One whose range was deleted stays, and keeps its name and id, but Google's API no longer lists it."""

    id: str
    title: str
    locale: str = "id_ID"
    sheets: list[Sheet] = field(default_factory=list)
    named: dict[str, tuple[str, Area | None]] = field(default_factory=dict)
    protected: dict[int, JSON] = field(default_factory=dict)
    marks: tuple[JSON, ...] = ()
    version: int = 1
    modified: float = field(default_factory=time.time)
    clock: Callable[[], float] = time.time  # seconds since 1970
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    def copy(self) -> Book:
        sheets = [sheet.copy() for sheet in self.sheets]
        return replace(self, sheets=sheets, named=dict(self.named), protected=dict(self.protected))

    @property
    def comma(self) -> bool:
        return not self.locale.startswith("en")

    def today(self) -> date:
        return datetime.fromtimestamp(self.clock(), UTC).date()

    def touched(self) -> None:
        self.version, self.modified = self.version + 1, self.clock()

    def number(self) -> int:
        """Never given before in this spreadsheet."""
        return next(self.numbers)

    def sheet(self, number: int) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == number:
                return sheet
        raise wrong(f"No grid with id: {number}")

    def called(self, title: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.title == title), None)

    def area(self, grid: JSON) -> Area:
        """A GridRange of a request, open ends filled in. It must lie within the grid."""
        sheet = self.sheet(grid.get("sheetId") or 0)
        rows, columns = len(sheet.rows), len(sheet.columns)
        top, left = grid.get("startRowIndex") or 0, grid.get("startColumnIndex") or 0
        bottom, right = (size if grid.get(end) is None else grid[end] for end, size in (("endRowIndex", rows), ("endColumnIndex", columns)))
        if not 0 <= top < bottom or not 0 <= left < right:
            raise wrong("Range is empty or its end lies before its start")
        if bottom > rows or right > columns:
            raise wrong(f"Range ({sheet.title}) exceeds grid limits. Max rows: {rows}, max columns: {columns}")
        return Area(sheet.id, top, left, bottom, right)

    def shift(self, sheet: int, dimension: Dimension, start: int, change: int) -> None:
        """Named ranges follow when lines are inserted (`change` above zero) or deleted at `start`."""
        for key, (name, area) in self.named.items():
            if area is not None and area.sheet == sheet:
                self.named[key] = (name, _shifted(area, dimension, start, change))


def _shifted(area: Area, dimension: Dimension, start: int, change: int) -> Area | None:
    first, last = ("top", "bottom") if dimension == "ROWS" else ("left", "right")

    def moved(edge: int, *, end: bool) -> int:
        if change > 0:
            return edge + change if edge > start or (edge == start and not end) else edge
        return max(start, edge + change) if edge > start else edge

    low, high = moved(getattr(area, first), end=False), moved(getattr(area, last), end=True)
    return replace(area, **{first: low, last: high}) if low < high else None
