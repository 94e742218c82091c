"""The few words that a list says about an entry's jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ems_desktop import i18n
from ems_desktop.services.job_marks import JobMark, marks
from ems_desktop.services.jobs_views import Job

DONE = Job("1", "analysis", "done", False, "p", "Ratna", "m", "Puisi", "Bahasa Indonesia", datetime(2026, 11, 20, tzinfo=UTC), proposals=3)
RUNNING = replace(DONE, id="2", state="running", running=True, proposals=0)
FAILED = replace(DONE, id="3", state="failed", proposals=0)


def said(*jobs: Job) -> dict[str, tuple[str, str]]:
    i18n.use("id")
    return {id_: (mark.state, mark.said) for id_, mark in marks(jobs).items()}


def test_an_entry_says_how_many_proposals_wait_how_far_its_job_is_or_that_it_failed():
    jobs = (DONE, replace(RUNNING, material_id="n", percent=62), replace(RUNNING, material_id="o"), replace(FAILED, material_id="q"))
    assert said(*jobs) == {
        "m": ("proposals", "3 usul"),
        "n": ("running", "62 %"),
        "o": ("running", "berjalan"),
        "q": ("failed", "gagal"),
    }


def test_what_runs_or_is_newest_comes_first_and_is_what_is_said():
    assert said(RUNNING, DONE, FAILED)["m"] == ("running", "berjalan")
    assert said(FAILED, DONE)["m"] == ("failed", "gagal")


def test_jobs_that_say_nothing_leave_no_mark():
    assert said(replace(DONE, proposals=0), replace(DONE, state="cancelled", proposals=0), replace(FAILED, material_id=None)) == {}
    assert marks([DONE]) == {"m": JobMark("proposals", "3 usul")}
