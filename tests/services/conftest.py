"""A fresh encrypted file for each test, with a tiny school in it; or a school on a real PostgreSQL and a profile that belongs to it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from ems_desktop.services.profile import DEMO_NPSN, Profile
from ems_desktop.store import identity
from ems_desktop.store.local import LocalStore
from ems_desktop.store.school_file import SchoolFile
from tests.schools import SmallSchool
from tests.servers import Server
from tests.world import SchoolWorld

PASSWORD = "empat kata yang panjang"


@pytest.fixture
def key() -> bytes:
    return os.urandom(32)


@pytest.fixture
def store(tmp_path: Path, key: bytes) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", key)
    yield opened
    opened.close()


@pytest.fixture
def small(store: LocalStore) -> SmallSchool:
    return SmallSchool.as_pulled(store, teacher=str(uuid.uuid4()))


@pytest.fixture
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18, derive=identity.derive) as opened:
        opened.set_password("budi", PASSWORD)
        opened.set_password("sri", PASSWORD)
        yield opened


@pytest.fixture
def school(world: SchoolWorld) -> SchoolFile:
    return world.school_file(DEMO_NPSN)


@pytest.fixture
def profile(tmp_path: Path, school: SchoolFile) -> Iterator[Profile]:
    opened = Profile(tmp_path / "profile")
    opened.join(school)
    yield opened
    opened.close()
