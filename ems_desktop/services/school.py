"""The school's own data: profile, semesters, kinds of assessment. Only the office changes them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore

FIRST_MONTH = 7  # the academic year begins in July
# Panduan Pembelajaran dan Asesmen 2022: formative assessment informs, only summative assessment makes the final grade.
DEFAULT_KINDS = (
    ("formatif", "Formatif", "F", Decimal(0)),
    ("lm", "Sumatif lingkup materi", "LM", Decimal(50)),
    ("sts", "Sumatif tengah semester", "STS", Decimal(20)),
    ("sas", "Sumatif akhir semester", "SAS", Decimal(30)),
)


@dataclass(frozen=True, slots=True)
class Profile:
    npsn: str
    name: str
    address: str | None
    city: str | None
    province: str | None
    timezone: str
    head_name: str | None
    head_nip: str | None
    letterhead: str | None
    logo: str | None  # a PNG in base64
    kktp: int


class School:
    """Each method that writes is one whole change set."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person

    def profile(self) -> Profile | None:
        """None until the first pull."""
        columns = [t.school.c[name] for name in Profile.__slots__]
        with self._store.reading() as session:
            row = session.execute(sa.select(*columns)).mappings().one_or_none()
        return Profile(**row) if row else None

    def found(self, today: date) -> None:
        """What a new school starts with: the usual kinds of assessment and this academic year's semesters, today's one open."""
        self.add_kinds()
        year = today.year if today.month >= FIRST_MONTH else today.year - 1
        now = 1 if today.month >= FIRST_MONTH else 2
        for half in (1, 2):
            self.add_semester(f"{year}{half}", state="open" if half == now else "planned")

    def change_profile(self, **values: Any) -> None:
        """Columns of ems.school by name."""
        self._office()
        with self._store.change("Profil sekolah") as made:
            made.session.execute(sa.update(t.school).where(t.school.c.id == t.SCHOOL).values(values))

    def add_kinds(self, kinds: Sequence[tuple[str, str, str, Decimal]] = DEFAULT_KINDS) -> None:
        """Kinds of assessment as (kind, name, short name, percent of the final grade), in this order."""
        self._office()
        with self._store.change("Jenis penilaian") as made:
            rows = [
                {"id": str(uuid.uuid4()), "scope_id": t.SCHOOL, "kind": kind, "name": name, "short": short, "weight": weight, "position": n}
                for n, (kind, name, short, weight) in enumerate(kinds)
            ]
            made.session.execute(sa.insert(t.assessment_kinds), rows)

    def add_semester(self, code: str, starts_on: date | None = None, ends_on: date | None = None, *, state: str = "planned") -> str:
        """A semester by its code, 20261 for 2026/2027 Ganjil. Its id."""
        self._office()
        one = str(uuid.uuid4())
        with self._store.change(code) as made:
            row = {"id": one, "scope_id": t.SCHOOL, "code": code, "state": state, "starts_on": starts_on, "ends_on": ends_on}
            made.session.execute(sa.insert(t.semesters).values(row))
        return one

    def set_semester(self, semester_id: str, state: str) -> None:
        """Open or close a semester. Closing freezes its sheets once the school has accepted it."""
        self._office()
        with self._store.change(state) as made:
            made.session.execute(sa.update(t.semesters).where(t.semesters.c.id == semester_id).values(state=state))

    def _office(self) -> None:
        """Courtesy: the server says the same, later. Error 1060."""
        if not self._person.office:
            raise NotAllowed(1060)
