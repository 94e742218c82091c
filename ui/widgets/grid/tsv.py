"""Blocks of cells as the text that Excel, LibreOffice and Google Sheets put on the clipboard, both ways. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Rows = tuple[tuple[str, ...], ...]


def parse(text: str) -> Rows:
    """Rows of cells; ragged rows stay ragged. Any line end, one trailing line end, quoted cells with line ends in them.

    A quote that is never closed is a character like any other: a pasted `6" pipe` must not swallow the rest.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").replace("\0", "")
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    at = 0
    while at <= len(text):
        cell, at = _quoted(text, at) if text[at : at + 1] == '"' else _plain(text, at)
        row.append(cell)
        if at >= len(text) or text[at] == "\n":
            rows.append(tuple(row))
            row = []
        at += 1
    return tuple(rows)


def _plain(text: str, at: int) -> tuple[str, int]:
    end = min((i for i in (text.find("\t", at), text.find("\n", at)) if i >= 0), default=len(text))
    return text[at:end], end


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A cell that begins with a quote, to the quote that is followed by the end of the cell."""
    end = at + 1
    while (end := text.find('"', end)) >= 0:
        after = text[end + 1 : end + 2]
        if after == '"':
            end += 2
            continue
        if after in {"", "\t", "\n"}:
            return text[at + 1 : end].replace('""', '"'), end + 1
        break
    return _plain(text, at)


def dump(rows: Iterable[Sequence[str]]) -> str:
    """The text for the clipboard; cells with a tab, a line end or a leading quote are quoted, as Excel does."""
    return "\n".join("\t".join(_cell(cell) for cell in row) for row in rows)


def _cell(text: str) -> str:
    if text.startswith('"') or any(c in text for c in "\t\n\r"):
        return '"' + text.replace('"', '""') + '"'
    return text
