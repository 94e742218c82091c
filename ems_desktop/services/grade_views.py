"""What the grade screens are given: frozen rows, never rows of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ems_desktop.i18n import N_

Mark = Literal["", "unsent", "conflict", "refused"]  # "": at school; "unsent": saved on this computer, not yet at school
State = Literal["excused", "missing"]
STATES: dict[str, str] = {"excused": N_("Excused"), "missing": N_("Missing")}  # their words, to be translated


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of assessment. `weight`: percent of the final grade, 0 where it does not count."""

    kind: str
    name: str
    short: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """One column of a sheet. `weight` counts within its kind."""

    id: str
    kind: str
    title: str
    topic: str | None = None
    objective: str | None = None
    held_on: date | None = None
    weight: Decimal = Decimal(1)
    maximum: Decimal = Decimal(100)
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Pupil:
    """One row of a sheet. A pupil who left stays, grey."""

    id: str
    number: int | None
    name: str
    nisn: str | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One score as a person sees it. An empty cell is `Cell()`."""

    value: Decimal | None = None
    first_value: Decimal | None = None
    state: State | None = None
    note: str | None = None
    mark: Mark = ""


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A sheet one may open: a subject of a class in a semester."""

    id: str
    subject_id: str
    subject: str
    class_id: str
    class_name: str
    semester_id: str
    semester: str  # the code, 20261
    teachers: tuple[str, ...] = ()
    mine: bool = False  # the person reading teaches it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole grade sheet. `cells` holds only the cells that have something; keys are (assessment id, pupil id)."""

    ref: SheetRef
    kinds: tuple[Kind, ...]
    assessments: tuple[Assessment, ...]  # in order of kind, then position
    pupils: tuple[Pupil, ...]  # in order of nomor absen
    cells: Mapping[tuple[str, str], Cell]
    kktp: int
    rounding: str
    writable: bool
    closed: bool = False
    own: frozenset[str] = frozenset()  # which of kktp, rounding, weights this sheet sets itself

    def cell(self, assessment: str, pupil: str) -> Cell:
        return self.cells.get((assessment, pupil), EMPTY)


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell as it shall be after an action: the whole cell, not a part of it."""

    assessment: str
    pupil: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a cell's history, newest first. `place`: 'here' for this computer, else the device's label."""

    who: str
    at: str  # ISO, UTC
    old: Cell
    new: Cell
    place: str
    sent: bool = True
