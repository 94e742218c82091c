"""`./ems admin import questions FILE`: a preview in words or in JSON."""

import json

import pytest

from ems_desktop.cli.arguments import QUESTION_FORMATS
from ems_desktop.cli.main import main
from ems_desktop.domain.questions.reading import FORMATS

GIFT = "Satu?{=a ~a}\n\nHitung {#3}\n\n[html]<blink>Dua</blink>?{=a ~b}\n"


def _run(*argv: str):
    return main(["--lang", "en", "admin", "import", "questions", *argv], window=_none, tour=_none, open_desk=_none)


def _none(*_: object):
    raise AssertionError("neither a window nor a desk is needed")


@pytest.fixture
def gift(tmp_path):
    path = tmp_path / "soal.txt"
    path.write_text(GIFT, "utf-8")
    return str(path)


def test_a_dry_run_in_json_counts_and_names_every_loss_and_warning(gift, capsys):
    assert _run(gift, "--dry-run", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["items"], found["refused"]) == ("gift", 2, 1)
    assert [(one["item"], one["reason"]) for one in found["losses"]] == [(3, "Formatting that the bank does not know was left out: blink.")]
    assert [(one["item"], one["severity"]) for one in found["warnings"]] == [(1, "warning"), (2, "refused")]
    assert found["warnings"][0]["reason"] == "Options A and B say the same."
    assert found["warnings"][0]["remedy"] == "Change one of them."


def test_a_dry_run_in_words(gift, capsys):
    assert _run(gift, "--dry-run", "--format", "gift") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Question 1: Options A and B say the same. Change one of them."
    assert said[-2:] == ["2 questions read, 1 refused, 1 losses.", "Nothing was written."]


def test_the_command_line_names_every_format():
    assert QUESTION_FORMATS == FORMATS


def test_without_a_school_nothing_is_saved(gift, capsys):
    assert _run(gift) == 1
    assert "EMS-1909" in capsys.readouterr().err


def test_a_file_that_is_none_and_a_format_that_is_none(gift, tmp_path, capsys):
    assert _run(str(tmp_path / "tiada.gift"), "--dry-run") == 1
    assert "EMS-1700: tiada.gift cannot be opened." in capsys.readouterr().err
    assert _run(gift, "--format", "pdf") == 1
    assert "EMS-1904" in capsys.readouterr().err
