"""What the audit screen and a cell's history are given: frozen rows of the school's trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from ems_desktop.services.grade_views import Cell, SheetRef

Kind = Literal["cells", "whole", "export", "hand"]
Why = Literal["removed", "changed", "cut", "head"]
Values = Mapping[str, Any]  # column → value, as it travels


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries. `person`: who did it, or the pupil whom it concerns. Days include both ends, on this computer's calendar."""

    person: str | None = None
    class_id: str | None = None
    semester_id: str | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change set, one export, or one statement by hand (`kind` hand: `who` is empty, `device` a login, `table` and `op` I or U).

    `changes`: how many cells or rows. `old`, `new`: of the one cell, where it was one. `status`: what the school answered, "" by hand.
    `erased`: its values are gone by rule.
    """

    id: str
    at: datetime
    who: str
    device: str
    kind: Kind
    status: str
    title: str
    table: str
    op: str
    scope: str | None
    scopes: int
    class_name: str
    subject: str
    semester: str
    changes: int
    pupil: str
    assessment: str
    old: Values | None
    new: Values | None
    erased: bool

    @property
    def sheet(self) -> str | None:
        """The grade sheet it happened in."""
        return self.scope if self.subject else None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Newest first. `more`: older ones may follow."""

    entries: tuple[AuditEntry, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AuditChange:
    """One cell or row of an entry. `old` is None for a row that was new."""

    table: str
    who: str
    what: str
    old: Values | None
    new: Values


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One change of an entry, for a file; an entry without changes has one line, too."""

    entry: AuditEntry
    change: AuditChange | None


@dataclass(frozen=True, slots=True)
class Broken:
    """A chain that does not hold. `where`: (class, subject, semester), empty for what came by hand or has no name any more.

    `why`: removed (entries before `place` are missing), changed (the entry is not as it was written), cut (the last are missing),
    head (the head is not the last entry's).
    """

    scope: str | None
    where: tuple[str, str, str]
    place: int | None
    entry: str | None
    why: Why


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`entries` in `chains` chains were read; `broken` is empty when all hold."""

    entries: int
    chains: int
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class PastColumn:
    id: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class PastPupil:
    id: str
    number: int | None
    name: str


@dataclass(frozen=True, slots=True)
class PastSheet:
    """A sheet as it was at a moment. `cells` holds only those that had something; keys are (assessment, pupil)."""

    sheet_id: str
    at: datetime
    columns: tuple[PastColumn, ...]
    pupils: tuple[PastPupil, ...]
    cells: Mapping[tuple[str, str], Cell]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by, with its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by, from the file on this computer. `people`: staff first, then pupils; `semesters` are codes, newest first."""

    people: tuple[Choice, ...]
    classes: tuple[Choice, ...]
    semesters: tuple[Choice, ...]
    sheets: tuple[SheetRef, ...]
