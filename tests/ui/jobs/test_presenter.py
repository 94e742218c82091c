"""The jobs without a window: which answer is taken, what a filter counts, what is not pressed twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ems_desktop.domain.errors import EmsError, NeedsOnline
from ems_desktop.domain.jobs import State
from ems_desktop.services.jobs_views import Job, JobDetail
from tests.ui.hands import Hands
from ui.job_words import ended_words, steps_of, took_words, trouble_words
from ui.screens.jobs.presenter import JobsPresenter

AT = datetime(2026, 11, 22, 2, 20, 11, tzinfo=UTC)


def job(id_: str, state: State = "running", kind: str = "analysis", **more: Any) -> Job:
    return Job(id_, kind, state, state == "running", "budi", "Budi", "m", f"Materi {id_}", "IPA", AT, **more)


class School:
    """Jobs by id; what was done to them."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = {one.id: one for one in jobs}
        self.done: list[tuple[str, str]] = []
        self.away = False

    def all(self) -> tuple[Job, ...]:
        return tuple(self.jobs.values())

    def one(self, job_id: str) -> JobDetail | None:
        return JobDetail(self.jobs[job_id], (), None) if job_id in self.jobs else None

    def retry(self, job_id: str) -> None:
        self._act("retry", job_id)

    def cancel(self, job_id: str) -> None:
        self._act("cancel", job_id)

    def _act(self, what: str, job_id: str) -> None:
        if self.away:
            raise NeedsOnline(1580)
        self.done.append((what, job_id))


class Screen:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.errors: list[int] = []
        self.moved: list[str] = []

    def show_jobs(self) -> None: ...

    def show_detail(self) -> None: ...

    def note(self, said: str) -> None:
        self.notes.append(said)

    def failed(self, error: EmsError) -> None:
        self.errors.append(error.code)

    def changed(self, job_id: str) -> None:
        self.moved.append(job_id)


@pytest.fixture
def school() -> School:
    return School(job("a"), job("b", "failed", reason="quota"), job("c", "done", "questions"))


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def presenter(school: School, hands: Hands, screen: Screen) -> JobsPresenter:
    made = JobsPresenter(school, None, None, hands.run, screen)
    made.load()
    hands.go_all()
    return made


def test_counts_follow_the_kind_and_the_list_follows_both(presenter):
    assert presenter.counts() == {"all": 3, "running": 1, "done": 1, "failed": 1, "overdue": 0, "cancelled": 0}
    presenter.narrow(kind="analysis")
    assert presenter.counts()["all"] == 2
    presenter.narrow(state="failed")
    assert [one.id for one in presenter.jobs] == ["b"]


def test_only_the_job_that_is_looked_at_is_shown(presenter, hands):
    presenter.look("a")
    presenter.look("b")
    hands.go(1)
    hands.go(0)
    assert presenter.detail.job.id == "b"


def test_a_job_is_not_retried_twice_by_a_double_press(presenter, school, hands, screen):
    presenter.look("b")
    hands.go_all()
    presenter.retry()
    presenter.retry()
    hands.go_all()
    assert school.done == [("retry", "b")]
    assert (screen.notes, screen.moved) == (["Materi b: dimulai lagi"], ["b"])


def test_after_a_failure_it_can_be_tried_again(presenter, school, hands, screen):
    presenter.look("b")
    hands.go_all()
    school.away = True
    presenter.retry()
    hands.go_all()
    school.away = False
    presenter.retry()
    hands.go_all()
    assert screen.errors == [1580]
    assert school.done == [("retry", "b")]


@pytest.mark.parametrize(("which", "retry", "cancel"), [("a", False, True), ("b", True, False), ("c", False, False)])
def test_what_may_be_done_depends_on_how_it_stands(presenter, hands, which, retry, cancel):
    presenter.look(which)
    hands.go_all()
    assert (presenter.may_retry(), presenter.may_cancel()) == (retry, cancel)


def test_a_job_that_is_gone_shows_nothing(presenter, school, hands):
    presenter.look("a")
    hands.go_all()
    del school.jobs["a"]
    presenter.load()
    hands.go_all()
    assert presenter.detail is None


def test_steps_stop_where_the_job_did():
    looks = [step.look for step in steps_of(job("a", "failed", claimed_at=AT, reason="quota", ended_at=AT))]
    assert looks == ["done", "done", "failed", "later", "later"]
    assert [step.look for step in steps_of(job("a", "cancelled", ended_at=AT, reason="cancelled"))] == ["failed", *["later"] * 4]
    assert [step.look for step in steps_of(job("a"))] == ["now", *["later"] * 4]


def test_every_reason_of_the_contract_has_its_words_and_others_have_some():
    known = {
        trouble_words(job("a", "failed", reason=one))
        for one in ("rejected", "garbage", "too_large", "model_error", "quota", "file", "workflow")
    }
    assert len(known) == 7
    assert trouble_words(job("a", "failed", reason="new")) not in known
    assert trouble_words(job("a", "done")) == trouble_words(job("a")) == ""


def test_an_end_is_told_in_a_sentence():
    assert ended_words(job("a", "done")) == "Analisis “Materi a” selesai"
    assert ended_words(job("a", "overdue")) == "Analisis “Materi a” berakhir: lewat waktu"
    assert took_words(job("a", "done", ended_at=AT.replace(minute=21, second=44))) == "selesai dalam 1 menit 33 detik"
