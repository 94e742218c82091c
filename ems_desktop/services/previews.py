"""What of a file is shown without opening it: pages, a picture, its text, or nothing. Call it off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.files import MIB
from ems_desktop.integrations import office_text, pdf_pages
from ems_desktop.integrations.pdf_pages import PagePicture
from ems_desktop.services.file_views import FileView
from ems_desktop.services.files import Files

Kind = Literal["pages", "picture", "text", "none"]
MOST = 50 * MIB  # bytes of a file that is looked into
LETTERS = 20_000  # of a text file
_ENDINGS: dict[str, Kind] = {
    "pdf": "pages", "jpg": "picture", "jpeg": "picture", "png": "picture", "webp": "picture",
    "docx": "text", "pptx": "text", "xlsx": "text", "txt": "text", "csv": "text", "md": "text", "html": "text", "htm": "text",
}  # fmt: skip
_PICTURES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"RIFF": "webp"}


@dataclass(frozen=True, slots=True)
class Preview:
    """`page`: the one that was asked for. `picture`: the file of a picture, and `format`: what its first bytes say it is, never its name.
    `text`: the beginning, to be shown as it is written."""

    kind: Kind
    page: PagePicture | None = None
    picture: bytes = b""
    format: str = ""
    text: str = ""


class Previews:
    def __init__(self, files: Files) -> None:
        self._files = files

    def look(self, view: FileView, number: int = 1, width: int = 1_000) -> Preview:
        """Page `number` of what has pages, `width` pixels wide.

        Errors: 1615 not on this computer, 1624 the copy is damaged, 1662 the file is broken or protected, 1663 too large to look into.
        """
        kind = kind_of(view)
        if kind == "none":
            return Preview("none")
        if view.size > MOST:
            raise Mistake(1663, name=view.name)
        data = self._files.content(view)
        if data.startswith(b"%PDF-"):
            return Preview("pages", page=pdf_pages.page(data, number, width, view.name))
        if found := _picture(data):
            return Preview("picture", picture=data, format=found)
        return _as_text(data, view, kind)


def kind_of(view: FileView) -> Kind:
    """What can be shown of it, going by its name; its bytes have the last word."""
    return _ENDINGS.get(view.name.rpartition(".")[2].lower(), "none")


def _picture(data: bytes) -> str:
    found = next((kind for sign, kind in _PICTURES.items() if data.startswith(sign)), "")
    return "" if found == "webp" and data[8:12] != b"WEBP" else found


def _as_text(data: bytes, view: FileView, kind: Kind) -> Preview:
    """Error 1662: it is not what its name says."""
    if data.startswith(b"PK"):
        said = office_text.first_text(data, view.name)
        return Preview("text", text=said) if said else Preview("none")
    if kind != "text" or b"\0" in data[:LETTERS]:
        raise Mistake(1662, name=view.name)
    return Preview("text", text=data[: LETTERS * 4].decode("utf-8", "replace")[:LETTERS])
