"""What the sync centre asks of the floors below, as narrow doors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ems_desktop.integrations.tables_out import Page
from ems_desktop.services.grade_views import Sheet
from ems_desktop.services.syncing import Answer, ExportRow, Kept, Past, Waiting

Result = TypeVar("Result")


class SyncCentre(Protocol):
    """Every call reads or writes the file on this computer; none waits for the network. Raises EmsError."""

    def queue(self) -> tuple[Waiting, ...]: ...

    def kept(self) -> tuple[Kept, ...]: ...

    def history(self) -> tuple[Past, ...]: ...

    def keep_theirs(self, kept_id: int) -> Answer: ...

    def put_away(self, kept_id: int) -> Answer: ...

    def take_mine(self, kept_id: int) -> Answer: ...

    def take_base(self, kept_id: int) -> Answer: ...

    def take_other(self, kept_id: int, values: dict[str, Any]) -> Answer: ...

    def retry(self, kept_id: int) -> Answer: ...

    def reopen(self, answer: Answer) -> None: ...

    def reopen_past(self, kept_id: int) -> None: ...

    def export_rows(self, wanted: Iterable[int] | None = None) -> tuple[ExportRow, ...]: ...

    def export_queue(self) -> tuple[ExportRow, ...]: ...

    def export(self, path: Path, page: Page) -> None: ...


class Sheets(Protocol):
    def sheet(self, sheet_id: str) -> Sheet: ...


class SyncWorker(Protocol):
    """Keeps this computer and the school in step, on a thread of its own."""

    @property
    def paused(self) -> bool: ...

    def wake(self) -> None: ...

    def pause(self, paused: bool) -> None: ...
