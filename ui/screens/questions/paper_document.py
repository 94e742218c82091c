"""A text document for paper: paragraphs, tables, pictures and equations, written from above to below, measured, and painted in parts.

Nothing is loaded from anywhere: pictures are given as bytes. Measured in pixels of 96 to the inch, laid out `FINE` times as large, so that
letters stand where they should on any printer. A document belongs to the thread that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)  # fmt: skip

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions import latex
from ems_desktop.i18n import tr
from ems_desktop.integrations.questions.notes import picture_type
from ems_desktop.integrations.questions.paper_words import is_rtl
from ui.pictures import of_file
from ui.screens.questions import paper_equations
from ui.screens.questions.equations import MOST_WORK
from ui.theme import T

FINE: Final = 8
SIZE: Final = 14.0  # px of the letters, about 10.5 points
HIGHEST: Final = 230.0  # px of a picture
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
        self._doc.documentLayout().registerHandler(paper_equations.KIND, paper_equations.Equations(self._doc))
        self._cursor = QTextCursor(self._doc)
        self._fresh = True  # the block at the cursor was not begun yet
        self._seen: set[str] = set()
        self._work = 0

    # -- writing

    def words(self, said: str, place: Place = Place(), mark: str = "") -> None:
        """Plain words: nothing in them is markup."""
        self.begin(place, mark, rtl=is_rtl(said))
        self._cursor.insertText(said, char_format(place))

    def table(
        self, rows: Sequence[Sequence[Callable[[], None]]], widths: Sequence[float], *, border: bool = False, left: float = 0.0
    ) -> None:
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
            kind = QTextOption.TabType.RightTab if rtl else QTextOption.TabType.LeftTab  # Qt turns it round from right to left
            shape.setTabPositions([QTextOption.Tab(place.hang * FINE, kind)])
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
        """On the baseline of its line; False where it cannot be drawn, or this part of the paper has more of them than anybody waits for."""
        self._work += latex.work(latex.source(span))
        if self._work > MOST_WORK or paper_equations.drawing(span, px * FINE) is None:
            return False
        self._cursor.insertText(_OBJECT, paper_equations.mark(shape, span, px * FINE))
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


def letters(px: float, *, bold: bool = False) -> QFont:
    """The font of paper."""
    made = QFont(T.family)
    made.setPixelSize(round(px * FINE))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for other in ("calt", "cv05"):  # other shapes of a letter can be neither found nor copied in a PDF
        made.setFeature(QFont.Tag(other), 0)
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
