"""Codes 16xx, from 1640 to 1649 and from 1690 on: the timetable."""

CODES: dict[int, str] = {
    1640: "{lesson} cannot stand on {when}: {name} has {other} then. {free}",
    1641: "{lesson} cannot stand on {when}: {name} is not available then ({reason}). {free}",
    1642: "{lesson} takes {needed} lesson hours in a row, and on {when} there are {fits}. {free}",
    1643: "{lesson} is locked. Unlock it first.",
    1644: "{lesson} and {other} cannot change places: only two lessons of the same length that both have a time can.",
    1645: "This timetable is not a draft any more, so it stays as it is. Make a draft from it and change that.",
    1646: "There are lessons in each other's way: {lesson} and {other} on {when}. Move one of them, then publish.",
    1647: "This lesson is not in the timetable any more. Look at the week again.",
    1648: "{title} on {when} overlaps with another line of the bell schedule. Change one of them.",
    1649: "There is no semester that a timetable could be made for. Add the semester under Settings first.",
    1690: "A room's name has 1 to {most} letters. Type another one.",
    1691: "There is a room {room} already. Choose another name.",
    1692: "This room is not there any more. Look at the list again.",
    1693: "{room} is used by {count} lessons of drafts. Give them another room first, or remove it together with their room.",
    1694: "{lesson} and {other} cannot become one lesson: only two lessons of the same classes and the same subject can.",
    1695: "This step cannot be undone or redone now: {lesson} and {other} would both be on {when} with {name}. Move one of them first.",
}
