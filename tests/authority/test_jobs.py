"""Jobs at school: each is there before it is told of, one worker holds it, and it ends once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator

import psycopg
import pytest

from tests.authority.jobs_door import LENSA, RESULT, JobsDoor, one
from tests.world import SchoolWorld, change, uid, whole


@pytest.fixture
def jobs(world: SchoolWorld) -> Iterator[JobsDoor]:
    with JobsDoor.open(world) as door:
        yield door


# taken and ended


def test_a_job_goes_from_its_start_to_its_result(jobs: JobsDoor) -> None:
    job = jobs.start(pages=2)
    told = jobs.claim(job, "17")
    assert told is not None
    assert (told["id"], told["attempt"], told["kind"], told["params"], told["file"]) == (job, 1, "analysis", {"pages": 2}, None)
    assert told["material"]["material_title"] == "Lensa"
    assert set(told["material"]) == {"subject_name", *(f"material_{n}" for n in ("title", "desc", "type", "level", "theme", "subtheme"))}
    assert one(jobs.n8n, "select jobs.progress(%s, %s, 40, 'hlm. 3')", job, told["claim"])
    assert (jobs.value(job, "percent"), jobs.value(job, "note"), jobs.value(job, "execution")) == (40, "hlm. 3", "17")
    assert jobs.complete(job, told["claim"]) == "done"
    assert jobs.ended(job) == ("COMPLETED", None)
    assert jobs.value(job, "result_json") == RESULT
    assert jobs.log(job) == ["queued", "claimed", "progress", "completed"]


def test_a_second_click_finds_the_job_of_the_first(jobs: JobsDoor) -> None:
    assert jobs.start() == jobs.start()
    assert jobs.start(pages=1) != jobs.start()
    assert jobs.start("citra") != jobs.start()


def test_two_who_are_told_of_a_job_do_not_both_get_it(jobs: JobsDoor) -> None:
    job = jobs.start()
    assert jobs.claim(job) is not None
    assert jobs.claim(job) is None


def test_while_one_takes_a_job_the_other_does_not_wait_for_it(jobs: JobsDoor) -> None:
    job = jobs.start()
    with psycopg.connect(jobs.n8n.info.dsn, password=jobs.n8n.info.password) as other:
        assert one(other, "select count(*) from jobs.claim(%s)", job) == 1
        assert jobs.claim(job) is None
        other.rollback()
    assert jobs.claim(job) is not None


def test_an_answer_that_comes_twice_counts_once(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    assert [jobs.complete(job, claim), jobs.complete(job, claim), jobs.fail(job, claim)] == ["done", "late", "late"]
    assert jobs.ended(job) == ("COMPLETED", None)


def test_a_failure_keeps_its_reason_and_what_it_said(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    assert [jobs.fail(job, claim), jobs.complete(job, claim)] == ["done", "late"]
    assert jobs.ended(job) == ("FAILED", "rejected")
    assert jobs.value(job, "detail") == "SAFETY"


@pytest.mark.parametrize("reason", [None, "", "Quota", "'; drop table", "x" * 41])
def test_a_reason_that_is_none_counts_as_the_workflow_s(jobs: JobsDoor, reason: str | None) -> None:
    job, claim = jobs.claimed()
    assert jobs.fail(job, claim, reason, None) == "done"
    assert jobs.ended(job) == ("FAILED", "workflow")


def test_a_result_of_over_a_megabyte_ends_the_job(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    assert jobs.complete(job, claim, {"x": "é" * 600_000}) == "too_large"
    assert jobs.ended(job) == ("FAILED", "too_large")
    assert jobs.value(job, "result_json") is None


@pytest.mark.parametrize("result", [None, [], "x", 1])
def test_a_result_is_an_object_or_nothing_happened(jobs: JobsDoor, result: object) -> None:
    job, claim = jobs.claimed()
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        jobs.complete(job, claim, result)
    assert jobs.ended(job) == ("PROCESSING", None)


# lost and found


def test_a_sweep_takes_what_nobody_was_told_of_the_oldest_first(jobs: JobsDoor) -> None:
    young, old, older = jobs.start(), jobs.start(pages=1), jobs.start(pages=2)
    jobs.age(old, "queued_at", 2)
    jobs.age(older, "queued_at", 3)
    taken = [told and told["id"] for told in (jobs.claim(), jobs.claim(), jobs.claim())]
    assert taken == [older, old, None]
    assert jobs.claim(young) is not None


def test_a_claim_without_a_sign_of_life_is_taken_over_and_its_holder_is_late(jobs: JobsDoor) -> None:
    job, lost = jobs.claimed()
    jobs.age(job, "seen_at", 4)
    assert one(jobs.n8n, "select jobs.progress(%s, %s, 10, null)", job, lost)
    jobs.age(job, "seen_at", 4)
    assert jobs.claim() is None
    jobs.age(job, "seen_at", 2)
    again = jobs.claim()
    assert again is not None
    assert again["id"] == job
    assert not one(jobs.n8n, "select jobs.progress(%s, %s, 50, null)", job, lost)
    assert [jobs.complete(job, lost), jobs.complete(job, again["claim"])] == ["late", "done"]


def test_a_job_is_overdue_for_good_at_the_third_sweep_past_its_deadline(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    jobs.age(job, "deadline", 16)
    assert [jobs.sweep(), jobs.sweep()] == [0, 0]
    assert jobs.ended(job) == ("PROCESSING", None)
    assert jobs.sweep() == 1
    assert jobs.ended(job) == ("FAILED", "overdue")
    assert [jobs.complete(job, claim), jobs.sweep()] == ["late", 0]
    assert jobs.log(job) == ["queued", "claimed", "overdue"]


def test_what_comes_before_the_third_sweep_is_still_taken(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    jobs.age(job, "deadline", 16)
    assert [jobs.sweep(), jobs.sweep()] == [0, 0]
    assert jobs.complete(job, claim) == "done"
    assert jobs.sweep() == 0
    assert jobs.ended(job) == ("COMPLETED", None)


def test_sweeping_more_often_than_once_a_minute_does_nothing(jobs: JobsDoor) -> None:
    job, _ = jobs.claimed()
    jobs.age(job, "deadline", 16)
    for person in ("sri", "budi", "ani") * 3:
        assert one(jobs.world.session(person), "select jobs.sweep()") == 0
    assert jobs.value(job, "sweeps") == 1


def test_past_its_deadline_nobody_takes_a_job_any_more(jobs: JobsDoor) -> None:
    job = jobs.start()
    jobs.age(job, "deadline", 16)
    assert jobs.claim(job) is None


def test_an_execution_that_n8n_lost_frees_its_job_at_once(jobs: JobsDoor) -> None:
    job, lost = jobs.claimed(execution="7")
    jobs.age(job, "queued_at", 2)
    jobs.execution("7", "crashed")
    assert jobs.value(job, "execution_status") == "crashed"
    again = jobs.claim(None, "8")
    assert again is not None
    assert [jobs.complete(job, lost), jobs.complete(job, again["claim"])] == ["late", "done"]


@pytest.mark.parametrize(("status", "reason"), [("error", "workflow"), ("canceled", "cancelled")])
def test_an_execution_that_broke_or_was_stopped_ends_its_job(jobs: JobsDoor, status: str, reason: str) -> None:
    job, claim = jobs.claimed(execution="7")
    jobs.execution("7", status)
    assert jobs.ended(job) == ("FAILED", reason)
    assert jobs.complete(job, claim) == "late"


def test_how_an_execution_ended_is_kept_with_a_job_that_ended_before(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed(execution="7")
    jobs.complete(job, claim)
    for status in ("success", "error"):
        jobs.execution("7", status)
        assert (jobs.value(job, "execution_status"), jobs.ended(job)) == (status, ("COMPLETED", None))


# people


def test_a_cancelled_job_takes_no_result_and_is_not_cancelled_twice(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    budi = jobs.world.session("budi")
    assert [one(budi, "select jobs.cancel(%s)", job) for _ in range(2)] == [True, False]
    assert jobs.complete(job, claim) == "late"
    assert jobs.ended(job) == ("FAILED", "cancelled")


def test_a_retry_starts_anew_and_the_old_claim_is_late(jobs: JobsDoor) -> None:
    job, lost = jobs.claimed(execution="7")
    sri = jobs.world.session("sri")
    assert not one(sri, "select jobs.retry(%s)", job)
    jobs.fail(job, lost)
    jobs.age(job, "deadline", 60)
    assert one(sri, "select jobs.retry(%s)", job)
    assert (jobs.value(job, "attempt"), jobs.value(job, "execution"), jobs.value(job, "deadline > now()")) == (2, None, True)
    again = jobs.claim(job)
    assert again is not None
    assert again["attempt"] == 2
    assert [jobs.complete(job, lost), jobs.complete(job, again["claim"])] == ["late", "done"]
    assert not one(sri, "select jobs.retry(%s)", job)


def part(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_ticket_is_a_token_that_the_secret_alone_signs(jobs: JobsDoor) -> None:
    job = jobs.start()
    secret = one(jobs.world.superuser("ems_core"), "select secret from jobs.secret")
    ticket = one(jobs.world.session("budi"), "select jobs.ticket(%s)", job)
    head, body, signature = ticket.split(".")
    assert json.loads(part(head)) == {"alg": "HS256", "typ": "JWT"}
    said = json.loads(part(body))
    assert {key: said[key] for key in ("iss", "aud", "sub", "att")} == {"iss": "ems", "aud": "n8n", "sub": job, "att": 1}
    assert said["exp"] - said["iat"] == 300
    assert part(signature) == hmac.digest(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256)


def test_there_is_no_ticket_for_what_is_taken_or_ended(jobs: JobsDoor) -> None:
    job, claim = jobs.claimed()
    budi = jobs.world.session("budi")
    assert one(budi, "select jobs.ticket(%s)", job) is None
    jobs.complete(job, claim)
    assert one(budi, "select jobs.ticket(%s)", job) is None


@pytest.mark.parametrize(
    ("kind", "params"), [("drop", "{}"), (None, "{}"), ("analysis", "[]"), ("analysis", json.dumps({"x": "y" * 10_000}))]
)
def test_a_job_that_cannot_be_is_not_started(jobs: JobsDoor, kind: str | None, params: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        jobs.world.session("budi").execute("select jobs.start(%s, %s, %s)", (kind, LENSA, params))
    assert one(jobs.world.owner(), "select count(*) from ems.jobs") == 0


@pytest.mark.parametrize("material", [uid("material.lama"), uid("nobody"), None])
def test_nothing_is_started_for_a_material_that_is_not_there(jobs: JobsDoor, material: str | None) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        jobs.world.session("sri").execute("select jobs.start('analysis', %s)", (material,))
    assert one(jobs.world.owner(), "select count(*) from ems.jobs") == 0


def test_two_hundred_jobs_at_once_are_enough_for_anybody(jobs: JobsDoor) -> None:
    budi = jobs.world.session("budi")
    start = "select jobs.start('analysis', %s, jsonb_build_object('n', n)) from generate_series(1, %s) n"
    budi.execute(start, (LENSA, 200))
    with pytest.raises(psycopg.errors.ProgramLimitExceeded):
        budi.execute(start, (LENSA, 201))


def test_what_is_tried_again_counts_among_them(jobs: JobsDoor) -> None:
    budi = jobs.world.session("budi")
    start = "select jobs.start('analysis', %s, jsonb_build_object('n', n)) from generate_series(1, 200) n"
    first = [str(job) for (job,) in budi.execute(start, (LENSA,)).fetchall()]
    budi.execute("select jobs.cancel(id) from unnest(%s::uuid[]) id", (first,))
    budi.execute(start, (LENSA,))
    with pytest.raises(psycopg.errors.ProgramLimitExceeded):
        budi.execute("select jobs.retry(%s)", (first[0],))
    assert one(jobs.world.owner(), "select count(*) from ems.jobs where status = 'PROCESSING'") == 200


@pytest.mark.parametrize("raw", ["[" * 2000 + "]" * 2000, "9" * 400], ids=["deep", "digits"])
def test_no_program_is_given_what_it_cannot_read(jobs: JobsDoor, raw: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        jobs.world.session("budi").execute("select jobs.start('analysis', %s, %s)", (LENSA, f'{{"a": {raw}}}'))
    job, claim = jobs.claimed()
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        jobs.n8n.execute("select jobs.complete(%s, %s, %s)", (job, claim, f'{{"a": {raw}}}'))
    assert jobs.ended(job) == ("PROCESSING", None)


def test_who_holds_an_overdue_job_does_not_hold_up_the_sweep(jobs: JobsDoor) -> None:
    held, other = jobs.start("budi"), jobs.start("citra")
    for job in (held, other):
        jobs.age(job, "deadline", 16)
    with jobs.world.connect("budi", autocommit=False) as holder:
        holder.execute("select jobs.ticket(%s)", (held,))
        for _ in range(3):
            jobs.sweep(2)
        assert jobs.ended(other) == ("FAILED", "overdue")
        holder.rollback()
    assert jobs.ended(held) == ("PROCESSING", None)


# a new material


def added(*more: dict[str, object], name: str) -> dict[str, object]:
    return whole(change("materials", "catalogue", {"id": uid(name)}, "i", {"material_title": name}), *more, title=name)


def test_a_material_that_somebody_adds_is_analysed(jobs: JobsDoor) -> None:
    assert jobs.world.push("budi", added(name="cermin"))[0]["status"] == "applied"
    row = jobs.world.owner().execute("select user_id::text, kind, status, material_id::text from ems.jobs").fetchall()
    assert row == [(uid("budi"), "analysis", "PROCESSING", uid("cermin"))]


def test_a_material_that_came_from_the_sheet_is_not(jobs: JobsDoor) -> None:
    row = change("sheet_rows", "catalogue", {"id": uid("prisma")}, "i", {"cells": {"MATERIAL_TITLE": "prisma"}})
    assert jobs.world.push("budi", added(row, name="prisma"))[0]["status"] == "applied"
    assert one(jobs.world.owner(), "select count(*) from ems.jobs") == 0


def test_what_was_not_taken_starts_no_job(jobs: JobsDoor) -> None:
    wrong = change("materials", "catalogue", {"id": uid("suhu")}, "u", {"material_title": "x"}, {"material_title": "y"})
    assert jobs.world.push("budi", added(wrong, name="kalor"))[0]["status"] == "gone"
    assert one(jobs.world.owner(), "select count(*) from ems.jobs") == 0


def test_a_push_that_is_sent_again_starts_no_second_job(jobs: JobsDoor) -> None:
    sent = added(name="bunyi")
    jobs.world.push("budi", sent)
    assert jobs.world.push("budi", sent)[0]["status"] == "applied"
    assert one(jobs.world.owner(), "select count(*) from ems.jobs") == 1


def test_a_job_keeps_what_its_material_held_when_somebody_began_to_work_on_it(jobs: JobsDoor) -> None:
    job = jobs.start()
    assert jobs.value(job, "given") is None
    told = jobs.claim(job)
    assert told is not None
    assert jobs.value(job, "given") == told["material"]
    assert told["material"]["material_title"] == "Lensa"


def test_thousands_of_new_materials_do_not_make_thousands_of_jobs(jobs: JobsDoor) -> None:
    many = (change("materials", "catalogue", {"id": uid(f"many {n}")}, "i", {"material_title": str(n)}) for n in range(300))
    assert jobs.world.push("budi", whole(*many))[0]["status"] == "applied"
    assert one(jobs.world.owner(), "select count(*) from ems.jobs") == 50
