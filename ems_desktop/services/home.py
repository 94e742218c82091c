"""What waits for this person: own sheets, the school's gaps, own marks. A dozen small statements on the file on this computer."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

import sqlalchemy as sa

from ems_desktop.services import home_queries as q
from ems_desktop.services.home_views import Cards, ClassLine, Counts, Lack, Latest, Named, SheetLine, SubjectLine, Waiting
from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore, Session

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

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person

    def cards(self) -> Cards:
        """All of it in one snapshot. Without an open semester there are no sheets."""
        with self._store.reading() as session:
            row = session.execute(q.OPEN).one_or_none()
            semester = _Semester(*row) if row else _Semester(None, None)
            waiting = Waiting(*session.execute(q.WAITING).one())
            if self._person.pupil:
                return Cards(semester.code, waiting, subjects=_subjects(session, semester, self._person.id))
            return self._of_staff(session, semester, waiting)

    def _of_staff(self, session: Session, semester: _Semester, waiting: Waiting) -> Cards:
        me, office = self._person.id, self._person.office
        teachers = _teachers(session)
        rows = session.execute(q.SHEETS, {"semester": semester.id}).mappings().all()
        mine = {row["id"] for row in rows if any(user == me for user, _ in teachers.get(row["subject_id"], ()))}
        seen = [row for row in rows if office or row["id"] in mine or row["teacher_id"] == me]
        lines = _lines(session, semester, seen, teachers, mine, every=office)
        classes = [row for row in _classes(session, semester) if office or row["teacher_id"] == me]
        return Cards(
            semester.code,
            waiting,
            mine=tuple(line for line in lines if line.id in mine),
            board=tuple(_board(classes, lines)),
            counts=_counts(session, semester, classes) if office else None,
        )


def _teachers(session: Session) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for subject, user, name in session.execute(q.TEACHERS):
        found[subject] = (*found.get(subject, ()), (user, name))
    return found


def _lines(
    session: Session,
    semester: _Semester,
    rows: Sequence[sa.RowMapping],
    teachers: dict[str, tuple[tuple[str, str], ...]],
    mine: Iterable[str],
    *,
    every: bool,
) -> list[SheetLine]:
    """The sheets with how full they are. Pupils who left do not count, neither as cells nor as marks."""
    given = {"semester": semester.id, "every": every, "wanted": json.dumps([row["id"] for row in rows])}
    columns: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for sheet, one, title, filled in session.execute(q.COLUMNS, given):
        columns[sheet].append((one, title, filled))
    gone: dict[str, int] = dict(iter(session.execute(q.GONE, given)))
    edited: dict[str, str] = dict(iter(session.execute(q.EDITED, given | {"wanted": json.dumps(sorted(mine))})))
    takes = _takers(session)
    return [_line(row, teachers, takes(row), columns[row["id"]], gone, edited.get(row["id"])) for row in rows]


def _line(
    row: sa.RowMapping,
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


def _takers(session: Session) -> Callable[[sa.RowMapping], int]:
    """A function from a sheet's row to how many pupils it has: the class, its religion group, or who is listed."""
    sizes: dict[str, dict[str | None, int]] = defaultdict(dict)
    for class_id, religion, count in session.execute(q.SIZES):
        sizes[class_id][religion] = count
    listed: dict[str, int] = dict(iter(session.execute(q.LISTED)))

    def takes(row: sa.RowMapping) -> int:
        if row["listed"]:
            return listed.get(row["subject_id"], 0)
        groups = sizes[row["class_id"]]
        return groups.get(row["religion"], 0) if row["religion"] else sum(groups.values())

    return takes


def _classes(session: Session, semester: _Semester) -> Sequence[sa.RowMapping]:
    return session.execute(q.CLASSES, {"year": semester.year}).mappings().all()


def _board(classes: Sequence[sa.RowMapping], lines: Sequence[SheetLine]) -> Iterable[ClassLine]:
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


def _counts(session: Session, semester: _Semester, classes: Sequence[sa.RowMapping]) -> Counts:
    pupils, staff = session.execute(q.PEOPLE).one()
    untaught = session.execute(q.UNTAUGHT, {"year": semester.year}).mappings()
    return Counts(
        pupils,
        len(classes),
        staff,
        no_homeroom=tuple(Named(row["id"], row["name"]) for row in classes if row["teacher_id"] is None),
        no_teacher=tuple(Named(**row) for row in untaught),
        no_subjects=tuple(Named(row["id"], row["name"]) for row in classes if not row["subjects"]),
    )


def _subjects(session: Session, semester: _Semester, pupil: str) -> tuple[SubjectLine, ...]:
    """A pupil's own subjects of the open semester."""
    given = {"semester": semester.id, "pupil": pupil, "code": semester.code}
    marks: dict[str, list[Latest]] = defaultdict(list)
    for sheet, title, value, state in session.execute(q.MARKS, given):
        marks[sheet].append(Latest(title, _points(value), state))
    published = {sheet: _points(value) for sheet, value in session.execute(q.PUBLISHED, given)}
    teachers = _teachers(session)
    return tuple(
        SubjectLine(
            row["id"], row["subject"], tuple(name for _, name in teachers.get(row["subject_id"], ())),
            tuple(marks[row["id"]][:_LATEST]), len(marks[row["id"]]), published.get(row["id"]),
        )
        for row in session.execute(q.OWN, given).mappings()
    )  # fmt: skip


def _points(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize() + 0
