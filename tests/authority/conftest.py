"""One small school per test module and PostgreSQL version. Tests of one module share it, so each changes its own cells."""

from collections.abc import Iterator

import pytest

from tests.authority.evidence import Evidence
from tests.authority.google_door import GoogleDoor
from tests.authority.prompts import ROLES, Prompts
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


@pytest.fixture(scope="module")
def prompts(world: SchoolWorld) -> Prompts:
    return Prompts(world)


@pytest.fixture(scope="module")
def evidence(world: SchoolWorld, prompts: Prompts) -> Evidence:
    """From the moment on when everybody sits there, citra and cici at computers of their own."""
    for role in ROLES:
        assert prompts[role]
    world.session("citra").execute("select 'secret-token'")
    world.login("cici")
    return Evidence(world)
