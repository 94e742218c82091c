"""Makes a school's database and brings it up to date: roles, tables, functions, policies, in one transaction.

Tables change by Alembic revisions. Everything that is not a table (functions, triggers, policies, grants) is dropped and made
anew from `resources/sql/` at the end of each upgrade, so that nothing an older version allowed can linger. The roles belong to
the whole server: one server holds one school (several databases on it share roles and the gate's password, as the tests do).
Must not know of anything but PostgreSQL: the window and the services never come here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql

from ems_desktop import paths
from ems_desktop.domain.errors import Bug, Outage
from ems_desktop.store.tables import DIRECTORY, SCHOOL
from ems_desktop.store.verify import verify
from ems_desktop.store.versions import release, supported

AFTER_TABLES = (
    "roles/revoke",
    "functions/registry", "functions/hmac",
    "functions/keeper", "functions/session", "functions/questions", "functions/scopes", "functions/throttle", "functions/signin", "functions/google_token", "functions/google", "functions/devices",
    "functions/chain", "functions/triggers", "functions/rules", "functions/timetable", "functions/accounts", "functions/presign", "functions/files", "functions/storage",
    "functions/push_cells", "functions/push_whole", "functions/push", "functions/exports", "functions/pull",
    "functions/audit", "functions/history", "functions/verify_chain", "functions/retention", "functions/jobs", "functions/reanalysis",
    "policies/every_table", "policies/school", "policies/people", "policies/rosters", "policies/grades", "policies/materials", "policies/files", "policies/timetable", "policies/questions", "policies/server",
    "policies/sync", "roles/lockdown",
)  # fmt: skip
MIGRATIONS = paths.root() / "ems_desktop" / "store" / "migrations"
_ONE_AT_A_TIME = 0x656D73  # advisory lock of the maintenance database: roles of one server are made by one installer at a time


@dataclass(frozen=True, slots=True)
class Founder:
    """The first person of the office. `code` is the invitation to sign up with: shown once, kept nowhere."""

    user_id: str
    code: str


def install(admin: str, database: str, *, gate_password: str) -> None:
    """Make the roles and the database, and everything in it. `admin`: conninfo of a role with CREATEROLE and CREATEDB (or a superuser).

    Does nothing twice: an interrupted install is finished by the next. Errors: 1415 the server is too old.
    """
    with psycopg.connect(admin, autocommit=True) as connection, _alone(connection):
        _make_roles(connection)
        if not connection.execute("select 1 from pg_database where datname = %s", (database,)).fetchone():
            connection.execute("set role ems_admin")
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
        _upgrade(admin, database, "head")
        _open_gate(admin, database, gate_password)


def upgrade(admin: str, database: str, *, revision: str = "head") -> None:
    """Bring the database to `revision`, in one transaction: it is as before or as after. Also what makes a database that was
    restored on a new server usable: the roles, and the gate's password. At an older revision it is closed until the program of
    that revision, or an upgrade, opens it again. Errors: 1415 the server is too old, 1420 the result would not be safe."""
    with psycopg.connect(admin, autocommit=True) as connection, _alone(connection):
        _make_roles(connection)
        _upgrade(admin, database, revision)
        if revision == "head":
            _heal_gate(admin, database)


def _make_roles(connection: psycopg.Connection[Any]) -> None:
    if connection.info.server_version < supported().floor * 10000:
        raise Outage(1415, found=release(connection.info.server_version), floor=supported().floor)
    _run(connection, "roles/roles")


def _upgrade(admin: str, database: str, revision: str) -> None:
    with _engine(admin, database).begin() as connection:
        driver = _driver(connection)
        _run(driver, "roles/hardening")
        driver.execute("set local role ems_admin")
        _run(driver, "roles/schemas", "roles/drop_code")
        migrate(connection, revision)
        if _at_head(driver):
            _run(driver, *AFTER_TABLES)
            driver.execute("reset role")
            _run(driver, "roles/guard")
            _prove(driver)
        elif _tables_there(driver):
            _run(driver, "roles/revoke", "roles/closed")


def _prove(connection: psycopg.Connection[Any]) -> None:
    broken = [found.text() for found in verify(connection) if found.level == "error"]
    if broken:
        raise Bug(1420, detail=" ".join(broken))


def migrate(connection: sa.Connection, revision: str) -> None:
    """Run the revisions up or down to this one ("base": nothing is left), as ems_admin."""
    config, driver = alembic_config(connection), _driver(connection)
    here = _revision(driver)
    if here and _is_before(revision, here):
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
    if revision == "base":
        driver.execute("drop table if exists sync.alembic_version")


def _is_before(revision: str, current: str) -> bool:
    if revision in ("head", current):
        return False
    script = ScriptDirectory(str(MIGRATIONS))
    return revision == "base" or revision in {found.revision for found in script.iterate_revisions(current, "base")}


def alembic_config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def create_school(
    admin: str, database: str, *, npsn: str, name: str, person: str, email: str, profile: dict[str, Any] | None = None
) -> Founder:
    """The school's row and the first member of its office. `profile`: further columns of ems.school."""
    given = {"id": SCHOOL, "scope_id": SCHOOL, "npsn": npsn, "name": name} | (profile or {})
    user = str(uuid4())
    with owning(admin, database) as connection:
        _insert(connection, "school", given)
        _insert(
            connection, "users", {"id": user, "scope_id": DIRECTORY, "name": person, "email": email.strip().lower(), "role": "kurikulum"}
        )
        _insert(connection, "user_roles", {"user_id": user, "role": "kurikulum", "scope_id": DIRECTORY})
        connection.execute("set role ems_core")
        row = connection.execute("select identity.new_invitation(%s, null)", (user,)).fetchone()
        assert row
        return Founder(user, row[0])


