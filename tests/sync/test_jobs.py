"""Jobs as the program has them: started and ended at school, known here without it, n8n told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from ems_desktop.domain.errors import Mistake, NeedsOnline, NotAllowed, Outage
from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.integrations.n8n import Execution
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.jobs_views import Proposal, Question, result_of
from ems_desktop.services.n8n_executions import Executions
from ems_desktop.store.local import LocalStore
from tests.authority.jobs_door import LENSA, RESULT, JobsDoor
from tests.n8n_stand_in import KEY, StandIn, n8n_stand_in
from tests.sync.conftest import Machine
from tests.world import SchoolWorld, uid


@pytest.fixture
def school(world: SchoolWorld) -> Iterator[JobsDoor]:
    with JobsDoor.open(world) as door:
        yield door


@pytest.fixture
def n8n() -> Iterator[StandIn]:
    with n8n_stand_in() as made:
        yield made


@pytest.fixture
def jobs_of(n8n: StandIn) -> Iterator[Callable[[Machine], Jobs]]:
    with ExitStack() as stack:

        def make(machine: Machine) -> Jobs:
            made = Jobs(machine.store, machine.person, machine.dial, lambda: n8n.url)
            stack.callback(made.hang_up)
            return made

        yield make


def test_a_started_job_is_known_here_at_once_and_n8n_was_told(school, machine, jobs_of, n8n):
    jobs = jobs_of(machine("budi"))
    job = jobs.start("analysis", LENSA, pages=3)
    (known,) = jobs.all()
    assert (known.id, known.state, known.running, known.material, known.person, known.taken) == (
        job,
        "running",
        True,
        "Lensa",
        "Budi",
        False,
    )
    ((path, ticket, body),) = n8n.told
    assert (path, body) == ("/webhook/ems-job", {"job": job})
    assert len(ticket.split(".")) == 3
    detail = jobs.one(job)
    assert detail is not None
    assert [line.what for line in detail.log] == ["queued"]


def test_what_n8n_did_is_seen_at_the_next_look_and_told_once(school, machine, jobs_of):
    jobs = jobs_of(machine("budi"))
    job = jobs.start("analysis", LENSA)
    told = school.claim(job)
    assert jobs.refresh().running == 1
    assert jobs.all()[0].taken
    school.complete(job, told["claim"])
    news = jobs.refresh()
    assert ([one.id for one in news.ended], news.running, news.changed) == ([job], 0, {job})
    assert jobs.refresh() == type(news)()
    assert (jobs.all()[0].state, jobs.all()[0].proposals) == ("done", 1)
    detail = jobs.one(job)
    assert detail is not None
    assert detail.result is not None
    assert detail.result.proposals == (Proposal("MATERIAL_TITLE", "Lensa", 0.9, "hlm. 1"),)
    assert detail.result.model == RESULT["model"]


def test_without_the_school_everything_is_read_and_nothing_started(school, machine, jobs_of):
    budi = machine("budi")
    jobs = jobs_of(budi)
    job, claim = school.claimed("budi")
    school.complete(job, claim)
    jobs.refresh()
    jobs.hang_up()
    budi.online = False
    assert [one.id for one in jobs.of_material(LENSA)] == [job]
    for ask in (
        jobs.refresh,
        lambda: jobs.start("analysis", LENSA),
        lambda: jobs.retry(job),
        lambda: jobs.cancel(job),
        lambda: jobs.nudge(job),
    ):
        with pytest.raises(NeedsOnline, match="EMS-1580"):
            ask()
    assert jobs.one(job).result is not None


def test_what_was_seen_survives_a_restart_of_the_program(school, machine, jobs_of):
    budi = machine("budi")
    jobs = jobs_of(budi)
    job = jobs.start("analysis", LENSA)
    again = LocalStore(budi.store.path, bytes.fromhex(budi.store._key))
    assert [one.id for one in Jobs(again, budi.person, budi.dial).all()] == [job]
    again.close()


def test_a_file_of_an_older_version_learns_to_keep_jobs(machine):
    budi = machine("budi")
    with budi.store.applying() as session:
        session.exec_driver_sql("drop table jobs_seen")
        session.exec_driver_sql("pragma user_version = 1")
    again = LocalStore(budi.store.path, bytes.fromhex(budi.store._key))
    assert Jobs(again, budi.person, budi.dial).all() == ()
    again.close()


def test_a_teacher_knows_his_own_jobs_and_the_office_all(school, machine, jobs_of):
    mine, theirs = school.start("budi"), school.start("citra")
    budi, sri = jobs_of(machine("budi")), jobs_of(machine("sri"))
    assert budi.refresh().running == 1
    assert {job.id for job in budi.all()} == {mine}
    news = sri.refresh()
    assert (news.running, news.waiting) == (0, ())
    assert {job.id: job.person for job in sri.all()} == {mine: "Budi", theirs: "Citra"}


def test_a_job_that_one_may_no_longer_see_is_forgotten(school, machine, jobs_of):
    jobs = jobs_of(machine("budi"))
    job = jobs.start("analysis", LENSA)
    jobs.refresh()
    school.world.superuser().execute("set session_replication_role = replica")
    school.world.superuser().execute("update ems.jobs set user_id = %s where id = %s", (uid("citra"), job))
    school.world.superuser().execute("reset session_replication_role")
    assert jobs.refresh().changed == {job}
    assert jobs.all() == ()


def test_cancelled_by_oneself_it_is_no_news_and_can_be_retried(school, machine, jobs_of, n8n):
    jobs = jobs_of(machine("budi"))
    job = jobs.start("analysis", LENSA)
    jobs.cancel(job)
    assert jobs.all()[0].state == "cancelled"
    assert jobs.refresh().ended == ()
    with pytest.raises(Mistake, match="EMS-1582"):
        jobs.cancel(job)
    jobs.retry(job)
    assert (jobs.all()[0].state, jobs.all()[0].attempt) == ("running", 2)
    assert len(n8n.told) == 2
    with pytest.raises(Mistake, match="EMS-1581"):
        jobs.retry(job)


def test_what_is_not_at_school_yet_is_said(school, machine, jobs_of):
    jobs = jobs_of(machine("budi"))
    with pytest.raises(Mistake, match="EMS-1583"):
        jobs.start("analysis", uid("not there"))
    with pytest.raises(NotAllowed):
        jobs.cancel(school.start("citra"))


def test_more_than_enough_jobs_are_refused(school, machine, jobs_of, n8n):
    jobs = jobs_of(machine("budi"))
    n8n.status = 500
    school.world.session("budi").execute(
        "select jobs.start('analysis', %s, jsonb_build_object('n', n)) from generate_series(1, 200) n", (LENSA,)
    )
    with pytest.raises(Mistake, match="EMS-1584"):
        jobs.start("analysis", LENSA)


def test_an_overdue_job_is_shown_so_before_and_after_it_has_failed(school, machine, jobs_of):
    jobs = jobs_of(machine("budi"))
    job, _ = school.claimed("budi")
    school.age(job, "deadline", 16)
    school.sweep()
    jobs.refresh()
    assert (jobs.all()[0].state, jobs.all()[0].running) == ("overdue", True)
    school.sweep()
    school.sweep()
    assert [one.state for one in jobs.refresh().ended] == ["overdue"]
    assert not jobs.all()[0].running


def test_looking_sweeps_in_passing(school, machine, jobs_of):
    jobs = jobs_of(machine("budi"))
    job, _ = school.claimed("citra")
    school.age(job, "deadline", 16)
    jobs.refresh()
    jobs.refresh()
    assert school.value(job, "sweeps") == 1


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_refused_nudge_is_harmless(school, machine, jobs_of, n8n, status):
    n8n.status = status
    jobs = jobs_of(machine("budi"))
    job = jobs.start("analysis", LENSA)
    assert jobs.all()[0].running
    assert jobs.refresh().waiting == (job,)
    assert not jobs.nudge(job), "not twice in a minute"
    assert len(n8n.told) == 1


def test_a_nudge_that_nobody_hears_is_harmless_and_no_address_is_none(school, machine):
    budi = machine("budi")
    for address in ("http://127.0.0.1:1/", None):
        jobs = Jobs(budi.store, budi.person, budi.dial, iter([address] * 9).__next__)
        job = jobs.start("analysis", LENSA)
        assert not jobs.nudge(job)
        jobs.hang_up()
    assert school.ended(job) == ("PROCESSING", None)


def test_a_job_that_somebody_took_meanwhile_is_not_nudged(school, machine, jobs_of, n8n):
    jobs = jobs_of(machine("budi"))
    job = school.start("budi")
    assert jobs.refresh().waiting == (job,)
    school.claim(job)
    assert not jobs.nudge(job)
    assert n8n.told == []


def test_a_result_of_another_shape_is_taken_as_far_as_it_goes():
    told = result_of(
        {
            "model": 7, "proposals": {"MATERIAL_TITLE": {"value": 3, "confidence": "high"}, "MATERIAL_DESC": "x", "MATERIAL_TYPE": {"confidence": 9}},
            "questions": ["x", {"question_text": "1 + 1?", "options": [1, 2], "correct_answer": "2"}],
        }
    )  # fmt: skip
    assert told.proposals == (Proposal("MATERIAL_TITLE", "3", 0.0, ""), Proposal("MATERIAL_TYPE", "", 1.0, ""))
    assert told.questions == (Question("1 + 1?", ("1", "2"), "2", ""),)
    assert result_of({"proposals": [1], "questions": {"a": 1}}).proposals == ()


# n8n's executions


@pytest.fixture
def executions(tmp_path, n8n) -> Executions:
    return Executions(DemoKeyring(tmp_path / "keys.json"), "12345678/sri/n8n", lambda: n8n.url)


def test_the_office_sees_the_node_that_failed(executions, n8n):
    executions.remember(f" {KEY} ")
    assert executions.has_key()
    n8n.execution = '{"id": 7, "status": "error", "data": {"resultData": {"lastNodeExecuted": "Gemini", "error": {"message": "429"}}}}'
    assert executions.look("7") == Execution("7", "error", "Gemini", "429")
    n8n.execution = '{"id": "7", "status": "success", "data": null}'
    assert executions.look("7") == Execution("7", "success")


def test_without_a_good_key_or_n8n_it_says_so(executions, n8n, tmp_path):
    with pytest.raises(Mistake, match="EMS-1586"):
        executions.look("7")
    executions.remember("another")
    with pytest.raises(Mistake, match="EMS-1586"):
        executions.look("7")
    executions.remember("")
    assert not executions.has_key()
    with pytest.raises(Mistake, match="EMS-1587"):
        Executions(DemoKeyring(tmp_path / "keys.json"), "x", lambda: None).look("7")


@pytest.mark.parametrize(("status", "told"), [(500, "{}"), (404, "{}"), (202, "not json"), (202, "[]")])
def test_an_n8n_that_does_not_answer_well_is_an_outage(executions, n8n, status, told):
    executions.remember(KEY)
    n8n.status, n8n.execution = status, told
    with pytest.raises(Outage, match="EMS-1585"):
        executions.look("7")
