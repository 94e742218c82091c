"""Markup written into a QTextDocument: formats, lists, tables, pictures, and equations as vectors that sit on the baseline.

Nothing is loaded from anywhere: pictures are given as bytes. Measured in pixels of 96 to the inch, laid out `FINE` times as large, so that
letters stand where they should on any printer. A document belongs to the thread that made it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QFont, QFontMetrics, QImage, QPyTextObject, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat, QTextImageFormat, QTextLength,
    QTextOption, QTextTableFormat,
)  # fmt: skip
from PySide6.QtSvg import QSvgRenderer

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions import latex, markup
from ems_desktop.domain.questions.markup import Piece
from ems_desktop.i18n import tr
from ems_desktop.integrations.questions import equations
from ems_desktop.integrations.questions.notes import picture_type
from ui.pictures import of_file
from ui.theme import T

FINE: Final = 8
SIZE: Final = 14.0  # px of the letters, about 10.5 points
HIGHEST: Final = 230.0  # px of a picture
_EQUATION: Final = QTextFormat.ObjectTypes.UserObject + 1
_SVG: Final = QTextFormat.Property.UserProperty + 1
_HIGH: Final = QTextFormat.Property.UserProperty + 2
_OBJECT: Final = "\ufffc"
_LEADING: Final = 2.5  # px between lines
_VERTICAL = {"sub": QTextCharFormat.VerticalAlignment.AlignSubScript, "sup": QTextCharFormat.VerticalAlignment.AlignSuperScript}

Pictures = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where paragraphs begin: px from the left; `hang`: how far the text stands behind its mark. `px`: of the letters."""

    left: float = 0.0
    hang: float = 0.0
    above: float = 0.0
    center: bool = False
    bold: bool = False
    px: float = SIZE


class Document:
    """Written from above to below. `pictures`: bytes by SHA-256, None where they are not on this computer."""

    def __init__(self, width: float, pictures: Pictures) -> None:
        self.width = width
        self._pictures = pictures
        self._doc = QTextDocument()
        self._doc.setUndoRedoEnabled(False)
        self._doc.setDocumentMargin(0)
        self._doc.setDefaultFont(letters(SIZE))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._doc.setDefaultTextOption(option)
        self._doc.setTextWidth(width * FINE)
        self._handler = _Equations(self._doc)
        self._doc.documentLayout().registerHandler(_EQUATION, self._handler)
        self._cursor = QTextCursor(self._doc)
        self._fresh = True  # the block at the cursor was not begun yet
        self._seen: set[str] = set()

    # -- writing

    def text(self, said: str, place: Place = Place(), mark: str = "") -> None:
        """Markup, from a new paragraph on; `mark` stands in the hanging part of the first one."""
        _Flow(self, place, mark).write(list(markup.pieces(said)))

    def words(self, said: str, place: Place = Place(), mark: str = "") -> None:
        """Plain words: nothing in them is markup."""
        self.begin(place, mark, rtl=is_rtl(said))
        self._cursor.insertText(said, char_format(place))

    def table(self, rows: Sequence[Sequence[Callable[[], None]]], widths: Sequence[float], *, border: bool = False, left: float = 0.0) -> None:
        """Cells that are written by what is given. `widths`: percent of the table's, () for as the texts need."""
        shape = QTextTableFormat()
        shape.setBorder(FINE * 0.8 if border else 0)
        shape.setBorderCollapse(True)
        shape.setBorderBrush(Qt.GlobalColor.black)
        shape.setCellPadding(3.0 * FINE if border else 0)
        shape.setCellSpacing(0)
        shape.setLeftMargin(left * FINE)
        if widths:
            shape.setWidth(QTextLength(QTextLength.Type.FixedLength, (self.width - left) * FINE))
            shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, one) for one in widths])
        if self._fresh:
            self._thin()
        made = self._cursor.insertTable(len(rows), max(map(len, rows)), shape)
        for n, row in enumerate(rows):
            for m, write in enumerate(row):
                self._cursor = made.cellAt(n, m).firstCursorPosition()
                self._fresh = True
                write()
        self._cursor = made.lastCursorPosition()
        self._cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
        self._thin()
        self._fresh = True

    def _thin(self) -> None:
        """Qt wants a block before and behind a table."""
        thin = QTextBlockFormat()
        thin.setLineHeight(FINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self._cursor.setBlockFormat(thin)

    def begin(self, place: Place, mark: str = "", *, rtl: bool = False) -> None:
        """A new paragraph."""
        shape = QTextBlockFormat()
        shape.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        side = place.left + place.hang
        (shape.setRightMargin if rtl else shape.setLeftMargin)(side * FINE)
        shape.setTopMargin(place.above * FINE)
        shape.setLineHeight(_LEADING * FINE, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        if place.center:
            shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if mark:
            shape.setTextIndent(-place.hang * FINE)
            shape.setTabPositions([QTextOption.Tab(place.hang * FINE, QTextOption.TabType.LeftTab)])
        if self._fresh:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape)
        self._fresh = False
        if mark:
            self._cursor.insertText(f"{mark}\t", char_format(replace(place, bold=False)))

    def put(self, said: str, shape: QTextCharFormat) -> None:
        self._cursor.insertText(said, shape)

    def picture(self, sha256: str, alt: str, shape: QTextCharFormat, room: float) -> None:
        """No wider than `room`, in its own size where that fits."""
        image = self._image(sha256)
        if image is None:
            self._cursor.insertText(f"[{alt or tr('picture')}]", shape)
            return
        scale = min(1.0, room / image.width(), HIGHEST / image.height())
        made = QTextImageFormat()
        made.setName(f"picture:{sha256}")
        made.setWidth(image.width() * scale * FINE)
        made.setHeight(image.height() * scale * FINE)
        self._cursor.insertImage(made)

    def image(self, image: QImage, high: float) -> None:
        """A picture that is no part of a text, in this height."""
        made = QTextImageFormat()
        made.setName(f"image:{image.cacheKey()}")
        made.setHeight(high * FINE)
        made.setWidth(high * image.width() / image.height() * FINE)
        self._doc.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(made.name()), image)
        self._cursor.insertImage(made)

    def _image(self, sha256: str) -> QImage | None:
        name = QUrl(f"picture:{sha256}")
        if sha256 not in self._seen:
            data = self._pictures(sha256)
            kind = picture_type(data) if data else None
            try:
                made = of_file(data, kind.rpartition("/")[2], sha256) if data and kind else None
            except EmsError:
                made = None
            if made is None:
                return None
            self._seen.add(sha256)
            self._doc.addResource(QTextDocument.ResourceType.ImageResource.value, name, made)
        kept = self._doc.resource(QTextDocument.ResourceType.ImageResource.value, name)
        return kept if isinstance(kept, QImage) else None

    def equation(self, span: str, shape: QTextCharFormat, px: float) -> bool:
        """On the baseline of its line; False where it cannot be drawn."""
        drawn = equation_svg(span, px)
        if drawn is None:
            return False
        made = QTextCharFormat(shape)
        made.setObjectType(_EQUATION)
        made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        made.setProperty(_SVG, drawn)
        made.setProperty(_HIGH, float(QFontMetrics(shape.font()).xHeight()) / 2)
        self._cursor.insertText(_OBJECT, made)
        return True

    # -- measuring and painting

    @property
    def height(self) -> float:
        """px."""
        return float(self._doc.size().height()) / FINE

    def line_ends(self) -> list[float]:
        """px from above of where a page may end."""
        ends: set[float] = set()
        block = self._doc.begin()
        while block.isValid():
            top = self._doc.documentLayout().blockBoundingRect(block).top()
            ends |= {(top + line.y() + line.height()) / FINE for line in map(block.layout().lineAt, range(block.layout().lineCount()))}
            block = block.next()
        return sorted(ends)

    def paint(self, p: Any, x: float, y: float, start: float = 0.0, end: float | None = None) -> None:
        """What stands between `start` and `end` of it, px."""
        high = (self.height if end is None else end) - start
        p.save()
        p.translate(x, y - start)
        p.scale(1 / FINE, 1 / FINE)
        clip = QRectF(-4 * FINE, start * FINE, (self.width + 8) * FINE, high * FINE)
        if start or end is not None:
            p.setClipRect(clip)
        self._doc.drawContents(p)
        p.restore()


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
        deeper = 18.0 * max(0, len(self._lists) - 1)
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
        kind = self._lists[-1] if self._lists else ["ul", 0]
        kind[1] += 1
        left = self._place.left + self._place.hang + 18.0 * max(0, len(self._lists) - 1)
        mark = f"{kind[1]})" if kind[0] == "ol" else "•"
        if not self._begun and self._mark:
            self._begin("")
        self._to.begin(replace(self._place, left=left, hang=18.0, above=0), mark)
        self._begun = True

    def _table(self, inside: list[Piece]) -> None:
        if not self._begun and self._mark:
            self._begin("")
        place = Place(px=self._place.px)
        rows = [_within(row, "td") for row in _within(inside, "tr")]
        rows = [row for row in rows if row]
        if rows:
            cells = [[lambda cell=cell: _Flow(self._to, place).write(cell) for cell in row] for row in rows]  # type: ignore[misc]
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


