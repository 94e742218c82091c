"""Markup written into a document for paper: formats, lists, tables, pictures, equations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtGui import QTextCharFormat

from ems_desktop.domain.questions import latex, markup
from ems_desktop.domain.questions.markup import Piece
from ems_desktop.integrations.questions.paper_words import is_rtl
from ui.screens.questions.paper_document import Document, Place, char_format

PLAIN: Final = Place()
DEEPER: Final = 18.0  # px of a list


def write(to: Document, text: str, place: Place = PLAIN, mark: str = "") -> None:
    """Markup, from a new paragraph on; `mark` stands in the hanging part of the first one."""
    _Flow(to, place, mark).write(list(markup.pieces(text)))


class _Flow:
    """Goes through pieces and writes paragraphs, lists and tables."""

    def __init__(self, document: Document, place: Place, mark: str = "") -> None:
        self._to, self._place, self._mark = document, place, mark
        self._styles: list[str] = []
        self._lists: list[list[Any]] = []  # kind and number of the last entry
        self._begun = False
        self._ended = False  # what comes next stands in a new paragraph

    def write(self, pieces: list[Piece]) -> None:
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if piece.kind == "open" and piece.value == "table":
                end = _closing(pieces, at)
                self._table(pieces[at + 1 : end])
                at = end
            elif piece.kind in {"open", "close"}:
                self._tag(piece)
            else:
                self._inside(piece, pieces[at:])
            at += 1
        if not self._begun and self._mark:
            self._begin("")

    def _begin(self, said: str) -> None:
        deeper = DEEPER * max(0, len(self._lists) - 1)
        place, mark = self._place, self._mark
        if self._begun or not mark:
            place = replace(place, left=place.left + (place.hang if self._mark or self._begun else 0) + deeper, hang=0)
            mark = ""
        if self._begun:
            place = replace(place, above=0)
        self._to.begin(place, mark, rtl=is_rtl(said))
        self._begun, self._ended = True, False

    def _inside(self, piece: Piece, rest: Sequence[Piece]) -> None:
        if piece.kind == "text":
            for n, line in enumerate(piece.value.split("\n")):
                if self._ended and not line:
                    continue
                if n or not self._begun or self._ended:
                    self._begin(line or _first_words(rest))
                self._to.put(line, self._shape())
            return
        if piece.kind == "equation":
            self._equation(piece)
            return
        if not self._begun or self._ended:
            self._begin(_first_words(rest))
        room = self._to.width - self._place.left - self._place.hang
        self._to.picture(piece.value, piece.alt, self._shape(), room)

    def _equation(self, piece: Piece) -> None:
        display = latex.is_display(piece.value)
        if display or not self._begun or self._ended:
            self._begin("")
        if not self._to.equation(piece.value, self._shape(), self._place.px):
            self._to.put(latex.source(piece.value), self._shape())
        self._ended = display

    def _tag(self, piece: Piece) -> None:
        name, opens = piece.value, piece.kind == "open"
        if name in markup.INLINE:
            if opens:
                self._styles.append(name)
            else:
                del self._styles[len(self._styles) - 1 - self._styles[::-1].index(name)]
        elif name in {"ul", "ol"}:
            if opens:
                self._lists.append([name, 0])
            else:
                self._lists.pop()
        elif name == "li" and opens:
            self._entry()

    def _entry(self) -> None:
        kind: list[Any] = self._lists[-1] if self._lists else ["ul", 0]
        kind[1] += 1
        left = self._place.left + self._place.hang + DEEPER * max(0, len(self._lists) - 1)
        mark = f"{kind[1]})" if kind[0] == "ol" else "•"
        if not self._begun and self._mark:
            self._begin("")
        self._to.begin(replace(self._place, left=left, hang=DEEPER, above=0), mark)
        self._begun = True

    def _table(self, inside: list[Piece]) -> None:
        if not self._begun and self._mark:
            self._begin("")
        place = Place(px=self._place.px)
        rows = [_within(row, "td") for row in _within(inside, "tr")]
        rows = [row for row in rows if row]
        if rows:
            cells = [[lambda cell=cell: _Flow(self._to, place).write(cell) for cell in row] for row in rows]
            self._to.table(cells, (), border=True, left=self._place.left + self._place.hang)
        self._begun = self._ended = False
        self._mark, self._place = "", replace(self._place, left=self._place.left + self._place.hang, hang=0, above=0)

    def _shape(self) -> QTextCharFormat:
        return char_format(self._place, self._styles)


def _closing(pieces: Sequence[Piece], at: int) -> int:
    """The number of the piece that closes the one at `at`."""
    depth = 0
    for n in range(at, len(pieces)):
        if pieces[n].value == pieces[at].value and pieces[n].kind in {"open", "close"}:
            depth += 1 if pieces[n].kind == "open" else -1
            if not depth:
                return n
    return len(pieces) - 1


def _within(pieces: Sequence[Piece], tag: str) -> list[list[Piece]]:
    """What stands inside each outermost `tag`."""
    found, at = [], 0
    while at < len(pieces):
        if pieces[at].kind == "open" and pieces[at].value == tag:
            end = _closing(pieces, at)
            found.append(list(pieces[at + 1 : end]))
            at = end
        elif pieces[at].kind == "open" and pieces[at].value == "table":
            at = _closing(pieces, at)
        at += 1
    return found


def _first_words(pieces: Sequence[Piece]) -> str:
    return next((piece.value for piece in pieces if piece.kind == "text" and piece.value.strip()), "")
