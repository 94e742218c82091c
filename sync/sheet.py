"""One round between the material catalogue and its Google Sheet: at most one reading and one write, whatever the number of rows.

The Sheet is merged right after the school was: `sync.push` then judges what the merge changed like everything else, and what the school
refuses of it (another computer was quicker) is merged anew. Knows nothing of timing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import uuid4

from ems_desktop.domain.catalogue.merge import Merged, merge
from ems_desktop.domain.errors import NotAllowed
from ems_desktop.i18n import tr
from ems_desktop.integrations import sheet_reading, sheet_writing
from ems_desktop.integrations.google_sheets import Refused
from ems_desktop.store.local import LocalStore
from sync import catalogue
from sync.verdicts import OF_SHEET

READ_ONLY = 1517


class Sheet(Protocol):
    """As `integrations.google_sheets.Spreadsheet`."""

    def version(self) -> str: ...
    def read(self, ranges: Sequence[str] | None = None) -> dict[str, Any]: ...
    def write(self, requests: list[dict[str, Any]], response_ranges: Sequence[str] = ()) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `waiting`: entries that the Sheet does not hold yet. `again`: something is left to do at once: our own
    write is to be read back, or another program wrote in between. `refused`: Google's words, where it took nothing of the write: mostly
    because another program was quicker."""

    read: bool = False
    wrote: bool = False
    changed: int = 0
    waiting: int = 0
    again: bool = False
    refused: str = ""
    read_only: bool = False


class SheetMerge:
    """`new_id` makes ids for rows that bear none."""

    def __init__(self, store: LocalStore, sheet: Sheet, new_id: Callable[[], str] = lambda: str(uuid4())) -> None:
        self._store, self._sheet, self._new_id = store, sheet, new_id
        self._seen = ""  # Drive's version at the last reading by this program, while nothing of ours came after it
        self._read_only = False
        self._loaded: tuple[tuple[object, ...], catalogue.Here] | None = None

    def round(self) -> Round:
        """Errors: those of `Spreadsheet`; what was not kept is found again in the next round."""
        version = self._sheet.version()
        here = self._load()
        if version in (self._seen, here.version) and (self._read_only or not here.waiting):
            return Round(waiting=here.waiting, read_only=self._read_only)
        reading = sheet_reading.read(self._sheet.read())
        merged = merge(here.entries, reading.state, here.mark, self._new_id)
        after = replace(here, columns=catalogue.columns_of(reading.state.columns), mark=max(here.mark, merged.mark), version=version)
        try:
            wrote = self._write(merged, reading, here.mark)
            catalogue.save(self._store, tr("From the Google Sheet"), OF_SHEET, here, merged.entries, merged.at_once, after)
        except Refused as error:
            return Round(read=True, waiting=here.waiting, again=True, refused=str(error) or "400")
        except catalogue.Stale:
            return Round(read=True, waiting=here.waiting, again=True)
        self._seen = "" if wrote else version
        left = replace(here, entries={**here.entries, **merged.entries}).waiting
        return Round(True, wrote, len(merged.entries), left, again=wrote, read_only=self._read_only)

    def _load(self) -> catalogue.Here:
        """Kept while nothing of it moves: most rounds find nothing new."""
        with self._store.reading() as session:
            moved = catalogue.moved(session)
            if self._loaded is None or self._loaded[0] != moved:
                self._loaded = moved, catalogue.load(session)
            return self._loaded[1]

    def _write(self, merged: Merged, reading: sheet_reading.Reading, told: int) -> bool:
        """False: there was nothing to write, or this person may only read."""
        if self._read_only or (reading.prepared and not merged.write):
            return False
        try:
            self._sheet.write(sheet_writing.batch(merged.write, reading, told))
        except NotAllowed as error:
            if error.code != READ_ONLY:
                raise
            self._read_only = True
            return False
        return True
