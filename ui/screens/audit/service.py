"""What the audit screen asks of the floor below, as narrow doors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from ems_desktop.integrations.tables_out import Page
from ems_desktop.services.audit_views import (
    AuditChange,
    AuditEntry,
    AuditPage,
    ChainReport,
    Choices,
    ExportLine,
    Filter,
    PastSheet,
)
from ems_desktop.services.grade_views import Sheet


class AuditService(Protocol):
    """All but `choices` and `write` ask the school: NeedsOnline 1601 without it."""

    def choices(self) -> Choices: ...

    def page(self, wanted: Filter, after: AuditEntry | None = None) -> AuditPage: ...

    def changes(self, entry_id: str) -> tuple[AuditChange, ...]: ...

    def as_of(self, sheet_id: str, day: date) -> PastSheet:
        """As it was when this day ended. Error 1602 where its values have been erased."""
        ...

    def verify(self) -> ChainReport: ...

    def collect(self, wanted: Filter, title: str) -> tuple[ExportLine, ...]:
        """For a file; written into the trail first. Errors: 1604 nothing matches, 1605 too much."""
        ...

    def write(self, path: Path, page: Page) -> None: ...


class Sheets(Protocol):
    def sheet(self, sheet_id: str) -> Sheet:
        """As it is on this computer. Error 1061 when it is not here."""
        ...
