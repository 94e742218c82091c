from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ems_desktop import i18n
from ems_desktop.store.local import LocalStore
from tests.timetable.school import School


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    i18n.use("en")
    store = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield School(store)
    store.close()
