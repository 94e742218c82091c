"""Looks into an xlsx before anything else does, and hands on only what it has looked at.

A workbook comes from somebody else's machine. The reader allocates a sheet as one dense block and ends the whole process
when that fails, so extents are measured here, with a real XML parser, on the very bytes that the reader gets afterwards.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from ems_desktop.domain.errors import Mistake

MAX_FILE: Final = 50_000_000  # bytes
MAX_UNPACKED: Final = 200_000_000
MAX_RATIO: Final = 200
MAX_PARTS: Final = 2_000
MAX_CELLS: Final = 3_000_000  # of the rectangle round all filled cells of a sheet
_CHUNK: Final = 1 << 16
_ENCRYPTED: Final = 0x1

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(r"[1-9]\d{0,6}")
_DAMAGE = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def checked(data: bytes, file: str) -> io.BytesIO:
    """The XML parts of this workbook, in a new archive without compression. Everything else stays behind.

    Mistake: not a workbook (1203), a password (1205), damage (1206), a zip bomb (1208), DTD or entities (1209), a sheet
    that spans too much (1211). Nothing is unpacked before the archive's directory was found harmless.
    """
    clean = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as target:
            _check_directory(archive, len(data), file)
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    target.writestr(part.filename, _part(archive, part, file))
    except _DAMAGE as error:
        raise Mistake(1206, file=file) from error
    clean.seek(0)
    return clean


def _check_directory(archive: zipfile.ZipFile, size: int, file: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * size:
        raise Mistake(1208, file=file)
    names = [part.filename.lower() for part in parts]
    if "xl/workbook.xml" not in names:
        raise Mistake(1203, file=file, what=_other_kind(names))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Mistake(1205, file=file)
    if len(set(names)) != len(names):
        raise Mistake(1206, file=file)


def _other_kind(names: list[str]) -> str:
    """What a zip archive without a workbook is, by the name of its format, which is the same in every language."""
    kinds = (
        ("xl/workbook.bin", "Excel Binary (.xlsb)"),
        ("word/", "Word (.docx)"),
        ("ppt/", "PowerPoint (.pptx)"),
        ("mimetype", "OpenDocument (.ods)"),
    )
    return next((kind for start, kind in kinds if any(name.startswith(start) for name in names)), "ZIP")


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> bytes:
    """The part's bytes, at most as many as the directory declared, well-formed and harmless."""
    watch = _Watch(file)
    chunks = []
    with archive.open(part) as source:
        while chunk := source.read(_CHUNK):
            watch.feed(chunk)
            chunks.append(chunk)
    watch.end()
    return b"".join(chunks)


class _Watch:
    """Follows one XML part as the reader will: declarations are refused, and a sheet's filled cells are measured."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._in_sheet = False
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.EntityDeclHandler = self._declared
        self._parser.StartElementHandler = self._started

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def end(self) -> None:
        self._parser.Parse(b"", True)

    def _declared(self, *_: object) -> None:
        raise Mistake(1209, file=self._file)

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not self._in_sheet:
            self._in_sheet = name == "sheetData"
        elif name in {"v", "is"}:
            self._filled()
        elif name == "c":
            self._moved(attributes.get("r"))
        elif name == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0

    def _moved(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        found = _CELL.fullmatch(reference)
        if not found:
            raise ValueError(reference)
        self._column, self._row = _column_number(found[1]), int(found[2])

    def _filled(self) -> None:
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row * self._last_column > MAX_CELLS:
            raise Mistake(1211, file=self._file, limit=MAX_CELLS)


def _number(text: str) -> int:
    if not _ROW.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
