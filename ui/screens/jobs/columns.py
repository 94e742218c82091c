"""How a job, a line of its log and a finding of its result are painted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ems_desktop.services.jobs_views import Job, LogLine
from ui.job_words import Finding, below_words, kind_words, log_time, log_words, pill_words, title_words
from ui.theme import LEFT, SIZE, T, color, icons, lines, pill, round_rect, text, width
from ui.widgets.lists import Index, Paint

JOB_HEIGHT, LOG_HEIGHT, FINDING_HEIGHT = 58, 26, 60
ICONS = {"analysis": "spark", "description": "note", "questions": "bank"}
_INKS = {"running": ("accent", "accent_soft"), "done": ("ok", "ok_soft"), "failed": ("bad", "bad_soft"), "overdue": ("warn", "warn_soft")}


def job_painter(*, whose: bool) -> Paint:
    """`whose`: say whose job it is, for the office."""

    def paint(p: QPainter, rect: QRectF, job: Job, on: bool, _index: Index) -> None:
        place = rect.adjusted(T.px(8), T.px(3), -T.px(8), -T.px(3))
        if on:
            round_rect(p, place, T.px(SIZE.r_control), "accent_soft", "accent_line")
        icons.draw(p, ICONS.get(job.kind, "jobs"), place.left() + T.px(12), place.center().y(), "accent" if on else "text2")
        inner = place.adjusted(T.px(42), T.px(6), -T.px(10), -T.px(6))
        half = inner.height() / 2
        text(p, QRectF(inner.left(), inner.top(), inner.width(), half), title_words(job), "body_medium", "text", LEFT)
        wide = _pill(p, inner, job, half, on=on)
        below = below_words(job, datetime.now().astimezone(), whose=whose)
        text(p, QRectF(inner.left(), inner.top() + half, inner.width() - wide - T.px(8), half), below, "small", "text2", LEFT)

    return paint


def _pill(p: QPainter, inner: QRectF, job: Job, half: float, *, on: bool) -> int:
    said = pill_words(job)
    ink, ground = _INKS.get(job.state, ("text2", "sunken"))
    wide = width(said, "caption_strong") + T.px(14)
    return pill(p, inner.right() - wide, inner.bottom() - half / 2, said, ink, "surface" if on else ground)


def paint_log(p: QPainter, rect: QRectF, line: LogLine, _on: bool, _index: Index) -> None:
    text(p, QRectF(rect.left(), rect.top(), T.px(66), rect.height()), log_time(line), "small", "text3", LEFT)
    text(p, rect.adjusted(T.px(74), 0, 0, 0), log_words(line), "small", "text2", LEFT)


def log_spoken(line: LogLine) -> str:
    return f"{log_time(line)} {log_words(line)}"


def paint_finding(p: QPainter, rect: QRectF, one: Finding, _on: bool, _index: Index) -> None:
    """Field and place at the left, the value beside them on two lines at most."""
    left = min(T.px(150), rect.width() * 0.34)
    top = rect.adjusted(0, T.px(8), 0, -T.px(6))
    high = T.px(19)
    text(p, QRectF(top.left(), top.top(), left, high), one.title, "small_strong", "text", LEFT)
    text(p, QRectF(top.left(), top.top() + high, left, high), one.facts, "small", "text3", LEFT)
    lines(p, top.adjusted(left + T.px(14), 0, 0, 0), one.value, "body", "text", most=2)
    p.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), color("line"))


def finding_spoken(one: Finding) -> str:
    return ", ".join(part for part in (one.title, one.value, one.facts) if part)


def kind_icon(kind: str) -> str:
    return ICONS.get(kind, "jobs")


__all__ = [
    "FINDING_HEIGHT", "JOB_HEIGHT", "LOG_HEIGHT", "finding_spoken", "job_painter", "kind_icon", "kind_words", "log_spoken", "paint_finding", "paint_log",
]  # fmt: skip
