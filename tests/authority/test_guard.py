"""People's logins run no DDL: PostgreSQL would let any member of a group take that group out of every policy."""

from __future__ import annotations

import psycopg
import pytest

from tests.world import SchoolWorld, uid

POLICIES = "select count(*), md5(string_agg(polrelid::regclass || polname || polroles::regrole[]::text, ' ' order by polrelid, polname)) from pg_policy"


@pytest.mark.parametrize("group", ["ems_user", "ems_student"])
def test_a_pupil_cannot_undo_what_pupils_read_by(world: SchoolWorld, group: str) -> None:
    before = world.superuser().execute(POLICIES).fetchone()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.session("ani").execute(f"drop owned by {group}")
    with world.connect("ani") as connection:
        connection.execute(f"set role {group}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"drop owned by {group}")
    assert world.superuser().execute(POLICIES).fetchone() == before


def test_the_guard_is_what_holds_it(world: SchoolWorld) -> None:
    """Without it PostgreSQL allows it: the day this fails, the guard may go."""
    with psycopg.connect(world.server.dsn(world.database)) as connection:
        before = connection.execute(POLICIES).fetchone()
        connection.execute("alter event trigger ems_no_ddl disable")
        connection.execute(f"set session authorization {world.login('ani').role}")
        connection.execute("drop owned by ems_student")
        connection.execute("reset session authorization")
        after = connection.execute(POLICIES).fetchone()
        connection.rollback()
    assert before is not None
    assert after is not None
    assert after[0] < before[0]


def test_a_login_that_left_default_privileges_behind_does_not_stop_the_sweep(world: SchoolWorld) -> None:
    """As it may where nobody could make the guard."""
    left, other = world.sign_in("edo"), world.sign_in("edo")
    su = world.superuser()
    su.execute("alter event trigger ems_no_ddl disable")
    try:
        world.connect_as(left).execute("alter default privileges grant select on tables to public")
    finally:
        world.superuser().execute("alter event trigger ems_no_ddl enable")
    core = world.superuser("ems_core")
    core.execute("update identity.device set valid_until = now() - interval '31 days' where login in (%s, %s)", (left.role, other.role))
    assert world.session("sri").execute("select identity.sweep_logins()").fetchone() == (2,)
    gone = world.superuser().execute("select count(*) from pg_roles where rolname in (%s, %s)", (left.role, other.role)).fetchone()
    assert gone == (0,)


def test_a_login_that_owns_something_in_another_database_does_not_stop_the_sweep(world: SchoolWorld) -> None:
    left, other = world.sign_in("dodi"), world.sign_in("dodi")
    with world.server.fresh() as elsewhere, psycopg.connect(world.server.dsn(elsewhere), autocommit=True) as connection:
        connection.execute(f"create schema his authorization {left.role}")
        core = world.superuser("ems_core")
        core.execute("update identity.device set valid_until = now() - interval '31 days' where user_id = %s", (uid("dodi"),))
        assert world.session("sri").execute("select identity.sweep_logins()").fetchone() == (2,)
        there = world.superuser().execute("select rolname from pg_roles where rolname in (%s, %s)", (left.role, other.role)).fetchall()
    assert there == [(left.role,)]


@pytest.mark.parametrize("database", ["postgres", "template1"])
@pytest.mark.parametrize("person", ["sri", "budi", "ani"])
def test_a_login_enters_the_school_s_database_and_no_other(world: SchoolWorld, database: str, person: str) -> None:
    login = world.login(person)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(world.server.dsn(database, login.role, login.password))


def test_a_sort_that_would_fill_the_disk_ends_and_its_limit_cannot_be_lifted(world: SchoolWorld) -> None:
    connection = world.session("ani")
    assert connection.execute("show temp_file_limit").fetchone() == ("1GB",)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("set temp_file_limit = -1")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("alter role current_user set temp_file_limit = -1")
