"""`./ems admin school-file`: the addresses of the Sheet and of n8n reach the profile, its own server and the file for everybody."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ems_desktop.cli.main import main
from ems_desktop.cli.school_file import sheet_key
from ems_desktop.services.own_server import OwnServer
from ems_desktop.services.profile import DEMO_NPSN
from ems_desktop.store.school_file import read
from sync.desk import Desk

KEY = "1AbC-d_2"
OFFICE = [
    "--npsn",
    DEMO_NPSN,
    "--name",
    "SMP Uji",
    "--office-name",
    "Sri",
    "--office-email",
    "sri@sekolah.test",
]  # its secrets rest in a file


def none(_options: object) -> int:
    raise AssertionError


def admin(folder: Path, *words: str) -> int:
    return main(["--data-dir", str(folder), "--lang", "en", "admin", *words], window=none, tour=none, open_desk=Desk)


@pytest.mark.parametrize(
    "address",
    [KEY, f" {KEY} ", f"https://docs.google.com/spreadsheets/d/{KEY}/edit#gid=0", f"https://docs.google.com/spreadsheets/u/1/d/{KEY}"],
)
def test_a_sheet_is_named_by_its_address_or_its_key(address: str):
    assert sheet_key(address) == KEY


def test_the_addresses_reach_everybody_and_stay(tmp_path, monkeypatch, capsys):
    folder, out = tmp_path / "profile", tmp_path / "smp.sekolah"
    monkeypatch.setattr("sys.stdin", io.StringIO("tiga kata sandi\n"))
    assert admin(folder, "init", *OFFICE, "--password-stdin") == 0
    sheet = f"https://docs.google.com/spreadsheets/d/{KEY}/edit"
    assert admin(folder, "school-file", "--sheet", sheet, "--n8n", "https://n8n.sekolah.test", "--out", str(out)) == 0
    assert (read(out).sheet_id, read(out).n8n_url) == (KEY, "https://n8n.sekolah.test")
    assert admin(folder, "school-file", "--n8n", "https://n8n2.sekolah.test") == 0
    server = OwnServer(folder)
    try:
        here = server.open()  # as the window does at each start
        assert (here.sheet_id, here.n8n_url) == (KEY, "https://n8n2.sekolah.test")
    finally:
        server.leave()
    capsys.readouterr()
    assert admin(folder, "school-file", "--sheet", "https://example.com/x", "--out", str(out)) != 0
    assert "1434" in capsys.readouterr().err
