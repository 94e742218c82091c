"""Requests of a batch that change cells. Each takes the book's copy and its request, and gives its reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ems_desktop.demo.google import masks
from ems_desktop.demo.google.book import Area, Book, Sheet
from ems_desktop.demo.google.cells import Cell, checked, effective, entered
from ems_desktop.demo.google.places import looking
from ems_desktop.demo.google.refusals import JSON, wrong

_KEPT = {"PASTE_VALUES": ("userEnteredValue",), "PASTE_FORMULA": ("userEnteredValue",), "PASTE_FORMAT": ("userEnteredFormat",)}


def update_cells(book: Book, asked: JSON) -> JSON:
    """From `start`, or in `range`: there what `rows` do not reach is emptied."""
    rows, mask = asked.get("rows") or [], _fields(asked)
    if grid := asked.get("range"):
        area = book.area(grid)
        for given in rows:
            _fits(given, area.left, area.right)
        if len(rows) > area.height:
            raise _beyond("row", area.top + len(rows) - 1, area.bottom - 1)
        blank: JSON = {"values": [{}] * area.width}
        padded = [_padded(row, area.width) for row in rows] + [blank] * (area.height - len(rows))
        _write(book.sheet(area.sheet), area.top, area.left, padded, mask)
    else:
        start = asked.get("start") or {}
        top, left = start.get("rowIndex") or 0, start.get("columnIndex") or 0
        if top < 0 or left < 0:
            raise wrong("start lies before the first cell")
        _write(book.sheet(start.get("sheetId") or 0), top, left, rows, mask)
    return {}


def append_cells(book: Book, asked: JSON) -> JSON:
    """After the last row with a value; the grid grows by what is needed."""
    sheet, rows, mask = book.sheet(asked.get("sheetId") or 0), asked.get("rows") or [], _fields(asked)
    at = sheet.used()
    grow(sheet, at + len(rows))
    _write(sheet, at, 0, rows, mask)
    return {}


def repeat_cell(book: Book, asked: JSON) -> JSON:
    area, mask = book.area(asked.get("range") or {}), _fields(asked)
    row: JSON = {"values": [asked.get("cell") or {}] * area.width}
    _write(book.sheet(area.sheet), area.top, area.left, [row] * area.height, mask)
    return {}


def copy_paste(book: Book, asked: JSON) -> JSON:
    """The destination is filled with as many copies as fit, at least one."""
    source, target = book.area(asked["source"]), book.area(asked["destination"])
    kind = asked.get("pasteType") or "PASTE_NORMAL"
    block = _block(book, source, kind)
    down, across = max(1, target.height // source.height), max(1, target.width // source.width)
    sheet = book.sheet(target.sheet)
    if target.top + down * source.height > len(sheet.rows) or target.left + across * source.width > len(sheet.columns):
        raise wrong(f"Range ({sheet.title}) exceeds grid limits. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}")
    for y in range(down * source.height):
        for x in range(across * source.width):
            new, row = block[y % source.height][x % source.width], sheet.cells[target.top + y]
            mask: masks.Mask = dict.fromkeys(_KEPT[kind]) if kind in _KEPT else None
            row[target.left + x] = masks.put(row[target.left + x], new, mask)
    return {}


def _block(book: Book, area: Area, kind: str) -> list[list[Cell]]:
    sheet = book.sheet(area.sheet)
    cells = [row[area.left : area.right] for row in sheet.cells[area.top : area.bottom]]
    if kind != "PASTE_VALUES":
        return cells
    return [[{"userEnteredValue": effective(cell, looking(sheet))} for cell in row] for row in cells]


def sort_range(book: Book, asked: JSON) -> JSON:
    """Cells change places, rows do not: their metadata stays. Numbers, texts, truths, then what is empty."""
    area = book.area(asked["range"])
    sheet = book.sheet(area.sheet)
    part = [row[area.left : area.right] for row in sheet.cells[area.top : area.bottom]]
    for spec in reversed(asked.get("sortSpecs") or []):
        at, down = (spec.get("dimensionIndex") or 0) - area.left, spec.get("sortOrder") == "DESCENDING"
        if not 0 <= at < area.width:
            raise wrong("The sort column lies outside the range")
        filled = [row for row in part if effective(row[at], looking(sheet))]
        empty = [row for row in part if not effective(row[at], looking(sheet))]
        part = sorted(filled, key=lambda row: _rank(effective(row[at], looking(sheet)) or {}), reverse=down) + empty
    for row, new in zip(sheet.cells[area.top : area.bottom], part, strict=True):
        row[area.left : area.right] = new
    return {}


def _rank(value: dict[str, Any]) -> tuple[int, Any]:
    (kind, part), *_ = value.items()
    order = {"numberValue": 0, "stringValue": 1, "boolValue": 2}
    return order.get(kind, 3), part.casefold() if isinstance(part, str) else part if kind in order else 0


def find_replace(book: Book, asked: JSON) -> JSON:
    """Texts alone are searched; what comes out is taken as if it was typed."""
    pattern = asked["find"] if asked.get("searchByRegex") else re.escape(asked["find"])
    search = re.compile(rf"\A(?:{pattern})\Z" if asked.get("matchEntireCell") else pattern, 0 if asked.get("matchCase") else re.IGNORECASE)
    counts = {"valuesChanged": 0, "occurrencesChanged": 0, "rowsChanged": 0, "sheetsChanged": 0}
    for area in _searched(book, asked):
        sheet, before = book.sheet(area.sheet), counts["rowsChanged"]
        for row in sheet.cells[area.top : area.bottom]:
            changed = [_replaced(book, row, x, search, asked.get("replacement") or "") for x in range(area.left, area.right)]
            counts["valuesChanged"] += sum(map(bool, changed))
            counts["occurrencesChanged"] += sum(changed)
            counts["rowsChanged"] += any(changed)
        counts["sheetsChanged"] += counts["rowsChanged"] > before
    return {"findReplace": {name: count for name, count in counts.items() if count}}


def _searched(book: Book, asked: JSON) -> Iterator[Area]:
    if asked.get("range"):
        yield book.area(asked["range"])
    elif asked.get("allSheets"):
        yield from (book.area({"sheetId": sheet.id}) for sheet in book.sheets)
    else:
        yield book.area({"sheetId": asked.get("sheetId") or 0})


def _replaced(book: Book, row: list[Cell], x: int, search: re.Pattern[str], new: str) -> int:
    text = (row[x].get("userEnteredValue") or {}).get("stringValue")
    changed, count = search.subn(lambda _: new, text) if text is not None else ("", 0)
    if count:
        row[x] = entered(row[x], changed, book.comma, book.today())
    return count


def grow(sheet: Sheet, rows: int) -> None:
    if (more := rows - len(sheet.rows)) > 0:
        sheet.insert("ROWS", len(sheet.rows), more, sheet.rows[-1])


def _write(sheet: Sheet, top: int, left: int, rows: list[JSON], mask: masks.Mask) -> None:
    for y, given in enumerate(rows, top):
        if y >= len(sheet.rows):
            raise _beyond("row", y, len(sheet.rows) - 1)
        _fits(given, left, len(sheet.columns))
        for x, new in enumerate(given.get("values") or [], left):
            sheet.cells[y][x] = checked(masks.put(sheet.cells[y][x], new or {}, mask))


def _fits(row: JSON, left: int, right: int) -> None:
    last = left + len(row.get("values") or []) - 1
    if last >= right:
        raise _beyond("column", last, right - 1)


def _padded(row: JSON, width: int) -> JSON:
    values = list(row.get("values") or [])
    return {"values": values + [{}] * (width - len(values))}


def _beyond(what: str, at: int, last: int) -> Exception:
    return wrong(f"Attempting to write {what}: {at}, beyond the last requested {what} of: {last}")


def _fields(asked: JSON) -> masks.Mask:
    if not asked.get("fields"):
        raise wrong("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return masks.parse(asked["fields"])
