"""Who may do what with jobs: people their own, the office all, n8n only what takes, reports and ends one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import psycopg
import pytest

from tests.authority.evidence import Evidence
from tests.authority.jobs_door import LENSA, JobsDoor, one
from tests.authority.prompts import Prompts
from tests.authority.test_every_function import NOBODY, TRIES, Function, arguments, call, functions, told, tried
from tests.authority.test_visibility import HIDDEN, SEES
from tests.world import SchoolWorld

N8N = {"jobs.claim", "jobs.progress", "jobs.complete", "jobs.fail", "jobs.execution", "jobs.sweep", "jobs.reanalyse"}


@pytest.fixture
def jobs(world: SchoolWorld) -> Iterator[JobsDoor]:
    with JobsDoor.open(world) as door:
        yield door


def test_n8n_calls_its_seven_functions_and_no_other(jobs: JobsDoor) -> None:
    found = functions(jobs.n8n)
    assert {function.name for function in found if function.allowed} == N8N
    for function in found:
        if not function.allowed:
            assert tried(jobs.n8n, call(function, ("null",) * len(function.types), "select"))[0] in ("42501", "0A000"), function


@pytest.mark.parametrize("table", [*SEES, *HIDDEN])
def test_n8n_reads_and_writes_no_table(jobs: JobsDoor, table: str) -> None:
    for statement in (f"select from {table}", f"delete from {table}", f"insert into {table} default values"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            jobs.n8n.execute(statement)


@pytest.mark.parametrize("statement", ["set role ems_user", "set role ems_core", "create table x ()", "create temp table x ()", "drop owned by ems_n8n", "create role x",
                                       "alter role ems_gate password 'x'", "select pg_advisory_lock(1)", "select lo_create(0)"])  # fmt: skip
def test_n8n_becomes_nobody_and_makes_nothing(jobs: JobsDoor, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        jobs.n8n.execute(statement)


def test_hostile_arguments_of_n8n_change_no_job_and_meet_no_internal_error(jobs: JobsDoor) -> None:
    for person in ("budi", "citra"):
        jobs.claimed(person)
    evidence = Evidence(jobs.world)
    for function in functions(jobs.n8n):
        if function.name in N8N - {"jobs.sweep"}:
            for statement in hostile(function):
                state, answer = tried(jobs.n8n, statement)
                assert state[:2] not in ("XX", "57", ""), (statement[:300], state, answer)
                assert told(answer, {"Lensa"}, statement) == [], statement[:300]
    assert evidence.changes() == set()


def hostile(function: Function) -> Iterator[str]:
    return (call(function, given) for given in islice(arguments(function, "gate", []), TRIES))


@pytest.mark.parametrize("verb", ["retry", "cancel", "ticket"])
def test_another_s_job_is_the_same_as_none(jobs: JobsDoor, verb: str) -> None:
    job = jobs.start("citra")
    theirs, none = (tried(jobs.world.session("budi"), f"select jobs.{verb}('{wanted}')") for wanted in (job, NOBODY))
    assert theirs == none
    assert theirs[0] == "42501"
    assert jobs.ended(job) == ("PROCESSING", None)


def test_the_office_does_it_for_everybody(jobs: JobsDoor) -> None:
    job, sri = jobs.start("citra"), jobs.world.session("sri")
    assert one(sri, "select jobs.ticket(%s)", job)
    assert one(sri, "select jobs.cancel(%s)", job)
    assert one(sri, "select jobs.retry(%s)", job)
    assert jobs.value(job, "user_id::text") == jobs.world.id("citra")


@pytest.mark.parametrize(
    "statement",
    [
        f"select jobs.start('analysis', '{LENSA}')",
        "select jobs.retry(%(job)s)",
        "select jobs.cancel(%(job)s)",
        "select jobs.ticket(%(job)s)",
    ],
)
def test_a_pupil_the_gate_and_an_ended_session_have_no_jobs(jobs: JobsDoor, prompts: Prompts, statement: str) -> None:
    job = jobs.start("citra")
    for role, state in (("pupil", "42501"), ("gate", "42501"), ("ended", "28000")):
        with pytest.raises(psycopg.Error) as refused:
            prompts[role].execute(statement, {"job": job})  # type: ignore[index]
        assert refused.value.sqlstate == state, role
    assert jobs.ended(job) == ("PROCESSING", None)


def test_the_end_of_a_job_is_on_disk_when_it_is_told(jobs: JobsDoor) -> None:
    with jobs.world.connect("budi") as careless:
        careless.execute("set synchronous_commit = off")
        with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
            careless.execute("select jobs.start('analysis', %s)", (LENSA,))
    assert one(jobs.world.owner(), "select count(*) from ems.jobs") == 0
