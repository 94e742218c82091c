"""A teacher's file with a tiny school in it, and the window over it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.store.local import LocalStore
from tests.clashes import colleague
from tests.schools import SmallSchool
from tests.ui.sync.desk import Centre, centre
from ui.preferences import Preferences


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@pytest.fixture
def small(store: LocalStore) -> SmallSchool:
    return SmallSchool.as_pulled(store, teacher=str(uuid.uuid4()))


@pytest.fixture
def hendra(store: LocalStore, small: SmallSchool) -> str:  # the school is there first
    return colleague(store)


@pytest.fixture
def open_centre(qapp: QApplication, store: LocalStore, small: SmallSchool) -> Iterator[Callable[..., Centre]]:
    """Open the window, as often as a test wants; all are closed at its end."""
    with ExitStack() as stack:

        def open_it(language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1440, 900)) -> Centre:
            return stack.enter_context(centre(qapp, store, small, Preferences(language, theme, scale), size))

        yield open_it
