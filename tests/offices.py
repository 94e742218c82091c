"""A school before its first import, in a local file: profile, two semesters, kinds of assessment, staff. For tests that need no server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from ems_desktop.paths import resources
from ems_desktop.services.import_views import ImportResult
from ems_desktop.services.people import Person
from ems_desktop.services.roster_import import RosterImport
from ems_desktop.services.rosters import Rosters
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.schools import KINDS, uid

DEMO = resources("demo", "daftar-peserta-didik.xlsx")
MESSY = Path(__file__).parent / "data" / "dapodik" / "daftar-peserta-didik-berantakan.xlsx"
TODAY = date(2026, 11, 22)
STAFF = ("Agus Prasetyo", "Ratna Wulandari", "Hendra Gunawan", "Siti Aminah")


@dataclass(frozen=True)
class Office:
    """`person` is the office; `staff` are ids, the office first."""

    store: LocalStore
    person: Person
    staff: tuple[str, ...]
    rosters: Rosters
    roster_import: RosterImport

    @classmethod
    def opened(cls, store: LocalStore) -> Office:
        ids = tuple(uid() for _ in STAFF)
        person = Person(ids[0], STAFF[0], frozenset({"kurikulum"}))
        with store.applying() as session:

            def add(table: sa.Table, rows: list[dict[str, object]]) -> None:
                session.execute(sa.insert(table), [row | {"rev": 1} for row in rows])

            add(t.school, [{"id": t.SCHOOL, "scope_id": t.SCHOOL, "npsn": "20200001", "name": "SMP Uji"}])
            add(
                t.semesters,
                [
                    {"id": uid(), "scope_id": t.SCHOOL, "code": code, "state": state}
                    for code, state in (("20261", "open"), ("20262", "planned"))
                ],
            )
            kinds = [{"kind": k, "name": n, "short": s, "weight": w, "position": i} for i, (k, n, s, w) in enumerate(KINDS)]
            add(t.assessment_kinds, [{"id": uid(), "scope_id": t.SCHOOL} | kind for kind in kinds])
            roles = ["kurikulum", *["guru"] * (len(ids) - 1)]
            add(t.users, [{"id": i, "scope_id": t.DIRECTORY, "name": n, "role": r} for i, n, r in zip(ids, STAFF, roles, strict=True)])
            add(t.user_roles, [{"user_id": i, "role": r, "scope_id": t.DIRECTORY} for i, r in zip(ids, roles, strict=True)])
        rosters = Rosters(store, person, lambda _sheet, _pupil: None)
        return cls(store, person, ids, rosters, RosterImport(store, rosters, lambda: TODAY))

    @classmethod
    def again(cls, store: LocalStore) -> Office:
        """The same school in a file that was copied."""
        with store.reading() as session:
            found = dict(iter(session.execute(sa.select(t.users.c.name, t.users.c.id).where(t.users.c.name.in_(STAFF)))))
        ids = tuple(found[name] for name in STAFF)
        person = Person(ids[0], STAFF[0], frozenset({"kurikulum"}))
        rosters = Rosters(store, person, lambda _sheet, _pupil: None)
        return cls(store, person, ids, rosters, RosterImport(store, rosters, lambda: TODAY))

    def import_file(self, path: Path = DEMO) -> ImportResult:
        return self.roster_import.apply(self.roster_import.preview(path), f"Impor {path.name}")

    def count(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        with self.store.reading() as session:
            return session.execute(sa.select(sa.func.count()).select_from(table).where(~table.c.deleted, *where)).scalar_one()
