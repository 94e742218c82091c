"""What the import of a roster shows before and after it writes: frozen, no store behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from ems_desktop.domain.rosters.classes import class_key
from ems_desktop.domain.rosters.pupils import FIELDS, ExistingPupil
from ems_desktop.domain.rosters.reading import Trouble, read_roster
from ems_desktop.domain.rosters.reconcile import Reconciliation, RowVerdict, reconcile
from ems_desktop.integrations.dapodik import DapodikFile

Outcome = Literal["new", "changed", "same", "refused", "skipped"]


@dataclass(frozen=True)
class ImportPreview:
    """A file against the school, row by row, with what the person has answered so far. Nothing of it is stored.

    `year`: the academic year whose classes the pupils go to. `class_names`: the school's classes of that year, by `class_key`.
    `mends`: typed instead of a cell, by (row, official header). `answers`: row → the pupil it is. `skipped`: rows left out.
    """

    source: DapodikFile
    existing: tuple[ExistingPupil, ...]
    class_names: Mapping[str, str]
    year: int
    today: date
    mends: Mapping[tuple[int, str], str] = field(default_factory=dict)
    answers: Mapping[int, str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()

    @cached_property
    def reconciliation(self) -> Reconciliation:
        reading = read_roster(self.source.raw, self.source.as_of(self.today), self.mends)
        return reconcile(reading, self.existing, self.answers)

    @property
    def rows(self) -> tuple[RowVerdict, ...]:
        return self.reconciliation.rows

    def row(self, number: int) -> RowVerdict:
        """The row that Excel numbers so. KeyError when it names no pupil."""
        return self._by_number[number]

    @cached_property
    def _by_number(self) -> dict[int, RowVerdict]:
        return {one.row: one for one in self.rows}

    def outcome(self, one: RowVerdict) -> Outcome:
        """What becomes of a row when the preview is applied."""
        return "skipped" if one.row in self.skipped else one.verdict

    @cached_property
    def counts(self) -> dict[Outcome, int]:
        found: dict[Outcome, int] = dict.fromkeys(("new", "changed", "same", "refused", "skipped"), 0)
        for one in self.rows:
            found[self.outcome(one)] += 1
        return found

    @cached_property
    def to_write(self) -> tuple[RowVerdict, ...]:
        return tuple(one for one in self.rows if self.outcome(one) in {"new", "changed"})

    @cached_property
    def refused(self) -> tuple[RowVerdict, ...]:
        """Every row that waits for a person, the ones put aside included."""
        return tuple(one for one in self.rows if one.verdict == "refused")

    @cached_property
    def new_classes(self) -> tuple[tuple[str, int], ...]:
        """Classes that the rows need and the school does not have: (name, level), in the file's order."""
        found: dict[str, tuple[str, int]] = {}
        for one in self.to_write:
            if one.pupil and one.pupil.class_name and (key := class_key(one.pupil.class_name)) not in self.class_names:
                found.setdefault(key, (one.pupil.class_name, one.pupil.level))
        return tuple(found.values())

    def header(self, column: str) -> str:
        """The official header of a column, named by it, by the file's own header or by a field (`Field.name`)."""
        headers = self.source.raw.headers
        if column in headers:
            return column
        by_field = {f.name: f.header for f in FIELDS}
        by_file = {shown: official for official, shown in headers.items()}
        return by_field.get(column) or by_file.get(column, column)

    def mended(self, row: int, column: str, value: str) -> ImportPreview:
        """The preview as it is with this text instead of that cell. Judged like any other cell."""
        return self._with(mends={**self.mends, (row, self.header(column)): value})

    def answered(self, row: int, pupil_id: str) -> ImportPreview:
        return self._with(answers={**self.answers, row: pupil_id})

    def left_out(self, row: int, *, out: bool = True) -> ImportPreview:
        return self._with(skipped=self.skipped | {row} if out else self.skipped - {row}, judged=True)

    def trouble_of(self, row: int, column: str) -> Trouble | None:
        """What is (still) wrong with a cell of a row: the refusal first, else the warning."""
        header = self.header(column)
        shown = self.source.raw.headers.get(header, header)
        found = sorted((t for t in self.row(row).troubles if t.column == shown), key=lambda t: not t.refused)
        return found[0] if found else None

    def _with(self, *, judged: bool = False, **changes: object) -> ImportPreview:
        made: ImportPreview = replace(self, **changes)  # type: ignore[arg-type]  # the fields' own types, by name
        if judged:  # what was compared stays compared: only what is left out differs
            made.__dict__["reconciliation"] = self.reconciliation
        return made


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `sets`: the numbers of its change sets in the outbox, in order; several where one could not hold it."""

    new: int
    changed: int
    same: int
    refused: int
    skipped: int
    classes: tuple[str, ...]
    sets: tuple[int, ...]

    @property
    def written(self) -> int:
        return self.new + self.changed
