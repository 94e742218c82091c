"""The grade screen in a window, closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.grades.desk import Desk, open_desk

OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_it(qapp: QApplication, tmp_path: Path) -> Iterator[OpenDesk]:
    """open_it(language="en", scale=2.0, size=(1366, 768))"""
    with ExitStack() as stack:

        def make(**how: object) -> Desk:
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            desk = open_desk(qapp, folder, **how)  # type: ignore[arg-type]
            stack.callback(desk.close)
            return desk

        yield make


@pytest.fixture
def desk(open_it: OpenDesk) -> Desk:
    return open_it()
