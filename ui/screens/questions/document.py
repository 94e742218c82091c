"""A question as HTML for Qt's text documents: only tags of our own making; a picture is named by its SHA-256, an equation by its number,
and nothing else can be named. Knows no Qt."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ems_desktop.domain.questions import latex, markup
from ems_desktop.domain.questions.item import TRUE, Item, Option, letter
from ems_desktop.i18n import tr

PICTURE: Final = "ems-picture:"
EQUATION: Final = "ems-equation:"
STRUT: Final = "\u200b"  # no width: a line that holds a picture alone is as high as one with words, and stands on the same base line


@dataclass(frozen=True, slots=True)
class Equation:
    """`source`: LaTeX without delimiters; `display`: on a line of its own."""

    source: str
    display: bool


@dataclass(slots=True)
class Page:
    """HTML, the equations that it names by their place, and the pictures that it shows."""

    equations: list[Equation] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    html: str = ""

    def text(self, source: str) -> str:
        """Markup as HTML."""
        return "".join(self._pieces(source))

    def _pieces(self, source: str) -> Iterator[str]:
        for piece in markup.pieces(source):
            if piece.kind == "open":
                yield '<table border="1" cellspacing="0" cellpadding="5">' if piece.value == "table" else f"<{piece.value}>"
            elif piece.kind == "close":
                yield f"</{piece.value}>"
            elif piece.kind == "picture":
                self.pictures.append(piece.value)
                yield f'<img src="{PICTURE}{piece.value}" alt="{html.escape(piece.alt)}">'
            elif piece.kind == "equation":
                yield self._equation(piece.value)
            else:
                yield html.escape(piece.value).replace("\n", "<br>")

    def _equation(self, whole: str) -> str:
        display = whole.startswith("\\[")
        self.equations.append(Equation(latex.source(whole), display))
        image = f'<img src="{EQUATION}{len(self.equations) - 1}" style="vertical-align: middle">{STRUT}'
        return f'<div align="center">{image}</div>' if display else image


def question_page(item: Item, *, key: bool, number: str = "") -> Page:
    """As a pupil sees it; with `key`, as its teacher does: what is right is marked, and the guide and the feedback follow."""
    page = Page()
    page.html = "".join(_parts(page, item, key=key, number=number))
    return page


def text_page(text: str) -> Page:
    """One text alone."""
    page = Page()
    page.html = page.text(text)
    return page


def _parts(page: Page, item: Item, *, key: bool, number: str) -> Iterator[str]:
    if item.stimulus is not None:
        title = f"<b>{html.escape(item.stimulus.title)}</b><br>" if item.stimulus.title else ""
        yield f'<table width="100%" cellpadding="10" cellspacing="0" class="about"><tr><td>{title}{page.text(item.stimulus.text)}</td></tr></table><br>'
    yield f"<div>{number}{page.text(item.stem) or '…'}</div>"
    if item.options:
        yield _options(page, item, key=key)
    if item.pairs:
        yield _pairs(page, item)
    if item.answers and key:
        yield f"<p>{tr('Accepted')}: <b>{html.escape(', '.join(answer.text for answer in item.answers))}</b></p>"
    if key:
        for caption, text in ((tr("Marking guide"), item.guide), (tr("Feedback"), item.feedback)):
            if text:
                yield f"<p>{caption}: {page.text(text)}</p>"


def _options(page: Page, item: Item, *, key: bool) -> str:
    """Letters, boxes where several are right; the key with a tick."""
    rows = []
    for place, option in enumerate(item.options):
        right = key and option.is_key
        said = _true_false_word(option) if item.kind == "true_false" else page.text(option.text)
        ticked = "&#10003;" if right else "\u2003"  # as wide as the tick, nearly
        words = f"<b>{said}</b>" if right else said
        rows.append(f'<tr><td>{ticked}</td><td style="white-space: nowrap">{letter(place)}.&nbsp;</td><td>{words}</td></tr>')
    return f'<table cellpadding="3" cellspacing="0" style="margin-top: 8px">{"".join(rows)}</table>'


def _true_false_word(option: Option) -> str:
    return html.escape(tr("True") if option.text == TRUE else tr("False"))


def _pairs(page: Page, item: Item) -> str:
    rows: Sequence[str] = [
        f"<tr><td>{page.text(pair.left) or '–'}</td><td width='24' align='center'>→</td><td>{page.text(pair.right)}</td></tr>"
        for pair in item.pairs
    ]
    return f'<table cellpadding="4" cellspacing="0" style="margin-top: 8px">{"".join(rows)}</table>'
