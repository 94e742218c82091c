"""One school a module in which a few things happened, and the office's window over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.servers import Server
from tests.ui.audit.desk import Office, happen, office
from tests.world import Login, SchoolWorld
from ui.preferences import Preferences

OpenOffice = Callable[..., Office]


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as made:
        happen(made)
        yield made


@pytest.fixture(scope="module")
def login(world: SchoolWorld) -> Login:
    return world.sign_in("sri")


@pytest.fixture
def open_office(qapp: QApplication, world: SchoolWorld, login: Login, tmp_path: Path) -> Iterator[OpenOffice]:
    with ExitStack() as stack:

        def open_it(
            language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1366, 768), away: bool = False
        ) -> Office:
            return stack.enter_context(office(qapp, world, login, tmp_path, Preferences(language, theme, scale), size, away=away))

        yield open_it
