"""Word's simple table `NO | SOAL | JAWABAN A … E | JAWABAN BENAR`, read. Rows without a question are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import FULL, NONE, Item, Option
from ems_desktop.integrations.questions.docx import Docx
from ems_desktop.integrations.questions.notes import Notes, Refused, shown
from ems_desktop.integrations.questions.word_text import Cells, W, children

QUESTION: Final = frozenset(["SOAL", "PERTANYAAN"])
KEY: Final = frozenset(["JAWABANBENAR", "KUNCI", "KUNCIJAWABAN"])
_OPTION = re.compile(r"(?:JAWABAN|PILIHAN|OPSI)?([A-Z])")
_KEYS = re.compile(r"(?:[A-Za-z]|[A-Z]+|[A-Za-z](?:[\s,;.&/]+[A-Za-z])+)[.)]?")
_HEADER_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; `options` by letter."""

    question: int
    key: int
    options: dict[str, int]


def read(data: bytes, file: str, notes: Notes) -> None:
    """Errors: 1704 to 1706 of the file, 1707 no table of this form in it."""
    docx = Docx(data, file)
    cells = Cells(docx, docx.relations(), notes)
    found = False
    for table in docx.document().iter(f"{W}tbl"):
        rows = list(children(table, f"{W}tr"))
        header = next(((at, columns) for at, row in enumerate(rows[:_HEADER_ROWS]) if (columns := _columns(row))), None)
        if header is None:
            continue
        found = True
        for row in rows[header[0] + 1 :]:
            _row(list(_cells(row)), header[1], cells, notes)
    if not found:
        raise Mistake(1707, file=file, columns="NO, SOAL, JAWABAN A–E, JAWABAN BENAR")


def _cells(row: ET.Element) -> Iterator[ET.Element]:
    """A cell that spans columns counts for each of them."""
    for cell in children(row, f"{W}tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = "1" if span is None else span.get(f"{W}val", "1")
        for _ in range(min(int(width), 60) if width.isdecimal() else 1):
            yield cell


def _columns(row: ET.Element) -> Columns | None:
    names = ["".join("".join(t.text or "" for t in cell.iter(f"{W}t")).upper().split()) for cell in _cells(row)]
    question = next((at for at, name in enumerate(names) if name in QUESTION), None)
    key = next((at for at, name in enumerate(names) if name in KEY), None)
    options = {found[1]: at for at, name in enumerate(names) if (found := _OPTION.fullmatch(name))}
    return Columns(question, key, options) if question is not None and key is not None and len(options) > 1 else None


def _row(row: list[ET.Element], columns: Columns, cells: Cells, notes: Notes) -> None:
    at = [columns.question, columns.key, *columns.options.values()]
    if len(row) <= max(at) or not any(_is_filled(row[index]) for index in at):
        return
    notes.number += 1
    try:
        texts = {letter: cells.read(row[index]) for letter, index in columns.options.items()}
        stem, key = cells.read(row[columns.question]), markup.plain(cells.read(row[columns.key]))
    except Refused:
        return
    while texts and not texts[next(reversed(texts))]:
        texts.popitem()  # a question with four options leaves the fifth empty
    notes.take(_item(stem, texts, key, notes))


def _is_filled(cell: ET.Element) -> bool:
    return any((t.text or "").strip() for t in cell.iter() if t.tag.endswith("}t")) or any(True for _ in cell.iter(f"{W}drawing"))


def _item(stem: str, texts: dict[str, str], key: str, notes: Notes) -> Item:
    """`A, C` or `AC` as a key makes it a multiple choice, each key counting the same."""
    keys = _keys(key, texts)
    if key and not keys:
        notes.add(1723, key=shown(key))
    share = (FULL / len(keys)).quantize(Decimal("0.00001")) if len(keys) > 1 else FULL
    options = tuple(Option(text, share if letter in keys else NONE) for letter, text in texts.items())
    media = notes.shown_in(stem, *texts.values())
    return Item("multiple" if len(keys) > 1 else "single", stem, options, media=media)


def _keys(key: str, texts: dict[str, str]) -> list[str]:
    """The letters, if each of them is an option's and stands once; else none: `lihat buku` is no key."""
    if not _KEYS.fullmatch(key):
        return []
    letters = re.findall(r"[A-Z]", key.upper())
    return letters if len(set(letters)) == len(letters) and set(letters) <= texts.keys() else []
