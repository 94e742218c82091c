"""How the lists of the sync centre look: a decision in three lines, a queue and a history in columns."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ems_desktop.i18n import number, tr
from ems_desktop.services.syncing import Kept, Past, Waiting
from ui.screens.sync.reasons import reason
from ui.screens.sync.words import outcome_words, place_words, rows_words, side_words, title_words, when_words
from ui.theme import LEFT, RIGHT, SIZE, T, color, icons, round_rect, text, width
from ui.widgets import Column
from ui.widgets.lists import Index

HEIGHT = 84
_ICONS = {
    "scores": "grades",
    "grades": "grades",
    "assessments": "grades",
    "grade_sheets": "grades",
    "school": "school",
    "materials": "book",
}


def icon_of(kept: Kept) -> str:
    return _ICONS.get(kept.tbl, "people")


def summary(kept: Kept) -> str:
    """84 ↔ 81, or why it was refused."""
    if kept.status != "conflict":
        count = rows_words(kept.rows, kept.tbl)
        return (
            f"{reason(kept.status, kept.why, kept.rule).short} · {count}"
            if kept.rows > 1
            else reason(kept.status, kept.why, kept.rule).short
        )
    if kept.rows > 1 or len(kept.differences) > 1:
        return rows_words(kept.rows) if kept.rows > 1 else tr("{count} fields", count=number(len(kept.differences)))
    return f"{side_words(kept, kept.mine)}  ↔  {side_words(kept, kept.theirs)}"


def said(kept: Kept) -> str:
    """The whole row, spoken."""
    return ", ".join(
        part for part in (title_words(kept), place_words(kept), summary(kept), kept.their_name, when_words(kept.their_at)) if part
    )


def paint_kept(p: QPainter, rect: QRectF, kept: Kept, on: bool, _index: Index) -> None:
    if on:
        round_rect(p, rect.adjusted(T.px(8), T.px(2), -T.px(8), -T.px(2)), T.px(SIZE.r_control), "accent_soft", "accent_line")
    left = rect.left() + T.px(22)
    icons.draw(p, icon_of(kept), left, rect.top() + T.px(24), "accent" if on else "text2")
    body = QRectF(left + T.px(30), rect.top() + T.px(13), rect.width() - T.px(74), T.px(20))
    when = when_words(kept.their_at or kept.my_at, short=True)
    text(p, body.adjusted(0, 0, -width(when, "caption") - T.px(8), 0), title_words(kept), "body_strong", "text", LEFT)
    text(p, body, when, "caption", "text3", RIGHT)
    text(p, body.translated(0, T.px(20)), place_words(kept), "small", "text2", LEFT)
    line, who = body.translated(0, T.px(41)), kept.their_name or ""
    room = min(width(who, "caption"), int(line.width() * 0.45))
    text(p, line.adjusted(0, 0, -room - T.px(8), 0), summary(kept), "small_strong", "text" if kept.status == "conflict" else "bad", LEFT)
    text(p, line.adjusted(line.width() - room, 0, 0, 0), who, "caption", "text3", RIGHT)
    if not on:
        p.fillRect(QRectF(rect.left() + T.px(22), rect.bottom(), rect.width() - T.px(44), 1), color("line"))


def segment_words() -> dict[str, str]:
    return {"conflicts": tr("Conflicts"), "queue": tr("Queue"), "refused": tr("Refused"), "history": tr("Sync history")}


def empty_words(segment: str) -> tuple[str, str, str]:
    """Icon, title and sentence of a segment without rows."""
    return {
        "conflicts": ("check", tr("No conflicts"), tr("Where two people change the same thing, both values wait here for your decision.")),
        "refused": ("check", tr("Nothing was refused"), tr("What the school does not take is kept here, with the reason and what to do.")),
        "queue": ("cloud", tr("Everything is sent"), tr("What you type is saved on this computer first and goes to the school from here.")),
        "history": ("clock", tr("Nothing was sent yet"), tr("The last changes that went to the school will be listed here.")),
    }[segment]


def queue_columns() -> list[Column]:
    state = {"pending": tr("not sent yet"), "acked": tr("at school already")}
    return [
        Column("at", tr("Time"), 150, lambda w: when_words(w.at), sort=lambda w: w.at, role="num", ink="text2"),
        Column("title", tr("Change"), 260, title_of, sort=lambda w: w.title.casefold(), stretch=True, tip=title_of),
        Column("rows", tr("Rows"), 72, lambda w: number(w.rows), align="right", sort=lambda w: w.rows, role="num"),
        Column(
            "state",
            tr("State"),
            210,
            lambda w: state[w.state],
            sort=lambda w: w.state,
            ink=lambda w: "warn" if w.state == "pending" else "text2",
        ),
    ]


def history_columns() -> list[Column]:
    return [
        Column("at", tr("Time"), 150, lambda h: when_words(h.at), sort=lambda h: h.at, role="num", ink="text2"),
        Column("title", tr("Change"), 260, title_of, sort=lambda h: h.title.casefold(), stretch=True, tip=title_of),
        Column("rows", tr("Rows"), 72, lambda h: number(h.rows), align="right", sort=lambda h: h.rows, role="num"),
        Column("outcome", tr("Outcome"), 190, lambda h: outcome_words(h.outcome), sort=lambda h: h.outcome, ink=_outcome_ink),
    ]


def title_of(line: Waiting | Past) -> str:
    return line.title or tr("Untitled change")


def _outcome_ink(line: Past) -> str:
    return {"applied": "text2", "already": "text2", "mixed": "warn", "conflict": "warn", "refused": "bad", "gone": "bad"}.get(
        line.outcome, "text"
    )
