"""Files of every released version open in this one, with the edits that were still pending in them; its backups are restored and
brought up to date with every mark."""

from __future__ import annotations

import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store import install
from ems_desktop.store.embedded import Binaries
from ems_desktop.store.embedded.binaries import find
from ems_desktop.store.local import LocalStore
from ems_desktop.store.verify import verify
from sync.outbox import pending
from tests.servers import Server, binaries
from tests.versions.make import KEY
from tests.world import SchoolWorld

RELEASED = sorted(path.name for path in Path("tests/data/versions").iterdir())


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_versions_file_opens_with_its_pending_edits(tmp_path, version):
    shutil.copy(Path("tests/data/versions") / version / "local.db", tmp_path / "local.db")
    store = LocalStore(tmp_path / "local.db", KEY)
    sheet_id = store.meta("fixture")
    assert sheet_id is not None
    sheet = Grades(store, Person("x", "X", frozenset({"guru"}))).sheet(sheet_id)
    assert sorted(cell.value for cell in sheet.cells.values() if cell.value) == [Decimal(80), Decimal(81), Decimal(82)]
    with store.reading() as session:
        assert [len(one.changes) for one in pending(session)] == [1, 1, 1]
    store.close()


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_versions_backup_is_restored_and_brought_up_to_date(postgres, version):
    with psycopg.connect(postgres.dsn(), autocommit=True) as connection:
        install._make_roles(connection)
    with postgres.fresh() as database:
        restore(postgres, database, Path("tests/data/versions") / version / "school.dump")
        install.upgrade(postgres.dsn(), database)
        world = SchoolWorld(postgres, database)
        try:
            assert [found for found in verify(world.superuser()) if found.level == "error"] == []
            assert world.score("math_7a", "quiz", "ani") == 91
            assert world.score("math_7a", "quiz", "beni") == 70
            signed_in = world.connect("budi")  # with the password of then
            titles = signed_in.execute("select title from sync.journal where kind = 'cells'").fetchall()
            assert titles == [("marks",)]
        finally:
            world.close()


def restore(server: Server, database: str, dump: Path) -> None:
    """As docs/operations.md has it for another server, but for `--create`: each test wants a name of its own. Without the privileges: they name
    functions of PostgreSQL 16 that 18 has under other arguments, and the upgrade grants all anew."""
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(f"alter database {database} owner to ems_admin")
    programs: Binaries = binaries(server.version) or find()
    given = ["--exit-on-error", "--no-privileges", f"--dbname={server.dsn(database)}", str(dump.resolve())]
    subprocess.run([str(programs.program("pg_restore")), *given], check=True, stderr=sys.stderr)
