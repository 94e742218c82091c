"""How this computer stands with the Google Sheet of the material catalogue, for screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ems_desktop.domain.errors import EmsError

Access = Literal["no_sheet", "none", "connected", "ended"]


@dataclass(frozen=True, slots=True)
class SheetStatus:
    """`access`: the school has no Sheet; this person has not connected it here; connected; Google no longer lets us in. `merged_at`: when
    Sheet and school were last seen equal, by this computer. `waiting`: entries that differ from what the Sheet held last. `trouble`:
    why the last try failed."""

    access: Access = "none"
    url: str | None = None  # to open in the browser
    merged_at: datetime | None = None
    waiting: int = 0
    running: bool = False
    trouble: EmsError | None = None
