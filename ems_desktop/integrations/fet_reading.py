"""Opens a `.fet` file of FET, old (5.0, 2007) or new (7.x). Nothing in it is followed, run or fetched; names are text, whatever they hold.

Entities and document types are refused by the parser's own events, and depth, elements and letters are counted while it reads, so a
file cannot make the program work long or take much memory.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.fet import Activity, Cell, FetFile, FetResource, Left, NotAvailable, Start, StudentsSet, Why

MAX_FILE: Final = 30_000_000  # bytes
MAX_ELEMENTS: Final = 600_000
MAX_DEPTH: Final = 12  # fet/Students_List/Year/Group/Subgroup/Name is 6
MAX_DAYS: Final = 7
MAX_HOURS: Final = 30  # lesson hours of a day, as the tables take them
LONGEST: Final = 200  # letters of a name that are kept
_CHUNK: Final = 1 << 16
_NOT_FOR_SCHOOLS: Final = ("", "official")  # modes whose days are days
_NOT_AVAILABLE: Final[dict[str, tuple[FetResource, str, str]]] = {  # and the elements that name whom, of today and of old
    "TeacherNotAvailable": ("teacher", "Teacher", "Teacher_Name"),
    "StudentsSetNotAvailable": ("students", "Students", "Students_Name"),
    "RoomNotAvailable": ("room", "Room", "Room_Name"),
}
_DAMAGE = (expat.ExpatError, LookupError, ValueError)


@dataclass(slots=True)
class _Node:
    tag: str
    text: str = ""
    children: list[_Node] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[_Node]:
        return (one for one in self.children if one.tag in tags)

    def first(self, *tags: str) -> _Node:
        return next(self.all(*tags), _Node(tags[0]))

    def say(self, *tags: str) -> str:
        """The text of the first child with one of these tags, in one line; "" where there is none."""
        return " ".join(self.first(*tags).text.split())[:LONGEST]

    def number(self, *tags: str) -> int:
        said = self.say(*tags)
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0

    def true(self, tag: str, *, unsaid: bool) -> bool:
        """FET of before 5.11 wrote yes and no."""
        said = self.say(tag).lower()
        return said in {"true", "yes", "1"} if said else unsaid


def open_fet(path: Path) -> FetFile:
    """The file as it stands. Mistakes: cannot be opened (1650), not of FET (1651), damaged (1652), too large (1653), a document
    type or entities (1654), no days, hours or activities (1655), days that are not days of a week (1656)."""
    root, version = _tree(_bytes_of(path), path.name)
    mode = root.say("Mode")
    days, hours = _names(root.first("Days_List"), "Day"), _names(root.first("Hours_List"), "Hour")
    activities = tuple(_activities(root.first("Activities_List")))
    if not (days and hours and activities):
        raise Mistake(1655, file=path.name)
    if mode.lower() not in _NOT_FOR_SCHOOLS or len(days) > MAX_DAYS or len(hours) > MAX_HOURS:
        raise Mistake(1656, file=path.name, mode=mode or "–", days=len(days), hours=len(hours))
    held = _Constraints(days, hours)
    for part in ("Time_Constraints_List", "Space_Constraints_List"):
        for one in root.first(part).children:
            held.take(one)
    return FetFile(
        path.name, version, root.say("Institution_Name"), days, hours, _names(root.first("Subjects_List"), "Subject"),
        _names(root.first("Teachers_List"), "Teacher"), _names(root.first("Rooms_List"), "Room"),
        tuple(_students(one) for one in root.first("Students_List").all("Year")), activities, tuple(held.unavailable),
        frozenset(held.breaks), held.starts, held.rooms, tuple(held.together), held.count, tuple(Left(type_, count, why) for (type_, why), count in sorted(held.left.items())),
    )  # fmt: skip


def _bytes_of(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Mistake(1650, file=path.name)
        if found.st_size > MAX_FILE:
            raise Mistake(1653, file=path.name, limit=MAX_FILE // 1_000_000)
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Mistake(1650, file=path.name) from error


def _tree(data: bytes, file: str) -> tuple[_Node, str]:
    """The root element and FET's version."""
    builder = _Builder(file)
    try:
        for start in range(0, len(data), _CHUNK):
            builder.parser.Parse(data[start : start + _CHUNK], False)
        builder.parser.Parse(b"", True)
    except _DAMAGE as error:
        if not builder.root.children:  # it did not even begin as a FET file
            raise Mistake(1651, file=file) from error
        raise Mistake(1652, file=file, line=builder.parser.CurrentLineNumber) from error
    return builder.root.children[0], builder.version


class _Builder:
    def __init__(self, file: str) -> None:
        self._file = file
        self.root, self.version = _Node(""), ""
        self._open, self._elements = [self.root], 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _document_type(self, _name: str, system: str | None, public: str | None, subset: bool) -> None:
        """FET up to 5.4 wrote `<!DOCTYPE FET>`, which says nothing. Whatever says more is refused."""
        if system or public or subset:
            raise Mistake(1654, file=self._file)

    def _entity(self, *_: object) -> None:
        raise Mistake(1654, file=self._file)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) > MAX_DEPTH:
            raise Mistake(1653, file=self._file, limit=MAX_FILE // 1_000_000)
        if len(self._open) == 1:
            if tag.lower() != "fet":
                raise Mistake(1651, file=self._file)
            self.version = attributes.get("version", "")[:LONGEST]
        node = _Node(tag)
        self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, said: str) -> None:
        node = self._open[-1]
        if len(node.text) <= LONGEST and not said.isspace():
            node.text = (node.text + said)[: 4 * LONGEST]


