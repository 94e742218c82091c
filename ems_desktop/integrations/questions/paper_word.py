"""An exam paper as Word files: one for each variant, one of the keys. Equations are pictures with their LaTeX as alternative text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from ems_desktop.domain.questions import latex, markup
from ems_desktop.domain.questions.item import letter
from ems_desktop.domain.questions.paper import Asked, Paper, Section, Variant
from ems_desktop.i18n import tr
from ems_desktop.integrations.questions import paper_words as words
from ems_desktop.integrations.questions.notes import Losses
from ems_desktop.integrations.questions.paper_words import Head, is_rtl
from ems_desktop.integrations.questions.word_xml import BORDERS, NAMESPACES, Blocks, Extra, Parts, drawing, pixels

Drawn = tuple[bytes, float, float, float]  # PNG; width, height and depth below the line in points
Draw = Callable[[str, bool], Drawn | None]  # LaTeX, on a line of its own; None where it cannot be drawn

SIZES: Final = {"A4": (11906, 16838), "F4": (12189, 18709)}  # twentieths of a point
MARGIN: Final = 900
NUMBER: Final = 420
LETTER: Final = 380
_LOGO: Final = 76  # pixels high
_CENTERED: Final = '<w:jc w:val="center"/>'
_GRID: Final = 5  # columns of the key
_STYLES: Final = (
    f'<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:cs="Times New Roman"/><w:sz w:val="22"/><w:szCs w:val="24"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>'
)


@dataclass(frozen=True, slots=True)
class Look:
    """Of paragraphs, in twentieths of a point. `keep`: on the page of the next paragraph."""

    left: int = 0
    hang: int = 0
    before: int = 0
    center: bool = False
    bold: bool = False
    big: bool = False
    keep: bool = False


PLAIN: Final = Look()


def write(paper: Paper, variant: Variant, head: Head, media: Mapping[str, bytes], draw: Draw, size: str = "A4") -> bytes:
    """The file of one variant. `media`: the pictures' bytes by SHA-256; one that is not there is its words."""
    name = words.variant_name(paper, variant)
    made = _Maker(paper, head, media, draw, SIZES[size], f"{paper.title} · {name}" if name else paper.title)
    return made.file([*made.top(name), *made.sections(variant)])


def write_key(paper: Paper, variants: Sequence[Variant], head: Head, media: Mapping[str, bytes], draw: Draw, size: str = "A4") -> bytes:
    """The file of all keys."""
    made = _Maker(paper, head, media, draw, SIZES[size], f"{paper.title} · {tr('Answer key')}")
    keys = [part for variant in variants for part in made.key(variant)]
    return made.file([*made.letterhead(), *made.title(tr("Answer key")), *keys])


