"""Why the school did not take a change, in words that say what to do. Knows no Qt."""

from __future__ import annotations

from typing import NamedTuple

from ems_desktop.i18n import N_, tr


class Reason(NamedTuple):
    """`short` fits into a list; `said` says what happened; `remedy` what to do. English msgids."""

    short: str
    said: str
    remedy: str


_OURS = Reason(
    N_("not accepted"),
    N_("The school's server did not understand this change ({code})."),
    N_("Export it and tell the office the code. Nothing else in the queue is held up."),
)
_WHY = {
    "semester_closed": Reason(
        N_("semester closed"),
        N_("The semester was closed before this arrived."),
        N_("Ask the office to open it for a correction, then send it again."),
    ),
    "semester_not_open": Reason(
        N_("semester not open"),
        N_("This semester is not open for entries yet."),
        N_("Ask the office to open it, then send it again."),
    ),
    "not_allowed": Reason(
        N_("no permission"),
        N_("You may not change this, or not any more."),
        N_("If you should, ask the office to enter you as the teacher, then send it again."),
    ),
    "office_only": Reason(
        N_("office only"), N_("Only the office may do this."), N_("Ask the office to do it, then put this away."),
    ),
    "not_enrolled": Reason(
        N_("not in the class"),
        N_("The pupil is not (or no longer) in this class."),
        N_("Check the class list. After a move the mark belongs into the new class's sheet."),
    ),
    "not_in_subject": Reason(
        N_("does not take it"),
        N_("The pupil does not take this subject."),
        N_("Ask the office to add the pupil to the subject's list, then send it again; otherwise put it away."),
    ),
    "above_maximum": Reason(
        N_("above the maximum"),
        N_("The mark is more than this assessment gives; its maximum was changed meanwhile."),
        N_("Open the grade sheet and type a mark that fits, then put this away."),
    ),
    "gone": Reason(
        N_("was removed"),
        N_("What this belongs to was removed at school meanwhile."),
        N_("Export it if you still need it. If it was removed by mistake, have it restored and send this again."),
    ),
    "unknown_assessment": Reason(
        N_("no such assessment"),
        N_("The school does not know this assessment: the change that made it was not accepted either."),
        N_("Send that change first, then this one."),
    ),
    "too_large": Reason(
        N_("too large"), N_("This is more than the school takes in one step."), N_("Export it and enter it again in smaller parts."),
    ),
    "note_too_long": Reason(
        N_("note too long"), N_("A note has at most 2,000 characters."), N_("Open the grade sheet, shorten the note and put this away."),
    ),
    "bad_value": Reason(
        N_("not a mark"),
        N_("The value is not a mark from 0 to 100 with at most two decimals."),
        N_("Open the grade sheet, type the mark again and put this away."),
    ),
    "state_or_value": Reason(
        N_("mark and state"),
        N_("A cell holds either a mark or a state such as Excused, not both."),
        N_("Open the grade sheet, enter one of them and put this away."),
    ),
    "unknown_subject": Reason(
        N_("no such subject"),
        N_("The school does not know this subject: the change that made it was not accepted either."),
        N_("Send that change first, then this one."),
    ),
    "unknown_semester": Reason(
        N_("no such semester"), N_("The school does not know this semester."), N_("Ask the office to add the semester, then send it again."),
    ),
    "23505": Reason(
        N_("exists already"),
        N_("There is such an entry at school already."),
        N_("Look whether it is the same one: then put this away. Otherwise change it here and send it again."),
    ),
    "23503": Reason(
        N_("part is missing"),
        N_("It refers to something the school does not have, or not any more."),
        N_("Send first what it belongs to, then this one."),
    ),
    "23514": Reason(
        N_("breaks a rule"),
        N_("It breaks a rule of the school's data ({code})."),
        N_("Correct it here and send it again, or export it and ask the office."),
    ),
    "42501": Reason(
        N_("no permission"),
        N_("You may not change this, or not any more."),
        N_("If you should, ask the office to enter you as the teacher, then send it again."),
    ),
}  # fmt: skip
_WHY["bad_state"] = _WHY["state_or_value"]
_WHY["23502"] = Reason(N_("incomplete"), N_("Something that must be filled in is empty."), N_("Complete it here and send it again."))
_WHY["23P01"] = Reason(
    N_("overlaps"), N_("It overlaps with another entry at school."), N_("Change it here so that it fits, and send it again.")
)

_RULE = {
    "last_office": Reason(
        N_("last of the office"),
        N_("The school would have nobody left in the office who can sign in."),
        N_("Give another person the role Office first, then send this again."),
    ),
    "uq_users_email": Reason(
        N_("email taken"),
        N_("Another person at school has this email address."),
        N_("Look for that person under Users. If it is the same one, put this away; otherwise correct the address."),
    ),
    "uq_students_nisn": Reason(
        N_("NISN taken"),
        N_("Another pupil at school has this NISN."),
        N_("Look the NISN up in Dapodik. If it is the same pupil, put this away; otherwise correct the NISN."),
    ),
    "grade_of_a_pupil": Reason(
        N_("not in the class"),
        N_("A final grade was meant for a pupil who is not in this class."),
        N_("Check the class list, then publish the grades again."),
    ),
    "class_in_two_lessons": Reason(
        N_("class in two lessons"),
        N_("The class has another lesson at that time by now."),
        N_("Place the lesson elsewhere in the timetable and put this away; or leave it where the school has it."),
    ),
    "teacher_in_two_lessons": Reason(
        N_("teacher in two lessons"),
        N_("The teacher has another lesson at that time by now."),
        N_("Place the lesson elsewhere in the timetable and put this away; or leave it where the school has it."),
    ),
    "room_in_two_lessons": Reason(
        N_("room in two lessons"),
        N_("The room is taken by another lesson at that time by now."),
        N_("Place the lesson elsewhere in the timetable, or give it another room, and put this away; or leave it where the school has it."),
    ),
    "one_published_timetable": Reason(
        N_("another one published"),
        N_("Another timetable of this semester was published meanwhile."),
        N_("Look at it. If yours shall take its place, publish yours again and put this away."),
    ),
    "grade_of_the_semester": Reason(
        N_("other semester"),
        N_("A final grade was meant for another semester than its sheet's."),
        N_("Open the sheet of the right semester and publish the grades there."),
    ),
}


def reason(status: str, why: str | None, rule: str | None = None) -> Reason:
    """The words for what the server said, in today's language. What it has no words for keeps its code."""
    code = rule or why or status
    found = _RULE.get(rule or "") or _WHY.get(why or ("gone" if status == "gone" else ""), _OURS)
    return Reason(tr(found.short), tr(found.said, code=code), tr(found.remedy))
