"""The computers a person is signed in on, in words and in order, as the settings and the staff list show them. Knows no Qt."""

from __future__ import annotations

from datetime import datetime, timedelta

from ems_desktop.i18n import day, tr
from ems_desktop.services.devices import Device

REMEMBERED = timedelta(days=30)  # a session that ended stays on the list so long


def in_order(rows: tuple[Device, ...], now: datetime) -> tuple[Device, ...]:
    """This computer first, then those that are signed in, the newest first, then those that ended lately."""
    lately = [row for row in rows if (ended := ended_at(row, now)) is None or ended > now - REMEMBERED]
    return tuple(sorted(lately, key=lambda row: (not row.this, ended_at(row, now) is not None, -row.since.timestamp())))


def ended_at(row: Device, now: datetime) -> datetime | None:
    """When it was signed out, or ran out; None while it is signed in."""
    return row.ended or (row.until if row.until < now else None)


def label_of(row: Device) -> str:
    return row.label or tr("a computer without a name")


def state_words(row: Device, now: datetime) -> str:
    ended = ended_at(row, now)
    if ended is not None:
        return tr("ended {day}", day=day(ended.astimezone().date(), short=True))
    return tr("this computer") if row.this else tr("signed in")
