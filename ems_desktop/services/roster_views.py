"""What the roster screens are given: frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ClassRow:
    id: str
    name: str
    grade_level: int
    year: int
    kind: str
    teacher_id: str | None
    teacher: str | None
    pupils: int
    girls: int
    subjects: int


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One line of a list of pupils. `religion` decides the religion group."""

    id: str
    number: int | None
    name: str
    nisn: str | None
    nipd: str | None
    gender: str | None
    birth_date: date | None
    religion: str | None
    class_id: str | None
    class_name: str | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class SubjectRow:
    id: str
    class_id: str
    name: str
    code: str
    teachers: tuple[str, ...]
    religion: str | None
    listed: bool
    kktp: int | None
    teacher_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject to be added to a class. `religion`: only this religion group takes it; `listed`: only the pupils enrolled in it."""

    class_id: str
    name: str
    code: str
    teachers: tuple[str, ...] = ()
    religion: str | None = None
    listed: bool = False
    kktp: int | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    id: str
    name: str
    email: str | None
    nip: str | None
    roles: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class CardGrade:
    """A final grade of one subject in one semester. `published`: frozen in the rapor; else derived from the sheet today."""

    value: Decimal | None
    kktp: int
    published: bool
    sheet_id: str

    @property
    def below(self) -> bool:
        return self.value is not None and self.value < self.kktp


@dataclass(frozen=True, slots=True)
class CardSubject:
    """One subject of a pupil over all semesters: semester code → grade."""

    subject: str
    grades: Mapping[str, CardGrade]


@dataclass(frozen=True, slots=True)
class Stay:
    """A class a pupil is or was in. `year`: the academic year's first calendar year."""

    class_id: str
    class_name: str
    year: int
    number: int | None
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """Everything of one pupil that this person may see. `private` is empty but for the office."""

    pupil: PupilRow
    birth_place: str | None
    state: str
    left_reason: str | None
    stays: tuple[Stay, ...]  # newest first
    semesters: tuple[str, ...]
    subjects: tuple[CardSubject, ...]
    private: tuple[tuple[str, str], ...]  # (column, value)


@dataclass(frozen=True, slots=True)
class Semester:
    id: str
    code: str
    state: str
