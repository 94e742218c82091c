"""Computers at a small school, whose files lie in PostgreSQL unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from ems_desktop.demo.s3 import S3Server, running
from ems_desktop.store.storage import Storage
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


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with running(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def stored_in_s3(world: SchoolWorld, s3: S3Server) -> S3Server:
    """The school keeps its files there, in a bucket of its own."""
    if s3.process is None:
        s3.start()
    with world.connect("sri") as connection:
        Storage(connection).set_up(s3.settings())
    row = (
        world.superuser("ems_core")
        .execute("select files.presigned(s, 'PUT', '', '{}', '{}', clock_timestamp(), 60) from files.storage s")
        .fetchone()
    )
    assert row
    assert httpx.put(row[0]).status_code in (200, 409)
    return s3
