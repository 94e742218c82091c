"""Makes this version's fixture: a small local file with unsent edits. Run once, when a version is finished; never again for it."""

from __future__ import annotations

import sys
import uuid
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.store.local import LocalStore
from tests.schools import SmallSchool

KEY = bytes(range(32))  # of a file that holds nobody


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    store = LocalStore(folder / "local.db", KEY)
    small = SmallSchool.as_pulled(store, str(uuid.uuid4()))
    grades = Grades(store, small.teacher)
    for row in range(3):
        grades.enter(small.sheet_id, f"mark {row}", [Entry(small.assessments[0], small.pupils[row], Cell(Decimal(80 + row)))])
    with store._writing() as session:
        session.execute(sa.text("insert into meta values ('fixture', :sheet)"), {"sheet": small.sheet_id})
    with store._engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
