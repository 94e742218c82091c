"""The command line: what it hands on, and how it says what went wrong."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ems_desktop.cli import arguments
from ems_desktop.cli.main import main
from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.paths import root
from ems_desktop.services.profile import Profile

MESSY = root() / "tests" / "data" / "dapodik" / "daftar-peserta-didik-berantakan.xlsx"


class Floor3:
    """Stands where the window and the tour are; remembers what it was asked for."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.asked: Options | None = None
        self.failure = failure
        self.existed = False

    def __call__(self, options: Options) -> int:
        self.asked, self.existed = options, options.data_dir.exists()
        if self.failure:
            raise self.failure
        return 0


def start(*argv: str, window: Floor3 | None = None, tour: Floor3 | None = None) -> int:
    return main(list(argv), window=window or Floor3(), tour=tour or Floor3(), open_desk=lambda _: None)


def test_a_school_is_not_begun_with_a_password_that_would_be_refused(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("rahasia123\n"))
    school = ["--npsn", "20200042", "--name", "SMP Baru", "--office-name", "Sri", "--office-email", "sri@baru.sch.id"]
    assert start("--data-dir", str(tmp_path), "--lang", "en", "admin", "init", *school, "--password-stdin") == 1
    assert "EMS-1169" in capsys.readouterr().err
    assert not (tmp_path / "server" / "data").exists()


@pytest.mark.parametrize(
    "argv", [["--data-dir", "D", "demo", "--keep"], ["demo", "--data-dir", "D", "--keep"], ["demo", "--keep", "--data-dir=D"]]
)
def test_the_profile_may_be_named_before_or_after_the_command(argv: list[str]):
    common, rest = arguments.common(argv)
    assert (common.data_dir, arguments.command(rest).keep) == (Path("D").resolve(), True)


def test_what_pytest_takes_is_passed_on_in_its_order():
    common, rest = arguments.common(["test", "-k", "two words", "--lang", "id", "tests/door", "-x", "--integration"])
    args = arguments.command(rest)
    assert (args.rest, args.integration, common.lang) == (["-k", "two words", "tests/door", "-x"], True, "id")


def test_no_command_opens_the_window_of_the_profile(tmp_path: Path):
    window = Floor3()
    assert start("--data-dir", str(tmp_path), "--school", "school.json", window=window) == 0
    assert window.asked == Options(tmp_path, school=Path("school.json").resolve())


def test_the_demo_without_a_display_is_a_tour_in_a_profile_that_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.chdir(tmp_path)
    tour = Floor3()
    assert start("demo", "--lang", "id", tour=tour) == 0
    assert tour.asked
    assert (tour.asked.tour, tour.asked.language, tour.asked.demo) == (tmp_path / "out" / "tour", "id", True)
    assert (tour.existed, tour.asked.data_dir.exists()) == (True, False)


def test_a_tour_that_keeps_its_server_keeps_its_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tour = Floor3()
    assert start("demo", "--tour", str(tmp_path / "out"), "--keep", tour=tour) == 0
    assert tour.asked
    assert (tour.asked.keep, tour.asked.data_dir.exists(), tour.asked.data_dir.parent) == (True, True, tmp_path)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "EMS-1903: The window needs system libraries"), ("id", "EMS-1903: Jendela program memerlukan pustaka sistem")],
)
def test_an_error_with_a_code_is_one_sentence_in_the_chosen_language(language: str, said: str, capsys: pytest.CaptureFixture[str]):
    assert start("--lang", language, window=Floor3(Outage(1903, command="x"))) == 1
    err = capsys.readouterr().err
    assert (err.startswith(said), err.count("\n")) == (True, 1)


@pytest.mark.parametrize("argv", [["fly"], ["demo", "--fast"], ["admin"], ["admin", "invite"], ["--lang", "fr"], ["check", "more"]])
def test_a_command_line_that_is_not_understood_is_refused_in_one_sentence(argv: list[str], capsys: pytest.CaptureFixture[str]):
    assert start(*argv) == 1
    err = capsys.readouterr().err
    assert (err.startswith("EMS-1904: "), "--help" in err, err.count("\n")) == (True, True, 1)


