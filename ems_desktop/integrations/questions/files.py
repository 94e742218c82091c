"""A file of questions is opened, told apart by its content, and read; items are written in a format. The one door of this folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions.item import Item
from ems_desktop.domain.questions.reading import Format, Reading, Written
from ems_desktop.integrations.questions import aiken, gift, gift_out, moodle, moodle_out, word, word_out
from ems_desktop.integrations.questions.docx import is_word
from ems_desktop.integrations.questions.encoding import decoded
from ems_desktop.integrations.questions.notes import Notes

MAX_FILE: Final = 50_000_000  # bytes
MAX_TEXT: Final = 10_000_000  # of GIFT and Aiken, which hold no pictures
_MB: Final = 1_000_000
_FOREIGN: Final = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")


def read_file(path: Path, kind: Format | None = None) -> Reading:
    """`kind` None: told by the content. Errors: 1700 cannot be opened, 1701 no question, 1702 no such kind, 1703 too large,
    1704 damaged, 1705 entities, 1706 far too much inside, 1707 a Word file without the table."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise Mistake(1703, file=path.name, limit=MAX_FILE // _MB)
        data = path.read_bytes()
    except OSError as error:
        raise Mistake(1700, file=path.name) from error
    return read(data, path.name, kind)


def read(data: bytes, file: str, kind: Format | None = None) -> Reading:
    """As `read_file`, of bytes; `file` is a name for messages."""
    notes = Notes()
    if kind == "word" or (kind is None and is_word(data)):
        kind = "word"
        word.read(data, file, notes)
    else:
        kind = _read_text(data, file, kind, notes)
    if not notes.number:
        raise Mistake(1701, file=file)
    return notes.reading(kind)


def _read_text(data: bytes, file: str, kind: Format | None, notes: Notes) -> Format:
    if data.startswith(_FOREIGN):
        raise Mistake(1702, file=file)
    text = decoded(data, notes)
    kind = kind or told_by_content(text)
    if kind is None:
        raise Mistake(1702 if text.strip() else 1701, file=file)
    if kind != "moodle-xml" and len(text) > MAX_TEXT:
        raise Mistake(1703, file=file, limit=MAX_TEXT // _MB)
    if kind == "moodle-xml":
        moodle.read(text, file, notes)
    elif kind == "aiken":
        aiken.read(text, notes)
    else:
        gift.read(text, notes)
    return kind


def told_by_content(text: str) -> Format | None:
    """Which of the text formats this is; None if it is none."""
    if moodle.looks_like(text):
        return "moodle-xml"
    start = text[:200_000]
    if aiken.looks_like(start):
        return "aiken"
    return "gift" if gift.looks_like(start) else None


def write(kind: Format, items: Sequence[Item], media: Mapping[str, bytes]) -> Written:
    """The bytes of a file and what it does not carry. `media`: the pictures' bytes by SHA-256."""
    if kind == "moodle-xml":
        return moodle_out.write(items, media)
    if kind == "word":
        return word_out.write(items, media)
    return aiken.write(items) if kind == "aiken" else gift_out.write(items)
