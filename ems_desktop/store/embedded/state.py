"""Is the server of a data folder alive? Never trusts a pid alone: pids are reused, and a killed server leaves its file behind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from ems_desktop.domain.errors import Outage
from ems_desktop.store.driver_errors import SESSION_ENDED, translate
from ems_desktop.store.embedded import cluster


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers. `started`: by this call; else it was running already."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    started: bool

    def dsn(self, dbname: str = "postgres") -> str:
        """A connection string of the superuser. Secret."""
        words = {"host": self.host, "hostaddr": self.host, "user": self.user, "password": self.password, "dbname": dbname}
        return psycopg.conninfo.make_conninfo("", port=self.port, sslmode="disable", gssencmode="disable", **words)


@dataclass(frozen=True, slots=True)
class PidFile:
    pid: int
    port: int


def read_pid_file(data: Path) -> PidFile | None:
    """What `postmaster.pid` says; None when there is none, or it is not written to its end yet."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        return PidFile(int(lines[0]), int(lines[3]))
    except (OSError, ValueError, IndexError):
        return None


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether this process is a living PostgreSQL that works in this folder (every one makes its data folder its own)."""
    try:
        return _works_in(psutil.Process(pid), data)
    except psutil.NoSuchProcess:
        return False


def _works_in(process: psutil.Process, data: Path) -> bool:
    if not process.name().lower().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
        return False
    try:
        return _same(process.cwd(), data)
    except psutil.AccessDenied:
        return True  # another account's PostgreSQL: the connection will tell


def left_behind(data: Path) -> Iterator[psutil.Process]:
    """Server processes of this folder that outlived their postmaster. Call it only when the postmaster is dead."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.name().lower().startswith("postgres") and _same(process.cwd(), data):
                yield process


def ask(root: Path, port: int, *, started: bool) -> Running | None:
    """The server on this port, if it is the one of this folder and ready. Errors: 1445 its password is not the one we hold."""
    found = Running("127.0.0.1", port, cluster.SUPERUSER, cluster.password(root), started)
    try:
        with psycopg.connect(found.dsn(), connect_timeout=5, application_name="EMS Desktop launcher") as connection:
            row = connection.execute("show data_directory").fetchone()
    except psycopg.OperationalError as error:
        if translate(error).code == SESSION_ENDED:
            raise Outage(1445, path=str(root)) from error
        return None
    return found if row and _same(row[0], root / "data") else None


def _same(one: str, other: Path) -> bool:
    """The same folder, whatever the spelling; False when one is gone."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False