def test_a_mistake_of_the_program_is_one_sentence_and_a_report_in_the_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert start("--data-dir", str(tmp_path / "profile"), window=Floor3(ZeroDivisionError("by nothing"))) == 3
    [report] = (tmp_path / "profile").iterdir()
    assert "Traceback" in report.read_text("utf-8")
    err = capsys.readouterr().err
    assert (err.startswith("EMS-1905: "), "ZeroDivisionError: by nothing" in err, str(report) in err, err.count("\n")) == (
        True,
        True,
        True,
        1,
    )


class FullDisk(io.FileIO):
    def write(self, _data: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def run(*argv: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    """The real program as a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(root()), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "ems_desktop", "--lang", "en", *argv], env=environment, timeout=60, check=False, **streams
    )


def test_whoever_has_read_enough_ends_the_command_quietly(tmp_path: Path):
    reader, writer = os.pipe()
    os.close(reader)
    done = run(
        "--data-dir", str(tmp_path / "p"), "admin", "import", "roster", str(MESSY), "--dry-run", stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert (done.returncode, done.stderr, (tmp_path / "p").exists()) == (141, b"", False)


def test_an_answer_that_a_full_disk_does_not_take_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    with (tmp_path / "answer.json").open("wb") as file:
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(FullDisk(file.fileno(), "wb", closefd=False), write_through=True))
        assert start("--lang", "en", "admin", "import", "roster", str(MESSY), "--dry-run", "--data-dir", str(tmp_path / "p")) == 1
    err = capsys.readouterr().err
    assert (err.startswith("EMS-1911: "), "No space left" in err, err.count("\n")) == (True, True, 1)


def test_a_program_without_a_standard_output_does_its_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdout", None)
    assert start("--data-dir", str(tmp_path / "p"), "admin", "import", "roster", str(MESSY), "--dry-run") == 0


def test_an_empty_name_is_not_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    assert start("--data-dir", "", "admin", "verify") == 1
    assert capsys.readouterr().err.startswith("EMS-1904: ")
    assert list(tmp_path.iterdir()) == []


def test_a_tour_into_a_place_that_cannot_be_written_is_refused_before_it_starts(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").touch()
    tour = Floor3()
    assert start("demo", "--tour", str(tmp_path / "file" / "pictures"), tour=tour) == 1
    assert capsys.readouterr().err.startswith("EMS-1354: ")
    assert tour.asked is None


@pytest.mark.parametrize("command", [["admin", "verify"], ["admin", "import", "roster", str(MESSY)]])
def test_a_profile_where_nothing_can_be_written_is_one_sentence(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").touch()
    assert start("--data-dir", str(tmp_path / "file" / "profile"), *command) == 1
    err = capsys.readouterr().err
    assert (err.startswith("EMS-1354: "), err.count("\n")) == (True, 1)


def test_a_command_on_a_profile_that_another_program_has_open_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    holder = Profile(tmp_path)
    assert start("--data-dir", str(tmp_path), "admin", "verify") == 1
    assert capsys.readouterr().err.startswith("EMS-1303: ")
    holder.close()


def test_a_roster_that_is_not_there_is_one_sentence_and_makes_no_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert start("--data-dir", str(tmp_path / "p"), "admin", "import", "roster", str(tmp_path / "missing.xlsx"), "--dry-run") == 1
    assert capsys.readouterr().err.startswith("EMS-1200: ")
    assert not (tmp_path / "p").exists()


def test_a_person_who_stops_the_program_is_not_lectured(capsys: pytest.CaptureFixture[str]):
    assert start(window=Floor3(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == ""


def test_a_command_loads_neither_qt_nor_a_database():
    program = "import sys; from ems_desktop.cli.main import main; from ems_desktop.cli import admin, tools; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], env=os.environ | {"PYTHONPATH": str(root())}, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert loaded & {"PySide6", "sqlalchemy", "psycopg", "sqlcipher3", "babel", "platformdirs", "ui", "sync"} == set()


def test_pytest_never_sees_an_argument_that_another_command_refuses():
    with pytest.raises(Mistake):
        arguments.command(["check", "-k", "x"])
