"""Connections to the school's PostgreSQL, as the gate or as a person's own login.

It knows the school file and nothing of tables, roles or sync.
"""

from __future__ import annotations

import contextlib
import math
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from ems_desktop.domain.errors import Outage
from ems_desktop.store import platform, versions
from ems_desktop.store.driver_errors import SESSION_ENDED, speaking, translate
from ems_desktop.store.school_file import SchoolFile

__all__ = ["SESSION_ENDED", "Connection", "connect", "cut", "speaking", "translate", "within"]

Connection = psycopg.Connection[tuple[Any, ...]]

_OPTIONS = {
    "TimeZone": "UTC",
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}
# Every value that libpq would else take from PG… variables or files of this computer is given.
_FIXED: dict[str, str | int] = {
    "hostaddr": "",
    "application_name": "EMS Desktop",
    "client_encoding": "utf8",
    "options": " ".join(f"-c {name}={value}" for name, value in _OPTIONS.items()),
    "require_auth": "scram-sha-256",
    "passfile": os.devnull,
    "gssencmode": "disable",
    "target_session_attrs": "any",
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def connect(
    school: SchoolFile, user: str, password: str, *, timeout: float = 10.0, floor: int | None = None, autocommit: bool = False
) -> Connection:
    """Connect within `timeout` seconds (2 at least): through TLS to the very host of the school file, or on this computer.

    `floor`: the oldest major version to accept, else the one of versions.json. Errors: 1401 to 1419 as `translate` has them,
    among them 1406 wrong password or ended login, 1415 the server is too old.
    """
    place: dict[str, str | int] = {
        "host": school.host,
        "port": school.port,
        "dbname": school.database,
        "connect_timeout": math.ceil(timeout),
    }
    with speaking(), _trust(school) as trust:
        words = psycopg.conninfo.make_conninfo("", user=user, password=password, **place, **_FIXED, **trust)
        connection = psycopg.connect(words, autocommit=autocommit)
    floor = versions.supported().floor if floor is None else floor
    found = connection.info.server_version
    if found // 10000 < floor:
        connection.close()
        raise Outage(1415, found=versions.release(found), floor=str(floor))
    return connection


@contextlib.contextmanager
def _trust(school: SchoolFile) -> Iterator[dict[str, str]]:
    """TLS with the school's CA and its host name checked; none on this computer. libpq reads the CA from a file only."""
    if school.loopback:
        yield {"sslmode": "disable"}
        return
    with tempfile.TemporaryDirectory(prefix="ems-ca-", dir=platform.plain_temporary_folder()) as folder:
        ca = Path(folder) / "ca.pem"
        ca.write_text(school.ca or "", encoding="ascii")
        yield {"sslmode": "verify-full", "sslrootcert": str(ca), "sslcert": "", "sslkey": "", "sslcrl": "", "sslcrldir": ""}


@contextlib.contextmanager
def within(connection: Connection, seconds: float) -> Iterator[None]:
    """Cut the connection if the block takes longer. No setting of the server helps when the network swallows its answer.

    The statement that waits then fails as 1411.
    """
    timer = threading.Timer(seconds, cut, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # from here on nothing cuts a connection that may be another one's


def cut(connection: Connection) -> None:
    """Make whatever waits on this connection in another thread fail at once. The connection is of no use afterwards."""
    with contextlib.suppress(OSError, psycopg.Error):
        wire = socket.socket(fileno=connection.fileno())
        try:
            wire.shutdown(socket.SHUT_RDWR)
        finally:
            wire.detach()
