"""Edits laid over the sheet that was read: what is typed shows at once, and shows *saved* only after its commit. No Qt.

An edit leaves the overlay when a reading that began after its commit has arrived, or when a failed one is given up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ems_desktop.services.grade_views import Cell, Entry, Sheet

Key = tuple[str, str]  # assessment id, pupil id
Stage = Literal["typed", "saved", "failed"]


@dataclass(slots=True)
class _Laid:
    cell: Cell
    change: int
    stage: Stage = "typed"
    saved_at: int = 0


class Overlay:
    def __init__(self) -> None:
        self._laid: dict[Key, list[_Laid]] = {}  # oldest first
        self._tick = 0
        self._change = 0

    def put(self, entries: Iterable[Entry]) -> int:
        """Lay entries on top; returns the change's number, by which it is saved or failed later."""
        self._change += 1
        for e in entries:
            self._laid.setdefault((e.assessment, e.pupil), []).append(_Laid(e.cell, self._change))
        return self._change

    def saved(self, change: int) -> list[Key]:
        """The change is committed on this computer; what it covers no longer matters."""
        self._tick += 1
        touched = self._of(change)
        for key in touched:
            laid = self._laid[key]
            at = next(i for i, one in enumerate(laid) if one.change == change)
            laid[at].stage, laid[at].saved_at = "saved", self._tick
            self._laid[key] = laid[at:]
        return touched

    def failed(self, change: int) -> list[Key]:
        """The change was not committed: its cells keep what was typed, marked as not saved."""
        touched = self._of(change)
        for key in touched:
            for one in self._laid[key]:
                if one.change == change:
                    one.stage = "failed"
        return touched

    def take_failed(self) -> list[Entry]:
        """Lift every failed edit that still shows, to be tried again or given up."""
        lifted = [Entry(*key, laid[-1].cell) for key, laid in self._laid.items() if laid[-1].stage == "failed"]
        for key in list(self._laid):
            self._keep(key, [one for one in self._laid[key] if one.stage != "failed"])
        return lifted

    def reading(self) -> int:
        """A reading of the sheet begins; hand the number to `settle` when it arrives."""
        return self._tick

    def settle(self, begun: int) -> None:
        """A reading begun at `begun` has arrived: it contains every edit committed before."""
        for key in list(self._laid):
            self._keep(key, [one for one in self._laid[key] if one.stage != "saved" or one.saved_at > begun])

    def top(self, key: Key) -> Cell | None:
        laid = self._laid.get(key)
        return laid[-1].cell if laid else None

    def stage(self, key: Key) -> Stage | None:
        laid = self._laid.get(key)
        return laid[-1].stage if laid else None

    def touched(self) -> list[Key]:
        return list(self._laid)

    def shown(self, sheet: Sheet, key: Key) -> Cell:
        """The cell as it stands now: the newest edit, else what was read."""
        return self.top(key) or sheet.cell(*key)

    def count(self, stage: Stage) -> int:
        return sum(laid[-1].stage == stage for laid in self._laid.values())

    def _of(self, change: int) -> list[Key]:
        return [key for key, laid in self._laid.items() if any(one.change == change for one in laid)]

    def _keep(self, key: Key, laid: list[_Laid]) -> None:
        if laid:
            self._laid[key] = laid
        else:
            del self._laid[key]
