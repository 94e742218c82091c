"""A Word file as an archive from outside: which parts are read, how much of them, and where a picture's bytes are.
Nothing is unpacked to a disk and no link is followed; python-docx is not needed for so little."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions.item import MAX_PICTURE
from ems_desktop.integrations.questions import xml_tree

MAX_PARTS: Final = 3_000
MAX_PART: Final = 30_000_000  # bytes of XML, unpacked
MAX_RATIO: Final = 200
_CHUNK: Final = 1 << 16
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DOCUMENT: Final = "word/document.xml"


def is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return DOCUMENT in archive.namelist()
    except _DAMAGE:
        return False


class Docx:
    """An opened file. Errors of all methods: 1704 damaged, 1705 entities, 1706 far too much inside."""

    def __init__(self, data: bytes, file: str) -> None:
        self._file = file
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except _DAMAGE as error:
            raise Mistake(1704, file=file) from error
        self._parts = {part.filename: part for part in parts}
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_RATIO * max(len(data), 10_000):
            raise Mistake(1706, file=file)

    def document(self) -> ET.Element:
        return xml_tree.parse(self._read(DOCUMENT, MAX_PART), self._file)

    def relations(self) -> Mapping[str, tuple[str, bool]]:
        """Target and whether it lies outside the file, by relation id. A target inside is a part's name."""
        name = "word/_rels/document.xml.rels"
        if name not in self._parts:
            return {}
        found = {}
        for one in xml_tree.parse(self._read(name, MAX_PART), self._file).iter(_RELATION):
            target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
            found[one.get("Id", "")] = (target if outside else posixpath.normpath(posixpath.join("/word", target)).lstrip("/"), outside)
        return found

    def picture(self, part: str) -> bytes | None:
        """A part's bytes, one more than a picture may have at most; None if there is no such part."""
        return self._read(part, MAX_PICTURE + 1, cut=True) if part in self._parts else None

    def _read(self, name: str, most: int, *, cut: bool = False) -> bytes:
        """No more than `most`, whatever the archive's directory says."""
        if name not in self._parts:
            raise Mistake(1704, file=self._file)
        chunks, left = [], most
        try:
            with self._archive.open(self._parts[name]) as source:
                while left > 0 and (chunk := source.read(min(_CHUNK, left))):
                    left -= len(chunk)
                    chunks.append(chunk)
        except _DAMAGE as error:
            raise Mistake(1704, file=self._file) from error
        if left <= 0 and not cut:
            raise Mistake(1706, file=self._file)
        return b"".join(chunks)
