"""The reference picture's school for each test, in a file of its own; each test opens the window it needs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.store.local import LocalStore
from tests.ui.timetable.desk import Desk, desk
from tests.ui.timetable.school import OFFICE, fill
from tests.ui.timetable.school import draft as make_draft
from ui.preferences import Preferences

OpenDesk = Callable[..., Desk]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@pytest.fixture
def service(store: LocalStore) -> Timetable:
    return fill(store)


@pytest.fixture
def draft(service: Timetable) -> str:
    return make_draft(service)


@pytest.fixture
def open_desk(qapp: QApplication, store: LocalStore, service: Timetable) -> Iterator[OpenDesk]:
    with ExitStack() as stack:

        def open_it(
            person: Person = OFFICE, language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1440, 900)
        ) -> Desk:
            return stack.enter_context(desk(qapp, store, person, Preferences(language, theme, scale), size))

        yield open_it
