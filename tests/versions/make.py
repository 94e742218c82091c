"""Makes this version's fixtures: a small local file with unsent edits, and a backup of a small school in which a mark was pushed.
Run once, when a version is finished (`python -m tests.versions.make FOLDER`); never again for it."""

from __future__ import annotations

import subprocess
import sys
import uuid
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.store.local import LocalStore
from tests.schools import SmallSchool
from tests.servers import binaries, running
from tests.world import SchoolWorld, cells

KEY = bytes(range(32))  # of a file that holds nobody


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    local_file(folder)
    backup(folder)


def backup(folder: Path) -> None:
    """As docs/operations.md takes one; by PostgreSQL 16, so that every later one can read it."""
    programs = binaries(16)
    assert programs is not None
    with running(16) as server, SchoolWorld.open(server) as world:
        world.push("budi", cells("math_7a", {("quiz", "ani"): 91}, {("quiz", "ani"): 70}))
        command = [str(programs.program("pg_dump")), "--format=custom", f"--file={folder / 'school.dump'}", server.dsn(world.database)]
        subprocess.run(command, check=True)


def local_file(folder: Path) -> None:
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
