"""The simulator's spreadsheet with a small catalogue in it, and computers beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.server import Simulator
from tests.google_sheets.simulator import running, spreadsheet
from tests.sheet.desk import HEADERS, Desk

LINES = (("IPA", "Lensa", "cahaya"), ("IPA", "Gaya", "gerak"), ("Matematika", "Pecahan", ""))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with running() as one:
        yield one


@pytest.fixture
def browser(simulator: Simulator) -> Browser:
    """Somebody who looks at the Sheet in the browser; three materials are in it."""
    one = Browser(simulator)
    one.paste("A1", [list(HEADERS), *(list(line) for line in LINES)])
    return one


NewDesk = Callable[[], Desk]


@pytest.fixture
def new_desk(simulator: Simulator, tmp_path: Path) -> Iterator[NewDesk]:
    made: list[Desk] = []

    def new() -> Desk:
        made.append(Desk(tmp_path, spreadsheet(simulator)))
        return made[-1]

    yield new
    for one in made:
        one.close()


@pytest.fixture
def desk(new_desk: NewDesk, browser: Browser) -> Desk:
    return new_desk()


@pytest.fixture
def settled(desk: Desk) -> Desk:
    """A computer that is in step with the Sheet."""
    desk.settle()
    return desk
