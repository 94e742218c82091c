"""`./ems admin import timetable --dry-run` where there is no school yet: the file is compared with an empty one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ems_desktop.cli.main import main
from tests.timetable.fets import TEACHERS, activity, fet


def command(folder: Path, *more: str, language: str = "en") -> int:
    file = folder / "jadwal.fet"
    if not file.exists():
        file.write_text(fet(activity(1, "IPA", ["7A"])), "utf-8")
    argv = ["--data-dir", str(folder / "profile"), "--lang", language, "admin", "import", "timetable", str(file), *more]
    return main(argv, window=lambda _: 0, tour=lambda _: 0, open_desk=lambda _: None)


def test_a_dry_run_answers_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command(tmp_path, "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["classes"], told["teachers"], told["activities"], told["refused"]) == (3, 2, 1, 1)
    assert told["missing"]["teachers"] == list(TEACHERS)


def test_a_dry_run_says_in_indonesian_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command(tmp_path, "--dry-run", language="id") == 0
    said = capsys.readouterr().out
    assert "3 kelas, 2 guru, 1 kegiatan dengan 2 JP." in said
    assert "Sekolah tidak punya kelas 7A." in said
    assert said.endswith("0 diambil, 0 diambil dengan catatan, 1 ditolak.\nTidak ada yang ditulis.\n")


def test_without_a_school_nothing_is_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command(tmp_path) == 1
    assert "EMS-1909" in capsys.readouterr().err


def test_a_file_that_is_none_is_said_with_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "jadwal.fet").write_text("bukan", "utf-8")
    assert command(tmp_path, "--dry-run") == 1
    assert "EMS-1651" in capsys.readouterr().err
