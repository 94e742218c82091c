"""XML from outside as a tree: no document type, no entity of its own, bounded in depth and size. Nothing is fetched."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from ems_desktop.domain.errors import Mistake

DEEPEST: Final = 150
MOST: Final = 1_000_000  # elements


def parse(data: bytes, file: str) -> ET.Element:
    """UTF-8 bytes; tags come as `{namespace}name`. Errors: 1704 damaged, 1705 a document type or entity, 1706 too deep or too much."""
    watch = _Watch(file)
    try:
        return watch.parse(data)
    except expat.ExpatError as error:
        raise Mistake(1704, file=file) from error


class _Watch:
    def __init__(self, file: str) -> None:
        self._file = file
        self._depth = self._count = 0
        self._tree = ET.TreeBuilder()
        self._parser = expat.ParserCreate("utf-8", "}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.EntityDeclHandler = self._declared
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._tree.data

    def parse(self, data: bytes) -> ET.Element:
        self._parser.Parse(data, True)
        return self._tree.close()

    def _declared(self, *_: object) -> None:
        raise Mistake(1705, file=self._file)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST:
            raise Mistake(1706, file=self._file)
        self._tree.start(_name(tag), {_name(key): value for key, value in attributes.items()})

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(_name(tag))


def _name(tag: str) -> str:
    return "{" + tag if "}" in tag else tag
