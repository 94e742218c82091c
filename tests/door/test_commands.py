"""The command line: what it hands on, and how it says what went wrong."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ems_desktop.cli import arguments
from ems_desktop.cli.main import main
from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.paths import root


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
