"""What the sync centre is given: frozen rows about change sets on their way and about rows that the server did not take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ems_desktop.domain.errors import Mistake

Choice = Literal["mine", "theirs", "base", "other"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change set on its way. `state`: pending, or acked (the school has it, this computer has not read it back yet)."""

    seq: int
    title: str
    at: str
    state: str
    rows: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed column of one row. Values as they travel (numbers, ISO dates); a reference as the name it points to.

    `row` names the row. `told`: whether the server said its value.
    """

    tbl: str
    row: str
    column: str
    mine: Any
    base: Any
    theirs: Any
    told: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What the server did not take as it was sent, and a person answers in one go: a cell in conflict, the cells of a set that
    were refused for one reason, or a whole set.

    `ids`: its rows in the conflict table, `id` the first of them. `mine`, `base`, `theirs`: changed columns → value of the first
    row; `theirs` None where the server told none. For a score, `sheet_id`, `assessment_id` and `pupil_id` say where its cell is;
    `who`, `what`, `where` name it; for a lesson `timetable_id` and `lesson_id` do, for a question `bank_id` and `question_id`. `rule`: the constraint that refused it. `differences`: at most the first 50 rows' columns.
    Times are ISO text; `base_at` is known only where this computer wrote the base itself. A cell of the catalogue that was changed in
    the Google Sheet too has a negative `id`, a `material_id`, its column in `clash`, and in `my_name` whose value the house's is.
    `in_the_way`: what stands where the lesson should go, and where it is free, as the timetable would say it today.
    """

    id: int
    status: str  # conflict, refused, gone
    why: str | None
    tbl: str
    who: str
    what: str
    where: str
    mine: dict[str, Any]
    base: dict[str, Any]
    theirs: dict[str, Any] | None
    my_at: str
    their_name: str | None
    their_at: str | None
    sheet_id: str | None = None
    assessment_id: str | None = None
    pupil_id: str | None = None
    ids: tuple[int, ...] = ()
    seq: int = 0
    kind: str = "whole"
    title: str = ""
    rule: str | None = None
    rows: int = 1
    semester: str = ""
    base_at: str | None = None
    differences: tuple[Difference, ...] = ()
    choice: Choice | None = None
    material_id: str | None = None
    clash: str = ""
    my_name: str = ""
    timetable_id: str | None = None
    lesson_id: str | None = None
    bank_id: str | None = None
    question_id: str | None = None
    in_the_way: Mistake | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """One line of what was synced. `outcome`: applied, mixed, conflict, refused, gone, or, for a decision that a person took
    (`kept_id` says which), what was chosen: mine, theirs, base, other."""

    at: str
    title: str
    rows: int
    outcome: str
    kept_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice that was made, to be taken back by `Syncing.reopen`. `seq`: the change set it made, None if it wrote nothing."""

    ids: tuple[int, ...]
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One changed column, with all that a person needs to enter it again by hand. `status`: waiting, conflict, refused, gone."""

    status: str
    why: str | None
    rule: str | None
    at: str
    title: str
    where: str
    row: str
    tbl: str
    column: str
    mine: Any
    base: Any = None
    theirs: Any = None


@dataclass(frozen=True, slots=True)
class Place:
    """A row in words: who and what it is about, and where it is found."""

    who: str = ""
    what: str = ""
    where: str = ""
    semester: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        return " · ".join(part for part in (self.who, self.what) if part)
