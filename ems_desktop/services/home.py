"""What waits for this person: own sheets, the school's gaps, own marks. A dozen small statements on the file on this computer,
in plain SQL: the start page stands before SQLAlchemy is imported."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from ems_desktop.services import home_queries as q
from ems_desktop.services.home_views import (
    Alarm,
    Cards,
    ClassLine,
    Counts,
    Lack,
    Latest,
    Named,
    SheetLine,
    SubjectLine,
    Surroundings,
    Waiting,
)
from ems_desktop.services.people import Person
from ems_desktop.store.file import LocalFile, Plain

Row = Mapping[str, Any]
_LATEST = 4  # marks shown of each subject


@dataclass(frozen=True, slots=True)
class _Semester:
    id: str | None
    code: str | None

    @property
    def year(self) -> int | None:
        return int(self.code[:4]) if self.code else None


class Home:
    """One person's start page."""

    def __init__(self, file: LocalFile, person: Person) -> None:
        self._file, self._person = file, person

    def surroundings(self) -> Surroundings | None:
        """None until the first pull. Errors: 1301 newer file, 1302 wrong key, 1305 not writable."""
        if not self._file.up_to_date():
            return None
        with self._file.snapshot() as plain:
            school = plain.execute(q.SCHOOL).fetchone()
            now, is_open = plain.execute(q.NOW).fetchone() or ("", True)
        return Surroundings(school["name"], school["city"], school["npsn"], now, bool(is_open)) if school else None

    def waiting(self) -> Waiting:
        with self._file.snapshot() as plain:
            return _waiting(plain, self._person)

    def cards(self) -> Cards:
        """All of it in one snapshot. Without an open semester there are no sheets."""
        with self._file.snapshot() as plain:
            row = plain.execute(q.OPEN).fetchone()
            semester = _Semester(*row) if row else _Semester(None, None)
            waiting = _waiting(plain, self._person)
            if self._person.pupil:
                return Cards(semester.code, waiting, subjects=_subjects(plain, semester, self._person.id))
            return self._of_staff(plain, semester, waiting)

    def _of_staff(self, plain: Plain, semester: _Semester, waiting: Waiting) -> Cards:
        me, office = self._person.id, self._person.office
        teachers = _teachers(plain)
        rows = plain.execute(q.SHEETS, {"semester": semester.id}).fetchall()
        mine = {row["id"] for row in rows if any(user == me for user, _ in teachers.get(row["subject_id"], ()))}
        seen = [row for row in rows if office or row["id"] in mine or row["teacher_id"] == me]
        lines = _lines(plain, semester, seen, teachers, mine, every=office)
        classes = [row for row in _classes(plain, semester) if office or row["teacher_id"] == me]
        return Cards(
            semester.code,
            waiting,
            mine=tuple(line for line in lines if line.id in mine),
            board=tuple(_board(classes, lines)),
            counts=_counts(plain, semester, classes) if office else None,
            alarms=_alarms(plain) if office else (),
        )


def _alarms(plain: Plain) -> tuple[Alarm, ...]:
    row = plain.execute(q.ALARMS).fetchone()
    return tuple(Alarm(*one) for one in json.loads(row[0])) if row and row[0] else ()


def _waiting(plain: Plain, person: Person) -> Waiting:
    given = {"me": person.id, "office": person.office, "staff": not person.pupil}
    return Waiting(*plain.execute(q.WAITING, given).fetchone())


def _teachers(plain: Plain) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for subject, user, name in plain.execute(q.TEACHERS):
        found[subject] = (*found.get(subject, ()), (user, name))
    return found


def _lines(
    plain: Plain,
    semester: _Semester,
    rows: Sequence[Row],
    teachers: dict[str, tuple[tuple[str, str], ...]],
    mine: Iterable[str],
    *,
    every: bool,
) -> list[SheetLine]:
    """The sheets with how full they are. Pupils who left do not count, neither as cells nor as marks."""
    given = {"semester": semester.id, "every": every, "wanted": json.dumps([row["id"] for row in rows])}
    columns: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for sheet, one, title, filled in plain.execute(q.COLUMNS, given):
        columns[sheet].append((one, title, filled))
    gone: dict[str, int] = dict(iter(plain.execute(q.GONE, given)))
    edited: dict[str, str] = dict(iter(plain.execute(q.EDITED, given | {"wanted": json.dumps(sorted(mine))})))
    takes = _takers(plain)
    return [_line(row, teachers, takes(row), columns[row["id"]], gone, edited.get(row["id"])) for row in rows]


