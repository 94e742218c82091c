"""What an analysis proposes, and the answers to it, over a real file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ems_desktop.domain.errors import Mistake, NotAllowed, Outage
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.materials import Materials
from ems_desktop.services.people import Person
from ems_desktop.services.proposals import Proposals
from ems_desktop.services.proposals_views import Review
from ems_desktop.store.local import LocalStore
from tests.analyses import GIVEN, failed, running, told
from tests.catalogues import PUPIL, pulled, sheet_columns
from tests.schools import SmallSchool, uid


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@pytest.fixture
def small(store: LocalStore) -> SmallSchool:
    sheet_columns(store)
    return SmallSchool.as_pulled(store, teacher=uid())


@pytest.fixture
def entry(store: LocalStore, small: SmallSchool) -> str:
    return pulled(store, GIVEN)[0]


@pytest.fixture
def of(store: LocalStore, small: SmallSchool) -> Callable[..., tuple[Materials, Proposals]]:
    def no_way() -> Any:
        raise Outage(1401)

    def make(person: Person = small.teacher) -> tuple[Materials, Proposals]:
        materials = Materials(store, person)
        return materials, Proposals(store, materials, Jobs(store, person, no_way))

    return make


def seen(proposals: Proposals, entry: str) -> Review:
    found = proposals.of(entry)
    assert found is not None
    return found


def test_an_entry_without_an_analysis_has_no_proposals(store, entry, of):
    running(store, entry)
    failed(store, entry)
    assert of()[1].of(entry) is None


def test_the_newest_analysis_counts_with_where_it_was_found_and_what_stands_there_today(store, entry, of):
    told(store, entry, proposals={"MATERIAL_THEME": {"value": "lama", "confidence": 1, "where": ""}})
    job = told(store, entry, minute=10)
    review = seen(of()[1], entry)
    assert (review.job.id, review.model) == (job, "gemini-2.5-flash")
    assert [(one.key, one.now, one.answer) for one in review.proposals] == [
        ("material_title", "Tekanan zat cair", "open"), ("material_level", "VIII", "open"), ("material_subtheme", "", "open"),
    ]  # fmt: skip
    assert (review.proposals[0].where, review.proposals[0].confidence, review.proposals[0].changed) == ("hlm. 1, judul", 0.9, False)


def test_accepting_writes_the_value_and_is_one_step_of_undo(store, entry, of):
    told(store, entry)
    materials, proposals = of()
    review = seen(proposals, entry)
    assert proposals.accept(review, review.proposals[1:2])
    assert materials.entry(entry).cell("material_level") == "Fase D, kelas VIII"
    assert [one.answer for one in seen(proposals, entry).proposals] == ["open", "accepted", "open"]
    materials.undo()
    assert materials.entry(entry).cell("material_level") == "VIII"
    assert seen(proposals, entry).left == review.left


def test_the_rest_is_accepted_in_one_change_set(store, entry, of):
    told(store, entry)
    materials, proposals = of()
    proposals.refuse(review := seen(proposals, entry), review.proposals[:1])
    rest = seen(proposals, entry).left
    proposals.accept(review, rest)
    assert [one.answer for one in seen(proposals, entry).proposals] == ["refused", "accepted", "accepted"]
    assert materials.entry(entry).title == "Tekanan zat cair"
    with store.reading() as session:
        assert session.exec_driver_sql("select count(*) from outbox").scalar() == 2


def test_a_refusal_is_remembered_and_can_be_taken_back(store, entry, of):
    told(store, entry)
    materials, proposals = of()
    review = seen(proposals, entry)
    proposals.refuse(review, review.proposals[:1])
    assert seen(of()[1], entry).count("refused") == 1
    proposals.reopen(review, review.proposals[:1])
    assert len(seen(proposals, entry).left) == 3
    assert materials.entry(entry).title == "Tekanan zat cair"


def test_a_value_that_changed_while_the_proposal_was_looked_at_is_not_overwritten(store, entry, of):
    told(store, entry)
    materials, proposals = of()
    review = seen(proposals, entry)
    materials.set_cells({entry: {"material_level": "IX"}})
    with pytest.raises(Mistake, match="EMS-1660"):
        proposals.accept(review, review.proposals)
    assert materials.entry(entry).cell("material_level") == "IX"
    again = seen(proposals, entry)
    assert [one.key for one in again.proposals if one.changed] == ["material_level"]
    proposals.accept(again, [again.proposals[1]])
    assert materials.entry(entry).cell("material_level") == "Fase D, kelas VIII"


def test_an_answer_to_an_older_analysis_comes_too_late(store, entry, of):
    told(store, entry)
    _, proposals = of()
    review = seen(proposals, entry)
    told(store, entry, minute=10)
    for answer in (proposals.accept, proposals.refuse, proposals.reopen):
        with pytest.raises(Mistake, match="EMS-1661"):
            answer(review, review.proposals)


def test_what_a_cell_cannot_hold_and_what_stands_there_already_asks_for_nothing(store, entry, of):
    values = {
        "MATERIAL_TITLE": "  ",
        "MATERIAL_THEME": "Tekanan",
        "MATERIAL_DESC": "x" * 50_001,
        "MATERIAL_TYPE": "a\x00b",
        "SUBJECT_NAME": "Fisika",
    }
    told(store, entry, proposals={key: {"value": value, "confidence": 0.5, "where": ""} for key, value in values.items()})
    review = seen(of()[1], entry)
    assert [(one.key, one.answer) for one in review.proposals] == [("subject_name", "open"), ("material_theme", "same")]


def test_a_job_of_which_nobody_knows_what_it_was_given_marks_nothing_as_changed(store, entry, of):
    told(store, entry, given=None)
    assert not any(one.changed for one in seen(of()[1], entry).proposals)


def test_each_entry_stands_with_its_newest_job_and_what_is_left(store, small, of):
    ids = pulled(store, GIVEN, GIVEN, GIVEN, GIVEN)
    told(store, ids[0])
    told(store, ids[1])
    running(store, ids[1])
    failed(store, ids[2])
    found = of()[1].standings()
    assert {ids.index(one): (stands.job.state, stands.left) for one, stands in found.items()} == {
        0: ("done", 3), 1: ("running", 3), 2: ("failed", 0),
    }  # fmt: skip


def test_a_pupil_answers_nothing(store, entry, of):
    told(store, entry)
    _, proposals = of(PUPIL)
    review = seen(proposals, entry)
    with pytest.raises(NotAllowed, match="EMS-1060"):
        proposals.refuse(review, review.proposals)
