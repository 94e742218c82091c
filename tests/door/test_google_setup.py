"""`./ems admin google-setup`: from the file that Google's console gives to a sign-in button, on a real server of a profile's own."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ems_desktop.cli.main import main
from ems_desktop.domain.errors import Mistake
from ems_desktop.services.google_setup import Client
from ems_desktop.services.own_server import OwnServer
from ems_desktop.services.profile import DEMO_NPSN, Profile
from ems_desktop.store.school_file import SchoolFile, read
from sync.desk import Desk

INSTALLED = {
    "client_id": "12-ab.apps.googleusercontent.com",
    "client_secret": "GOCSPX-none",
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
}


def admin(folder: Path, *words: str) -> int:
    return main(["--data-dir", str(folder), "--lang", "en", "admin", *words], window=none, tour=none, open_desk=Desk)


def none(_options: Any) -> int:
    raise AssertionError


@pytest.fixture
def client_file(tmp_path: Path) -> Path:
    path = tmp_path / "client_secret_12.json"
    path.write_text(json.dumps({"installed": INSTALLED}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"web": {"client_id": "x", "client_secret": "y"}}',
        '{"installed": {"client_id": "x"}}',
        "\xff",
        "[" * 50_000,
    ],
)
def test_what_is_no_desktop_clients_file_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "client.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(Mistake) as error:
        Client.read(path)
    assert (error.value.code, error.value.params) == (1144, {"path": "client.json"})


def test_the_office_sets_google_up_once_and_server_profile_and_the_file_for_everybody_know_it(tmp_path, client_file, monkeypatch, capsys):
    folder, out = tmp_path / "profile", tmp_path / "smp.sekolah"
    monkeypatch.setattr("sys.stdin", io.StringIO("tiga kata sandi\n"))
    office = [
        "--npsn",
        DEMO_NPSN,
        "--name",
        "SMP Uji",
        "--office-name",
        "Sri",
        "--office-email",
        "sri@sekolah.test",
    ]  # its secrets rest in a file
    assert admin(folder, "init", *office, "--password-stdin") == 0
    assert (
        admin(folder, "google-setup", "--client", str(client_file), "--domain", " SMP.sch.id", "--domain", "smp.sch.id", "--out", str(out))
        == 0
    )
    assert "google-keys --fetch" in capsys.readouterr().out
    assert google_of(read(out)) == (INSTALLED["client_id"], INSTALLED["client_secret"], ("smp.sch.id",))
    server, profile = OwnServer(folder), Profile(folder)
    try:
        kept = profile.school()
        assert kept is not None
        assert google_of(kept) == google_of(read(out))
        here = server.open()  # as the window does at each start
        assert google_of(here) == google_of(read(out))
        with psycopg.connect(
            host=here.host, port=here.port, dbname=here.database, user=here.gate_user, password=here.gate_password
        ) as gate:
            assert gate.execute("select * from identity.google_settings()").fetchone() == ([INSTALLED["client_id"]], ["smp.sch.id"])
    finally:
        profile.close()
        server.leave()


def test_without_the_office_nothing_is_set_up(tmp_path, client_file, capsys):
    assert admin(tmp_path / "profile", "google-setup", "--client", str(client_file)) == 1
    assert "EMS-1909" in capsys.readouterr().err


def google_of(school: SchoolFile) -> tuple[str | None, str | None, tuple[str, ...]]:
    return school.google_client_id, school.google_client_secret, school.google_domains
