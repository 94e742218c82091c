"""A school with the demo file's pupils, or with nobody yet, and windows over it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from tests.offices import Office
from tests.ui.rosters.desk import Desk, desk
from ui.preferences import Preferences

OpenDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A file with 283 pupils, imported once; each test gets a copy."""
    path, key = tmp_path_factory.mktemp("school") / "filled.db", os.urandom(32)
    store = LocalStore(path, key)
    Office.opened(store).import_file()
    store.close()
    return path, key


@pytest.fixture
def office(filled: tuple[Path, bytes], tmp_path: Path) -> Iterator[Office]:
    shutil.copy(filled[0], tmp_path / "local.db")
    store = LocalStore(tmp_path / "local.db", filled[1])
    yield Office.again(store)
    store.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Office]:
    """A school before its first import."""
    store = LocalStore(tmp_path / "empty.db", os.urandom(32))
    yield Office.opened(store)
    store.close()


@pytest.fixture
def open_desk(qapp: QApplication) -> Iterator[OpenDesk]:
    """open_desk(office, role="guru", language="en", scale=200): as often as a test wants; all are closed at its end."""
    with ExitStack() as stack:

        def open_it(
            office: Office,
            role: str = "kurikulum",
            *,
            language: str = "id",
            theme: str = "light",
            scale: int = 100,
            size: tuple[int, int] = (1440, 900),
            area: str = "rosters",
        ) -> Desk:
            person = office.person if role == "kurikulum" else Person(office.staff[1], "Ratna Wulandari", frozenset({role}))
            return stack.enter_context(desk(qapp, office, person, Preferences(language, theme, scale), size, area))

        yield open_it
