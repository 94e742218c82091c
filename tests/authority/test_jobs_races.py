"""Two who end a job at the same moment: the one that commits first has ended it, the other is told so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.authority.jobs_door import LENSA, JobsDoor, one
from tests.world import SchoolWorld


@pytest.fixture
def jobs(world: SchoolWorld) -> Iterator[JobsDoor]:
    with JobsDoor.open(world) as door:
        yield door


def another(jobs: JobsDoor) -> psycopg.Connection[Any]:
    return psycopg.connect(jobs.n8n.info.dsn, password=jobs.n8n.info.password)


def while_held(jobs: JobsDoor, hold: str, then: Callable[[], Any], *given: Any) -> Any:
    """What `then` answers when it comes while `hold` is done and not committed."""
    with another(jobs) as first, ThreadPoolExecutor(1) as pool:
        assert one(first, hold, *given)
        waiting = pool.submit(then)
        until_it_waits(jobs)
        first.commit()
        return waiting.result(timeout=20)


def until_it_waits(jobs: JobsDoor) -> None:
    watching, tick = jobs.world.superuser(), threading.Event()
    while not one(watching, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"):
        tick.wait(0.01)


def test_a_cancel_that_waits_for_a_result_finds_it_done(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    budi = jobs.world.session("budi")
    told = while_held(jobs, "select jobs.complete(%s, %s, '{}')", lambda: one(budi, "select jobs.cancel(%s)", job), job, claim)
    assert told is False
    assert jobs.ended(job) == ("COMPLETED", None)


def test_two_answers_at_the_same_moment_count_once(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    told = while_held(jobs, "select jobs.complete(%s, %s, '{}')", lambda: jobs.fail(job, claim), job, claim)
    assert told == "late"
    assert jobs.ended(job) == ("COMPLETED", None)
    assert jobs.log(job) == ["queued", "claimed", "completed"]


def test_a_result_that_waits_for_a_stopped_execution_is_late(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed(execution="7")
    told = while_held(jobs, "select jobs.execution('7', 'canceled')::text is not null", lambda: jobs.complete(job, claim))
    assert told == "late"
    assert jobs.ended(job) == ("FAILED", "cancelled")


def test_a_sweep_passes_over_a_job_whose_result_is_arriving(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    jobs.age(job, "deadline", 16)
    assert [jobs.sweep(), jobs.sweep()] == [0, 0]
    with another(jobs) as first:
        assert one(first, "select jobs.complete(%s, %s, '{}')", job, claim) == "done"
        assert jobs.sweep() == 0
    assert jobs.ended(job) == ("COMPLETED", None)


def test_many_workers_that_sweep_at_once_share_the_jobs(jobs: JobsDoor) -> None:
    jobs.world.session("budi").execute(
        "select jobs.start('analysis', %s, jsonb_build_object('n', n)) from generate_series(1, 40) n", (LENSA,)
    )
    jobs.world.owner().execute("update ems.jobs set queued_at = queued_at - interval '2 minutes'")

    def work(_: int) -> list[tuple[str, str]]:
        with another(jobs) as worker:
            worker.autocommit = True
            done = []
            while told := worker.execute("select job->>'id', job->>'claim' from jobs.claim()").fetchone():
                done.append((told[0], one(worker, "select jobs.complete(%s, %s, '{}')", *told)))
            return done

    with ThreadPoolExecutor(6) as pool:
        ended = [one_ for part in pool.map(work, range(6)) for one_ in part]
    assert len(ended) == len({job for job, _ in ended}) == 40
    assert {answer for _, answer in ended} == {"done"}
