"""`./ems admin files`: quota and limits of a school on a server of its own, and settings of an S3 that does not answer."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from ems_desktop.cli.main import main
from ems_desktop.services.profile import DEMO_NPSN
from sync.desk import Desk

OFFICE = ("--npsn", DEMO_NPSN, "--name", "SMP Uji", "--office-name", "Sri", "--office-email", "sri@sekolah.test")


def admin(folder: Path, *words: str) -> int:
    return main(["--data-dir", str(folder), "--lang", "en", "admin", *words], window=none, tour=none, open_desk=Desk)


def none(_options: Any) -> int:
    raise AssertionError


def test_the_office_sets_limits_and_an_s3_that_does_not_answer_changes_nothing(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "profile"
    monkeypatch.setattr("sys.stdin", io.StringIO("tiga kata sandi\n"))
    assert admin(folder, "init", *OFFICE, "--password-stdin") == 0
    assert admin(folder, "files", "--quota", "3000", "--most", "30") == 0
    assert "up to 30 MB each; 3000 MB are free" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("kunci\n"))
    place = ("--endpoint", "http://127.0.0.1:9", "--bucket", "sekolah", "--region", "id-1", "--access-key", "AK")
    assert admin(folder, "files", *place) == 1
    assert "EMS-1617" in capsys.readouterr().err
    assert admin(folder, "files", *place[:2]) == 1
    assert admin(folder, "files", "--quota", "-1") == 1
    assert capsys.readouterr().err.count("EMS-1621") == 2
    assert admin(folder, "files", "--database") == 0
    assert "up to 30 MB each" in capsys.readouterr().out


@pytest.mark.parametrize("words", [("--database", "--endpoint", "https://x"), ("--quota", "much")])
def test_words_that_do_not_fit_are_refused(tmp_path, capsys, words):
    assert admin(tmp_path / "profile", "files", *words) != 0
    assert "EMS-1904" in capsys.readouterr().err
