"""Requests of a batch that change rows, columns, sheets and what is pinned to them. Each takes the book's copy and its request."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import Any

from ems_desktop.demo.google.answers import named_range, sheet_properties
from ems_desktop.demo.google.book import COLUMNS, ROWS, Book, Dimension, Line, Sheet
from ems_desktop.demo.google.masks import parse, wanted
from ems_desktop.demo.google.refusals import JSON, wrong


def _span(book: Book, asked: JSON) -> tuple[Sheet, Dimension, int, int]:
    """A DimensionRange, open ends filled in."""
    sheet = book.sheet(asked.get("sheetId") or 0)
    dimension: Dimension = "COLUMNS" if asked.get("dimension") == "COLUMNS" else "ROWS"
    size = len(sheet.lines(dimension))
    start, end = asked.get("startIndex") or 0, asked.get("endIndex")
    end = size if end is None else end
    if not 0 <= start < end:
        raise wrong("range is empty or its end lies before its start")
    return sheet, dimension, start, end


def insert_dimension(book: Book, asked: JSON) -> JSON:
    sheet, dimension, start, end = _span(book, asked["range"])
    lines, before = sheet.lines(dimension), bool(asked.get("inheritFromBefore"))
    if start > len(lines) or (start == len(lines) and not before):
        raise wrong(f"range.startIndex[{start}] must be less than the grid size[{len(lines)}] if inheritFromBefore is false.")
    if before and start == 0:
        raise wrong("inheritFromBefore cannot be true if inserting at index 0")
    sheet.insert(dimension, start, end - start, lines[start - 1 if before else start])
    book.shift(sheet.id, dimension, start, end - start)
    return {}


def append_dimension(book: Book, asked: JSON) -> JSON:
    sheet, dimension, *_ = _span(book, asked)
    lines = sheet.lines(dimension)
    sheet.insert(dimension, len(lines), asked["length"], lines[-1])
    return {}


def delete_dimension(book: Book, asked: JSON) -> JSON:
    sheet, dimension, start, end = _span(book, asked["range"])
    size, what = len(sheet.lines(dimension)), dimension.lower()
    if end > size:
        raise wrong(
            f"Cannot delete a {what[:-1]} that doesn't exist. Tried to delete {what[:-1]} index {end - 1} but there are only {size} {what}."
        )
    if end - start >= size:
        raise wrong(f"You can't delete all the {what} on the sheet.")
    sheet.delete(dimension, start, end)
    book.shift(sheet.id, dimension, start, start - end)
    return {}


def move_dimension(book: Book, asked: JSON) -> JSON:
    """Named ranges stay where they are: Google moves those that lie within."""
    sheet, dimension, start, end = _span(book, asked["source"])
    sheet.move(dimension, start, end, asked.get("destinationIndex") or 0)
    return {}


def update_dimension(book: Book, asked: JSON) -> JSON:
    sheet, dimension, start, end = _span(book, asked["range"])
    mask, given = parse(asked.get("fields")), asked.get("properties") or {}
    changes: dict[str, Any] = {}
    if wanted(mask, "hiddenByUser"):
        changes["hidden"] = bool(given.get("hiddenByUser"))
    if wanted(mask, "pixelSize"):
        changes["pixels"] = given.get("pixelSize") or 21
    lines = sheet.lines(dimension)
    lines[start:end] = [replace(line, **changes) for line in lines[start:end]]
    return {}


def add_sheet(book: Book, asked: JSON) -> JSON:
    given = asked.get("properties") or {}
    title, grid = given.get("title") or f"Sheet{len(book.sheets) + 1}", given.get("gridProperties") or {}
    _free_title(book, title)
    number = given.get("sheetId")
    if number is not None and any(sheet.id == number for sheet in book.sheets):
        raise wrong(f"A sheet with the ID {number} already exists. Please choose another ID.")
    sheet = Sheet.blank(
        book.number() if number is None else number, title, grid.get("rowCount") or ROWS, grid.get("columnCount") or COLUMNS
    )
    sheet.hidden = bool(given.get("hidden"))
    book.sheets.insert(given.get("index", len(book.sheets)), sheet)
    return {"addSheet": {"properties": sheet_properties(book, sheet)}}


def delete_sheet(book: Book, asked: JSON) -> JSON:
    sheet = book.sheet(asked["sheetId"])
    if len(book.sheets) == 1:
        raise wrong("You can't remove all the sheets in a document.")
    book.sheets.remove(sheet)
    book.named = {key: (name, None if area and area.sheet == sheet.id else area) for key, (name, area) in book.named.items()}
    return {}


def update_sheet(book: Book, asked: JSON) -> JSON:
    given, mask = asked.get("properties") or {}, parse(asked.get("fields"))
    sheet, grid = book.sheet(given.get("sheetId") or 0), given.get("gridProperties") or {}
    if wanted(mask, "title") and given.get("title") not in {None, sheet.title}:
        _free_title(book, given["title"])
        sheet.title = given["title"]
    if wanted(mask, "hidden"):
        sheet.hidden = bool(given.get("hidden"))
    if wanted(mask, "index") and "index" in given:
        book.sheets.remove(sheet)
        book.sheets.insert(given["index"], sheet)
    if wanted(mask, "gridProperties", "rowCount") and grid.get("rowCount"):
        _resize(book, sheet, "ROWS", grid["rowCount"])
    if wanted(mask, "gridProperties", "columnCount") and grid.get("columnCount"):
        _resize(book, sheet, "COLUMNS", grid["columnCount"])
    if wanted(mask, "gridProperties", "frozenRowCount"):
        sheet.frozen = (grid.get("frozenRowCount") or 0, sheet.frozen[1])
    return {}


def _resize(book: Book, sheet: Sheet, dimension: Dimension, size: int) -> None:
    have = len(sheet.lines(dimension))
    if size > have:
        sheet.insert(dimension, have, size - have, sheet.lines(dimension)[-1])
    else:
        sheet.delete(dimension, size, have)
        book.shift(sheet.id, dimension, size, size - have)


def _free_title(book: Book, title: str) -> None:
    if book.called(title):
        raise wrong(f'A sheet with the name "{title}" already exists. Please enter another name.')


def add_named_range(book: Book, asked: JSON) -> JSON:
    """An id or a name that is there already is refused, also one that the API no longer lists."""
    given = asked["namedRange"]
    name, key = given.get("name") or "", given.get("namedRangeId") or secrets.token_hex(6)
    if key in book.named:
        raise wrong(f"Cannot add named range with ID: {key}, a named range with that ID already exists.")
    if any(name == other for other, _ in book.named.values()):
        raise wrong(f"Cannot add named range with name: {name}, a named range with that name already exists.")
    if not re.fullmatch(r"[A-Za-z_]\w{0,249}", name) or re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|true|false", name):
        raise wrong(f"Invalid name for a named range: {name}")
    book.named[key] = (name, book.area(given.get("range") or {}))
    return {"addNamedRange": {"namedRange": named_range(key, *book.named[key])}}


def delete_named_range(book: Book, asked: JSON) -> JSON:
    if asked.get("namedRangeId") not in book.named:
        raise wrong(f"No named range with id: {asked.get('namedRangeId')}")
    del book.named[asked["namedRangeId"]]
    return {}


def add_protected_range(book: Book, asked: JSON) -> JSON:
    """Kept and told; nobody is kept out by it here, and it does not follow when rows move."""
    given = asked["protectedRange"]
    number = given.get("protectedRangeId") or book.number()
    if number in book.protected:
        raise wrong(f"A protected range with ID {number} already exists")
    if given.get("range"):
        book.area(given["range"])
    book.protected[number] = given | {"protectedRangeId": number}
    return {"addProtectedRange": {"protectedRange": book.protected[number]}}


def create_metadata(book: Book, asked: JSON) -> JSON:
    """On one row, one column, a sheet, or the spreadsheet. The key may be there already; the number may not."""
    given = asked["developerMetadata"]
    where, number = given.get("location") or {}, given.get("metadataId") or book.number()
    if not given.get("metadataKey"):
        raise wrong("metadataKey must be set")
    mark = {"metadataId": number, "metadataKey": given["metadataKey"], "metadataValue": given.get("metadataValue") or ""}
    mark |= {"visibility": given.get("visibility") or "DOCUMENT"}
    if any(number == one["metadataId"] for one in _all_marks(book)):
        raise wrong(f"Developer metadata with ID {number} already exists")
    if span := where.get("dimensionRange"):
        sheet, dimension, start, end = _span(book, span)
        lines: list[Line] = sheet.lines(dimension)
        if end != start + 1 or end > len(lines):
            raise wrong("developerMetadata.location.dimensionRange must be a single row or column")
        lines[start] = replace(lines[start], marks=(*lines[start].marks, mark))
    elif "sheetId" in where:
        book.sheet(where["sheetId"]).marks += (mark,)
    else:
        book.marks += (mark,)
    return {"createDeveloperMetadata": {"developerMetadata": mark | {"location": where}}}


def _all_marks(book: Book) -> list[JSON]:
    lines = [line for sheet in book.sheets for line in (*sheet.rows, *sheet.columns)]
    return [*book.marks, *(mark for sheet in book.sheets for mark in sheet.marks), *(mark for line in lines for mark in line.marks)]
