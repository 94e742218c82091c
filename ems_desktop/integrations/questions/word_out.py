"""Word's simple table, written: single and multiple choice, pictures kept, equations as LaTeX text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ems_desktop.domain.questions.item import Item, letter
from ems_desktop.domain.questions.reading import Written
from ems_desktop.integrations.questions.aiken import feedback_and_marks, stem_of
from ems_desktop.integrations.questions.notes import Losses
from ems_desktop.integrations.questions.word_xml import BORDERS, NAMESPACES, Blocks, Parts

_USUAL: Final = 5  # columns of options in the template
_DOCUMENT: Final = (
    f"<w:document {NAMESPACES}><w:body>{{table}}<w:p/><w:sectPr>"
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" '
    'w:header="360" w:footer="360" w:gutter="0"/></w:sectPr></w:body></w:document>'
)


def write(items: Sequence[Item], media: Mapping[str, bytes]) -> Written:
    """`media`: the pictures' bytes by SHA-256; one that is not there is a loss (1761)."""
    losses, parts = Losses("Word"), Parts(media)
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
    head = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    return f"<w:tbl>{head}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def _cell(text: str, parts: Parts, losses: Losses) -> str:
    return f"<w:tc><w:tcPr/>{Blocks(parts, losses).write(text)}</w:tc>"
