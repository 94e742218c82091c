"""Importing a FET file as a draft of the timetable: a preview without writing, then one step that can be taken back."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from ems_desktop.domain.timetable.fet_names import Named, School, SubjectOf
from ems_desktop.domain.timetable.fet_plan import FetPlan, plan
from ems_desktop.integrations.fet_reading import open_fet
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session


def compare_with_nothing(path: Path) -> FetPlan:
    """The preview for a school that has nothing yet: what a dry run shows in a profile without a school. Errors as `open_fet`."""
    return plan(open_fet(path), School())


def school_of(session: Session, year: int) -> School:
    """Classes of that academic year with their subjects, and everybody who may teach."""
    c, s, u, r = t.classes.c, t.subjects.c, t.users.c, t.user_roles.c
    classes = session.execute(sa.select(c.id, c.name).where(c.year == year, c.kind == "regular", ~c.deleted))
    subjects = session.execute(
        sa.select(s.id, s.class_id, s.name, s.code).join(t.classes, c.id == s.class_id).where(c.year == year, ~s.deleted, ~c.deleted)
    )
    staff = sa.select(r.user_id).where(~r.deleted, r.role != "siswa")
    teachers = session.execute(sa.select(u.id, u.name).where(~u.deleted, u.active, u.id.in_(staff)))
    return School(
        tuple(Named(*row) for row in classes), tuple(SubjectOf(*row) for row in subjects), tuple(Named(*row) for row in teachers), ()
    )
