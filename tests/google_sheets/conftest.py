from __future__ import annotations

from collections.abc import Iterator

import pytest

from ems_desktop.demo.google.server import Simulator
from ems_desktop.integrations.google_sheets import Spreadsheet
from tests.google_sheets.simulator import running, spreadsheet


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1_796_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def simulator(clock: Clock) -> Iterator[Simulator]:
    with running(clock=clock) as running_one:
        yield running_one


@pytest.fixture
def sheet(simulator: Simulator) -> Spreadsheet:
    return spreadsheet(simulator)
