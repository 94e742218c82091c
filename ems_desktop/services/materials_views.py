"""The material catalogue as screens are given it: frozen rows. A cell's text is exactly what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ems_desktop.domain.materials import TITLE

FACETS = ("subject_name", "material_level", "material_type", "material_theme")
NEWEST = "at"  # the order of the last change, newest first when descending
Choice = Literal["mine", "theirs", "base", "other"]


@dataclass(frozen=True, slots=True)
class CatalogueColumn:
    """A column in the Sheet's order. `header`: as the Sheet's first row says it, "" while there is no Sheet. `known`: one of the seven
    that the house has words for; any other is a further column of the Sheet."""

    key: str
    header: str
    known: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries, in which order. `only`: facet → the value it must have. `sort`: a column's key or `NEWEST`. `most`: 0 for all."""

    search: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    trash: bool = False
    sort: str = NEWEST
    descending: bool = True
    most: int = 0
    start: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """One entry. `cells`: column → text, the further columns among them. `clashes`: the columns that wait for a decision. `at`: ISO, UTC,
    of the last change; `by`: whose it was, "" when it is not known, None while it is one's own and not at school yet."""

    id: str
    cells: Mapping[str, str]
    clashes: frozenset[str]
    at: str
    by: str | None
    file_id: str | None = None
    deleted: bool = False

    def cell(self, key: str) -> str:
        return self.cells.get(key, "")

    @property
    def title(self) -> str:
        return self.cell(TITLE)


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that was changed here and in the Sheet. The Sheet's value stands in the cell, mine waits. `by`: whose mine is ("" unknown);
    `at`: ISO, of that edit."""

    material_id: str
    key: str
    title: str
    subject: str
    base: str
    mine: str
    theirs: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a list or a table shows, of one state of the file. `facets`: column → (value, how many) under the other filters and the
    search, the commonest first. `total`: entries that are not in the trash. `trashed`: those that are."""

    columns: tuple[CatalogueColumn, ...]
    rows: tuple[Material, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    total: int
    trashed: int
