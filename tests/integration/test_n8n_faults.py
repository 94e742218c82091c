"""What may go wrong between the school, n8n and Gemini: each job ends in the right state, once."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from ems_desktop.demo.gemini import Answer
from tests.google_tokens import encoded
from tests.integration.n8n_school import N8nSchool
from tests.integration.patience import eventually
from tests.integration.tickets import signed

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]
DONE = ("COMPLETED", None)
STALE = 301  # seconds without a sign of life, after which a claim may be taken over


@pytest.fixture
def school(school_with_n8n: N8nSchool) -> N8nSchool:
    return school_with_n8n


def hanging(school: N8nSchool) -> str:
    """A job that n8n works on, and Gemini does not answer."""
    school.gemini.answer = "never"
    job = school.nudged()
    school.asked()
    school.gemini.answer = "ok"
    return job


def complete(school: N8nSchool, job: str, result: str) -> str:
    """As n8n's login, under the job's claim."""
    claim = school.value(job, "claim")
    row = school.world.superuser("ems_n8n").execute("select jobs.complete(%s, %s, %s)", (job, claim, result)).fetchone()
    assert row
    return str(row[0])


# n8n


def test_n8n_is_down_when_it_is_nudged(school):
    school.n8n.stop()
    job = school.start()
    with pytest.raises(httpx.ConnectError):
        school.nudge(job)
    school.n8n.start()
    school.lost(job)
    assert school.end(job) == DONE
    assert len(school.gemini.asked) == 1


def test_n8n_is_killed_in_the_middle_of_a_job(school):
    job = hanging(school)
    school.n8n.kill()
    school.n8n.start()
    eventually(lambda: "crashed" in [entry["what"] for entry in school.value(job, "log")], 60)
    school.lost(job)
    assert school.end(job) == DONE
    assert [entry["what"] for entry in school.value(job, "log")].count("claimed") == 2


def test_n8n_is_killed_and_its_memory_of_the_job_with_it(school):
    job = hanging(school)
    school.n8n.kill()
    with school.n8n.database() as database:
        database.execute("delete from execution_entity")
    school.n8n.start()
    school.lost(job, "seen_at", STALE)
    assert school.end(job) == DONE


def test_n8n_never_comes_back(school):
    job = hanging(school)
    school.n8n.kill()
    school.lost(job, "deadline", 16 * 60)
    for _ in range(3):
        assert school.value(job, "status") == "PROCESSING"
        school.world.superuser("ems_core").execute("update jobs.sweeping set at = '-infinity'")
        school.world.session("citra").execute("select jobs.sweep()")
    assert school.end(job) == ("FAILED", "overdue")


def test_somebody_stops_the_execution_by_hand(school):
    """n8n stops the outer workflow alone; the work goes on and ends the job under its claim."""
    job = hanging(school)
    stopped = school.n8n.api("POST", f"/executions/{school.value(job, 'execution')}/stop")
    assert stopped["status"] == "canceled"
    school.gemini.released.set()
    assert school.end(job) == DONE


def test_somebody_stops_all_of_it_by_hand(school):
    job = hanging(school)
    work = min(int(one["id"]) for one in school.n8n.executions(status="running") if one["mode"] == "integrated")
    for execution in (school.value(job, "execution"), work):
        school.n8n.api("POST", f"/executions/{execution}/stop")
    school.gemini.released.set()
    school.lost(job, "seen_at", STALE)
    assert school.end(job) == DONE
    assert [entry["what"] for entry in school.value(job, "log")].count("claimed") == 2


def test_somebody_stops_the_inner_workflow_by_hand(school):
    job = hanging(school)
    work = min(int(one["id"]) for one in school.n8n.executions(status="running") if one["mode"] == "integrated")
    school.n8n.api("POST", f"/executions/{work}/stop")
    assert school.end(job) == ("FAILED", "workflow")


def test_a_workflow_breaks(school):
    """Its rights are gone; so the first thing it says of the job is refused."""
    superuser = school.world.superuser("ems_core")
    superuser.execute("revoke execute on function jobs.progress(uuid, uuid, int, text, text) from ems_n8n")
    try:
        job = school.nudged()
        assert school.end(job) == ("FAILED", "workflow")
        assert school.value(job, "execution_status") == "error"
    finally:
        school.world.superuser("ems_core").execute("grant execute on function jobs.progress(uuid, uuid, int, text, text) to ems_n8n")


def test_a_kind_that_the_workflows_do_not_know(school):
    job = school.start()
    school.world.owner().execute("update ems.jobs set kind = 'poem' where id = %s", (job,))
    school.nudge(job)
    assert school.end(job) == ("FAILED", "workflow")
    assert school.gemini.asked == []


# PostgreSQL


def test_the_database_loses_its_connections_while_gemini_thinks(school):
    job = hanging(school)
    school.world.superuser().execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ems_n8n'")
    school.gemini.released.set()
    assert school.end(job) == DONE


# the webhook


def test_the_nudge_is_lost(school):
    job = school.start()
    school.lost(job)
    assert school.end(job) == DONE


def test_n8n_is_nudged_twice(school):
    job = school.start()
    ticket = school.ticket(job)
    with ThreadPoolExecutor(2) as both:
        assert list(both.map(lambda _: school.nudge(job, ticket), range(2))) == [202, 202]
    assert school.end(job) == DONE
    school.idle()
    assert len(school.gemini.asked) == 1
    assert school.nudge(job, ticket) == httpx.codes.ACCEPTED  # an old one once more
    school.idle()
    assert len(school.gemini.asked) == 1
    assert school.end(job) == DONE


def test_a_job_is_taken_over_and_answered_twice(school):
    job = hanging(school)
    first = school.value(job, "claim")
    school.lost(job, "seen_at", STALE)
    assert school.end(job) == DONE
    result = school.value(job, "result_json")
    school.gemini.released.set()  # the first one answers, too late
    school.idle()
    assert school.value(job, "claim") != first
    assert school.value(job, "result_json") == result
    assert school.end(job) == DONE


def test_the_same_answer_comes_twice(school):
    job = school.nudged()
    assert school.end(job) == DONE
    assert complete(school, job, "{}") == "late"
    assert school.end(job) == DONE
    assert "proposals" in school.value(job, "result_json")


def test_a_person_cancels_while_gemini_thinks(school):
    job = hanging(school)
    school.world.session("budi").execute("select jobs.cancel(%s)", (job,))
    school.gemini.released.set()
    school.idle()
    assert school.end(job) == ("FAILED", "cancelled")
    assert school.value(job, "result_json") is None


def test_a_cancelled_job_is_not_tried_again(school):
    school.gemini.coming = ["never"]
    school.gemini.answer = "429"
    job = school.nudged()
    school.asked()
    school.gemini.coming = []
    school.world.session("budi").execute("select jobs.cancel(%s)", (job,))
    school.gemini.released.set()
    school.idle()
    assert len(school.gemini.asked) == 1


def test_a_failed_job_is_started_anew(school):
    school.gemini.answer = "safety"
    job = school.nudged()
    assert school.end(job) == ("FAILED", "rejected")
    school.gemini.answer = "ok"
    school.world.session("budi").execute("select jobs.retry(%s)", (job,))
    assert school.nudge(job) == httpx.codes.ACCEPTED
    eventually(lambda: school.value(job, "status") == "COMPLETED", 30)
    assert school.value(job, "attempt") == 2


# Gemini


@pytest.mark.parametrize(
    ("answer", "reason", "asked"),
    [
        ("429", "quota", 3), ("500", "model_error", 3), ("safety", "rejected", 1), ("blocked", "rejected", 1), ("max_tokens", "garbage", 1),
        ("garbage", "garbage", 1), ("not_json", "garbage", 1), ("empty", "garbage", 1), ("huge", "too_large", 1),
    ],
)  # fmt: skip
def test_gemini_fails(school, answer: Answer, reason, asked):
    school.gemini.answer = answer
    job = school.nudged()
    assert school.end(job) == ("FAILED", reason)
    assert len(school.gemini.asked) == asked
    assert school.value(job, "detail")


@pytest.mark.parametrize("kind", ["analysis", "description", "questions"])
@pytest.mark.parametrize(
    "says", ["null", "[]", "{}", '"x"', '{"MATERIAL_DESC": null, "questions": [null]}', '{"MATERIAL_DESC": {"value": {}}, "questions": {}}']
)
def test_gemini_says_json_without_anything_to_use(school, kind, says):
    school.gemini.says = says
    assert school.end(school.nudged(kind)) == ("FAILED", "garbage")


def test_gemini_recovers(school):
    school.gemini.coming = ["429", "500", "ok"]
    job = school.nudged()
    assert school.end(job) == DONE
    assert len(school.gemini.asked) == 3
    assert "Gemini sibuk, dicoba lagi" in [entry.get("note") for entry in school.value(job, "log")]


def test_gemini_never_answers(school):
    school.install(timeout_s=1, tries=2)
    try:
        school.gemini.answer = "never"
        job = school.nudged()
        assert school.end(job) == ("FAILED", "model_error")
        assert len(school.gemini.asked) == 2
    finally:
        school.install()


def test_gemini_is_not_there(school):
    school.install(gemini_url="http://127.0.0.1:9", tries=2)
    try:
        assert school.end(school.nudged()) == ("FAILED", "model_error")
    finally:
        school.install()


def test_gemini_does_not_take_the_key(school):
    school.gemini.key, key = "another", school.gemini.key
    try:
        job = school.nudged()
        assert school.end(job) == ("FAILED", "model_error")
        assert "HTTP 400" in school.value(job, "detail")
    finally:
        school.gemini.key = key


def test_a_result_that_is_too_large_for_the_school(school):
    """The database's own limit, behind the workflow's."""
    job = hanging(school)
    result = json.dumps({"model": "m", "proposals": {"MATERIAL_DESC": {"value": "x" * 1_100_000}}})
    assert complete(school, job, result) == "too_large"
    school.gemini.released.set()
    school.idle()
    assert school.end(job) == ("FAILED", "too_large")


# tickets and clocks


@pytest.mark.parametrize("what", ["none", "empty", "expired", "forged", "unsigned", "audience", "issuer", "other job", "endless", "basic"])
def test_a_ticket_that_is_none_starts_nothing_and_the_job_ends_all_the_same(school, what):
    job, now = school.start(), int(time.time())
    secret = school.world.superuser("ems_core").execute("select secret from jobs.secret").fetchone()[0]
    claims = {"iss": "ems", "aud": "n8n", "sub": job, "att": 1, "iat": now, "exp": now + 300}
    ticket = {
        "none": "-", "empty": "x.y.z", "expired": signed(secret, claims | {"iat": now - 310, "exp": now - 10}), "forged": signed("another", claims),
        "unsigned": encoded({"alg": "none"}) + "." + encoded(claims) + ".", "audience": signed(secret, claims | {"aud": "somebody"}),
        "issuer": signed(secret, claims | {"iss": "somebody"}), "other job": signed(secret, claims | {"sub": job[::-1]}),
        "endless": signed(secret, {name: claims[name] for name in ("iss", "aud", "sub", "att", "iat")}), "basic": signed(secret, claims),
    }[what]  # fmt: skip
    header = "Basic" if what == "basic" else "Bearer"
    if what == "basic":  # the name of the scheme is not looked at: the token alone opens
        assert school.nudge(job, ticket, header) == httpx.codes.ACCEPTED
    else:
        assert school.nudge(job, ticket, header) in (401, 403)
        school.idle()
        assert school.value(job, "claim") is None
        school.lost(job)
    assert school.end(job) == DONE


@pytest.mark.parametrize(("minutes", "status"), [(-10, 403), (10, 202)])
def test_the_clocks_of_school_and_n8n_differ(school, minutes, status):
    """A ticket made by a clock ten minutes behind has expired for n8n; one by a clock ahead opens longer. The deadline is the school's."""
    job, at = school.start(), int(time.time()) + minutes * 60
    secret = school.world.superuser("ems_core").execute("select secret from jobs.secret").fetchone()[0]
    claims = {"iss": "ems", "aud": "n8n", "sub": job, "att": 1, "iat": at, "exp": at + 300}
    assert school.nudge(job, signed(secret, claims)) == status
    school.lost(job)
    assert school.end(job) == DONE
    assert len(school.gemini.asked) == 1
