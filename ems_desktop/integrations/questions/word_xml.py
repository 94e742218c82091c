"""Word's XML, written: markup as paragraphs and tables, pictures, and the archive that holds them."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ems_desktop.domain.questions import markup
from ems_desktop.integrations.questions.notes import Losses, picture_type
from ems_desktop.integrations.questions.paper_words import is_rtl

EMU: Final = 9525  # of Word's units in a pixel
_NO_SIZE: Final = (240, 240)
_ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/webp": "webp"}
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES: Final = (
    f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
BORDERS: Final = "".join(
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


@dataclass(frozen=True, slots=True)
class Extra:
    """A part beside the document. `kind`: "styles", "header"; its file is called so."""

    kind: str
    xml: str


class Parts:
    """The archive's parts beside the document: pictures and their relations, and what the document refers to by "rId" and the kind."""

    def __init__(self, media: Mapping[str, bytes], *extras: Extra) -> None:
        self.media = dict(media)
        self.names: dict[str, str] = {}
        self._extras = extras
        self._drawn = 0

    def picture(self, sha256: str, kind: str) -> str:
        """Its relation's id."""
        self.names.setdefault(sha256, f"media/image{len(self.names) + 1}.{_ENDINGS[kind]}")
        return f"rId{[*self.names].index(sha256) + 1}"

    def add(self, data: bytes) -> str:
        """The name of a PNG that was not among `media`."""
        name = hashlib.sha256(data).hexdigest()
        self.media[name] = data
        return name

    def number(self) -> int:
        """Another one for each drawing: Word wants it."""
        self._drawn += 1
        return self._drawn

    def archive(self, document: str) -> bytes:
        types = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for kind, ending in _ENDINGS.items())
        relation = '<Relationship Id="{id}" Type="' + _OFFICE + '/relationships/{kind}" Target="{target}"/>'
        pictures = "".join(relation.format(id=f"rId{at}", kind="image", target=name) for at, name in enumerate(self.names.values(), 1))
        pictures += "".join(relation.format(id=f"rId{one.kind}", kind=one.kind, target=f"{one.kind}.xml") for one in self._extras)
        main = relation.format(id="rId1", kind="officeDocument", target="word/document.xml")
        overrides = "".join(
            f'<Override PartName="/word/{one.kind}.xml" ContentType="{_WORD_TYPE}.{one.kind}+xml"/>' for one in self._extras
        )
        texts = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}<Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>{overrides}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{pictures}</Relationships>',
            "word/document.xml": document,
            **{f"word/{one.kind}.xml": one.xml for one in self._extras},
        }
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                archive.writestr(name, HEAD + text)
            for sha256, name in self.names.items():
                archive.writestr(f"word/{name}", self.media[sha256])
        return target.getvalue()


class Blocks:
    """Goes through a text and writes Word's blocks. A table inside a cell must be followed by a paragraph. Equations are their LaTeX;
    no picture is wider than `widest` pixels."""

    widest = 240

    def __init__(self, parts: Parts, losses: Losses) -> None:
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
            elif piece.kind == "equation":
                self._equation(piece.value)
            else:
                self._words(piece.value)
        self._paragraph()
        return "".join(self._done)

    def _equation(self, span: str) -> None:
        self._words(span)

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
            grid = f"<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid/>" if name == "table" else ""
            self._done.append(f"<w:{_NAMES[name]}>{grid}" if fits else "")
            return
        if self._runs or name == "td":
            self._paragraph()
        self._open.pop()
        self._done.append(f"</w:{_NAMES[name]}>" if self._fits.pop() else "")

    def _words(self, text: str) -> None:
        hidden = {"sub"} if "sup" in self._styles else set()
        properties = "".join(mark for name, mark in _STYLES.items() if name in self._styles and name not in hidden)
        for at, line in enumerate(text.split("\n")):
            if at:
                self._paragraph()
            if line:
                rtl = "<w:rtl/>" if is_rtl(line) else ""
                self._runs.append(f'<w:r><w:rPr>{properties}{rtl}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r>')

    def _paragraph(self) -> None:
        """Between rows and cells nothing can stand."""
        if self._open and self._open[-1] != "td":
            self._losses.unless(1766, not self._runs)
        else:
            self._done.append(f"<w:p>{self._properties()}{''.join(self._runs)}</w:p>")
        self._runs = []

    def _properties(self) -> str:
        """Of the paragraph that ends here."""
        return ""

    def _picture(self, piece: markup.Piece) -> None:
        data = self._parts.media.get(piece.value)
        kind = picture_type(data) if data else None
        if data is None or kind is None:
            self._losses.add(1761)
            self._words(piece.alt)
            return
        self._runs.append(drawing(self._parts, self._parts.picture(piece.value, kind), _fitting(data, self.widest), piece.alt))


def _fitting(data: bytes, widest: int) -> tuple[int, int]:
    """Pixels of a picture as it is shown."""
    width, height = pixels(data) or _NO_SIZE
    scale = min(1.0, widest / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height as the picture says itself; None where that cannot be read."""
    found = (0, 0)
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        found = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8") and len(data) >= 10:
        found = struct.unpack("<HH", data[6:10])
    elif data.startswith(b"\xff\xd8"):
        found = _jpeg(data)
    elif data[8:16] == b"WEBPVP8X" and len(data) >= 30:
        found = 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    return found if all(0 < one < 100_000 for one in found) else None


def _jpeg(data: bytes) -> tuple[int, int]:
    """From the segment that begins the frame; (0, 0) where there is none."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + max(2, length)
    return 0, 0


def drawing(parts: Parts, relation: str, size: tuple[float, float], alt: str, lower: float = 0.0) -> str:
    """A run with a picture of `size` pixels, `lower` points below the line."""
    extent, number = f'cx="{round(size[0] * EMU)}" cy="{round(size[1] * EMU)}"', parts.number()
    position = f'<w:rPr><w:position w:val="{-round(lower * 2)}"/></w:rPr>' if lower else ""
    return (
        f'<w:r>{position}<w:drawing><wp:inline><wp:extent {extent}/><wp:docPr id="{number}" name="{relation}" descr={quoteattr(alt)}/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{relation}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
