"""Programs and servers are killed, files are stale: the server comes back, and everything committed is in it."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import psycopg
import pytest

from ems_desktop.domain.errors import Outage
from ems_desktop.store.embedded import Binaries, EmbeddedPostgres, Running, binaries, cluster
from tests.embedded.programs import postmaster, program, rows, until
from tests.servers import Server


def kill_postmaster(server: EmbeddedPostgres) -> int:
    process = psutil.Process(postmaster(server))
    process.kill()
    until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
    return process.pid


def add_a_row(running: Running) -> None:
    with psycopg.connect(running.dsn()) as connection:
        connection.execute("insert into kept values (0)")


def test_a_killed_server_comes_back_with_every_committed_row(server: EmbeddedPostgres):
    add_a_row(server.start())
    kill_postmaster(server)
    again = server.start()
    assert (again.started, rows(again)) == (True, 20001)


def test_a_worker_that_outlives_the_killed_server_does_not_keep_the_next_one_out(server: EmbeddedPostgres):
    running = server.start()
    add_a_row(running)
    with psycopg.connect(running.dsn()) as busy:
        worker = psutil.Process(busy.info.backend_pid)
        query = threading.Thread(target=_endless, args=[busy])
        query.start()
        until(lambda: worker.cpu_times().user > 0.05)
        kill_postmaster(server)
        assert worker.is_running()
        assert rows(server.start()) == 20001
        query.join(30)
        assert not query.is_alive()
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


def _endless(connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select count(*) from generate_series(1, 1e12)")


def test_a_killed_program_leaves_a_server_that_the_next_one_takes_over_and_stops(root: Path):
    with program(root) as first:
        port, _ = first.started()
        first.killed()
    with program(root) as second:
        assert second.started() == (port, False)
        assert second.leaves()
    assert EmbeddedPostgres(root).running() is None


def test_programs_killed_at_any_moment_of_the_start_do_no_harm(root: Path):
    chance = random.Random(7)
    for _ in range(6):
        with program(root) as each:
            threading.Timer(chance.uniform(0.05, 0.6), each.process.kill).start()
            each.process.wait()
    with program(root) as last:
        last.started()
        running = EmbeddedPostgres(root).running()
        assert running
        assert rows(running) == 20000
        assert last.leaves()


def pid_file(server: EmbeddedPostgres, pid: int) -> None:
    """As a crash leaves it: written to its end, with a port where nobody answers."""
    lines = (pid, server.data, 1_700_000_000, 1, "", "127.0.0.1", "  123456         7", "ready   ")
    (server.data / "postmaster.pid").write_text("\n".join(map(str, lines)) + "\n")


def test_a_pid_file_of_a_dead_process_is_seen_through(server: EmbeddedPostgres):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    pid_file(server, gone.pid)
    assert server.running() is None
    assert rows(server.start()) == 20000


def test_a_pid_that_went_to_another_program_is_seen_through(server: EmbeddedPostgres):
    foreign = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        pid_file(server, foreign.pid)
        assert server.running() is None
        assert rows(server.start()) == 20000
        assert foreign.poll() is None
    finally:
        foreign.communicate(b"\n")


def test_a_pid_that_went_to_another_postgresql_is_seen_through(server: EmbeddedPostgres, postgres18: Server):
    with psycopg.connect(postgres18.dsn()) as connection:
        pid_file(server, psutil.Process(connection.info.backend_pid).ppid())
        assert rows(server.start()) == 20000
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_port_that_another_server_answers_on_is_not_taken_for_ours(server: EmbeddedPostgres, postgres18: Server):
    server.start()
    text = (server.data / "postmaster.pid").read_text()
    server.stop()
    lines = text.splitlines()
    lines[3] = str(postgres18.port)
    (server.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert server.running() is None
    assert rows(server.start()) == 20000


def test_a_pid_file_torn_by_a_power_cut_is_seen_through(server: EmbeddedPostgres):
    for torn in ("", "12", "12\n/somewhere\n", "\0" * 80):
        (server.data / "postmaster.pid").write_text(torn)
        assert rows(server.start()) == 20000
        server.stop()


def test_an_initdb_that_was_killed_leaves_nothing_half_made(tmp_path: Path):
    root = tmp_path / "server"
    server = EmbeddedPostgres(root)
    with program(root) as killed:
        until(lambda: list(root.glob("init-*/data/base")))
        killed.killed()
    assert not server.data.exists()
    try:
        assert server.start().started
        assert not list(root.glob("init-*"))
    finally:
        server.stop()


def test_an_initdb_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "_INITDB_TIMEOUT", 0.5)
    hanging = tmp_path / "bin"
    hanging.mkdir()
    (hanging / "postgres").symlink_to(binaries.find().program("postgres"))
    (hanging / "initdb").write_text("#!/bin/sh\nsleep 98765 & echo $! > ../child\nwait\n")
    (hanging / "initdb").chmod(0o755)
    with pytest.raises(Outage) as caught:
        EmbeddedPostgres(tmp_path / "server", Binaries(hanging, "test")).start()
    assert caught.value.code == 1440
    child = int((tmp_path / "server" / "child").read_text())
    until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)
    assert not (tmp_path / "server" / "data").exists()
