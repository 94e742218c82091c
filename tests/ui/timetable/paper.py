"""A printed page looked at again: its size, its text, its ink, by another library than the one that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def pages(path: Path) -> Iterator[Any]:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    document = pdfium.PdfDocument(path)
    yield document
    document.close()


def sizes(path: Path) -> list[tuple[int, int]]:
    """Width and height of each page in millimetres."""
    with pages(path) as document:
        return [(round(page.get_width() * 25.4 / 72), round(page.get_height() * 25.4 / 72)) for page in document]


def text(path: Path, number: int = 0) -> str:
    with pages(path) as document:
        return str(document[number].get_textpage().get_text_range())


def inks(path: Path, number: int = 0) -> set[tuple[int, int, int]]:
    """The colours on a page."""
    with pages(path) as document:
        bitmap = document[number].render(scale=1, rev_byteorder=True)
        step = bitmap.n_channels
        rows = (bytes(bitmap.buffer[n : n + bitmap.width * step]) for n in range(0, bitmap.height * bitmap.stride, bitmap.stride))
        return {(row[x], row[x + 1], row[x + 2]) for row in rows for x in range(0, len(row), step)}
