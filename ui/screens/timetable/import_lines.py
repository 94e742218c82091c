"""The preview of a FET file as lines to read: one for each activity, then one for each kind of constraint that is not carried. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ems_desktop.domain.timetable.fet import Left
from ems_desktop.domain.timetable.fet_plan import FetPlan, Verdict
from ems_desktop.domain.timetable.fet_report import reason, remedy, why_left
from ems_desktop.i18n import N_, number, told, tr, trn

MOST_NAMES = 10
Outcome = Literal["carried", "noted", "refused", "left"]
FILTERS: dict[str, str] = {"all": N_("All"), "refused": N_("Refused"), "noted": N_("With a note"), "carried": N_("Taken over"), "left": N_("Not taken over")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """`said`: reasons and remedies, empty where all is well."""

    key: str
    outcome: Outcome
    number: str
    subject: str
    students: str
    teachers: str
    hours: str
    said: str


def lines_of(plan: FetPlan) -> tuple[Line, ...]:
    """What needs a person first, the rest in the file's order."""
    activities = [_activity(n, one) for n, one in enumerate(plan.verdicts)]
    order = ("refused", "noted", "carried")
    return (*sorted(activities, key=lambda one: order.index(one.outcome)), *(_left(n, one) for n, one in enumerate(plan.left)))


def _activity(n: int, one: Verdict) -> Line:
    said = " ".join(f"{reason(note, told)} {remedy(note, told)}" for note in one.notes)
    activity = one.activity
    return Line(
        f"a{n}", one.outcome, str(activity.id), activity.subject, ", ".join(activity.students), ", ".join(activity.teachers),
        number(activity.duration), said,
    )  # fmt: skip


def _left(n: int, one: Left) -> Line:
    return Line(f"l{n}", "left", "", one.constraint.removeprefix("Constraint"), "", "", f"{number(one.count)} ×", why_left(one, told))


def shown_in(lines: Sequence[Line], which: str) -> tuple[Line, ...]:
    return tuple(one for one in lines if which in {"all", one.outcome})


def outcome_words(one: Line) -> str:
    return {
        "carried": tr("Taken over"), "noted": tr("With a note"), "refused": tr("Refused"), "left": tr("Not taken over"),
    }[one.outcome]  # fmt: skip


def facts(plan: FetPlan) -> str:
    """19 kelas · 49 guru · 383 kegiatan · 834 JP."""
    file = plan.file
    parts = (
        trn("{n} class", "{n} classes", len(file.classes)),
        trn("{n} teacher", "{n} teachers", len(file.teachers)),
        trn("{n} activity", "{n} activities", len(file.activities)),
        trn("{n} JP", "{n} JP", file.periods),
    )
    return " · ".join(parts)


def missing(plan: FetPlan) -> str:
    """Whom the school does not know, by name; empty where it knows all."""
    held = (
        (tr("Classes that the school does not have: {names}"), plan.missing_classes),
        (tr("Teachers that were not found: {names}"), plan.missing_teachers),
        (tr("Rooms that were not found: {names}"), plan.missing_rooms),
    )
    return "\n".join(said.format(names=_some(names)) for said, names in held if names)


def _some(names: Sequence[str]) -> str:
    """The first ten of them, and how many more there are."""
    rest = len(names) - MOST_NAMES
    first = ", ".join(names[:MOST_NAMES])
    return trn("{names} and {n} more", "{names} and {n} more", rest, names=first) if rest > 0 else first


def spoken(one: Line) -> str:
    return ", ".join(part for part in (outcome_words(one), one.number, one.subject, one.students, one.teachers, one.said) if part)
