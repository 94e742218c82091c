"""The question bank's use cases on a real encrypted file: written, found, labelled, thrown away, with what each was before."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions.checks import LONGEST
from ems_desktop.domain.questions.item import Item, Stimulus
from ems_desktop.services.people import Person
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Wanted
from ems_desktop.store import tables as t
from ems_desktop.store.cache import FileCache
from tests.banks import choice, pulled_bank
from tests.questions.bank import png

HOSTILE = ("=1+1", "<img src=//host/x>", "مرحبا 👩‍🏫", "[b]tebal", "@SUM(A1)", "'", "{}", '"', "%_\\", "NEAR(a b) OR *")


@pytest.fixture
def cache(tmp_path, key) -> FileCache:
    return FileCache(tmp_path / "files", key)


@pytest.fixture
def questions(store, small, cache) -> Questions:
    return Questions(store, small.teacher, cache)


@pytest.fixture
def bank(store, small) -> str:
    return pulled_bank(store)


def code_of(act) -> int:
    with pytest.raises(EmsError) as caught:
        act()
    return caught.value.code


def found(questions, bank, **wanted: Any) -> list[str]:
    questions.index()
    return [line.excerpt for line in questions.lines(questions.find(Wanted(bank, **wanted)))]


def as_at_school(store, bank) -> None:
    """Everything so far was taken by the school."""
    with store.applying() as session:
        session.execute(sa.text("update change set live = 0"))
        session.execute(sa.text("update outbox set state = 'done'"))
        session.execute(sa.text("delete from shadow"))


# -- written


def test_a_question_comes_back_as_it_was_written(questions, bank):
    item = choice("Berapa $2+2$?", "3", "4", key=1, tags=("aljabar",), objective="TP 1", level="C2", difficulty="easy", title="Jumlah")
    kept = questions.one(questions.add(bank, item))
    assert kept.item == replace(item, stem=r"Berapa \(2+2\)?", author="Ratna Wulandari")
    assert (kept.bank_id, kept.own, kept.versions, kept.problems, kept.origin) == (bank, True, 0, (), "")


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_kept_found_and_shown_as_typed(questions, bank, text):
    one = questions.add(bank, choice(text, text, f"{text} 2", tags=(text,)))
    assert found(questions, bank)
    assert questions.one(one).item.tags == (text,)
    assert questions.facets(Wanted(bank))["tag"] == ((text, 1),)
    assert questions.find(Wanted(bank, only={"tag": text})) == (one,)
    assert isinstance(questions.find(Wanted(bank, search=text)), tuple)


def test_a_text_the_school_would_not_take_is_refused_before(questions, bank):
    assert code_of(lambda: questions.add(bank, choice("x" * (LONGEST + 1)))) == 1714
    assert code_of(lambda: questions.add(bank, choice("x", objective="y" * 1001))) == 1714
    assert questions.find(Wanted(bank)) == ()


def test_who_does_not_teach_the_subject_changes_nothing(store, questions, bank):
    other = pulled_bank(store, "Fisika", can_write=False)
    assert code_of(lambda: questions.add(other, choice("x"))) == 1716
    assert code_of(lambda: questions.add_picture(other, png(), "a.png")) == 1716


def test_a_pupil_writes_nothing(store, bank, cache):
    pupil = Questions(store, Person("p", "Ani", frozenset({"siswa"})), cache)
    assert code_of(lambda: pupil.add(bank, choice("x"))) == 1060


def test_a_question_that_is_gone_says_so(questions, bank):
    assert code_of(lambda: questions.one("nobody")) == 1713
    assert code_of(lambda: questions.save("nobody", choice("x"))) == 1713


# -- found


def test_the_newest_stands_first_and_a_file_s_questions_in_their_order(questions, bank):
    questions.add(bank, choice("lama"))
    questions.add_many(bank, [choice("satu"), choice("dua"), choice("tiga")])
    assert found(questions, bank) == ["satu", "dua", "tiga", "lama"]
    assert found(questions, bank, order="oldest") == ["lama", "tiga", "dua", "satu"]
    assert found(questions, bank, order="text") == ["dua", "lama", "satu", "tiga"]


def test_a_search_knows_stems_beginnings_options_and_the_shared_text(questions, bank):
    about = Stimulus("s", "Sungai [b]Kapuas[/b] mengalir ke laut", "Bacaan")
    questions.add_many(
        bank, [choice("Hasil perkalian 3 dan 4"), choice("Mengapa?", "banjir", "kemarau", stimulus=about), choice("Él niño")]
    )
    assert found(questions, bank, search="dikalikan") == ["Hasil perkalian 3 dan 4"]
    assert found(questions, bank, search="perkal") == ["Hasil perkalian 3 dan 4"]
    assert found(questions, bank, search="KEMA") == ["Mengapa?"]
    assert found(questions, bank, search="kapuas alir") == ["Mengapa?"]
    assert found(questions, bank, search="el nin") == ["Él niño"]
    assert found(questions, bank, search="kapuas perkalian") == []
    assert found(questions, bank, search="  ") != []


def test_a_changed_question_is_found_by_what_it_says_now(questions, bank):
    one = questions.add(bank, choice("kucing", stimulus=Stimulus("s", "harimau")))
    questions.index()
    about = questions.one(one).item.stimulus
    questions.save(one, choice("anjing", stimulus=replace(about, text="serigala")))
    assert [found(questions, bank, search=word) for word in ("kucing", "harimau", "serigala", "anjing")] == [[], [], ["anjing"], ["anjing"]]


def test_what_the_school_takes_away_is_no_longer_found(store, questions, bank):
    questions.add(bank, choice("kucing"))
    assert found(questions, bank, search="kucing") == ["kucing"]
    with store.applying() as session:
        session.execute(sa.delete(t.bank_soal))
    assert found(questions, bank) == found(questions, bank, search="kucing") == []


def test_each_facet_counts_under_the_choices_of_the_others(questions, bank):
    questions.add_many(
        bank, [choice("a", level="C1", tags=("x",)), choice("b", level="C1", tags=("x", "y"), status="ready"), choice("c", level="C2")]
    )
    assert questions.facets(Wanted(bank))["level"] == (("C1", 2), ("C2", 1))
    under = questions.facets(Wanted(bank, only={"level": "C1", "tag": "y"}))
    assert (under["level"], under["status"], under["tag"]) == ((("C1", 1),), (("ready", 1),), (("x", 2), ("y", 1)))
    assert found(questions, bank, only={"level": "C1", "status": "draft"}) == ["a"]
    questions.index()
    assert questions.facets(Wanted(bank, search="b"))["tag"] == (("x", 1), ("y", 1))


def test_a_bank_says_how_much_is_in_it(store, questions, bank):
    one, two = questions.add_many(bank, [choice("a"), choice("b")])
    questions.set_fields([one], status="ready")
    questions.trash([two])
    questions.add(bank, choice("c"))
    assert [(b.name, b.items, b.drafts) for b in questions.banks()] == [("Matematika", 2, 1)]


# -- changed


def test_what_a_question_was_stays_as_a_version(questions, bank):
    one = questions.add(bank, choice("lama", stimulus=Stimulus("s", "Teks lama")))
    about = questions.one(one).item.stimulus
    questions.save(one, choice("baru", stimulus=replace(about, text="Teks baru")))
    (version,) = questions.versions(one)
    assert (version.item.stem, version.item.stimulus.text, version.by) == ("lama", "Teks lama", "Ratna Wulandari")
    assert (questions.one(one).versions, questions.one(one).item.stimulus.text) == (1, "Teks baru")
    questions.save(one, version.item)
    assert questions.one(one).item.stem == "lama"
    assert [v.item.stem for v in questions.versions(one)] == ["baru", "lama"]


def test_a_label_leaves_no_version_and_nothing_leaves_no_set(store, questions, bank):
    one = questions.add(bank, choice("a"))
    assert questions.set_fields([one], level="C3") > 0
    assert questions.tag([one], add=[" x ", "x"]) > 0
    assert questions.versions(one) == ()
    assert questions.save(one, questions.one(one).item) == questions.tag([one], add=["x"]) == questions.set_fields([one], level="C3") == 0


def test_only_what_changed_travels(store, questions, bank):
    one = questions.add(bank, choice("a", level="C1"))
    as_at_school(store, bank)
    questions.save(one, replace(questions.one(one).item, level="C2"))
    with store.reading() as session:
        (new,) = session.execute(sa.text("select new from change where live = 1")).scalars()
    assert json.loads(new) == {"level": "C2"}


def test_tags_of_many_are_added_and_taken_away_at_once(questions, bank):
    ids = questions.add_many(bank, [choice("a", tags=("x", "y")), choice("b", tags=("y",))])
    questions.tag(ids, add=["z"], remove=["y"])
    assert [questions.one(one).item.tags for one in ids] == [("x", "z"), ("z",)]


def test_a_value_that_is_none_is_a_mistake_of_the_program(questions, bank):
    one = questions.add(bank, choice("a"))
    with pytest.raises(ValueError):
        questions.set_fields([one], status="sold")


def test_the_trash_gives_back(questions, bank):
    one = questions.add(bank, choice("a"))
    questions.trash([one])
    assert (found(questions, bank), found(questions, bank, trash=True)) == ([], ["a"])
    questions.restore([one])
    assert found(questions, bank) == ["a"]


def test_each_step_is_taken_back_and_done_again(questions, bank):
    one = questions.add(bank, choice("a"))
    questions.save(one, choice("b"))
    questions.tag([one], add=["x"])
    for _ in range(2):
        questions.undo(bank)
    assert (questions.one(one).item.stem, questions.versions(one)) == ("a", ())
    questions.undo(bank)
    assert found(questions, bank) == []
    for _ in range(3):
        questions.redo(bank)
    assert questions.one(one).item == choice("b", tags=("x",), author="Ratna Wulandari")


def test_more_than_one_set_holds_is_a_chain_that_one_step_takes_back(store, questions, bank):
    ids = questions.add_many(bank, [choice(f"soal {n}") for n in range(450)])
    with store.reading() as session:
        titles = list(session.execute(sa.text("select title from outbox order by seq")).scalars())
    assert [title[-5:] for title in titles] == ["(1/3)", "(2/3)", "(3/3)"]
    assert len(questions.find(Wanted(bank))) == 450
    questions.set_fields(ids, status="ready")
    questions.undo(bank)
    questions.undo(bank)
    assert questions.find(Wanted(bank)) == ()


# -- shared texts and pictures


def test_questions_of_one_file_share_their_text(questions, bank):
    about = Stimulus("from the file", "Bacalah", "Teks 1")
    one, two = questions.add_many(bank, [choice("a", stimulus=about), choice("b", stimulus=about)])
    (kept,) = questions.stimuli(bank)
    assert questions.one(one).item.stimulus == questions.one(two).item.stimulus == kept
    questions.save(one, choice("a", stimulus=replace(kept, text="Bacalah lagi")))
    assert questions.one(two).item.stimulus.text == "Bacalah lagi"
    questions.save(one, choice("a"))
    assert questions.one(one).item.stimulus is None
    assert len(questions.stimuli(bank)) == 1


def test_a_picture_is_kept_once_and_waits_to_be_sent(store, questions, bank):
    told = []
    questions.queued = lambda: told.append(1)
    kept = questions.add_picture(bank, png(), "../../peta.png")
    assert questions.add_picture(bank, png(), "lagi.png") == kept
    assert questions.picture(kept.sha256) == png()
    assert questions.picture("ab" * 32) is None
    one = questions.add(bank, choice(f"Lihat [img {kept.sha256}]"))
    assert questions.one(one).item.media == (kept,)
    with store.reading() as session:
        (waiting,) = session.execute(sa.text("select id, sha256 from upload")).all()
    assert tuple(waiting) == (questions.picture_id(kept.sha256), kept.sha256)
    assert told


def test_a_picture_that_somebody_else_announced_and_never_sent_is_sent_from_here(store, questions, bank):
    kept = questions.add_picture(bank, png(), "peta.png")
    with store.applying() as session:
        session.execute(sa.text("delete from upload"))  # it is a colleague's, whose computer is lost
    assert questions.add_picture(bank, png(), "peta.png") == kept
    with store.reading() as session:
        (waiting,) = session.execute(sa.text("select id from upload")).all()
        assert session.execute(sa.select(sa.func.count()).select_from(t.question_media)).scalar() == 2
    with store.applying() as session:
        session.execute(sa.text("update question_media set stored = 'database' where id = :id"), {"id": waiting.id})
        session.execute(sa.text("delete from upload"))
    assert questions.add_picture(bank, png(), "peta.png") == kept
    assert questions.picture_id(kept.sha256) == waiting.id
    with store.reading() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(t.question_media)).scalar() == 2


def test_bytes_that_are_no_picture_are_never_drawn(questions, cache):
    """A colleague with psql announces an SVG as a PNG; a few lines of it keep Qt busy for years."""
    assert questions.picture(cache.add_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>").sha256) is None


@pytest.mark.parametrize("data", [b"<svg/>", b"", png() + b"x" * 2_097_152], ids=["svg", "empty", "large"])
def test_what_is_no_picture_or_too_large_is_refused(questions, bank, data):
    assert code_of(lambda: questions.add_picture(bank, data, "x.png")) == 1715


def test_a_row_that_nobody_s_program_wrote_is_shown_without_what_has_no_shape(store, questions, bank):
    with store.applying() as session:
        strange = {"id": "odd", "scope_id": bank, "subject_id": bank, "question_text": "?", "options": {"ems": [1]}, "correct_answer": "Z"}
        session.execute(sa.insert(t.bank_soal), strange | {"tags": ["a"]})
        session.execute(
            sa.insert(t.question_versions), {"id": "v", "scope_id": bank, "item_id": "odd", "content": {"row": 5, "stimulus": {"id": 1}}}
        )
    assert questions.one("odd").item == Item("single", "?", tags=("a",))
    assert [version.item for version in questions.versions("odd")] == [Item("single", "")]
    assert found(questions, bank, search="a") == ["?"]
