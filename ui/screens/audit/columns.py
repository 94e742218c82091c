"""How an entry looks in the list, and a change in the inspector. The norm is bare; what is not as it should be carries a mark."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ems_desktop.i18n import clock, tr
from ems_desktop.services.audit_views import AuditEntry
from ui.screens.audit.words import (
    Line,
    Step,
    by_hand,
    change_words,
    day_words,
    local,
    spoken,
    status_words,
    what_words,
    where_words,
    who_words,
)
from ui.theme import LEFT, T, color, icons, text, width
from ui.widgets import Column
from ui.widgets.lists import Index

STEP_HEIGHT = 48
WHERE = 4  # this column gives way in a narrow window


def entry_columns() -> list[Column]:
    return [
        Column("day", tr("Date"), 96, _day, paint=_paint_day),
        Column("time", tr("Time"), 60, lambda n: clock(n.entry.at), role="num", ink="text3"),
        Column("who", tr("Who"), 168, lambda n: who_words(n.entry), paint=_paint_who, tip=lambda n: who_words(n.entry)),
        Column("what", tr("What"), 200, lambda n: what_words(n.entry), role="body_medium", stretch=True, tip=lambda n: spoken(n.entry)),
        Column("where", tr("Where"), 176, lambda n: where_words(n.entry), ink="text2", tip=lambda n: where_words(n.entry, semester=True)),
        Column("change", tr("Before → after"), 150, _change, paint=_paint_change),
    ]  # fmt: skip


def _day(line: Line) -> str:
    return day_words(local(line.entry.at).date())


def _change(line: Line) -> str:
    old, new = change_words(line.entry)
    return ", ".join(part for part in (f"{old} → {new}" if old else new, status_words(line.entry)) if part)


def _paint_day(p: QPainter, rect: QRectF, line: Line, _on: bool) -> None:
    if line.first:
        text(p, rect, _day(line), "small_strong", "text2")


def _paint_who(p: QPainter, rect: QRectF, line: Line, _on: bool) -> None:
    marked = by_hand(line.entry)
    if marked:
        icons.draw(p, "key", rect.left(), rect.center().y(), "warn", 15)
        rect = rect.adjusted(T.px(20), 0, 0, 0)
    text(p, rect, who_words(line.entry), "body", "warn" if marked else "text")


def _paint_change(p: QPainter, rect: QRectF, line: Line, _on: bool) -> None:
    status = status_words(line.entry)
    if status:
        bad = line.entry.status in ("refused", "gone")
        icons.draw(
            p,
            "block" if bad else "alert" if line.entry.status != "already" else "check",
            rect.left(),
            rect.center().y(),
            _ink(line.entry),
            15,
        )
        text(p, rect.adjusted(T.px(20), 0, 0, 0), status, "small", _ink(line.entry))
        return
    old, new = change_words(line.entry)
    if old:
        paint_arrow(p, rect, old, new)
    else:
        text(p, rect, new, "small", "text3")


def _ink(entry: AuditEntry) -> str:
    return {"refused": "bad", "gone": "bad", "already": "text3"}.get(entry.status, "warn")


def paint_arrow(p: QPainter, rect: QRectF, old: str, new: str) -> None:
    """80 → 82,5: the old one faint, the new one strong."""
    room = rect.width() - T.px(26)
    left = min(width(old, "num"), max(room / 2, room - width(new, "num_strong")))
    text(p, QRectF(rect.left(), rect.top(), left + 1, rect.height()), old, "num", "text3", LEFT)
    x = rect.left() + left + T.px(7)
    text(p, QRectF(x, rect.top(), T.px(14), rect.height()), "→", "small", "text3", LEFT)
    text(p, QRectF(x + T.px(19), rect.top(), rect.right() - x - T.px(19), rect.height()), new, "num_strong", "text", LEFT)


def paint_step(p: QPainter, rect: QRectF, step: Step, _on: bool, _index: Index) -> None:
    """One changed column: whom and what above, old → new below."""
    inner = rect.adjusted(0, T.px(6), 0, -T.px(5))
    top = QRectF(inner.left(), inner.top(), inner.width(), T.px(17))
    below = QRectF(inner.left(), inner.top() + T.px(18), inner.width(), T.px(20))
    named = f"{step.about}  ·  {step.column}" if step.column else step.about
    text(p, top, named, "small", "text2", LEFT)
    if step.old:
        paint_arrow(p, below, step.old, step.new)
    else:
        text(p, below, step.new, "num_strong", "text", LEFT)
    p.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), color("line"))


def step_spoken(step: Step) -> str:
    named = f"{step.about}, {step.column}" if step.column else step.about
    return tr("{what}: {old} to {new}", what=named, old=step.old, new=step.new) if step.old else f"{named}: {step.new}"
