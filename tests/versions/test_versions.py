"""Files of every released version open in this one, with the edits that were still pending in them."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from sync.outbox import pending
from tests.versions.make import KEY

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
