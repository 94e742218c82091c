"""Word's simple table, written: single and multiple choice, pictures kept, equations as LaTeX text."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import Item, letter
from ems_desktop.domain.questions.reading import Written
from ems_desktop.integrations.questions.aiken import feedback_and_marks, stem_of
from ems_desktop.integrations.questions.notes import Losses, picture_type

_USUAL: Final = 5  # columns of options in the template
_EMU: Final = 9525  # of Word's units in a pixel
_WIDEST: Final = 240  # pixels of a picture in a cell
_ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/webp": "webp"}
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOCUMENT: Final = (
    f'{_HEAD}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{table}<w:p/><w:sectPr>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" '
    'w:header="360" w:footer="360" w:gutter="0"/></w:sectPr></w:body></w:document>'
)
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLES: Final = {
    "b": "<w:b/>",
    "i": "<w:i/>",
    "u": '<w:u w:val="single"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}

_NAMES: Final = {"table": "tbl", "tr": "tr", "td": "tc"}


def write(items: Sequence[Item], media: Mapping[str, bytes]) -> Written:
    """`media`: the pictures' bytes by SHA-256; one that is not there is a loss (1761)."""
    losses, parts = Losses("Word"), _Parts(media)
    fit: list[tuple[int, Item]] = []
    for losses.number, item in enumerate(items, 1):
        if item.kind not in {"single", "multiple"} or not 2 <= len(item.options) <= 26 or not all(option.text for option in item.options):
            losses.add(1760)
            continue
        fit.append((losses.number, item))
    width = max([_USUAL, *(len(item.options) for _, item in fit)])
    rows = [["NO", "SOAL", *(f"JAWABAN {letter(at)}" for at in range(width)), "JAWABAN BENAR"]]
    for number, (losses.number, item) in enumerate(fit, 1):
        feedback_and_marks(item, losses)
        losses.unless(1769, len(item.options) <= _USUAL)
        rows.append(_row(number, item, width, losses))
    table = _table(["".join(_cell(text, parts, losses) for text in row) for row in rows], width + 3)
    return Written(parts.archive(_DOCUMENT.format(table=table)), tuple(losses.troubles))


def _row(number: int, item: Item, width: int, losses: Losses) -> list[str]:
    texts = [option.text for option in item.options]
    key = ", ".join(letter(at) for at, option in enumerate(item.options) if option.is_key)
    return [str(number), stem_of(item, losses), *texts, *[""] * (width - len(texts)), key]


def _table(rows: Sequence[str], columns: int) -> str:
    grid = '<w:gridCol w:w="1500"/>' * columns
    head = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    return f"<w:tbl>{head}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


class _Parts:
    """The archive's parts beside the document: pictures and their relations."""

    def __init__(self, media: Mapping[str, bytes]) -> None:
        self.media = media
        self.names: dict[str, str] = {}

    def picture(self, sha256: str, kind: str) -> str:
        """Its relation's id."""
        self.names.setdefault(sha256, f"media/image{len(self.names) + 1}.{_ENDINGS[kind]}")
        return f"rId{[*self.names].index(sha256) + 1}"

    def archive(self, document: str) -> bytes:
        types = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for kind, ending in _ENDINGS.items())
        relation = '<Relationship Id="{id}" Type="' + _OFFICE + '/relationships/{kind}" Target="{target}"/>'
        pictures = "".join(relation.format(id=f"rId{at}", kind="image", target=name) for at, name in enumerate(self.names.values(), 1))
        main = relation.format(id="rId1", kind="officeDocument", target="word/document.xml")
        texts = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}<Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{pictures}</Relationships>',
        }
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                archive.writestr(name, _HEAD + text)
            archive.writestr("word/document.xml", document)
            for sha256, name in self.names.items():
                archive.writestr(f"word/{name}", self.media[sha256])
        return target.getvalue()


def _cell(text: str, parts: _Parts, losses: Losses) -> str:
    return f"<w:tc><w:tcPr/>{_Cell(parts, losses).write(text)}</w:tc>"


class _Cell:
    """Goes through a text and writes Word's blocks. A table inside a cell must be followed by a paragraph."""

    def __init__(self, parts: _Parts, losses: Losses) -> None:
        self._parts, self._losses = parts, losses
        self._done: list[str] = []
        self._runs: list[str] = []
        self._styles: list[str] = []
        self._open: list[str] = []  # the tables, rows and cells that we are in
        self._fits: list[bool] = []

    def write(self, text: str) -> str:
        for piece in markup.pieces(text):
            if piece.kind in {"open", "close"}:
                self._tag(piece)
            elif piece.kind == "picture":
                self._picture(piece)
            else:
                self._words(piece.value)
        self._paragraph()
        return "".join(self._done)

    def _tag(self, piece: markup.Piece) -> None:
        name, opens = piece.value, piece.kind == "open"
        if name in _STYLES:
            if opens:
                self._styles.append(name)
            else:
                self._styles.reverse()
                self._styles.remove(name)
                self._styles.reverse()
            return
        if name in _NAMES:
            self._structure(name, opens)
            return
        self._losses.add(1766)  # lists: their entries are lines
        if self._runs:
            self._paragraph()
        if name == "li" and opens:
            self._words("• ")

    def _structure(self, name: str, opens: bool) -> None:
        """Table, row, cell. One that stands where Word has no place for it is left out, its words stay."""
        if opens:
            where = self._open[-1] if self._open else ""
            fits = (where, name) in {("", "table"), ("td", "table"), ("table", "tr"), ("tr", "td")}
            if self._runs:
                self._paragraph()
            self._open.append(name if fits else where)
            self._fits.append(fits)
            self._losses.unless(1766, fits)
            grid = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid/>" if name == "table" else ""
            self._done.append(f"<w:{_NAMES[name]}>{grid}" if fits else "")
            return
        if self._runs or name == "td":
            self._paragraph()
        self._open.pop()
        self._done.append(f"</w:{_NAMES[name]}>" if self._fits.pop() else "")

    def _words(self, text: str) -> None:
        properties = "".join(_STYLES[name] for name in dict.fromkeys(self._styles))
        for at, line in enumerate(text.split("\n")):
            if at:
                self._paragraph()
            if line:
                self._runs.append(f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r>')

    def _paragraph(self) -> None:
        """Between rows and cells nothing can stand."""
        if self._open and self._open[-1] != "td":
            self._losses.unless(1766, not self._runs)
        else:
            self._done.append(f"<w:p>{''.join(self._runs)}</w:p>")
        self._runs = []

    def _picture(self, piece: markup.Piece) -> None:
        data = self._parts.media.get(piece.value)
        kind = picture_type(data) if data else None
        if data is None or kind is None:
            self._losses.add(1761)
            self._words(piece.alt)
            return
        self._runs.append(_drawing(self._parts.picture(piece.value, kind), _size(data), piece.alt))


def _size(data: bytes) -> tuple[int, int]:
    """Pixels of a PNG, no wider than a cell; other kinds are shown as a square."""
    width, height = struct.unpack(">II", data[16:24]) if data.startswith(b"\x89PNG") and len(data) >= 24 else (_WIDEST, _WIDEST)
    if not 0 < width < 100_000 or not 0 < height < 100_000:
        return _WIDEST, _WIDEST
    scale = min(1.0, _WIDEST / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _drawing(relation: str, size: tuple[int, int], alt: str) -> str:
    extent = f'cx="{size[0] * _EMU}" cy="{size[1] * _EMU}"'
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent {extent}/><wp:docPr id="1" name="{relation}" descr={quoteattr(alt)}/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name="{relation}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
