"""A server is made, started, shared and stopped."""

from __future__ import annotations

import shutil
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from ems_desktop.store.embedded import EmbeddedPostgres, Running
from tests.embedded.programs import program, rows


@pytest.fixture(scope="module")
def up(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """One running server for the tests that only look."""
    server = EmbeddedPostgres(shutil.copytree(made, tmp_path_factory.mktemp("up") / "server"))
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.root)


def _running(server: EmbeddedPostgres) -> Running:
    found = server.running()
    assert found
    return found


def test_a_new_server_is_postgresql_18_with_the_same_order_everywhere(up: EmbeddedPostgres):
    with psycopg.connect(_running(up).dsn()) as connection:
        assert connection.info.server_version // 10000 == 18
        assert connection.execute("select lower('ÀÉ'), datlocale from pg_database limit 1").fetchone() == ("àé", "C.UTF-8")
        assert connection.execute("show data_checksums").fetchone() == ("on",)


def test_it_listens_on_this_computer_only_and_has_no_unix_socket(up: EmbeddedPostgres):
    running = _running(up)
    with psycopg.connect(running.dsn()) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("show unix_socket_directories").fetchone() == ("",)
        assert connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall() == [("scram-sha-256",)]
    with socket.socket() as other, pytest.raises(OSError):
        other.connect(("127.0.0.2", running.port))


def test_its_files_are_this_accounts_alone(up: EmbeddedPostgres):
    for path in (up.data / "ems.superuser", up.data / "ems.conf", up.data / "pg_hba.conf"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(up.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(up.data.stat().st_mode) == 0o700


def test_a_wrong_password_and_no_password_are_refused(up: EmbeddedPostgres):
    running = _running(up)
    for password in ("wrong", ""):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(running.dsn(), password=password, passfile="/dev/null")


def test_the_password_is_not_shown_by_accident(up: EmbeddedPostgres):
    running = _running(up)
    assert running.password not in repr(running)
    assert running.password not in up.log.read_text()


def test_no_statement_and_no_value_reaches_the_log(up: EmbeddedPostgres):
    with psycopg.connect(_running(up).dsn(), autocommit=True) as connection:
        connection.execute("create table pupils (name text primary key)")
        for _ in (1, 2, 3):
            with pytest.raises(psycopg.Error):
                connection.execute("insert into pupils select 'Siti Aminah' from generate_series(1, 2)")
    log = up.log.read_text()
    assert "duplicate key" in log
    assert "Siti" not in log


def test_what_was_written_is_there_after_a_stop_and_a_start(server: EmbeddedPostgres):
    first = server.start()
    assert (first.started, rows(first)) == (True, 20000)
    server.stop()
    assert server.running() is None
    again = server.start()
    assert (again.started, rows(again)) == (True, 20000)


def test_stopping_twice_or_before_the_first_start_is_harmless(server: EmbeddedPostgres, tmp_path: Path):
    server.stop()
    server.start()
    server.stop()
    server.stop()
    never = EmbeddedPostgres(tmp_path / "never")
    never.stop()
    assert not never.root.exists()
    assert never.running() is None


def test_starting_twice_is_starting_once(server: EmbeddedPostgres):
    first, second = server.start(), server.start()
    assert first.port == second.port
    assert not second.started
    assert server.leave()


def test_the_last_window_to_leave_stops_the_server(root: Path):
    one, other = EmbeddedPostgres(root), EmbeddedPostgres(root)
    assert one.start().started
    assert not other.start().started
    assert not one.leave()
    assert other.running()
    assert other.leave()
    assert other.running() is None


def test_three_programs_that_start_at_once_share_one_server(root: Path):
    with ExitStack() as stack:
        programs = [stack.enter_context(program(root)) for _ in range(3)]
        found = [each.started() for each in programs]
        assert len({port for port, _ in found}) == 1
        assert [started for _, started in found].count(True) == 1
        assert [each.leaves() for each in programs] == [False, False, True]
    assert EmbeddedPostgres(root).running() is None


def test_a_folder_with_blanks_quotes_and_dollars_in_its_name_will_do(tmp_path: Path, made: Path):
    root = tmp_path / 'Budi\'s "data" $HOME `x` ü'
    if sys.platform == "win32":
        root = tmp_path / "Budi's data %HOME%"
    server = EmbeddedPostgres(root)
    try:
        assert server.start().started
    finally:
        server.stop()


def test_settings_of_the_environment_do_not_lead_it_astray(server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch):
    for name, value in {"PGHOST": "x.invalid", "PGHOSTADDR": "192.0.2.1", "PGPORT": "1", "PGDATA": "/nowhere", "PGUSER": "nobody"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PGOPTIONS", "-c no.such=setting -c nonsense=1")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert server.start().started
    assert server.leave()


def test_settings_can_be_overridden(root: Path):
    with psycopg.connect(EmbeddedPostgres(root, settings={"fsync": "off"}).start().dsn()) as connection:
        assert connection.execute("show fsync").fetchone() == ("off",)


def test_production_settings_are_durable(up: EmbeddedPostgres):
    with psycopg.connect(_running(up).dsn()) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            assert connection.execute(f"show {name}").fetchone() == ("on",), name


def test_a_log_that_grew_long_is_turned(server: EmbeddedPostgres):
    server.log.write_text("x" * (5 * 1024 * 1024))
    server.start()
    assert server.log.stat().st_size < 10_000
    assert server.log.with_name("postgres.log.1").exists()
