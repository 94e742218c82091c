"""What outlives a rebuild of the shell: where the person is, what waits, how the connection is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

Connection = Literal["online", "connecting", "offline", "refused", "ended"]


@dataclass(frozen=True, slots=True)
class Status:
    """The status line's facts. "ended": the session at school is over, so nothing is sent before signing in again. `waiting`: conflicts and rejected changes that need a decision. `trouble`: an outage's sentence."""

    unsent: int = 0
    waiting: int = 0
    connection: Connection = "offline"
    synced_at: datetime | None = None
    trouble: str = ""


class ShellState(QObject):
    """Written by the composition root (sync tells it), read by the shell; `go` is what screens get as `ctx.go`."""

    changed = Signal()
    going = Signal(str, object)  # area, where

    def __init__(self, area: str = "home") -> None:
        super().__init__()
        self.area = area
        self.where: dict[str, Any] = {}
        self.status = Status()
        self.counts: dict[str, int] = {}  # work that goes on, per area (grey in the rail)

    def set_status(self, status: Status) -> None:
        if status != self.status:
            self.status = status
            self.changed.emit()

    def set_count(self, area: str, count: int) -> None:
        self.counts[area] = count
        self.changed.emit()

    def go(self, area: str, **where: Any) -> None:
        self.area, self.where = area, where
        self.going.emit(area, where)

    def reset(self) -> None:
        """Somebody else may sit down now: nothing of where the last person was stays."""
        self.area, self.where, self.status = "home", {}, Status()
        self.counts.clear()
