"""The simulator's spreadsheet in a file, so that a demo which is opened again finds what people wrote."""

from __future__ import annotations

import itertools
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

from ems_desktop.demo.google.answers import trimmed
from ems_desktop.demo.google.book import Area, Book, Line, Sheet
from ems_desktop.demo.google.cells import EMPTY
from ems_desktop.demo.google.refusals import JSON


def save(book: Book, file: Path) -> None:
    """All or nothing."""
    part = file.with_suffix(".part")
    part.write_text(json.dumps(dumped(book), ensure_ascii=False), encoding="utf-8")
    part.replace(file)


def load(file: Path) -> Book | None:
    """None when there is none yet."""
    return _restored(json.loads(file.read_text("utf-8"))) if file.exists() else None


def dumped(book: Book) -> JSON:
    """`next`: the first number that was never given."""
    named = {key: [name, astuple(area) if area else None] for key, (name, area) in book.named.items()}
    plain = {
        "id": book.id,
        "title": book.title,
        "locale": book.locale,
        "version": book.version,
        "modified": book.modified,
        "marks": book.marks,
    }
    return plain | {
        "next": book.number(),
        "named": named,
        "protected": list(book.protected.values()),
        "sheets": [_dumped_sheet(sheet) for sheet in book.sheets],
    }


def _dumped_sheet(sheet: Sheet) -> JSON:
    plain = {"id": sheet.id, "title": sheet.title, "hidden": sheet.hidden, "frozen": sheet.frozen, "marks": sheet.marks}
    lines = {name: [astuple(line) for line in sheet.lines(name)] for name in ("ROWS", "COLUMNS")}
    return plain | lines | {"cells": [trimmed(row) for row in sheet.cells]}


def _restored(saved: JSON) -> Book:
    named = {key: (name, Area(*area) if area else None) for key, (name, area) in saved["named"].items()}
    book = Book(saved["id"], saved["title"], saved["locale"], [_restored_sheet(sheet) for sheet in saved["sheets"]], named)
    book.protected = {one["protectedRangeId"]: one for one in saved["protected"]}
    book.marks, book.version, book.modified = tuple(saved["marks"]), saved["version"], saved["modified"]
    book.numbers = itertools.count(saved["next"])
    return book


def _restored_sheet(saved: JSON) -> Sheet:
    rows, columns = (_lines(saved[name]) for name in ("ROWS", "COLUMNS"))
    cells = [row + [EMPTY] * (len(columns) - len(row)) for row in saved["cells"]]
    rows_frozen, columns_frozen = saved["frozen"]
    return Sheet(saved["id"], saved["title"], cells, rows, columns, saved["hidden"], (rows_frozen, columns_frozen), tuple(saved["marks"]))


def _lines(saved: list[Any]) -> list[Line]:
    return [Line(hidden, filtered, pixels, tuple(marks)) for hidden, filtered, pixels, marks in saved]
