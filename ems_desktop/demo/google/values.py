"""The plain half of Sheets v4: rectangles of values by their A1 range."""

from __future__ import annotations

from typing import Any

from ems_desktop.demo.google.book import Area, Book
from ems_desktop.demo.google.cell_changes import grow
from ems_desktop.demo.google.cells import Cell, effective, entered, raw, shown
from ems_desktop.demo.google.masks import Mask, put
from ems_desktop.demo.google.places import area_of, looking, text_of
from ems_desktop.demo.google.refusals import JSON, wrong

_ENTERED: Mask = {"userEnteredValue": None}


def get(book: Book, text: str, query: dict[str, list[str]]) -> JSON:
    """{range, majorDimension, values: rows (or columns), without what is empty at the end}."""
    area = area_of(book, text)
    how = query.get("valueRenderOption", ["FORMATTED_VALUE"])[0]
    sheet = book.sheet(area.sheet)
    rows = [
        [_plain(book, cell, how, looking(sheet)) for cell in row[area.left : area.right]] for row in sheet.cells[area.top : area.bottom]
    ]
    across = query.get("majorDimension", ["ROWS"])[0]
    if across == "COLUMNS":
        rows = [list(column) for column in zip(*rows, strict=True)]
    told = [_without_end(row) for row in rows]
    while told and not told[-1]:
        told.pop()
    return {"range": text_of(book, area), "majorDimension": across} | ({"values": told} if told else {})


def _plain(book: Book, cell: Cell, how: str, look: Any) -> Any:
    if how == "FORMATTED_VALUE":
        return shown(cell, book.comma, look) or ""
    value = cell.get("userEnteredValue") if how == "FORMULA" else effective(cell, look)
    (kind, part), *_ = (value or {"stringValue": ""}).items()
    return part if kind != "errorValue" else shown(cell, book.comma, look)


def _without_end(row: list[Any]) -> list[Any]:
    while row and row[-1] == "":
        row.pop()
    return row


def update(book: Book, text: str, query: dict[str, list[str]], body: JSON) -> JSON:
    """From the range's first cell; the values must lie within the range. A null leaves its cell as it is."""
    area = area_of(book, text)
    rows = body.get("values") or []
    if body.get("majorDimension") == "COLUMNS":
        rows = [list(row) for row in zip(*rows, strict=True)]
    return _written(book, area, rows, _option(query))


def append(book: Book, text: str, query: dict[str, list[str]], body: JSON) -> JSON:
    """After the last row of the table that begins at or lies in the range; INSERT_ROWS pushes down what is below."""
    area, rows = area_of(book, text), body.get("values") or []
    sheet = book.sheet(area.sheet)
    at = _table_end(sheet.cells, area)
    if query.get("insertDataOption", ["OVERWRITE"])[0] == "INSERT_ROWS" and at < len(sheet.rows):
        sheet.insert("ROWS", at, len(rows), sheet.rows[at - 1 if at else 0])
        book.shift(sheet.id, "ROWS", at, len(rows))
    grow(sheet, at + len(rows))
    width = max(map(len, rows), default=1)
    if area.left + width > len(sheet.columns):
        raise wrong(f"Range ({sheet.title}) exceeds grid limits. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}")
    target = Area(sheet.id, at, area.left, at + max(1, len(rows)), area.left + width)
    updates = _written(book, target, rows, _option(query))
    table = {"tableRange": text_of(book, Area(sheet.id, area.top, area.left, at, area.right))} if at > area.top else {}
    return {"spreadsheetId": book.id, "updates": updates} | table


def _table_end(cells: list[list[Cell]], area: Area) -> int:
    """The row after the last one with a value, in the columns of the range."""
    filled = [y for y in range(area.top, len(cells)) if any("userEnteredValue" in cell for cell in cells[y][area.left : area.right])]
    return filled[-1] + 1 if filled else area.top


def _option(query: dict[str, list[str]]) -> str:
    option = query.get("valueInputOption", [""])[0]
    if option not in {"RAW", "USER_ENTERED"}:
        raise wrong("'valueInputOption' is required but not specified")
    return option


def _written(book: Book, area: Area, rows: list[list[Any]], option: str) -> JSON:
    sheet, width = book.sheet(area.sheet), max(map(len, rows), default=0)
    if (len(rows) > area.height and area.height > 1) or (width > area.width and area.width > 1):
        raise wrong(f"Requested writing within range [{text_of(book, area)}], but tried writing to row or column outside of it")
    if area.top + len(rows) > len(sheet.rows) or area.left + width > len(sheet.columns):
        raise wrong(f"Range ({sheet.title}) exceeds grid limits. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}")
    for y, row in enumerate(rows, area.top):
        for x, value in enumerate(row, area.left):
            if value is not None:
                old = sheet.cells[y][x]
                new = put(old, raw(value), _ENTERED) if option == "RAW" else entered(old, value, book.comma, book.today())
                sheet.cells[y][x] = new
    done = Area(area.sheet, area.top, area.left, area.top + max(1, len(rows)), area.left + max(1, width))
    counts = {"updatedRows": len(rows), "updatedColumns": width, "updatedCells": sum(map(len, rows))}
    return {"spreadsheetId": book.id, "updatedRange": text_of(book, done)} | counts


def batch_get(book: Book, query: dict[str, list[str]]) -> JSON:
    return {"spreadsheetId": book.id, "valueRanges": [get(book, text, query) for text in query.get("ranges", [])]}


def batch_update(book: Book, body: JSON) -> JSON:
    how = {"valueInputOption": [body.get("valueInputOption") or ""]}
    responses = [update(book, one["range"], how, one) for one in body.get("data") or []]
    totals = {f"totalU{name[1:]}": sum(one[name] for one in responses) for name in ("updatedRows", "updatedColumns", "updatedCells")}
    return {"spreadsheetId": book.id, "responses": responses, "totalUpdatedSheets": 1 if responses else 0} | totals
