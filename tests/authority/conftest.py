"""One small school per test module and PostgreSQL version. Tests of one module share it, so each changes its own cells."""

from collections.abc import Iterator

import pytest

from tests.authority.google_door import GoogleDoor
from tests.servers import Server
from tests.world import SchoolWorld


@pytest.fixture(scope="module")
def world(postgres: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres) as school:
        yield school


@pytest.fixture
def door(world: SchoolWorld) -> Iterator[GoogleDoor]:
    with GoogleDoor.open(world) as opened:
        yield opened