def is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def letters(px: float, *, bold: bool = False) -> QFont:
    """The font of paper."""
    made = QFont(T.family)
    made.setPixelSize(round(px * FINE))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def char_format(place: Place, styles: Sequence[str] = ()) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(letters(place.px, bold=place.bold or "b" in styles))
    made.setFontItalic("i" in styles)
    made.setFontUnderline("u" in styles)
    made.setForeground(Qt.GlobalColor.black)
    for name in styles:
        if name in _VERTICAL:
            made.setVerticalAlignment(_VERTICAL[name])
    return made


def equation_svg(span: str, px: float = SIZE) -> bytes | None:
    """The drawing of a span of LaTeX, for letters of `px`; None where it cannot be drawn."""
    try:
        return equations.svg(latex.source(span), display=latex.is_display(span), size=px)
    except EmsError:
        return None


class _Equations(QPyTextObject):
    """Qt centres an object on half the height of an x, so it is given as much room above as below that line as the larger part needs."""

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: A002, ARG002, N802, N803
        box = QSvgRenderer(format.property(_SVG)).viewBoxF()
        return QSizeF(box.width() * FINE, _room(box, format.property(_HIGH)))

    def drawObject(self, painter: Any, rect: QRectF, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> None:  # noqa: A002, ARG002, N802, N803
        renderer = QSvgRenderer(format.property(_SVG))
        box, half = renderer.viewBoxF(), format.property(_HIGH)
        baseline = rect.top() + (_room(box, half) + half) / 2
        painter.setPen(Qt.PenStyle.NoPen)  # else its paths would be drawn round, too
        renderer.render(painter, QRectF(rect.left(), baseline + box.top() * FINE, box.width() * FINE, box.height() * FINE))


def _room(box: QRectF, half: float) -> float:
    above, below = -box.top() * FINE, box.bottom() * FINE
    return max(2 * above - half, 2 * below + half)
