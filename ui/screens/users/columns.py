"""The staff table's columns, and those of a pasted list and of codes."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ems_desktop.domain.staff_list import StaffLine
from ems_desktop.i18n import day, explain, tr
from ems_desktop.services.roster_views import StaffRow
from ems_desktop.services.users import Invitation
from ui.screens.users.presenter import role_words
from ui.theme import T, icons, text
from ui.widgets import Column


def staff_columns() -> list[Column]:
    return [
        Column("name", tr("Name"), 230, lambda r: r.name, sort=lambda r: r.name.casefold(), role="body_medium", ink=_ink, stretch=True, tip=lambda r: r.name),
        Column("email", tr("Email"), 230, lambda r: r.email or tr("none yet"), sort=lambda r: r.email or "", ink=_email_ink, tip=lambda r: r.email or ""),
        Column("nip", tr("NIP"), 160, lambda r: r.nip or "", sort=lambda r: r.nip or "", role="num", ink="text2"),
        Column("roles", tr("Roles"), 130, lambda r: role_words(r.roles), sort=lambda r: role_words(r.roles), ink=_ink),
        Column("state", tr("State"), 110, _state, sort=_state, paint=_paint_state),
    ]  # fmt: skip


def _ink(row: StaffRow) -> str:
    return "text" if row.active else "text3"


def _email_ink(row: StaffRow) -> str:
    return "text2" if row.email else "warn"


def _state(row: StaffRow) -> str:
    return tr("active") if row.active else tr("inactive")


def _paint_state(p: QPainter, rect: QRectF, row: StaffRow, _on: bool) -> None:
    """The norm is bare, the exception carries a mark."""
    if row.active:
        text(p, rect, _state(row), "body", "text3")
        return
    icons.draw(p, "block", rect.left(), rect.center().y(), "text2", 15)
    text(p, rect.adjusted(T.px(21), 0, 0, 0), _state(row), "body", "text2")


def line_columns() -> list[Column]:
    return [
        Column("number", tr("Line"), 48, lambda n: str(n.number), align="right", role="num", ink="text3"),
        Column("name", tr("Name"), 120, lambda n: n.name or "–", role="body_medium", tip=lambda n: n.name),
        Column("verdict", tr("Verdict"), 150, verdict_words, paint=_paint_verdict, tip=verdict_words, stretch=True),
    ]


def verdict_words(line: StaffLine) -> str:
    """Why a line is not saved, what to look at before it is, or as whom it will be."""
    trouble = line.mistake or line.doubt
    return explain(trouble) if trouble else " · ".join(part for part in (role_words(line.roles), line.email or "") if part)


def _paint_verdict(p: QPainter, rect: QRectF, line: StaffLine, _on: bool) -> None:
    icon, ink = ("block", "bad") if line.mistake else ("alert", "warn") if line.doubt else ("check", "ok")
    icons.draw(p, icon, rect.left(), rect.center().y(), ink, 15)
    text(p, rect.adjusted(T.px(21), 0, 0, 0), verdict_words(line), "small", ink if line.mistake else "text")


def code_columns() -> list[Column]:
    return [
        Column("name", tr("Name"), 120, lambda i: i.name, role="body_medium", stretch=True, tip=lambda i: i.name),
        Column("code", tr("Code"), 190, lambda i: i.code, role="num_strong"),
    ]


def until_words(invitation: Invitation) -> str:
    return tr("Valid until {day}", day=day(invitation.expires.astimezone().date()))
