"""Opens the school's database to n8n, as an administrator: new passwords for its two logins, and the secret that tickets are signed with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from ems_desktop.domain.errors import Mistake
from ems_desktop.store.driver_errors import speaking

ROLE = "ems_n8n"
KEYS_ROLE = "n8n_google_keys"  # its name must not begin as the program's own logins do


@dataclass(frozen=True, slots=True)
class Access:
    password: str = field(repr=False)
    keys_password: str = field(repr=False)
    ticket_secret: str = field(repr=False)


def place(admin: str) -> tuple[str, int, str]:
    """Host, port and name of the database that a conninfo leads to; libpq's defaults filled in. Errors: 14xx no connection."""
    with speaking(), psycopg.connect(admin, connect_timeout=10) as connection:
        return connection.info.host, connection.info.port, connection.info.dbname


def renew(admin: str) -> Access:
    """New passwords each time; the ones before no longer open anything. Errors: 1555 there is no schema of jobs yet, 14xx."""
    with speaking(), psycopg.connect(admin, connect_timeout=10) as connection:
        if not _one(connection, "select to_regrole(%s) is not null and to_regclass('jobs.secret') is not null", ROLE):
            raise Mistake(1555)
        connection.execute("set role ems_core")
        secret = _one(connection, "select secret from jobs.secret")
        connection.execute("set role ems_admin")
        if not _one(connection, "select to_regrole(%s) is not null", KEYS_ROLE):
            connection.execute(sql.SQL("create role {} login connection limit 2 in role ems_google_keys").format(sql.Identifier(KEYS_ROLE)))
        return Access(_new_password(connection, ROLE), _new_password(connection, KEYS_ROLE), secret)


def _new_password(connection: psycopg.Connection[Any], role: str) -> str:
    password = secrets.token_urlsafe(24)
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("alter role {} login password {}").format(sql.Identifier(role), sql.Literal(verifier)))
    return password


def _one(connection: psycopg.Connection[Any], statement: str, *parameters: Any) -> Any:
    row = connection.execute(statement, parameters).fetchone()
    return row[0] if row else None