def _line(
    row: Row,
    teachers: dict[str, tuple[tuple[str, str], ...]],
    pupils: int,
    columns: Sequence[tuple[str, str, int]],
    gone: dict[str, int],
    edited: str | None,
) -> SheetLine:
    marked = [(title, min(pupils, filled - gone.get(one, 0))) for one, title, filled in columns]
    return SheetLine(
        row["id"], row["class_id"], row["class_name"], row["subject"], tuple(name for _, name in teachers.get(row["subject_id"], ())),
        pupils, len(columns), pupils * len(columns), sum(filled for _, filled in marked),
        tuple(Lack(title, pupils - filled) for title, filled in marked if filled < pupils), edited,
    )  # fmt: skip


def _takers(plain: Plain) -> Callable[[Row], int]:
    """A function from a sheet's row to how many pupils it has: the class, its religion group, or who is listed."""
    sizes: dict[str, dict[str | None, int]] = defaultdict(dict)
    for class_id, religion, count in plain.execute(q.SIZES):
        sizes[class_id][religion] = count
    listed: dict[str, int] = dict(iter(plain.execute(q.LISTED)))

    def takes(row: Row) -> int:
        if row["listed"]:
            return listed.get(row["subject_id"], 0)
        groups = sizes[row["class_id"]]
        return groups.get(row["religion"], 0) if row["religion"] else sum(groups.values())

    return takes


def _classes(plain: Plain, semester: _Semester) -> Sequence[Row]:
    rows: Sequence[Row] = plain.execute(q.CLASSES, {"year": semester.year}).fetchall()
    return rows


def _board(classes: Sequence[Row], lines: Sequence[SheetLine]) -> Iterable[ClassLine]:
    by_class = {
        class_id: list(group) for class_id, group in groupby(sorted(lines, key=lambda one: one.class_id), key=lambda one: one.class_id)
    }
    for row in classes:
        own = by_class.get(row["id"], [])
        lacking = sorted((one for one in own if not one.complete), key=lambda one: (one.columns > 0, -one.blank))
        yield ClassLine(
            row["id"], row["name"], row["homeroom"], row["pupils"], len(own), len(own) - len(lacking),
            sum(one.blank for one in own), sum(one.total for one in own), tuple(lacking),
        )  # fmt: skip


def _counts(plain: Plain, semester: _Semester, classes: Sequence[Row]) -> Counts:
    pupils, staff = plain.execute(q.PEOPLE).fetchone()
    untaught = plain.execute(q.UNTAUGHT, {"year": semester.year})
    return Counts(
        pupils,
        len(classes),
        staff,
        no_homeroom=tuple(Named(row["id"], row["name"]) for row in classes if row["teacher_id"] is None),
        no_teacher=tuple(Named(**row) for row in untaught),
        no_subjects=tuple(Named(row["id"], row["name"]) for row in classes if not row["subjects"]),
    )


def _subjects(plain: Plain, semester: _Semester, pupil: str) -> tuple[SubjectLine, ...]:
    """A pupil's own subjects of the open semester."""
    given = {"semester": semester.id, "pupil": pupil, "code": semester.code}
    marks: dict[str, list[Latest]] = defaultdict(list)
    for sheet, title, value, state in plain.execute(q.MARKS, given):
        marks[sheet].append(Latest(title, _points(value), state))
    published = {sheet: _points(value) for sheet, value in plain.execute(q.PUBLISHED, given)}
    teachers = _teachers(plain)
    return tuple(
        SubjectLine(
            row["id"], row["subject"], tuple(name for _, name in teachers.get(row["subject_id"], ())),
            tuple(marks[row["id"]][:_LATEST]), len(marks[row["id"]]), published.get(row["id"]),
        )
        for row in plain.execute(q.OWN, given)
    )  # fmt: skip


def _points(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize() + 0
