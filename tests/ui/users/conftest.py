"""A school's file with four people on the staff, and the office's window over it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.store.local import LocalStore
from tests.ui.users.desk import Office, enrol_staff, office
from ui.preferences import Preferences


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@pytest.fixture
def ids(store: LocalStore) -> dict[str, str]:
    return enrol_staff(store)


@pytest.fixture
def open_office(qapp: QApplication, store: LocalStore, ids: dict[str, str]) -> Iterator[Callable[..., Office]]:
    """Open the window, as often as a test wants; all are closed at its end."""
    with ExitStack() as stack:

        def open_it(language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1440, 900)) -> Office:
            return stack.enter_context(office(qapp, store, ids, Preferences(language, theme, scale), size))

        yield open_it
