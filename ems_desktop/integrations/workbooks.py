"""Opens a table that somebody chose: .xlsx or .csv, told apart by content, refused with a reason where it is neither.

It knows nothing of what the table is about. Formulas are never calculated and nothing outside the file is ever fetched.
"""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.rosters.cells import Cell
from ems_desktop.integrations.xlsx_guard import MAX_CELLS, MAX_FILE, checked

_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAGIC = (
    (b"%pdf", "PDF"), (b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"), (b"{\\rtf", "RTF"),
    (b"\x89png", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"rar!", "RAR"), (b"7z\xbc\xaf", "7-Zip"), (b"\x1f\x8b", "GZIP"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `rows[0]` is row 1 as Excel numbers it, `rows[0][0]` is A1; an empty cell is None. `sheet` is "" for csv."""

    file: str
    sheet: str
    rows: tuple[tuple[Cell, ...], ...]


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def open_table(path: Path, prefer: Sequence[str] = ()) -> Table:
    """The sheet named in `prefer`, else the first visible one with anything in it, with every cell as it was stored.

    Mistake: missing (1200), not to be opened (1201), empty (1202), another kind of file (1203, 1204), a password (1205),
    damaged (1206), too large (1207), a zip bomb (1208), DTD or entities (1209), no filled sheet (1210), too many cells
    (1211), csv that cannot be read (1212), a folder (1213).
    """
    data = _bytes_of(path)
    if data.startswith(b"PK\x03\x04"):
        return _from_xlsx(checked(data, path.name), path.name, prefer)
    _refuse_other_kinds(data, path.name)
    if path.suffix.lower() in _TEXT_SUFFIXES:
        return _from_csv(data, path.name)
    raise Mistake(1204, file=path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Mistake(1213, file=path.name)
        if not stat.S_ISREG(found.st_mode):
            raise Mistake(1201, file=path.name)
        if found.st_size > MAX_FILE:
            raise Mistake(1207, file=path.name, limit=MAX_FILE // 1_000_000)
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise Mistake(1200, file=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Mistake(1201, file=path.name) from error
    if not data:
        raise Mistake(1202, file=path.name)
    return data


def _refuse_other_kinds(data: bytes, file: str) -> None:
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED_STREAM in data:
            raise Mistake(1205, file=file)
        raise Mistake(1203, file=file, what="Excel 97–2003 (.xls)")
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            raise Mistake(1203, file=file, what=kind)


def _from_xlsx(source: io.BytesIO, file: str, prefer: Sequence[str]) -> Table:
    try:
        found = _first_filled(source, prefer)
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise Mistake(1206, file=file) from error
    except BaseException as error:
        # The reader is Rust: a panic in it (a date cell far before the calendar) arrives as a BaseException that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise Mistake(1206, file=file) from error
    if found is None:
        raise Mistake(1210, file=file)
    name, rows = found
    return Table(file, name, tuple(tuple(_cell(value) for value in row) for row in rows))


def _first_filled(source: io.BytesIO, prefer: Sequence[str]) -> tuple[str, Sequence[Sequence[object]]] | None:
    with CalamineWorkbook.from_filelike(source) as workbook:
        for name in _sheets(workbook, prefer):
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(value != "" for row in rows for value in row):
                return name, rows
    return None


def _sheets(workbook: CalamineWorkbook, prefer: Sequence[str]) -> list[str]:
    shown = [s.name for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet and s.visible == SheetVisibleEnum.Visible]
    return sorted(shown, key=lambda name: name not in prefer)


def _cell(value: object) -> Cell:
    if value == "":
        return None
    return value if isinstance(value, str | int | float | date | datetime) else str(value)  # a time of day or a duration


def _from_csv(data: bytes, file: str) -> Table:
    try:
        text = _decoded(data)
        rows = list(_csv_rows(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Mistake(1212, file=file) from error
    if not any(rows):
        raise Mistake(1210, file=file)
    return Table(file, "", tuple(rows))


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Excel writes on Western Windows. UnicodeDecodeError for binary data."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\0" in data:
        raise UnicodeDecodeError("utf-8", data, 0, 1, "binary data")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _delimiter(text: str) -> str:
    """Excel writes the list separator of the machine's region: a semicolon in Indonesia."""
    start = text[:20_000]
    return max(",;\t", key=start.count)


def _csv_rows(rows: Iterable[list[str]], file: str) -> Iterable[tuple[Cell, ...]]:
    cells = 0
    for row in rows:
        cells += len(row) + 1
        if cells > MAX_CELLS:
            raise Mistake(1211, file=file, limit=MAX_CELLS)
        yield tuple(text or None for text in row)
