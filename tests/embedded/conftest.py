"""Servers with the settings that a school gets, each in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ems_desktop.store.embedded import EmbeddedPostgres


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a stopped server with 20,000 rows in it: made once, because making one takes a second."""
    root = tmp_path_factory.mktemp("embedded") / "made"
    server = EmbeddedPostgres(root)
    with psycopg.connect(server.start().dsn()) as connection:
        connection.execute("create table kept as select n from generate_series(1, 20000) n")
    assert server.leave()
    yield root
    shutil.rmtree(root)


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it. Whatever runs there in the end is stopped."""
    root = tmp_path / "server"
    shutil.copytree(made, root)
    yield root
    EmbeddedPostgres(root).stop()
    shutil.rmtree(root)


@pytest.fixture
def server(root: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(root)
    yield server
    server.stop()
