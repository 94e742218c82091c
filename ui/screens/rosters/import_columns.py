"""The declared columns of an import's preview, and how its cells are painted: two lines in a fixed row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from ems_desktop.i18n import tr
from ems_desktop.services.import_views import Outcome
from ui.screens.rosters.import_lines import OUTCOMES, SHOWN, Line
from ui.screens.rosters.words import field_word
from ui.theme import LEFT, SIZE, T, color, elided, icons, round_rect, text, width
from ui.widgets import Column

LOOKS: dict[Outcome, tuple[str, str, str]] = {  # icon, ink, ground
    "new": ("plus", "ok", "ok_soft"),
    "changed": ("branch", "accent", "accent_soft"),
    "same": ("check", "text3", "sunken"),
    "refused": ("block", "bad", "bad_soft"),
    "skipped": ("close", "text2", "sunken"),
}
_WIDTHS = {"name": 168, "nisn": 120, "gender": 44, "birth_date": 120, "class_name": 96, "mother_name": 120, "nik": 160}
_WIDEST = 176
_FIGURES = frozenset({"nisn", "birth_date", "nik"})
PAD = 8  # what the table leaves at both sides of a cell


def preview_columns(lines: Iterable[Line]) -> list[Column]:
    """The row, its verdict, the six fields a person knows a pupil by, and whichever others something is wrong with."""
    seen = list(lines)
    extra = sorted({name for line in seen for name in line.bad} - set(SHOWN))
    return [
        Column("row", tr("Row"), 52, lambda line: str(line.row), align="right", sort=lambda line: line.row, role="caption", ink="text3"),
        Column(
            "verdict",
            tr("Judgement"),
            _verdict_width(),
            lambda line: tr(OUTCOMES[line.outcome]),
            sort=lambda line: line.outcome,
            paint=paint_verdict,
        ),
        *(_field(name, seen) for name in (*SHOWN, *extra)),
    ]


def _verdict_width() -> int:
    """As wide as the longest word: it is never cut."""
    words = max(width(tr(word), "small_strong") for word in OUTCOMES.values())
    return max(108, round((words + T.px(30 + 2 * PAD + 4)) / T.scale))


def _field(name: str, lines: Sequence[Line]) -> Column:
    """Wide enough for the reasons in it, within bounds; the whole reason is in the tip and at the right."""
    title = tr("L/P") if name == "gender" else field_word(name)
    reasons = {line.bad.get(name) or line.doubt.get(name) or "" for line in lines}
    needed = max((width(why, "caption_strong") for why in reasons if why), default=0) / T.scale + 18 + 2 * PAD
    wide = max(_WIDTHS.get(name, 140), min(_WIDEST, round(needed)))
    return Column(
        name, title, wide, lambda line: line.values.get(name, ""), sort=partial(_sort, name), paint=partial(paint_field, name),
        tip=lambda line: line.bad.get(name) or line.doubt.get(name) or line.values.get(name, ""),
    )  # fmt: skip


def _sort(name: str, line: Line) -> str:
    return line.values.get(name, "").casefold()


def paint_verdict(p: QPainter, rect: QRectF, line: Line, on: bool) -> None:
    icon, ink, ground = LOOKS[line.outcome]
    word = tr(OUTCOMES[line.outcome])
    middle = rect.center().y()
    pill = QRectF(rect.left(), middle - T.px(11), T.px(30) + width(word, "small_strong"), T.px(22))
    round_rect(p, pill, T.px(11), "surface" if on else ground)
    icons.draw(p, icon, pill.left() + T.px(6), middle, ink, 14)
    text(p, pill.adjusted(T.px(23), 0, 0, 0), word, "small_strong", ink, LEFT, elide=False)


def paint_field(name: str, p: QPainter, rect: QRectF, line: Line, _on: bool) -> None:
    if name in line.bad:
        _paint_bad(p, rect, line.values.get(name, ""), line.bad[name])
    elif name in line.old:
        _paint_changed(p, rect, line.values.get(name, ""), line.old[name], _role(name, "strong"))
    elif name in line.doubt:
        _paint_doubt(p, rect, line.values.get(name, ""), line.doubt[name], _role(name))
    elif name == "name" and line.others:
        _paint_with_others(p, rect, line)
    else:
        quiet = line.outcome in {"same", "skipped"} or (line.outcome == "changed" and name != "name")
        text(p, rect, line.values.get(name, ""), _role(name), "text2" if quiet else "text", LEFT)


def _role(name: str, weight: str = "") -> str:
    role = "num" if name in _FIGURES else "body"
    return f"{role}_{weight}" if weight else role


def _halves(rect: QRectF) -> tuple[QRectF, QRectF]:
    half = rect.height() / 2
    return rect.adjusted(0, T.px(3), 0, -half + T.px(2)), rect.adjusted(0, half - T.px(1), 0, -T.px(4))


def _paint_bad(p: QPainter, rect: QRectF, value: str, why: str) -> None:
    """The refused value in a frame, and why it is refused."""
    frame = rect.adjusted(1 - T.px(PAD), 2, T.px(PAD) - 1, -3)
    round_rect(p, frame, T.px(SIZE.r_cell + 1), "bad_soft", "bad", 1.2)
    upper, lower = _halves(rect)
    text(p, upper, value, "num_medium", "text", LEFT)
    icons.draw(p, "alert", lower.left() - 1, lower.center().y(), "bad", 13)
    text(p, lower.adjusted(T.px(16), 0, 0, 0), why, "caption_strong", "bad", LEFT)


def _paint_changed(p: QPainter, rect: QRectF, value: str, old: str, role: str) -> None:
    """The new value in ink over the old one, struck."""
    upper, lower = _halves(rect)
    text(p, upper, value, role, "accent", LEFT)
    said = elided(old or tr("empty"), "caption", int(lower.width()))
    text(p, lower, said, "caption", "text2", LEFT, elide=False)
    if old:
        middle = lower.center().y() + 0.5
        p.setPen(QPen(color("text3"), 1))
        p.drawLine(QLineF(lower.left(), middle, lower.left() + width(said, "caption"), middle))


def _paint_with_others(p: QPainter, rect: QRectF, line: Line) -> None:
    """The name over the names of changed fields that have no column here."""
    upper, lower = _halves(rect)
    text(p, upper, line.name, "body", "text", LEFT)
    text(p, lower, line.others, "caption", "accent" if line.outcome == "changed" else "text2", LEFT)


def _paint_doubt(p: QPainter, rect: QRectF, value: str, why: str, role: str) -> None:
    """Read, but worth a look."""
    upper, lower = _halves(rect)
    text(p, upper, value or "–", role, "text", LEFT)
    icons.draw(p, "alert", lower.left() - 1, lower.center().y(), "warn", 13)
    text(p, lower.adjusted(T.px(16), 0, 0, 0), why, "caption", "warn", LEFT)
