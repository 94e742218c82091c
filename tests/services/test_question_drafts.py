"""Questions that a job wrote: into a bank as drafts, once, accepted or refused by a person and published by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions.checks import check
from ems_desktop.domain.questions.item import Answer
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.people import Person
from ems_desktop.services.question_drafts import QuestionDrafts
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import DraftJob, Wanted
from ems_desktop.store.cache import FileCache
from tests.analyses import told
from tests.banks import pulled_bank

WROTE = [
    {
        "question_text": "Alat ukur massa jenis?",
        "options": ["neraca", "hidrometer"],
        "correct_answer": "hidrometer",
        "explanation": "<b>Ya</b>",
    },
    {"question_text": "[b]1+1[/b]", "options": ["2", "3"], "correct_answer": "A.", "explanation": ""},
    {"question_text": "Sebutkan $x$", "options": [], "correct_answer": "air", "explanation": ""},
    {"question_text": "Uraikan", "options": [], "correct_answer": "", "explanation": ""},
    {"question_text": "Tanpa kunci", "options": ["a", "b"], "correct_answer": "c", "explanation": ""},
]


@pytest.fixture
def questions(store, small, tmp_path, key) -> Questions:
    return Questions(store, small.teacher, FileCache(tmp_path / "files", key))


@pytest.fixture
def bank(store, small) -> str:
    return pulled_bank(store, "IPA")


def drafts(store, person, questions) -> QuestionDrafts:
    return QuestionDrafts(store, person, questions, Jobs(store, person, lambda: pytest.fail("no school is needed")))


@pytest.fixture
def room(store, small, questions) -> QuestionDrafts:
    return drafts(store, small.teacher, questions)


def wrote(store, person, wrote=WROTE, **columns: Any) -> str:
    return told(store, "m", kind="questions", user_id=person.id, result_json={"questions": wrote}, **columns)


def test_a_job_s_questions_wait_and_come_in_as_drafts(store, small, room, questions, bank):
    job = wrote(store, small.teacher)
    assert room.waiting() == (DraftJob(job, "Tekanan zat cair", "IPA", 5, bank),)
    ids = room.take(job, bank)
    kept = [one.item for one in questions.many(ids)]
    assert {item.status for item in kept} == {"draft"}
    assert [item.kind for item in kept] == ["single", "single", "short", "essay", "single"]
    assert [[option.is_key for option in item.options] for item in kept[:2]] == [[False, True], [True, False]]
    assert (kept[0].feedback, kept[1].stem, kept[2].stem, kept[2].answers) == (
        "<b>Ya</b>",
        "[lb]b]1+1[lb]/b]",
        r"Sebutkan \(x\)",
        (Answer("air"),),
    )
    assert [problem.code for problem in check(kept[4])] == [1721]
    assert questions.one(ids[0]).origin == f"job:{job}"
    assert room.waiting() == ()


def test_they_are_taken_once_whatever_became_of_them(store, small, room, questions, bank):
    job = wrote(store, small.teacher)
    questions.trash(room.take(job, bank))
    assert room.waiting() == ()
    with pytest.raises(EmsError) as caught:
        room.take(job, bank)
    assert caught.value.code == 1717


def test_a_job_that_is_not_known_here_or_wrote_none_is_refused(store, small, room, bank):
    for job in (wrote(store, small.teacher, []), "3f1b6a0e-0000-4000-8000-000000000000"):
        with pytest.raises(EmsError) as caught:
            room.take(job, bank)
        assert caught.value.code == 1717


def test_a_person_accepts_and_refuses(store, small, room, questions, bank):
    ids = room.take(wrote(store, small.teacher), bank)
    questions.set_fields(ids[:2], status="ready")
    questions.trash(ids[2:])
    assert questions.find(Wanted(bank)) == ids[:2]
    assert {one.item.status for one in questions.many(ids[:2])} == {"ready"}


def test_others_jobs_are_the_office_s_alone(store, small, questions, bank):
    wrote(store, Person("somebody", "", frozenset()))
    office = Person("o", "Kantor", frozenset({"kurikulum"}))
    assert drafts(store, small.teacher, questions).waiting() == ()
    assert len(drafts(store, office, questions).waiting()) == 1


def test_what_failed_analyses_and_a_subject_of_nobody_s(store, small, room, bank):
    told(store, "m", user_id=small.teacher.id)
    told(store, "m", kind="questions", user_id=small.teacher.id, result_json=None)
    wrote(store, small.teacher, subject="Tata boga")
    assert [(one.subject, one.bank_id) for one in room.waiting()] == [("Tata boga", "")]
