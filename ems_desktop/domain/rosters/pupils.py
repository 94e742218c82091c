"""A pupil as a roster file and as the school know one: the same fields on both sides, so that they can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

Value = str | date | None


class Field(NamedTuple):
    """One typed field: its attribute, its column's name in the official export, and the table that keeps it."""

    name: str
    header: str
    table: str


FIELDS: Final = (
    Field("name", "Nama", "users"),
    Field("nisn", "NISN", "students"),
    Field("nipd", "NIPD", "students"),
    Field("gender", "JK", "students"),
    Field("birth_place", "Tempat Lahir", "students"),
    Field("birth_date", "Tanggal Lahir", "students"),
    Field("religion", "Agama", "students"),
    Field("nik", "NIK", "student_private"),
    Field("family_card", "No KK", "student_private"),
    Field("address", "Alamat", "student_private"),
    Field("phone", "HP", "student_private"),
    Field("father_name", "Data Ayah.Nama", "student_private"),
    Field("mother_name", "Data Ibu.Nama", "student_private"),
    Field("guardian_name", "Data Wali.Nama", "student_private"),
    Field("class_name", "Rombel Saat Ini", "enrolments"),
)
HEADERS: Final[Mapping[str, str]] = MappingProxyType({f.name: f.header for f in FIELDS})
REQUIRED: Final = ("Nama", "JK", "NISN", "Tanggal Lahir", "Rombel Saat Ini")
ROW_NUMBER: Final = "No"  # runs through the whole list, differs with every download: it says nothing of the pupil


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """What a roster knows of a pupil. `extra`: the remaining columns by their full header, as text, empty ones left out."""

    name: str
    nisn: str | None = None
    nipd: str | None = None
    gender: str | None = None
    birth_place: str | None = None
    birth_date: date | None = None
    religion: str | None = None
    nik: str | None = None
    family_card: str | None = None
    address: str | None = None
    phone: str | None = None
    father_name: str | None = None
    mother_name: str | None = None
    guardian_name: str | None = None
    class_name: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilRow(Pupil):
    """A pupil read from row `row` of the file, as Excel numbers it. `level`: 1–13, from the class's name."""

    row: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingPupil(Pupil):
    """A pupil of the school, with the class of the open academic year. `state`: active, left or graduated."""

    id: str
    state: str = "active"
