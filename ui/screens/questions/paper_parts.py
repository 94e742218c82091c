"""The parts of an exam paper as documents, from the letterhead to the last question, and those of its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QFontMetricsF, QImage

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import letter
from ems_desktop.domain.questions.paper import Asked, Paper, Section, Variant
from ems_desktop.i18n import tr
from ems_desktop.integrations.questions import paper_words as words
from ems_desktop.integrations.questions.paper_words import Head, is_rtl
from ui.screens.questions.paper_document import FINE, SIZE, Document, Pictures, Place, letters
from ui.screens.questions.paper_flow import write

NUMBER, LETTER = 28.0, 24.0  # px: room of a question's number, of an option's letter
_GRID = 5  # columns of the key


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the page. `gap`: px above it; `keep`: it stands on the page of what follows; `rule`: px of a line below it, 0 for none."""

    document: Document
    gap: float = 0.0
    keep: bool = False
    rule: float = 0.0


@dataclass(frozen=True, slots=True)
class Maker:
    """Writes for pages of `width` px. Belongs to one thread."""

    paper: Paper
    head: Head
    pictures: Pictures
    width: float

    def variant(self, variant: Variant) -> list[Part]:
        """A paper as it is handed out."""
        return [*self._top(words.variant_name(self.paper, variant)), *self._sections(variant)]

    def key(self, variants: Sequence[Variant]) -> list[Part]:
        """The key of all variants, on pages of its own."""
        parts = [self._letterhead(), self._title(tr("Answer key"))]
        for variant in variants:
            parts += list(self._key_of(variant))
        return parts

    # -- above the questions

    def _new(self) -> Document:
        return Document(self.width, self.pictures)

    def _letterhead(self) -> Part:
        made, head = self._new(), self.head
        center = Place(center=True)

        def lines() -> None:
            made.words(head.school, Place(center=True, bold=True, px=17))
            for line in head.place[:3]:
                made.words(line, Place(center=True, px=11))

        logo = QImage.fromData(head.logo) if head.logo else QImage()
        if logo.isNull():
            lines()
        else:
            made.table([[partial(_logo, made, logo), lines, partial(made.words, "", center)]], (12, 76, 12))
        return Part(made, rule=1.6)

    def _title(self, above: str) -> Part:
        made, paper = self._new(), self.paper
        if above:
            made.words(above, Place(center=True, bold=True, px=13))
        if paper.purpose:
            made.words(paper.purpose, Place(center=True, bold=True, px=15))
        made.words(paper.title, Place(center=True, bold=not paper.purpose, px=15 if not paper.purpose else SIZE))
        return Part(made, gap=10, keep=True)

    def _top(self, name: str) -> Iterator[Part]:
        yield self._letterhead()
        yield self._title(name)
        made = self._new()
        known, blanks = words.facts(self.paper, self.head), words.blanks()
        rows = max(len(known), len(blanks))
        made.table([[*self._fact(made, known, n), *self._blank(made, blanks, n)] for n in range(rows)], (17, 31, 17, 35))
        yield Part(made, gap=8, rule=0.8)
        if self.paper.instructions.strip():
            told = self._new()
            told.words(tr("Instructions"), Place(bold=True, px=13))
            for n, line in enumerate((line.strip() for line in self.paper.instructions.splitlines() if line.strip()), 1):
                told.words(line, Place(hang=20, px=13), f"{n}.")
            yield Part(told, gap=8)

    def _fact(self, made: Document, known: Sequence[tuple[str, str]], n: int) -> list[partial[None]]:
        name, value = known[n] if n < len(known) else ("", "")
        small = Place(px=13)
        return [partial(made.words, name, small), partial(made.words, f": {value}" if name else "", small)]

    def _blank(self, made: Document, blanks: Sequence[str], n: int) -> list[partial[None]]:
        small = Place(px=13)
        name = blanks[n] if n < len(blanks) else ""
        return [partial(made.words, name, small), partial(made.words, f": {words.BLANK}" if name else "", small)]

    # -- the questions

    def _sections(self, variant: Variant) -> Iterator[Part]:
        for number, section in enumerate(variant.sections):
            title = self._new()
            title.words(words.section_title(number, section), Place(bold=True))
            title.words(words.section_task(section), Place(px=13))
            yield Part(title, gap=14, keep=True)
            yield from self._questions(section)

    def _questions(self, section: Section) -> Iterator[Part]:
        for block in section.blocks:
            if block.stimulus:
                text = self._new()
                text.words(words.about(block), Place(bold=True, px=13))
                if not block.printed_at:
                    if block.stimulus.title:
                        text.words(block.stimulus.title, Place(bold=True, center=True, above=3))
                    write(text, block.stimulus.text, Place(above=3))
                yield Part(text, gap=8, keep=True)
            for one in block.questions:
                yield Part(self._question(one), gap=7)

    def _question(self, one: Asked) -> Document:
        made, item = self._new(), one.item
        write(made, item.stem, Place(hang=NUMBER), f"{one.number}.")
        inside = Place(left=NUMBER, above=2)
        if item.kind in {"single", "multiple"}:
            self._options(made, one)
        elif item.kind == "matching":
            self._pairs(made, one)
        elif item.kind == "true_false":
            made.words(words.true_or_false(), inside)
        elif item.kind == "short":
            made.words(f"{tr('Answer')}: {words.BLANK}", inside)
        return made

    def _options(self, made: Document, one: Asked) -> None:
        texts = [option.text for option in one.item.options]
        wide = words.columns(one) if self._short(texts) else 1
        if wide == 1:
            for n, text in enumerate(texts):
                write(made, text, Place(left=NUMBER, hang=LETTER), f"{letter(n)}.")
            return
        place = Place(hang=LETTER)
        cells = [[partial(write, made, texts[n], place, f"{letter(n)}.") for n in row] for row in words.column_order(len(texts), wide)]
        if any(is_rtl(markup.plain(text)) for text in texts):
            cells = [row[::-1] if len(row) == wide else [partial(made.words, ""), *row] for row in cells]
        made.table(cells, (50, 50), left=NUMBER)

    def _short(self, texts: Sequence[str]) -> bool:
        """Whether each option fits in half of the width."""
        metrics, room = QFontMetricsF(letters(SIZE)), ((self.width - NUMBER) / 2 - LETTER - 8) * FINE
        return all(metrics.horizontalAdvance(markup.plain(text)) < room for text in texts)

    def _pairs(self, made: Document, one: Asked) -> None:
        rows = []
        for n in range(max(len(one.lefts), len(one.rights))):
            left = partial(write, made, one.lefts[n], Place(hang=LETTER), f"{n + 1}.") if n < len(one.lefts) else partial(made.words, "")
            right = (
                partial(write, made, one.rights[n], Place(hang=LETTER), f"{letter(n)}.") if n < len(one.rights) else partial(made.words, "")
            )
            rows.append([left, right])
        made.table(rows, (50, 50), border=True, left=NUMBER)

    # -- the key

    def _key_of(self, variant: Variant) -> Iterator[Part]:
        head = self._new()
        head.words(words.key_title(self.paper, variant), Place(bold=True))
        yield Part(head, gap=14, keep=True)
        grid = [one for one in variant.questions if words.is_letter_key(one)]
        if grid:
            made = self._new()
            cells = [[partial(made.words, *_grid_cell(grid, n)) for n in row] for row in words.column_order(len(grid), _GRID)]
            wide = max(map(len, cells))
            cells = [[*row, *[partial(made.words, "")] * (wide - len(row))] for row in cells]
            made.table(cells, (100 / _GRID,) * wide, border=True)
            yield Part(made, gap=4)
        for one in variant.questions:
            if not words.is_letter_key(one):
                said = self._new()
                said.words(words.key_words(one), Place(hang=NUMBER), f"{one.number}.")
                if one.item.kind == "essay" and one.item.guide:
                    write(said, one.item.guide, Place(left=NUMBER))
                yield Part(said, gap=4)


def _grid_cell(grid: Sequence[Asked], n: int) -> tuple[str, Place, str]:
    one = grid[n]
    return words.key_words(one), Place(hang=NUMBER, bold=True), f"{one.number}."


def _logo(made: Document, logo: QImage) -> None:
    made.begin(Place(center=True))
    made.image(logo, 56.0)
