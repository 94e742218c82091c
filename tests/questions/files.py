"""Files of questions for tests, made here: Moodle XML and Word, with whatever is to stand in them."""

import base64
import io
import zipfile
from collections.abc import Mapping

_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = ("NO", "SOAL", "JAWABAN A", "JAWABAN B", "JAWABAN C", "JAWABAN D", "JAWABAN E", "JAWABAN BENAR")


def quiz(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode()


def question(kind: str, html: str, inside: str = "", files: Mapping[str, bytes] | None = None) -> str:
    attached = "".join(
        f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(data).decode()}</file>' for name, data in (files or {}).items()
    )
    text = f'<questiontext format="html"><text><![CDATA[{html}]]></text>{attached}</questiontext>'
    return f'<question type="{kind}"><name><text>Nama</text></name>{text}{inside}</question>'


def answer(html: str, fraction: str) -> str:
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{html}]]></text><feedback><text></text></feedback></answer>'


ANSWERS = answer("ya", "100") + answer("tidak", "0")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def row(*cells: str) -> str:
    """A cell is its blocks, or just words."""
    blocks = (cell if cell.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else paragraph(run(cell)) for cell in cells)
    return f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in blocks)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def docx(body: str, parts: Mapping[str, bytes] | None = None, relations: str = "", before: str = "") -> bytes:
    """A Word file with just this body. `relations`: elements Relationship."""
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{before}<w:document {names}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>')
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return target.getvalue()


def blip(relation: str, how: str = "embed") -> str:
    return f'<w:r><w:drawing><a:blip r:{how}="{relation}"/></w:drawing></w:r>'


def relation(name: str, target: str, mode: str = "Internal") -> str:
    return f'<Relationship Id="{name}" Type="image" Target="{target}" TargetMode="{mode}"/>'
