"""Codes 16xx: the timetable's files. `CODES` are about a whole file and are raised; `NOTES` are about one activity of a FET
file and are listed beside it; `LEFT` says why constraints are not carried, by `Left.why`."""

from typing import NamedTuple

CODES: dict[int, str] = {
    1650: "{file} cannot be opened. See that it is there, that you may read it, and choose it again.",
    1651: "{file} is not a file of FET. In FET choose File, Save as, and choose the file that ends in .fet.",
    1652: "{file} is damaged at line {line} and cannot be read. Open it in FET, save it anew, and choose that file.",
    1653: "{file} is larger than {limit} MB or holds more than a timetable can, and was not opened. Choose the .fet file as FET saved it.",
    1654: "{file} holds a document type or entity declaration, which FET never writes. It was not opened; save it anew in FET.",
    1655: "{file} has no days, no hours or no activities. Complete it in FET, save it, and choose it again.",
    1656: "{file} does not describe one ordinary week: mode {mode}, {days} days, {hours} hours. Switch FET to the official mode with at most 7 days and 30 hours a day.",
    1657: "None of the activities can be taken over, so no draft was made. Look at the reasons beside them.",
    1658: "The school has changed since this preview was made. It has been compared anew; look at it once more and import it then.",
    1659: "The semester has no first and last day, so a calendar would never end. The office enters both days, then export again.",
}


class Noted(NamedTuple):
    """What is said of an activity: why it is not, or not wholly, what it was in FET, and what to do. Placeholders as in CODES."""

    reason: str
    remedy: str


NOTES: dict[int, Noted] = {
    1670: Noted(
        "The school has no class {class_name}.", "Add the class, or give it the school's name in FET, then look at the file again."
    ),
    1671: Noted(
        "The class {class_name} has no subject {subject}.",
        "Add the subject to the class, or give it the school's name in FET, then look at the file again.",
    ),
    1672: Noted(
        "The teacher {name} was not found, or the name fits several people; the lesson comes without this teacher.",
        "Give the teacher the school's name in FET, or enter the teacher in the draft.",
    ),
    1673: Noted("The room {name} was not found; the lesson comes without a room.", "Add the room, or enter another one in the draft."),
    1674: Noted("The activity is switched off in FET.", "Switch it on in FET if it is to be taught."),
    1675: Noted(
        "The activity is for no class: a meeting, perhaps.", "Enter the time in the draft as one when its teachers are not available."
    ),
    1677: Noted("The activity has no length, or is longer than a day or {most} hours.", "Correct its duration in FET."),
    1678: Noted(
        "{group} is a part of the class {class_name}; the lesson may stand beside the groups that FET teaches at the same time.",
        "If the whole class takes it, give the activity the whole class in FET; if other groups have theirs then, give all of them the same starting time.",
    ),
    1679: Noted(
        "On {day}, {hour}, a class, teacher or room of it is taken by activity {other} already; the lesson waits in the tray.",
        "Put it into a free place of the draft.",
    ),
    1680: Noted(
        "From {day}, {hour}, it would run into a break or beyond the last hour; the lesson waits in the tray.",
        "Put it into a free place of the draft.",
    ),
}

LEFT: dict[str, str] = {
    "unsupported": "The timetable has no place for it.",
    "off": "It is switched off in FET.",
    "unknown": "The school does not know whom it is about, or it is about a part of a class.",
}
