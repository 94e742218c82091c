"""The demo school's questions: whole, of every kind, in the banks of subjects that the school teaches."""

import json

import pytest

from ems_desktop import paths
from ems_desktop.demo.questions import questions
from ems_desktop.domain.questions.item import KINDS
from ems_desktop.services.people import Person
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Wanted
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from tests.banks import pulled_bank


@pytest.fixture
def room(tmp_path):
    store = LocalStore(tmp_path / "local.db", bytes(32))
    yield Questions(store, Person("a", "Agus", frozenset({"kurikulum"})), FileCache(tmp_path / "files", bytes(32))), store
    store.close()


def test_every_question_has_its_bank_and_no_fault(room):
    made, store = room
    content = json.loads(paths.resources("demo", "questions.json").read_text("utf-8"))
    school = json.loads(paths.resources("demo", "school.json").read_text("utf-8"))
    taught = {one["name"] for one in (*school["subjects"], *school["religions"].values())}
    names = {one["bank"] for one in content["questions"]}
    assert names <= taught
    banks = [pulled_bank(store, name) for name in sorted(names)]
    questions(made)
    kept = [one for bank in banks for one in made.many(made.find(Wanted(bank)))]
    assert len(kept) == len(content["questions"])
    assert {one.item.kind for one in kept} == set(KINDS)
    assert [(one.item.stem, one.problems) for one in kept if one.problems] == []
    assert {one.item.author for one in kept} <= {one["name"] for one in school["staff"].values()}
    assert any(one.item.stimulus and one.item.stimulus.media for one in kept)
