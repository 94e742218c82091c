"""The first text of a Word, PowerPoint or Excel file, read as data: nothing in it is followed, run or fetched."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from ems_desktop.domain.errors import Mistake

MAX_PART: Final = 20_000_000  # bytes of one part, unpacked
MAX_PARTS: Final = 5_000
LETTERS: Final = 4_000  # that are shown
_CHUNK: Final = 1 << 16
_DAMAGE = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_FIRST = ("word/document.xml", "ppt/slides/slide1.xml", "xl/sharedStrings.xml")
_BREAKS = {"p", "si", "br", "tr"}  # after these a line ends


class _Enough(Exception):
    """As much as is shown was read."""


def first_text(data: bytes, name: str) -> str:
    """As much text as one looks at, "" where the file holds none. Error 1662: no office file, broken, protected or not harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except _DAMAGE as error:
        raise Mistake(1662, name=name) from error


def _read(archive: zipfile.ZipFile) -> str:
    """Reads no further than it must, whatever the archive's directory says of sizes."""
    parts = {part.filename: part for part in archive.infolist()[:MAX_PARTS]}
    found = next((parts[one] for one in _FIRST if one in parts), None)
    if found is None:
        raise ValueError("no office file")
    reader, left = _Reader(), MAX_PART
    with archive.open(found) as source:
        try:
            while left > 0 and (chunk := source.read(min(_CHUNK, left))):
                left -= len(chunk)
                reader.feed(chunk)
        except _Enough:
            pass
    return reader.text()


class _Reader:
    """Words of the runs of text; a line for each paragraph. A document type or an entity is refused."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._letters, self._inside = 0, False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.EntityDeclHandler = self._declared
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def text(self) -> str:
        lines = "".join(self._said).splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())[:LETTERS]

    def _declared(self, *_: object) -> None:
        raise ValueError("a document type")

    def _start(self, tag: str, _: dict[str, str]) -> None:
        self._inside = tag.rpartition(":")[2] == "t"

    def _end(self, tag: str) -> None:
        self._inside = False
        if tag.rpartition(":")[2] in _BREAKS:
            self._said.append("\n")

    def _text(self, said: str) -> None:
        if self._inside:
            self._said.append(said)
            self._letters += len(said)
            if self._letters > LETTERS:
                raise _Enough
