"""A school on a real server, and a login of its own for each test."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import psycopg
import pytest

from ems_desktop.store.school_file import SchoolFile
from tests.connect.wire import Authority
from tests.connect.wire import authority as make_authority
from tests.servers import Server

SchoolAt = Callable[..., SchoolFile]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def school_at() -> SchoolAt:
    """The school file of a server on loopback at some port; fields may be changed."""

    def make(port: int, **changed: object) -> SchoolFile:
        fields = {"name": "S", "npsn": "12345678", "host": "127.0.0.1", "port": port, "database": "postgres", "loopback": True}
        return SchoolFile(**{**fields, "gate_user": "gate", "gate_password": "x", **changed})  # type: ignore[arg-type]  # each test gives fit types

    return make


@pytest.fixture
def owner(postgres18: Server) -> Iterator[psycopg.Connection]:
    """The superuser, each statement committed."""
    with psycopg.connect(postgres18.dsn(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def login(owner: psycopg.Connection) -> Iterator[str]:
    """The name of a login with the password `right`."""
    name = f"t_{secrets.token_hex(4)}"
    owner.execute(f"create role {name} login password 'right'")
    owner.execute(f"grant connect on database postgres to {name}")  # a school on this server has closed it to everybody
    yield name
    owner.execute(f"drop owned by {name}")
    owner.execute(f"drop role {name}")
