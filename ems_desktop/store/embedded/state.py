"""A server that answers: the way to it, and the question whether it is ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from ems_desktop.domain.errors import Outage
from ems_desktop.store.driver_errors import SESSION_ENDED, translate
from ems_desktop.store.embedded import cluster, processes


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
        return psycopg.conninfo.make_conninfo("", port=self.port, options="", sslmode="disable", gssencmode="disable", **words)


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
    return found if row and processes.same(row[0], root / "data") else None