class _Maker:
    """Writes blocks of one file."""

    def __init__(self, paper: Paper, head: Head, media: Mapping[str, bytes], draw: Draw, size: tuple[int, int], running: str) -> None:
        self._paper, self._head, self._draw, self._size = paper, head, draw, size
        self._wide = size[0] - 2 * MARGIN
        self._parts = Parts(media, Extra("styles", _STYLES), Extra("header", _header(running, self._wide)))

    def file(self, blocks: Sequence[str]) -> bytes:
        wide, high = self._size
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/>'
            f'<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" '
            'w:header="500" w:footer="500" w:gutter="0"/><w:titlePg/></w:sectPr>'
        )
        return self._parts.archive(f"<w:document {NAMESPACES}><w:body>{''.join(blocks)}{section}</w:body></w:document>")

    # -- above the questions

    def letterhead(self) -> Iterator[str]:
        lines = [_words(self._head.school, Look(center=True, bold=True, big=True))]
        lines += [_words(line, Look(center=True)) for line in self._head.place[:3]]
        size = pixels(self._head.logo) if self._head.logo else None
        if size is None:
            yield from lines
        else:
            name = self._parts.add(self._head.logo)
            relation = self._parts.picture(name, "image/png")
            run = drawing(self._parts, relation, (_LOGO * size[0] / size[1], _LOGO), self._head.school)
            side = self._wide * 14 // 100
            yield _table([[f"<w:p>{run}</w:p>", "".join(lines), "<w:p/>"]], [side, self._wide - 2 * side, side])
        yield _rule()

    def title(self, above: str) -> Iterator[str]:
        if above:
            yield _words(above, Look(center=True, bold=True, before=80))
        if self._paper.purpose:
            yield _words(self._paper.purpose, Look(center=True, bold=True, big=True))
        yield _words(self._paper.title, Look(center=True, bold=not self._paper.purpose))

    def top(self, name: str) -> Iterator[str]:
        yield from self.letterhead()
        yield from self.title(name)
        known, blanks = words.facts(self._paper, self._head), words.blanks()
        rows = []
        for n in range(max(len(known), len(blanks))):
            fact = (known[n][0], f": {known[n][1]}") if n < len(known) else ("", "")
            blank = (blanks[n], f": {words.BLANK}") if n < len(blanks) else ("", "")
            rows.append([_words(one) for one in (*fact, *blank)])
        yield _table(rows, [self._wide * part // 100 for part in (17, 31, 17, 35)])
        yield _rule()
        told = [line.strip() for line in self._paper.instructions.splitlines() if line.strip()]
        if told:
            yield _words(tr("Instructions"), Look(bold=True, before=80, keep=True))
            for n, line in enumerate(told, 1):
                yield _words(line, Look(hang=NUMBER), f"{n}.")

    # -- the questions

    def sections(self, variant: Variant) -> Iterator[str]:
        for number, section in enumerate(variant.sections):
            yield _words(words.section_title(number, section), Look(bold=True, before=220, keep=True))
            yield _words(words.section_task(section), Look(keep=True))
            yield from self._questions(section)

    def _questions(self, section: Section) -> Iterator[str]:
        for block in section.blocks:
            if block.stimulus:
                yield _words(words.about(block), Look(bold=True, before=140, keep=True))
                if not block.printed_at:
                    if block.stimulus.title:
                        yield _words(block.stimulus.title, Look(bold=True, center=True, keep=True))
                    yield self._text(block.stimulus.text, Look(keep=True))
            for one in block.questions:
                yield from self._question(one)

    def _question(self, one: Asked) -> Iterator[str]:
        answered = one.item.kind != "essay"
        yield self._text(one.item.stem, Look(hang=NUMBER, before=110, keep=answered), f"{one.number}.")
        inside = Look(left=NUMBER)
        if one.item.kind in {"single", "multiple"}:
            yield from self._options(one)
        elif one.item.kind == "matching":
            yield self._pairs(one)
        elif one.item.kind == "true_false":
            yield _words(words.true_or_false(), inside)
        elif one.item.kind == "short":
            yield _words(f"{tr('Answer')}: {words.BLANK}", inside)

    def _options(self, one: Asked) -> Iterator[str]:
        texts, wide = [option.text for option in one.item.options], words.columns(one)
        if wide == 1:
            for n, text in enumerate(texts):
                yield self._text(text, Look(left=NUMBER, hang=LETTER, keep=n + 1 < len(texts)), f"{letter(n)}.")
            return
        rows = []
        for numbers in words.column_order(len(texts), wide):
            row = [self._text(texts[n], Look(hang=LETTER), f"{letter(n)}.") for n in numbers]
            rows.append([*row, *["<w:p/>"] * (wide - len(row))])
        rtl = any(is_rtl(markup.plain(text)) for text in texts)
        yield _table(rows, [(self._wide - NUMBER) // wide] * wide, left=NUMBER, rtl=rtl)

    def _pairs(self, one: Asked) -> str:
        rows = []
        for n in range(max(len(one.lefts), len(one.rights))):
            left = self._text(one.lefts[n], Look(hang=LETTER), f"{n + 1}.") if n < len(one.lefts) else "<w:p/>"
            right = self._text(one.rights[n], Look(hang=LETTER), f"{letter(n)}.") if n < len(one.rights) else "<w:p/>"
            rows.append([left, right])
        return _table(rows, [(self._wide - NUMBER) // 2] * 2, left=NUMBER, border=True)

    # -- the key

    def key(self, variant: Variant) -> Iterator[str]:
        yield _words(words.key_title(self._paper, variant), Look(bold=True, before=240, keep=True))
        grid = [one for one in variant.questions if words.is_letter_key(one)]
        if grid:
            rows = [[f"{grid[n].number}. {words.key_words(grid[n])}" for n in row] for row in words.column_order(len(grid), _GRID)]
            wide = max(map(len, rows))
            yield _table(
                [[_words(said) for said in [*row, *[""] * (wide - len(row))]] for row in rows], [self._wide // _GRID] * wide, border=True
            )
        for one in variant.questions:
            if not words.is_letter_key(one):
                yield _words(words.key_words(one), Look(hang=NUMBER, before=60), f"{one.number}.")
                if one.item.kind == "essay" and one.item.guide:
                    yield self._text(one.item.guide, Look(left=NUMBER))

    def _text(self, text: str, look: Look, mark: str = "") -> str:
        return _Text(self._parts, self._draw, self._wide, look, mark).write(text)


class _Text(Blocks):
    """Markup of a paper."""

    def __init__(self, parts: Parts, draw: Draw, wide: int, look: Look, mark: str) -> None:
        super().__init__(parts, Losses("Word"))
        self._draw, self._look, self._mark = draw, look, mark
        self._said = ""
        self.widest = (wide - look.left - look.hang) // 15
        if mark:
            self._runs.append(_run(f"{mark}\t", PLAIN, tabbed=True))

    def _words(self, text: str) -> None:
        if not self._said.strip():
            self._said = text.partition("\n")[0]
        super()._words(text)

    def _equation(self, span: str) -> None:
        source, display = latex.source(span), latex.is_display(span)
        drawn = self._draw(source, display)
        if drawn is None:
            self._words(source)
            return
        png, width, height, depth = drawn
        if display and self._runs:
            self._paragraph()
        relation = self._parts.picture(self._parts.add(png), "image/png")
        self._runs.append(drawing(self._parts, relation, (width * 4 / 3, height * 4 / 3), source, depth))
        if display:
            self._paragraph()

    def _paragraph(self) -> None:
        if not self._runs and self._done and not self._open and self._done[-1].endswith("</w:p>"):
            return  # after a picture on its own line nothing is left
        super()._paragraph()
        self._said = ""

    def _properties(self) -> str:
        first = bool(self._mark) and not self._done
        rtl = is_rtl(self._said)
        look = self._look
        if self._open:
            return _shape(PLAIN, rtl=rtl)
        return _shape(look, rtl=rtl, marked=first, later=bool(self._done))


def _shape(look: Look, *, rtl: bool = False, marked: bool = False, later: bool = False) -> str:
    """The properties of a paragraph, in the order that Word's schema wants."""
    left = look.left + look.hang
    hanging = f' w:hanging="{look.hang}"' if marked else ""
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs>' if marked else ""
    return (
        f"<w:pPr>{'<w:keepNext/>' if look.keep else ''}<w:keepLines/>{tabs}{'<w:bidi/>' if rtl else ''}"
        f'<w:spacing w:before="{0 if later else look.before}"/><w:ind w:left="{left}"{hanging}/>'
        f"{_CENTERED if look.center else ''}</w:pPr>"
    )


def _run(text: str, look: Look, *, tabbed: bool = False) -> str:
    bold = "<w:b/>" if look.bold else ""
    size = '<w:sz w:val="28"/>' if look.big else ""
    tab = "<w:tab/>" if tabbed else ""
    return f'<w:r><w:rPr>{bold}{size}</w:rPr><w:t xml:space="preserve">{escape(markup.clean(text.rstrip(chr(9))))}</w:t>{tab}</w:r>'


def _words(said: str, look: Look = PLAIN, mark: str = "") -> str:
    """A paragraph of plain words."""
    marked = _run(mark, PLAIN, tabbed=True) if mark else ""
    return f"<w:p>{_shape(look, rtl=is_rtl(said), marked=bool(mark))}{marked}{_run(said, look)}</w:p>"


def _rule() -> str:
    line = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>'
    return f'<w:p><w:pPr>{line}<w:spacing w:line="80" w:lineRule="exact"/></w:pPr></w:p>'


def _table(rows: Sequence[Sequence[str]], widths: Sequence[int], *, left: int = 0, border: bool = False, rtl: bool = False) -> str:
    """Cells of blocks. Rows are not broken between pages."""
    lines = f"<w:tblBorders>{BORDERS}</w:tblBorders>" if border else ""
    bidi = "<w:bidiVisual/>" if rtl else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    cells = [
        "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>" for row in cells)
    return (
        f'<w:tbl><w:tblPr>{bidi}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{left}" w:type="dxa"/>'
        f'{lines}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
        '<w:p><w:pPr><w:spacing w:line="40" w:lineRule="exact"/></w:pPr></w:p>'
    )


def _header(running: str, wide: int) -> str:
    """From the second page on: what it is, and the page's number."""
    field = '<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    before, _, rest = tr("page {number} of {of}", number="\x00", of="\x01").partition("\x00")
    between, _, after = rest.partition("\x01")
    count = _run(before, PLAIN) + field.format(name="PAGE") + _run(between, PLAIN) + field.format(name="SECTIONPAGES") + _run(after, PLAIN)
    line = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{wide}"/></w:tabs>'
    return f"<w:hdr {NAMESPACES}><w:p><w:pPr>{line}{tabs}</w:pPr>{_run(running, PLAIN, tabbed=True)}{count}</w:p></w:hdr>"
