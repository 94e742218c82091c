"""A spreadsheet as Google's answers tell it. Empty parts and, at the start of a grid, zeros are left out, as Google does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ems_desktop.demo.google.book import Area, Book, Line, Sheet
from ems_desktop.demo.google.cells import Cell, Look, effective, shown
from ems_desktop.demo.google.masks import Mask, below, pick, wanted
from ems_desktop.demo.google.places import area_of, looking
from ems_desktop.demo.google.refusals import JSON

_RENDERED = ("userEnteredValue", "effectiveValue", "formattedValue", "userEnteredFormat", "note", "dataValidation")


def spreadsheet(book: Book, mask: Mask, ranges: list[str], *, grid: bool) -> JSON:
    """`grid` counts only without a mask; with `ranges` only their sheets are told."""
    areas = [area_of(book, text) for text in ranges]
    with_cells = wanted(mask, "sheets", "data") if mask is not None else grid
    whole: dict[str, Callable[[], Any]] = {
        "spreadsheetId": lambda: book.id,
        "properties": lambda: {"title": book.title, "locale": book.locale, "autoRecalc": "ON_CHANGE", "timeZone": "Asia/Jakarta"},
        "namedRanges": lambda: [named_range(key, name, area) for key, (name, area) in book.named.items() if area is not None],
        "developerMetadata": lambda: [mark | {"location": {"locationType": "SPREADSHEET", "spreadsheet": True}} for mark in book.marks],
        "spreadsheetUrl": lambda: f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }
    told = {name: pick(make(), below(mask, name)) for name, make in whole.items() if wanted(mask, name)}
    if wanted(mask, "sheets"):
        sheets = [sheet for sheet in book.sheets if not areas or any(area.sheet == sheet.id for area in areas)]
        told["sheets"] = [_sheet(book, sheet, below(mask, "sheets"), areas, with_cells) for sheet in sheets]
    return {name: part for name, part in told.items() if part not in (None, [], {})}


def named_range(key: str, name: str, area: Area | None) -> JSON:
    return {"namedRangeId": key, "name": name, "range": _grid_range(area) if area else {}}


def sheet_properties(book: Book, sheet: Sheet) -> JSON:
    grid = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns)}
    grid |= {name: count for name, count in zip(("frozenRowCount", "frozenColumnCount"), sheet.frozen, strict=True) if count}
    told: JSON = {"sheetId": sheet.id, "title": sheet.title, "index": book.sheets.index(sheet), "sheetType": "GRID", "gridProperties": grid}
    return told | ({"hidden": True} if sheet.hidden else {})


def _sheet(book: Book, sheet: Sheet, mask: Mask, areas: list[Area], with_cells: bool) -> JSON:
    told: JSON = {}
    if wanted(mask, "properties"):
        told["properties"] = pick(sheet_properties(book, sheet), below(mask, "properties"))
    protected = [one for one in book.protected.values() if (one.get("range") or {}).get("sheetId", 0) == sheet.id]
    if protected and wanted(mask, "protectedRanges"):
        told["protectedRanges"] = pick(protected, below(mask, "protectedRanges"))
    if sheet.marks and wanted(mask, "developerMetadata"):
        marks = [mark | {"location": {"locationType": "SHEET", "sheetId": sheet.id}} for mark in sheet.marks]
        told["developerMetadata"] = pick(marks, below(mask, "developerMetadata"))
    if with_cells:
        mine = [area for area in areas if area.sheet == sheet.id] or [book.area({"sheetId": sheet.id})]
        told["data"] = [_grid(book, sheet, area, below(mask, "data") if mask is not None else None) for area in mine]
    return told


def _grid(book: Book, sheet: Sheet, area: Area, mask: Mask) -> JSON:
    told: JSON = {}
    if area.top and wanted(mask, "startRow"):
        told["startRow"] = area.top
    if area.left and wanted(mask, "startColumn"):
        told["startColumn"] = area.left
    if wanted(mask, "rowData") and (rows := _rows(book, sheet, area, below(mask, "rowData"))):
        told["rowData"] = rows
    for name, dimension, lines, first in (
        ("rowMetadata", "ROWS", sheet.rows[area.top : area.bottom], area.top),
        ("columnMetadata", "COLUMNS", sheet.columns[area.left : area.right], area.left),
    ):
        if wanted(mask, name):
            told[name] = [pick(_line(sheet, dimension, line, i), below(mask, name)) for i, line in enumerate(lines, first)]
    return told


def _line(sheet: Sheet, dimension: str, line: Line, index: int) -> JSON:
    told: JSON = {"pixelSize": line.pixels}
    if line.hidden:
        told["hiddenByUser"] = True
    if line.filtered:
        told["hiddenByFilter"] = True
    if line.marks:
        span = {"sheetId": sheet.id, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
        where = {"locationType": dimension[:-1], "dimensionRange": span}
        told["developerMetadata"] = [mark | {"location": where} for mark in line.marks]
    return told


def _rows(book: Book, sheet: Sheet, area: Area, mask: Mask) -> list[JSON]:
    """Rows and cells that are empty at the end are not told; between others they are an empty object."""
    if not wanted(mask, "values"):
        return []
    cells, look = below(mask, "values"), looking(sheet)
    names = [name for name in _RENDERED if wanted(cells, name)]
    rows = [trimmed(row[area.left : area.right]) for row in sheet.cells[area.top : area.bottom]]
    told = [{"values": [_cell(book, cell, names, cells, look) for cell in row]} if row else {} for row in rows]
    while told and not told[-1]:
        told.pop()
    return told


def trimmed(row: Iterable[Cell]) -> list[Cell]:
    kept = list(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _cell(book: Book, cell: Cell, names: list[str], mask: Mask, look: Look) -> JSON:
    if not cell:
        return {}
    told: JSON = {}
    for name in names:
        if name == "formattedValue":
            part: Any = shown(cell, book.comma, look)
        elif name == "effectiveValue":
            part = effective(cell, look)
        else:
            part = cell.get(name)
        if part is not None:
            told[name] = pick(part, below(mask, name))
    return told


def _grid_range(area: Area) -> JSON:
    edges = (area.top, area.bottom, area.left, area.right)
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {"sheetId": area.sheet} | dict(zip(names, edges, strict=True))