def _names(part: _Node, tag: str) -> tuple[str, ...]:
    """`<Day><Name>…` of today's files, `<Name>…` straight in the list in those of before 5.32. A name counts once."""
    said = [one.say("Name") if one.tag == tag else one.text.strip()[:LONGEST] for one in part.all(tag, "Name")]
    return tuple(dict.fromkeys(name for name in said if name))


def _students(node: _Node) -> StudentsSet:
    return StudentsSet(node.say("Name"), tuple(_students(one) for one in node.all("Group", "Subgroup")))


def _activities(part: _Node) -> Iterator[Activity]:
    for one in part.all("Activity"):
        teachers, students = ([" ".join(n.text.split())[:LONGEST] for n in one.all(tag)] for tag in ("Teacher", "Students"))
        yield Activity(
            one.number("Id"),
            one.number("Activity_Group_Id"),
            one.say("Subject"),
            tuple(dict.fromkeys(name for name in teachers if name)),
            tuple(dict.fromkeys(name for name in students if name)),
            one.number("Duration"),
            one.number("Total_Duration"),
            one.true("Active", unsaid=True),
        )


class _Constraints:
    """Takes one constraint after the other: what this program has a place for, and a count of the rest."""

    def __init__(self, days: tuple[str, ...], hours: tuple[str, ...]) -> None:
        self._days = {name: n for n, name in enumerate(days)}
        self._hours = {name: n for n, name in enumerate(hours)}
        self.unavailable: list[NotAvailable] = []
        self.breaks: set[Cell] = set()
        self.starts: dict[int, Start] = {}
        self.rooms: dict[int, str] = {}
        self.together: list[frozenset[int]] = []
        self.left: Counter[tuple[str, Why]] = Counter()
        self.count = 0

    def take(self, one: _Node) -> None:
        if one.tag.startswith("ConstraintBasicCompulsory"):
            return  # says only that two lessons of one teacher never overlap
        self.count += 1
        if not one.true("Active", unsaid=True):
            self.left[one.tag[:LONGEST], "off"] += 1
        elif not self._carried(one):
            self.left[one.tag[:LONGEST], "unsupported"] += 1

    def _carried(self, one: _Node) -> bool:
        kind = one.tag.removeprefix("Constraint").removesuffix("Times")
        if kind in _NOT_AVAILABLE:
            resource, *tags = _NOT_AVAILABLE[kind]
            return self._not_available(one, resource, one.say(*tags))
        if kind == "Break":
            cells = self._cells(one)
            self.breaks |= set(cells)
            return bool(cells)
        if kind in {"ActivityPreferredStartingTime", "ActivityPreferredTime"}:
            return self._start(one)
        if kind == "ActivitiesSameStartingTime":
            return self._together(one)
        return kind == "ActivityPreferredRoom" and self._room(one)

    def _together(self, one: _Node) -> bool:
        """What FET only wishes (a weight below 100) it may have given up."""
        ids = frozenset(int(n.text) for n in one.all("Activity_Id") if n.text.isascii() and n.text.isdigit() and len(n.text) < 10)
        if len(ids) < 2 or one.say("Weight_Percentage", "Weight") not in {"", "100", "100.0"}:
            return False
        self.together.append(ids)
        return True

    def _not_available(self, one: _Node, resource: FetResource, name: str) -> bool:
        cells = self._cells(one)
        if not (name and cells):
            return False
        self.unavailable.append(NotAvailable(resource, name, cells))
        return True

    def _cells(self, one: _Node) -> tuple[Cell, ...]:
        """The hours named one by one, or from `Start_Hour` to before `End_Hour` of a day, as files of before 5.6 say it."""
        listed = [self._cell(n.say("Day"), n.say("Hour")) for n in one.all("Not_Available_Time", "Break_Time")]
        first, last = self._cell(one.say("Day"), one.say("Start_Hour")), self._cell(one.say("Day"), one.say("End_Hour"))
        if first and not listed:
            end = last[1] if last else len(self._hours)
            listed = [(first[0], hour) for hour in range(first[1], end)]
        return tuple(dict.fromkeys(cell for cell in listed if cell is not None))

    def _cell(self, day: str, hour: str) -> Cell | None:
        return (self._days[day], self._hours[hour]) if day in self._days and hour in self._hours else None

    def _start(self, one: _Node) -> bool:
        """A place that is only a day or only an hour is no place."""
        cell = self._cell(one.say("Preferred_Day", "Day"), one.say("Preferred_Hour", "Hour"))
        if cell is None:
            return False
        activity, locked = one.number("Activity_Id"), one.true("Permanently_Locked", unsaid=False)
        before = self.starts.get(activity)
        if before and before.cell != cell:  # one place only: what is locked goes before what is preferred
            if locked and not before.locked:
                self.starts[activity] = Start(cell, locked)
            return False
        self.starts[activity] = Start(cell, locked or (before is not None and before.locked))
        return True

    def _room(self, one: _Node) -> bool:
        activity, room = one.number("Activity_Id"), one.say("Room")
        if not room or self.rooms.get(activity, room) != room:
            return False
        self.rooms[activity] = room
        return True
