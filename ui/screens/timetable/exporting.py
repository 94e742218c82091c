"""The timetable as an Excel workbook, one sheet for each class or teacher and one of all classes. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ems_desktop.domain.timetable.sheet import Book, Grid, Sheet, school_grid, usual_bell, week_grid
from ems_desktop.domain.timetable.week import Resource, Slot
from ems_desktop.i18n import tr
from ems_desktop.integrations.grids_out import Cell, GridPage, Look, write_grids
from ui.screens.timetable import output_words as words

POINTS_A_MINUTE, LEAST_HEIGHT, HEAD_HEIGHT = 1.0, 6.0, 20.0
TIME_WIDTH, DAY_WIDTH, CLASS_WIDTH = 14, 26, 18  # characters


def save_xlsx(book: Book, path: Path) -> Path:
    """All classes on one sheet, then each class and each teacher. Error 1240."""
    write_grids(path, [school_page(book), *(sheet_page(book, one) for one in (*book.classes, *book.teachers))])
    return path


def save_sheet_xlsx(book: Book, sheet: Sheet, path: Path) -> Path:
    """One class, teacher or room. Error 1240."""
    write_grids(path, [sheet_page(book, sheet)])
    return path


def sheet_page(book: Book, sheet: Sheet) -> GridPage:
    grid = week_grid(book.days, book.periods, sheet.entries)
    heads = [Cell(0, 0, tr("Time"), look="head"), *(Cell(0, n, words.day_name(day), look="head") for n, day in enumerate(book.days, 1))]
    bell = usual_bell(book.days, book.periods)
    cells = [*heads, *_times(grid, bell, 0), *_blocks(grid, bell, 1, sheet.resource)]
    widths = (TIME_WIDTH, *[DAY_WIDTH] * len(book.days))
    return GridPage(sheet.name, words.heading_lines(book, sheet), widths, _heights(grid), cells)


def school_page(book: Book) -> GridPage:
    grid = school_grid(book)
    heads = [Cell(0, 0, tr("Day"), look="head"), Cell(0, 1, tr("Time"), look="head")]
    heads += [Cell(0, n, one.name, look="head") for n, one in enumerate(book.classes, 2)]
    bell = [replace(slot, day=day) for day in book.days for slot in usual_bell([day], book.periods)]
    cells = [*heads, *_days(grid), *_times(grid, bell, 1), *_blocks(grid, bell, 2, None)]
    widths = (TIME_WIDTH, TIME_WIDTH, *[CLASS_WIDTH] * len(book.classes))
    return GridPage(tr("All classes"), words.heading_lines(book, None), widths, _heights(grid), cells)


def _heights(grid: Grid) -> tuple[float, ...]:
    return (HEAD_HEIGHT, *(max(LEAST_HEIGHT, (row.end - row.start) * POINTS_A_MINUTE) for row in grid.rows))


def _times(grid: Grid, bell: Sequence[Slot], column: int) -> Iterator[Cell]:
    top, bottom = ({(row.day, getattr(row, edge)): n for n, row in enumerate(grid.rows, 1)} for edge in ("start", "end"))
    for slot in bell:
        yield Cell(top[slot.day, slot.start], column, words.span(slot), bottom[slot.day, slot.end])


def _days(grid: Grid) -> Iterator[Cell]:
    """The name of each day beside all its rows."""
    for day in dict.fromkeys(row.day for row in grid.rows):
        rows = [n for n, row in enumerate(grid.rows, 1) if row.day == day]
        yield Cell(rows[0], 0, words.day_name(day), bottom=rows[-1], look="head")


def _blocks(grid: Grid, bell: Sequence[Slot], first: int, resource: Resource | None) -> Iterator[Cell]:
    """What stands beside other times than its own says them itself."""
    starts, ends = ({(slot.day, getattr(slot, edge)) for slot in bell} for edge in ("start", "end"))
    for block in grid.blocks:
        look: Look = "pause" if block.pause else "body"
        lines, day = words.block_lines(block, resource), grid.rows[block.top].day
        if (day, block.slot.start) not in starts or (day, block.slot.end) not in ends:
            lines = (*lines, words.span(block.slot))
        yield Cell(block.top + 1, block.left + first, "\n".join(lines), block.bottom + 1, block.right + first, look)
