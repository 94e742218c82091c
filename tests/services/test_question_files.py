"""Questions from files into a bank and out again, on a real encrypted file."""

from __future__ import annotations

import pytest

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions.item import FULL, Item, Option, Stimulus
from ems_desktop.domain.questions.reading import FORMATS
from ems_desktop.integrations.questions import files
from ems_desktop.services.question_files import QuestionFiles
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Wanted
from ems_desktop.store.cache import FileCache
from tests.banks import choice, pulled_bank
from tests.questions.bank import MEDIA, PICTURES

SHA = next(iter(PICTURES))
ABOUT = Stimulus("s1", f"Lihat [img {SHA} peta]", "Teks", (MEDIA[SHA],))
ITEMS = (
    choice("Satu", tags=("aljabar",), level="C2", stimulus=ABOUT),
    choice("Dua", stimulus=ABOUT),
    Item("essay", f"Jelaskan [img {SHA}]", guide="rubrik", media=(MEDIA[SHA],), status="ready"),
)


@pytest.fixture
def questions(store, small, tmp_path, key) -> Questions:
    return Questions(store, small.teacher, FileCache(tmp_path / "files", key))


@pytest.fixture
def bank(store, small) -> str:
    return pulled_bank(store)


def saved(tmp_path, kind="moodle-xml", items=ITEMS):
    path = tmp_path / "soal"
    path.write_bytes(files.write(kind, items, PICTURES).data)
    return path


def numbers(reading) -> list[int]:
    return [one.number for one in reading.items]


def test_a_file_comes_into_the_bank_with_its_pictures_and_its_shared_text_once(questions, bank, tmp_path):
    room = QuestionFiles(questions)
    reading = room.read(saved(tmp_path))
    ids = room.take(bank, reading, numbers(reading), "kelas 8.xml")
    kept = [one.item for one in questions.many(ids)]
    assert [item.stem for item in kept] == [item.stem for item in ITEMS]
    assert (kept[0].tags, kept[0].level, kept[2].status, kept[2].guide) == (("aljabar",), "C2", "ready", "rubrik")
    assert kept[0].stimulus == kept[1].stimulus == questions.stimuli(bank)[0]
    assert (kept[2].media[0].sha256, questions.picture(SHA)) == (SHA, PICTURES[SHA])
    assert questions.one(ids[0]).origin == "file:kelas 8.xml"
    assert questions.find(Wanted(bank)) == ids
    assert all(not questions.one(one).problems for one in ids)


def test_only_the_chosen_ones_are_taken(questions, bank, tmp_path):
    room = QuestionFiles(questions)
    reading = room.read(saved(tmp_path))
    assert len(room.take(bank, reading, numbers(reading)[1:2], "x")) == 1
    assert room.take(bank, reading, [], "x") == ()
    assert len(questions.find(Wanted(bank))) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_what_goes_out_comes_back_and_says_what_it_lost(questions, bank, tmp_path, kind):
    room = QuestionFiles(questions)
    reading = room.read(saved(tmp_path))
    ids = room.take(bank, reading, numbers(reading), "x")
    exported = room.export(ids, kind)
    room.write(exported, tmp_path / "out")
    again = room.read(tmp_path / "out", kind)
    carried = [one for one in ids if kind in {"moodle-xml", "gift"} or questions.one(one).item.kind == "single"]
    assert len(again.items) == len(carried)
    assert bool(exported.losses) == (kind != "moodle-xml")
    if kind == "moodle-xml":
        assert [one.item.stem for one in again.items] == [one.item.stem for one in questions.many(ids)]


def test_a_picture_that_is_not_on_this_computer_is_among_the_losses(questions, bank, tmp_path):
    room = QuestionFiles(questions)
    reading = room.read(saved(tmp_path))
    ids = room.take(bank, reading, numbers(reading)[2:], "x")
    questions.picture = lambda _sha: None  # as on a computer that has not fetched it
    exported = room.export(ids, "moodle-xml")
    assert [trouble.item for trouble in exported.losses] == [1]


def test_a_folder_that_cannot_be_written_is_said(questions, bank, tmp_path):
    room = QuestionFiles(questions)
    ids = questions.add_many(bank, [choice("a", "1", "2")])
    with pytest.raises(EmsError) as caught:
        room.write(room.export(ids, "gift"), tmp_path / "nowhere" / "x.txt")
    assert caught.value.code == 1240


def test_a_file_of_many_questions_is_one_step_of_undo(questions, bank, tmp_path):
    room = QuestionFiles(questions)
    many = [Item("single", f"Soal {n}", (Option("a", FULL), Option("b"))) for n in range(430)]
    ids = room.take(bank, room.read(saved(tmp_path, "gift", many)), range(1, 431), "x")
    assert len(ids) == 430
    questions.undo(bank)
    assert questions.find(Wanted(bank)) == ()
