"""Addresses of cells and ranges as people write them: B7, 'My sheet'!A1:C, 2:4, a sheet's title, a named range."""

from __future__ import annotations

import re
from typing import Final

from ems_desktop.demo.google.book import Area, Book, Sheet
from ems_desktop.demo.google.cells import EMPTY, Cell, Look
from ems_desktop.demo.google.refusals import Refusal, wrong

_PLACE: Final = re.compile(r"(?:(?P<sheet>'(?:[^']|'')*'|[^!]+)!)?(?P<cells>[^!]+)")
_CELLS: Final = re.compile(r"\$?([A-Z]{0,3})\$?(\d*)(?::\$?([A-Z]{0,3})\$?(\d*))?", re.IGNORECASE)


def address(name: str) -> tuple[int, int]:
    """Row and column from zero, of B7."""
    found = re.fullmatch(r"([A-Z]{1,3})([1-9]\d*)", name)
    assert found is not None, name
    return int(found[2]) - 1, column(found[1])


def column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def letters(index: int) -> str:
    text, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def looking(sheet: Sheet) -> Look:
    """How a formula sees its sheet's cells."""

    def look(name: str) -> Cell:
        y, x = address(name)
        return sheet.cells[y][x] if y < len(sheet.rows) and x < len(sheet.columns) else EMPTY

    return look


def area_of(book: Book, text: str) -> Area:
    """Cut to the grid at its end. Refused: no such sheet, or it begins outside the grid."""
    for sheet in book.sheets:
        if text in {sheet.title, _quoted(sheet.title)}:
            return book.area({"sheetId": sheet.id})
    named = [area for name, area in book.named.values() if name == text and area is not None]
    if named:
        return named[0]
    found = _PLACE.fullmatch(text)
    title = (found["sheet"] or book.sheets[0].title) if found else ""
    within = book.called(title[1:-1].replace("''", "'") if title.startswith("'") else title)
    if found is None or within is None:
        raise _unreadable(text)
    return _rectangle(within, found["cells"], text)


def _rectangle(sheet: Sheet, cells: str, text: str) -> Area:
    found = _CELLS.fullmatch(cells)
    if found is None or not (found[1] or found[2]):
        raise _unreadable(text)
    ends = (found[1], found[2]) if found[3] is None else (found[3], found[4])
    left, top = column(found[1]) if found[1] else 0, int(found[2]) - 1 if found[2] else 0
    right = column(ends[0]) + 1 if ends[0] else len(sheet.columns)
    bottom = int(ends[1]) if ends[1] else len(sheet.rows)
    if top >= len(sheet.rows) or left >= len(sheet.columns):
        raise wrong(f"Range ({sheet.title}!{cells}) exceeds grid limits. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}")
    return Area(sheet.id, top, left, min(bottom, len(sheet.rows)), min(right, len(sheet.columns)))


def text_of(book: Book, area: Area) -> str:
    """'My sheet'!A1:C9, as Google's answers name a range."""
    title = book.sheet(area.sheet).title
    shown = title if re.fullmatch(r"[A-Za-z_]\w*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+", title) else _quoted(title)
    first, last = f"{letters(area.left)}{area.top + 1}", f"{letters(area.right - 1)}{area.bottom}"
    return f"{shown}!{first}" if first == last else f"{shown}!{first}:{last}"


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _unreadable(text: str) -> Refusal:
    return wrong(f"Unable to parse range: {text}")
