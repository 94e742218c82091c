"""The Google Sheet of the material catalogue as the merge sees it, and what the merge wants written there. Knows no Google.

Our own part of the Sheet is a column of ids, so that a row is itself wherever it is moved, and a hidden tab where each of our writes
leaves what stood there just before. Sheets offers no write under a condition, so the only way not to overwrite anybody unseen is to look
at these images afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ID = "ems_id"  # the key of the column of ids; its header is the same in capitals

Texts = Mapping[str, str]  # key of a column → text; an empty cell is an empty text


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """`key` stays when the header is renamed or the column moved, once the column is `tagged`. `place` counts from 0."""

    key: str
    header: str
    place: int
    tagged: bool = True


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`id` is empty where nobody gave one yet. `calculated`: the keys of cells that hold a formula."""

    place: int
    id: str
    cells: Texts
    calculated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Image:
    """What one write did to one row, ids included: before and after; no `before`: it was appended, no `after`: it was removed. `meant` and
    `keys`: the id of the row and the cells it was meant for. Somebody may have moved rows or columns in that very moment."""

    meant: str
    keys: frozenset[str]
    before: Texts | None
    after: Texts | None

    @property
    def hit(self) -> bool:
        """Whether it was the row that was meant."""
        return self.before is None or self.before.get(ID, "") == self.meant


@dataclass(frozen=True, slots=True)
class Written:
    """One write of our clients. Marks count from 1."""

    mark: int
    images: tuple[Image, ...]


@dataclass(frozen=True, slots=True)
class SheetState:
    """One reading. `mark`: of the newest write, 0 before the first. `writes`: those whose images are still kept, oldest first."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    mark: int = 0
    writes: tuple[Written, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns if column.key != ID)


@dataclass(slots=True)
class SheetWrite:
    """What shall be written, by the places of the reading before. All of it or nothing, and only if nobody of us wrote since."""

    edits: dict[int, dict[str, str]] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    removals: list[int] = field(default_factory=list)
    appends: list[dict[str, str]] = field(default_factory=list)  # ids included

    def __bool__(self) -> bool:
        return bool(self.edits or self.ids or self.removals or self.appends)
