"""What the server says is turned into our errors, by one table. Each is provoked on a real server."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import psycopg
import pytest

from ems_desktop.domain.codes import CODES
from ems_desktop.domain.errors import Bug, EmsError, NotAllowed, Outage
from ems_desktop.store import driver_errors
from ems_desktop.store.connect import speaking
from tests.servers import Server


@pytest.fixture
def connection(postgres18: Server, login: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres18.dsn(user=login, password="right")) as connection:
        yield connection


def said(connection: psycopg.Connection, *statements: str) -> EmsError:
    """The error of the last statement."""
    *before, last = statements
    for statement in before:
        connection.execute(statement)
    with pytest.raises(EmsError) as caught, speaking():
        connection.execute(last)
    connection.rollback()
    return caught.value


@pytest.mark.parametrize(
    ("statements", "kind", "code"),
    [
        (("select * from pg_authid",), NotAllowed, 1414),
        (("set transaction read only", "create table t (n int)"), Outage, 1409),
        (("set statement_timeout = '10ms'", "select pg_sleep(10)"), Outage, 1412),
        (("do $$ begin raise sqlstate '40001'; end $$",), Outage, 1413),
        (("do $$ begin raise sqlstate '53100'; end $$",), Outage, 1408),
        (("do $$ begin raise sqlstate '53200'; end $$",), Outage, 1410),
        (("do $$ begin raise sqlstate '28000'; end $$",), NotAllowed, 1406),
        (("do $$ begin raise sqlstate '08006'; end $$",), Outage, 1411),
        (("select 1/0",), Bug, 1416),
    ],
)
def test_a_statement_that_fails_says_why(connection: psycopg.Connection, statements: tuple[str, ...], kind: type[EmsError], code: int):
    error = said(connection, *statements)
    assert (type(error), error.code) == (kind, code)


def test_what_the_table_does_not_know_is_a_bug_that_names_the_state_and_no_value(connection: psycopg.Connection):
    error = said(connection, "select 'Siti Aminah'::int")
    assert (type(error), error.params) == (Bug, {"state": "22P02"})
    assert "Siti" not in error.text()


def test_a_mistake_in_the_use_of_the_driver_is_a_bug(connection: psycopg.Connection):
    with pytest.raises(Bug), speaking():
        connection.execute("select %s", ())


def test_a_session_ended_by_the_administrator_is_an_outage(connection: psycopg.Connection, owner: psycopg.Connection):
    owner.execute("select pg_terminate_backend(%s, 10000)", [connection.info.backend_pid])
    with pytest.raises(Outage) as caught, speaking():
        connection.execute("select 1")
    assert caught.value.code == 1410
    with pytest.raises(Outage) as caught, speaking():
        connection.execute("select 1")
    assert caught.value.code == 1411


def test_waiting_for_a_lock_ends(connection: psycopg.Connection, owner: psycopg.Connection, login: str):
    owner.execute("create table waited (n int)")
    try:
        owner.execute(f"grant all on waited to {login}")
        with owner.transaction():
            owner.execute("lock table waited")
            assert said(connection, "set lock_timeout = '20ms'", "select * from waited").code == 1412
    finally:
        owner.execute("drop table waited")


def test_a_deadlock_is_an_outage_of_one_of_the_two(postgres18: Server):
    with postgres18.fresh() as name, psycopg.connect(postgres18.dsn(name)) as one, psycopg.connect(postgres18.dsn(name)) as other:
        one.execute("set deadlock_timeout = '50ms'")
        one.execute("create table a (n int); create table b (n int)")
        one.commit()
        one.execute("lock table a")
        other.execute("lock table b")
        waiting = threading.Thread(target=_tolerant, args=[other])
        waiting.start()
        codes = []
        try:
            with speaking():
                one.execute("lock table b")
        except EmsError as error:
            codes.append(error.code)
        one.rollback()
        waiting.join()
        assert codes == [1413]


def _tolerant(connection: psycopg.Connection) -> None:
    with contextlib.suppress(psycopg.Error):
        connection.execute("lock table a")


def test_every_code_of_the_table_has_a_sentence():
    table = {
        *driver_errors._OUTAGE_BY_STATE.values(),
        *driver_errors._NOT_ALLOWED_BY_STATE.values(),
        *(code for _, _, code in driver_errors._REFUSED),
    }
    assert table <= CODES.keys()
