"""The plan of a FET import told to a person or to a script. The caller says the sentences: this module knows no language."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ems_desktop.domain.codes.timetable_io import LEFT, NOTES
from ems_desktop.domain.rosters.report import Tell, in_english
from ems_desktop.domain.timetable.fet import Left
from ems_desktop.domain.timetable.fet_plan import FetPlan, Note, Verdict


def reason(note: Note, tell: Tell = in_english) -> str:
    return tell(NOTES[note.code].reason, **note.params)


def remedy(note: Note, tell: Tell = in_english) -> str:
    return tell(NOTES[note.code].remedy, **note.params)


def why_left(left: Left, tell: Tell = in_english) -> str:
    return tell(LEFT[left.why])


def to_json(plan: FetPlan, tell: Tell = in_english) -> dict[str, Any]:
    """Counts of the file, what becomes of its activities, what the school does not know, what is not carried, and all notes.

    `{"classes", "teachers", "subjects", "rooms", "activities", "periods", "constraints", "carried", "noted", "refused",
    "missing": {"classes", "teachers", "rooms"}, "losses": [{"constraint", "count", "reason"}], "warnings": [{"activity", "subject",
    "students", "outcome", "reason", "remedy"}]}`. `periods` are lesson hours (JP).
    """
    file = plan.file
    return {
        "classes": len(file.classes),
        "teachers": len(file.teachers),
        "subjects": len(file.subjects),
        "rooms": len(file.rooms),
        "activities": len(file.activities),
        "periods": file.periods,
        "constraints": file.constraints,
        **plan.counts,
        "missing": {"classes": plan.missing_classes, "teachers": plan.missing_teachers, "rooms": plan.missing_rooms},
        "losses": [{"constraint": one.constraint, "count": one.count, "reason": why_left(one, tell)} for one in plan.left],
        "warnings": [_warning(one, note, tell) for one in plan.verdicts for note in one.notes],
    }


def _warning(verdict: Verdict, note: Note, tell: Tell) -> dict[str, Any]:
    activity = verdict.activity
    return {
        "activity": activity.id,
        "subject": activity.subject,
        "students": ", ".join(activity.students),
        "outcome": verdict.outcome,
        "reason": reason(note, tell),
        "remedy": remedy(note, tell),
    }


def reasons(plan: FetPlan, tell: Tell = in_english) -> list[tuple[str, int]]:
    """Each reason with its remedy once, and how many activities it is about; the most frequent first."""
    return Counter(f"{reason(note, tell)} {remedy(note, tell)}" for one in plan.verdicts for note in one.notes).most_common()
