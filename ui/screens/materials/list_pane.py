"""The catalogue as a list: a badge of the type, the title, subject and date, and what is special about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import Material
from ui.screens.materials.presenter import Now
from ui.screens.materials.words import badge, one_line, subject_line, title_words, twin_word
from ui.theme import CENTER, LEFT, SIZE, T, icons, pill, round_rect, text, width
from ui.widgets import ListView
from ui.widgets.lists import Index

HEIGHT = 56
_INKS = {"proposals": ("accent", "surface"), "running": ("text2", "sunken"), "failed": ("bad", "bad_soft"), "clash": ("bad", "bad_soft")}
Special = Callable[[Material], tuple[str, str]]  # entry → (kind, words), words "" for nothing


class MaterialsList(ListView):
    """`special`: what a row's pill says."""

    def __init__(self, special: Special) -> None:
        self._special = special
        super().__init__(tr("Materials"), HEIGHT, self._paint, self._said)

    def show_materials(self, rows: Sequence[Material], current: str | None) -> None:
        """These, with the current one chosen where it is among them."""
        place = next((n for n, row in enumerate(rows) if row.id == current), None)
        self.blockSignals(True)
        if [row.id for row in rows] == [row.id for row in self.rows.rows]:
            self.rows.refresh(rows)
            self.setCurrentIndex(self.rows.index(-1 if place is None else place))
        else:
            self.show_rows(rows, place)
        self.blockSignals(False)

    def _said(self, row: Material) -> str:
        return ", ".join(
            part for part in (title_words(row), one_line(row.cell("material_type"), 40), subject_line(row), self._special(row)[1]) if part
        )

    def _paint(self, p: QPainter, rect: QRectF, row: Material, on: bool, _index: Index) -> None:
        if on:
            round_rect(p, rect.adjusted(T.px(8), T.px(2), -T.px(8), -T.px(2)), T.px(SIZE.r_control), "accent_soft", "accent_line")
        tile = QRectF(rect.left() + T.px(18), rect.center().y() - T.px(17), T.px(34), T.px(34))
        round_rect(p, tile, T.px(SIZE.r_cell), "surface", "line_strong")
        letters, icon = badge(row)
        if icon:
            icons.draw(p, icon, tile.center().x() - T.px(9), tile.center().y(), "text2", 18)
        text(p, tile.adjusted(1, 0, -1, 0), letters, "micro", "text2", CENTER)
        left = tile.right() + T.px(12)
        body = QRectF(left, rect.top() + T.px(9), rect.right() - left - T.px(20), T.px(20))
        text(p, body, title_words(row), "body_strong" if on else "body_medium", "text", LEFT)
        low = body.translated(0, T.px(20))
        kind, said = self._special(row)
        room = 0
        if said:
            ink, ground = _INKS.get(kind, ("text2", "sunken"))
            room = width(said, "caption_strong") + T.px(14)
            pill(p, low.right() - room, low.center().y(), said, ink, ground, line="accent_line" if kind == "proposals" else None)
        text(p, low.adjusted(0, 0, -room - T.px(8) if room else 0, 0), subject_line(row), "caption", "text2", LEFT)


def pill_words(now: Now, row: Material, *, may_write: bool) -> tuple[str, str]:
    """What is special about a row, its kind and its words; what waits for a decision first."""
    if row.clashes and may_write:
        return "clash", tr("clash")
    if now.pill == "twins":
        return "twins", twin_word(now.twins, row.id)
    mark = now.marks.get(row.id)
    return (mark.state, mark.said) if mark else ("", "")
