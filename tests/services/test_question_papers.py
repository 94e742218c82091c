"""Exam papers kept in a bank, on a real encrypted file."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions.paper import Paper
from ems_desktop.services.people import Person
from ems_desktop.services.question_papers import Papers
from ems_desktop.services.questions import Questions
from ems_desktop.store.cache import FileCache
from tests.banks import choice, pulled_bank


@pytest.fixture
def papers(store, small) -> Papers:
    return Papers(store, small.teacher)


@pytest.fixture
def bank(store, small) -> str:
    return pulled_bank(store)


@pytest.fixture
def ids(store, small, bank, tmp_path) -> tuple[str, ...]:
    return Questions(store, small.teacher, FileCache(tmp_path / "files", os.urandom(32))).add_many(bank, [choice("1 + 1"), choice("2 + 2")])


def code_of(act) -> int:
    with pytest.raises(EmsError) as caught:
        act()
    return caught.value.code


def sets(store) -> int:
    with store.reading() as session:
        return int(session.execute(sa.text("select count(*) from outbox")).scalar_one())


def test_a_paper_comes_back_as_it_was_saved_and_is_one_change_set(papers, store, bank, ids):
    before = sets(store)
    paper = Paper("  PTS\nGanjil ", ids, "Sumatif Tengah Semester", "VII A", "Senin", 90, "Kerjakan.", 2, 7, shuffle_items=True)
    made = papers.save(bank, paper)
    assert (papers.one(made), sets(store) - before) == (replace(paper, title="PTS Ganjil"), 1)


def test_saving_it_again_changes_it_and_the_same_is_no_change(papers, store, bank, ids):
    made = papers.save(bank, Paper("PTS", ids))
    before = sets(store)
    assert papers.save(bank, Paper("PAS", ids[:1], variants=3), made) == made
    assert papers.save(bank, Paper("PAS", ids[:1], variants=3), made) == made
    assert (papers.one(made), sets(store) - before) == (Paper("PAS", ids[:1], variants=3), 1)


def test_the_list_counts_questions_and_those_in_the_trash(papers, store, small, bank, ids, tmp_path):
    papers.save(bank, Paper("PTS", (*ids, "00000000-0000-0000-0000-000000000000")))
    Questions(store, small.teacher, FileCache(tmp_path / "files", os.urandom(32))).trash(ids[:1])
    (line,) = papers.all(bank)
    assert (line.title, line.questions, line.missing, bool(line.at)) == ("PTS", 3, 2, True)
    assert papers.all(pulled_bank(store, "IPA")) == ()


def test_a_paper_that_was_removed_is_gone_and_says_so(papers, bank, ids):
    made = papers.save(bank, Paper("PTS", ids))
    papers.remove(made)
    assert papers.all(bank) == ()
    assert [
        code_of(act) for act in (lambda: papers.one(made), lambda: papers.save(bank, Paper("x"), made), lambda: papers.remove(made))
    ] == [1718] * 3


def test_who_may_not_write_the_bank_keeps_no_paper_in_it(store, papers, small):
    foreign = pulled_bank(store, "IPA", can_write=False)
    pupil = Papers(store, Person(small.teacher.id, "Ani", frozenset({"siswa"})))
    assert [code_of(lambda one=one: one.save(foreign, Paper("x"))) for one in (papers, pupil)] == [1716, 1060]


def test_a_text_that_the_school_would_not_take_is_refused(papers, bank):
    long = "a" * 5_001
    for paper in (Paper("x", instructions=long), Paper("x", purpose=long)):
        assert code_of(lambda paper=paper: papers.save(bank, paper)) == 1719
    assert papers.all(bank) == ()


def test_what_somebody_changed_meanwhile_is_not_saved_over(papers, bank, ids):
    mine = Paper(title="UTS", items=ids)
    kept = papers.save(bank, mine)
    papers.save(bank, replace(mine, title="UTS bersama"), kept)  # a colleague's, as it came with a pull
    assert code_of(lambda: papers.save(bank, replace(mine, minutes=60), kept, seen=mine)) == 1709
    assert papers.one(kept).title == "UTS bersama"
    seen = papers.one(kept)
    papers.save(bank, replace(seen, minutes=60), kept, seen=seen)
    assert papers.one(kept).minutes == 60
