"""A fresh encrypted file for each test, with a tiny school in it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from ems_desktop.store.local import LocalStore
from tests.schools import SmallSchool


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
