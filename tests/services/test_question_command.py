"""`./ems admin import questions FILE --bank SUBJECT` at a real school: what the office brings in is at school afterwards."""

from __future__ import annotations

import json

import pytest

from ems_desktop.cli.main import main
from ems_desktop.services.accounts import Accounts
from sync.desk import Desk
from tests.services.conftest import PASSWORD

GIFT = "Ibu kota Jawa Barat?{=Bandung ~Semarang}\n\nHitung {#3}\n"


@pytest.fixture
def run(profile, school, tmp_path):
    """The command, in the profile where the office is signed in."""
    Accounts(profile, school).sign_in("sri@sekolah.test", PASSWORD)
    profile.close()
    file = tmp_path / "soal.txt"
    file.write_text(GIFT, "utf-8")

    def command(*more: str) -> int:
        argv = ["--data-dir", str(tmp_path / "profile"), "--lang", "en", "admin", "import", "questions", str(file), *more]
        return main(argv, window=lambda _: 0, tour=lambda _: 0, open_desk=Desk)

    return command


def at_school(world):
    query = "select q.question_text, q.options->>'A', q.correct_answer, q.status, q.author, b.name from ems.bank_soal q join ems.question_banks b on b.id = q.subject_id"
    return world.owner().execute(f"{query} where q.origin = 'file:soal.txt'").fetchall()


def test_the_questions_are_at_school_afterwards(run, world, capsys):
    assert run("--bank", "MATH_7a ", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["items"], said["refused"]) == (1, 1)
    assert at_school(world) == [("Ibu kota Jawa Barat?", "Bandung", "A", "draft", "Sri", "math_7a")]


def test_a_dry_run_writes_nothing(run, world, capsys):
    assert run("--dry-run") == 0
    assert capsys.readouterr().out.endswith("Nothing was written.\n")
    assert at_school(world) == []


@pytest.mark.parametrize("bank", [(), ("--bank", "Tata boga")])
def test_without_a_bank_it_says_which_there_are(run, world, capsys, bank):
    assert run(*bank) == 1
    said = capsys.readouterr().err
    assert "EMS-1708" in said
    assert "math_7a" in said
    assert at_school(world) == []