@contextlib.contextmanager
def owning(admin: str, database: str) -> Iterator[psycopg.Connection[Any]]:
    """One transaction as the owner of the tables: what it writes is stamped and audited as an administrator's doing."""
    with psycopg.connect(admin, dbname=database) as connection:
        connection.execute("set role ems_owner")
        yield connection


def set_gate_password(admin: str, database: str, password: str) -> None:
    """A new password for the shared door; old school files no longer open it."""
    _open_gate(admin, database, password)


def _insert(connection: psycopg.Connection[Any], table: str, values: dict[str, Any]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, values))
    holders = sql.SQL(", ").join(sql.Placeholder() * len(values))
    connection.execute(
        sql.SQL("insert into ems.{} ({}) values ({})").format(sql.Identifier(table), columns, holders), list(values.values())
    )


def _open_gate(admin: str, database: str, password: str) -> None:
    with psycopg.connect(admin, dbname=database) as connection:
        verifier = connection.pgconn.encrypt_password(password.encode(), b"ems_gate", b"scram-sha-256").decode()
        connection.execute("set role ems_keeper")
        connection.execute(
            "insert into keeper.gate (verifier) values (%s) on conflict (one) do update set verifier = excluded.verifier", (verifier,)
        )
        connection.execute("select keeper.heal_gate()")


def _heal_gate(admin: str, database: str) -> None:
    with psycopg.connect(admin, dbname=database) as connection:
        connection.execute("set role ems_keeper")
        connection.execute("select keeper.heal_gate()")


@contextlib.contextmanager
def _alone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    connection.execute("select pg_advisory_lock(%s)", (_ONE_AT_A_TIME,))
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(%s)", (_ONE_AT_A_TIME,))


def _run(connection: psycopg.Connection[Any], *names: str) -> None:
    for name in names:
        text = paths.resources("sql", f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(text.encode())


def _engine(admin: str, database: str) -> sa.Engine:
    return sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(admin, dbname=database), poolclass=sa.NullPool)


def _driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _at_head(connection: psycopg.Connection[Any]) -> bool:
    return _revision(connection) == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _revision(connection: psycopg.Connection[Any]) -> str | None:
    row = connection.execute("select to_regclass('sync.alembic_version') is not null").fetchone()
    here = connection.execute("select version_num from sync.alembic_version").fetchone() if row and row[0] else None
    return str(here[0]) if here else None


def _tables_there(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("select to_regclass('sync.scope') is not null").fetchone()
    return bool(row and row[0])
