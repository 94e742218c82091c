"""What the materials screen asks of the floors below, as narrow doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ems_desktop.domain.materials import Twins
from ems_desktop.integrations.tables_out import Page
from ems_desktop.services.materials_views import Catalogue, Choice, Clash, Material, Wanted
from ems_desktop.services.sheet_views import SheetStatus

if TYPE_CHECKING:
    from ems_desktop.integrations.google_sign_in import Attempt

JobState = Literal["proposals", "running", "failed"]


class MaterialsService(Protocol):
    """Every call reads or writes the file on this computer; none waits for the network. Raises EmsError."""

    def find(self, wanted: Wanted | None = None) -> Catalogue: ...

    def entry(self, material_id: str) -> Material: ...

    def twins(self) -> tuple[Twins, ...]: ...

    def clashes(self, material_id: str) -> tuple[Clash, ...]: ...

    def add(self, cells: Mapping[str, str]) -> str: ...

    def set_cells(self, cells: Mapping[str, Mapping[str, str]]) -> int: ...

    def trash(self, ids: Iterable[str]) -> int: ...

    def restore(self, ids: Iterable[str]) -> int: ...

    def settle(self, material_id: str, key: str, choice: Choice, other: str = "") -> int: ...

    def undo(self) -> tuple[tuple[str, str], ...]:
        """The rows that were taken back; empty when there was nothing to take back."""
        ...

    def redo(self) -> tuple[tuple[str, str], ...]: ...

    def take_back(self, seq: int) -> tuple[tuple[str, str], ...]: ...

    def export(self, path: Path, page: Page) -> None: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """What a job says about an entry, in few words of today's language: "3 usul", "62 %", "gagal"."""

    state: JobState
    said: str


class Jobs(Protocol):
    """The analyses under way. Where there is none, the screen shows nothing of them."""

    def marks(self) -> Mapping[str, Mark]:
        """Entry's id → its mark."""
        ...


class SheetDoor(Protocol):
    """How this computer stands with the Google Sheet."""

    def status(self) -> SheetStatus: ...

    def wake(self) -> None:
        """Merge now, not at the next turn."""
        ...

    def connect(self, attempt: Attempt) -> None:
        """Waits until the person has allowed it in the browser."""
        ...

    def disconnect(self) -> bool:
        """False if Google could not be told."""
        ...
