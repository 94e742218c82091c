"""The thread that looks at jobs: often while something runs and somebody watches, rarely else, and it leaves no connection open."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ems_desktop.domain.errors import NeedsOnline
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.jobs_views import News
from sync.job_poller import JobPoller
from tests.authority.jobs_door import LENSA, JobsDoor
from tests.n8n_stand_in import n8n_stand_in
from tests.world import SchoolWorld


@pytest.fixture
def school(world: SchoolWorld) -> Iterator[JobsDoor]:
    with JobsDoor.open(world) as door:
        yield door


class Heard:
    def __init__(self) -> None:
        self.news: list[News] = []
        self._came = threading.Condition()

    def take(self, news: News) -> None:
        with self._came:
            self.news.append(news)
            self._came.notify_all()

    def wait(self, seen: Callable[[], bool]) -> None:
        with self._came:
            assert self._came.wait_for(seen, timeout=20)


class Scripted:
    """A school whose answers are given beforehand; the last one stays."""

    def __init__(self, *answers: News | NeedsOnline) -> None:
        self.answers, self.hung_up = list(answers), False
        self.looks: list[float] = []
        self.nudged: list[str] = []
        self._looked = threading.Condition()

    def refresh(self) -> News:
        with self._looked:
            self.looks.append(time.monotonic())
            self._looked.notify_all()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, NeedsOnline):
            raise answer
        return answer

    def nudge(self, job_id: str) -> bool:
        self.nudged.append(job_id)
        raise NeedsOnline(1580)

    def hang_up(self) -> None:
        self.hung_up = True

    def wait(self, looks: int) -> None:
        assert self.looked(looks, within=20)

    def looked(self, looks: int, within: float) -> bool:
        with self._looked:
            return self._looked.wait_for(lambda: len(self.looks) >= looks, timeout=within)


@pytest.fixture
def polling() -> Iterator[Callable[..., JobPoller]]:
    made: list[JobPoller] = []

    def start(jobs, on_news=lambda _: None, **pace: Any) -> JobPoller:
        poller = JobPoller(jobs, on_news, **pace)
        made.append(poller)
        poller.start()
        return poller

    yield start
    for poller in made:
        poller.stop()


def test_it_tells_of_a_job_that_ends_and_gives_its_connection_back(school, machine, polling):
    budi, heard = machine("budi"), Heard()
    jobs = Jobs(budi.store, budi.person, budi.dial)
    poller = polling(jobs, heard.take, fast=0.05, calm=0.2)
    poller.watch(True)
    job = jobs.start("analysis", LENSA)
    poller.wake()
    heard.wait(lambda: any(news.running for news in heard.news))
    told = school.claim(job)
    school.complete(job, told["claim"])
    heard.wait(lambda: any(news.ended for news in heard.news))
    assert [one.id for news in heard.news for one in news.ended] == [job]
    poller.stop()
    budi.engine.hang_up()
    until = time.monotonic() + 5  # a server process takes its time to go
    while connections(school, budi.login.role) and time.monotonic() < until:
        time.sleep(0.05)
    assert connections(school, budi.login.role) == 0


def connections(school: JobsDoor, role: str) -> int:
    row = school.world.superuser().execute("select count(*) from pg_stat_activity where usename = %s", (role,)).fetchone()
    assert row
    return int(row[0])


def test_a_job_that_a_push_made_is_nudged(school, machine, polling):
    budi = machine("budi")
    with n8n_stand_in() as n8n:
        job = school.start("budi")  # as the trigger does it: nobody here started it
        heard = Heard()
        poller = polling(Jobs(budi.store, budi.person, budi.dial, lambda: n8n.url), heard.take, fast=0.05, calm=0.1)
        heard.wait(lambda: len(heard.news) >= 4)
        poller.stop()
        assert [body for _, _, body in n8n.told] == [{"job": job}]


def test_watched_it_looks_often_and_unwatched_ever_more_rarely(polling):
    running = News(running=1)
    watched, left = Scripted(running), Scripted(running)
    poller = polling(watched, fast=0.02, calm=10)
    poller.watch(True)
    polling(left, fast=0.02, calm=10)
    watched.wait(30)
    left.wait(8)
    gaps = [b - a for a, b in zip(left.looks, left.looks[1:], strict=False)]
    assert max(gaps[-2:]) > 3 * min(gaps[:3])


def test_with_nothing_running_it_rests_until_it_is_woken(polling):
    idle = Scripted(News())
    poller = polling(idle, fast=0.02, calm=60)
    idle.wait(1)
    assert not idle.looked(2, within=0.3)
    poller.wake()
    idle.wait(2)
    assert len(idle.looks) == 2


def test_it_backs_off_while_nothing_answers_and_comes_back(polling):
    heard = Heard()
    away = Scripted(*[NeedsOnline(1580)] * 4, News(running=1))
    polling(away, heard.take, fast=0.02, calm=0.1)
    heard.wait(lambda: bool(heard.news))
    assert away.looks[4] - away.looks[3] > 0.1
    assert len(heard.news) >= 1


def test_a_nudge_that_cannot_be_does_not_end_the_thread(polling):
    busy = Scripted(News(running=1, waiting=("a", "b")))
    polling(busy, fast=0.02, calm=0.05)
    busy.wait(3)
    assert busy.nudged[:2] == ["a", "b"]


def test_working_offline_it_asks_nothing_and_stopped_it_hangs_up(polling):
    quiet = Scripted(News(running=1))
    poller = polling(quiet, resting=lambda: True, fast=0.02, calm=0.05)
    assert not quiet.looked(1, within=0.2)
    poller.stop()
    assert quiet.hung_up
