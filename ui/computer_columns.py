"""The columns of a table of computers."""

from __future__ import annotations

from datetime import UTC, datetime

from ems_desktop.i18n import day, tr
from ems_desktop.services.devices import Device
from ui.computers import ended_at, label_of, state_words
from ui.widgets import Column


def computer_columns(*, wide: bool = True) -> list[Column]:
    since = [Column("since", tr("Since"), 150, lambda d: day(d.since.astimezone().date()), ink="text2")] if wide else []
    return [
        Column("label", tr("Computer"), 180, label_of, role="body_medium", stretch=True, tip=label_of),
        *since,
        Column("until", tr("Valid until"), 110, _until, ink="text2"),
        Column("state", tr("State"), 120, lambda d: state_words(d, datetime.now(UTC)), ink=_ink),
    ]


def _until(device: Device) -> str:
    return "–" if ended_at(device, datetime.now(UTC)) else day(device.until.astimezone().date(), short=True)


def _ink(device: Device) -> str:
    return "text3" if ended_at(device, datetime.now(UTC)) else "accent" if device.this else "text"
