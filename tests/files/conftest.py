"""Computers at a small school, whose files lie in PostgreSQL unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.files.desks import Computer
from tests.servers import Server
from tests.world import SchoolWorld


@pytest.fixture
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as opened:
        yield opened


@pytest.fixture
def computer(world: SchoolWorld, tmp_path: Path) -> Iterator[Callable[[str], Computer]]:
    """computer("budi"): a new one of Budi's, synced once."""
    made: list[Computer] = []

    def new(name: str) -> Computer:
        made.append(Computer.of(world, name, tmp_path / f"{name}-{len(made)}"))
        return made[-1]

    yield new
    for one in made:
        one.close()
