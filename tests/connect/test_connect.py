"""Connecting to the school, or to whatever the network puts in its place."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from pathlib import Path

import psycopg
import pytest

from ems_desktop.domain.errors import EmsError, NotAllowed, Outage
from ems_desktop.store.connect import SESSION_ENDED, connect, cut, speaking, within
from ems_desktop.store.school_file import SchoolFile
from tests.connect import wire
from tests.connect.conftest import SchoolAt
from tests.connect.wire import Authority, listening
from tests.servers import Server


def refusal(school: SchoolFile, user: str = "nobody", password: str = "x", *, timeout: float = 10, floor: int | None = None) -> EmsError:
    with pytest.raises(EmsError) as caught:
        connect(school, user, password, timeout=timeout, floor=floor)
    assert caught.value.text().endswith(".")
    return caught.value


def test_a_login_on_this_computer_connects_without_tls(postgres: Server, school_at: SchoolAt):
    with connect(school_at(postgres.port), postgres.superuser, postgres.password) as connection:
        assert connection.info.server_version // 10000 == postgres.version
        assert not connection.pgconn.ssl_in_use
        for name, value in {
            "TimeZone": "UTC",
            "statement_timeout": "1min",
            "lock_timeout": "10s",
            "application_name": "EMS Desktop",
        }.items():
            assert connection.execute(f"show {name}").fetchone() == (value,)


def test_settings_of_the_environment_do_not_lead_it_astray(postgres18: Server, school_at: SchoolAt, monkeypatch: pytest.MonkeyPatch):
    for name in (
        "PGHOSTADDR",
        "PGOPTIONS",
        "PGSSLMODE",
        "PGREQUIREAUTH",
        "PGAPPNAME",
        "PGPASSWORD",
        "PGTARGETSESSIONATTRS",
        "PGCLIENTENCODING",
    ):
        monkeypatch.setenv(name, "nonsense")
    with connect(school_at(postgres18.port), postgres18.superuser, postgres18.password) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_the_school_elsewhere_is_reached_through_tls_with_its_own_authority(postgres18: Server, school_at: SchoolAt, authority: Authority):
    for host in ("127.0.0.1", "localhost"):
        with listening(wire.tls_before(postgres18.port, authority.context(host))) as port:
            school = school_at(port, host=host, loopback=False, ca=authority.pem)
            with connect(school, postgres18.superuser, postgres18.password) as connection:
                assert connection.pgconn.ssl_in_use
                assert connection.execute("select 1").fetchone() == (1,)


def test_nothing_is_said_to_a_server_that_cannot_prove_itself(
    postgres18: Server, school_at: SchoolAt, authority: Authority, tmp_path: Path
):
    past = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    stranger = wire.authority(tmp_path)
    for context in (stranger.context("127.0.0.1"), authority.context("10.0.0.1"), authority.context("127.0.0.1", end=past)):
        with listening(wire.tls_before(postgres18.port, context)) as port:
            error = refusal(school_at(port, loopback=False, ca=authority.pem), postgres18.superuser, postgres18.password)
            assert (type(error), error.code) == (Outage, 1404)


def test_a_school_elsewhere_without_tls_is_refused(school_at: SchoolAt, authority: Authority):
    with listening(wire.without_tls) as port:
        assert refusal(school_at(port, loopback=False, ca=authority.pem)).code == 1418


def test_a_closed_port_is_unreachable(school_at: SchoolAt):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refusal(school_at(port)).code == 1401


def test_an_unknown_host_is_said(school_at: SchoolAt, authority: Authority):
    assert refusal(school_at(5432, host="no-such-host.invalid", loopback=False, ca=authority.pem)).code == 1402


def test_silence_ends_in_time(school_at: SchoolAt):
    with listening(wire.black_hole) as port:
        start = time.monotonic()
        assert refusal(school_at(port), timeout=2).code == 1403
        assert time.monotonic() - start < 6


@pytest.mark.parametrize("answer", [wire.portal, wire.hangs_up])
@pytest.mark.parametrize("loopback", [True, False])
def test_a_sign_in_page_or_a_firewall_is_not_the_school(school_at: SchoolAt, authority: Authority, answer: object, loopback: bool):
    with listening(answer) as port:  # type: ignore[arg-type]  # parametrize gives objects
        assert refusal(school_at(port, loopback=loopback, ca=authority.pem)).code == 1405


def test_a_server_that_asks_for_the_password_itself_does_not_get_it(school_at: SchoolAt):
    heard: list[bytes] = []

    def asks(caller: socket.socket) -> None:
        heard.append(caller.recv(4096))
        caller.sendall(b"R\0\0\0\x08\0\0\0\x03")  # AuthenticationCleartextPassword
        heard.append(caller.recv(4096))

    with listening(asks) as port:
        assert refusal(school_at(port), password="my secret").code == 1405
    assert b"my secret" not in b"".join(heard)


def test_a_server_that_is_too_old_is_refused(postgres16: Server, school_at: SchoolAt):
    error = refusal(school_at(postgres16.port), postgres16.superuser, postgres16.password, floor=99)
    assert (type(error), error.code, error.params) == (Outage, 1415, {"found": "16.14", "floor": "99"})
    connect(school_at(postgres16.port), postgres16.superuser, postgres16.password).close()


def test_a_wrong_password_an_unknown_person_and_an_ended_session_sound_the_same(
    postgres18: Server, school_at: SchoolAt, owner: psycopg.Connection, login: str
):
    school = school_at(postgres18.port)
    connect(school, login, "right").close()
    errors = [refusal(school, login, "wrong"), refusal(school, "t_unknown", "right")]
    owner.execute(f"alter role {login} valid until '2020-01-01'")
    errors.append(refusal(school, login, "right"))
    owner.execute(f"alter role {login} valid until 'infinity' nologin")
    errors.append(refusal(school, login, "right"))
    assert {(type(error), error.code) for error in errors} == {(NotAllowed, SESSION_ENDED)}


def test_too_many_connections_of_one_login_are_said(postgres18: Server, school_at: SchoolAt, owner: psycopg.Connection, login: str):
    owner.execute(f"alter role {login} connection limit 1")
    with connect(school_at(postgres18.port), login, "right"):
        assert refusal(school_at(postgres18.port), login, "right").code == 1407


def test_a_missing_database_is_said(postgres18: Server, school_at: SchoolAt, login: str):
    assert refusal(school_at(postgres18.port, database="nowhere"), login, "right").code == 1417


def test_a_network_that_swallows_the_answer_is_noticed(postgres18: Server, school_at: SchoolAt, login: str):
    silenced = threading.Event()
    with listening(wire.through(postgres18.port, silenced)) as port, connect(school_at(port), login, "right") as connection:
        with within(connection, 30):
            assert connection.execute("select 1").fetchone() == (1,)
        silenced.set()
        with pytest.raises(Outage) as caught, speaking(), within(connection, 0.3):
            connection.execute("select 2")
        assert caught.value.code == 1411


def test_cutting_a_closed_connection_is_harmless(postgres18: Server, school_at: SchoolAt, login: str):
    connection = connect(school_at(postgres18.port), login, "right")
    connection.close()
    cut(connection)
    assert connection.closed
