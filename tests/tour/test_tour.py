"""The tour: the one command that a newcomer gives, and what it leaves behind for anyone who wants to check from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from ems_desktop.store.embedded import EmbeddedPostgres

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]


def test_the_demo_does_the_main_job_and_every_fact_is_read_back_from_postgresql(tmp_path):
    out, profile = tmp_path / "tour", tmp_path / "profile"
    done = tour(profile, out, "--keep")
    try:
        assert done.returncode == 0, done.stdout + done.stderr
        found = json.loads((out / "tour.json").read_text(encoding="utf-8"))
        assert found["imported"] == {"new": 283, "refused": 0}
        assert found["typed_offline"] >= 200
        assert found["pasted"] >= 60
        assert found["from_excel"] > 0
        assert found["lost"] == 0
        assert all(fact["held"] for fact in found["facts"])
        assert found["forbidden_read"] == "denied"
        claims = ("server_matches", "audit_entries_match", "conflict_shown", "sheet_matches", "sheet_clash_shown")
        assert [found[claim] for claim in claims] == [True] * 5
        assert (found["sheet_calls"]["most_reads"], found["sheet_calls"]["most_writes"]) == (1, 1)
        assert set(found["jobs_states"]) == {"waiting", "working", "done", "rejected", "overdue", "cancelled"}
        assert found["bugs"] == []
        assert len(list(out.glob("*.png"))) > 30
        assert _from_outside(json.loads((out / "server.json").read_text(encoding="utf-8"))) == 283
    finally:
        EmbeddedPostgres(profile / "server").stop()


def test_the_full_demo_has_a_job_done_by_n8n_and_a_file_in_the_s3_and_leaves_nothing_running(tmp_path):
    out, profile = tmp_path / "tour", tmp_path / "profile"
    done = tour(profile, out, "--full")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((out / "tour.json").read_text(encoding="utf-8"))
    assert found["full"]["n8n did the added entry's job"] == "COMPLETED"
    assert found["full"]["the added entry's file lies in the S3"] == "s3"
    assert found["sheet_matches"]
    assert [one.info["cmdline"] for one in psutil.process_iter(["cmdline"]) if str(profile) in " ".join(one.info["cmdline"] or ())] == []


def tour(profile: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "ems_desktop", "--data-dir", str(profile), "demo", "--tour", str(out), *more]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd()), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=840)


def _from_outside(note: dict[str, str]) -> int:
    """The pupils, as psql would count them with what `--keep` wrote down."""
    with psycopg.connect(
        host=note["host"], port=note["port"], dbname=note["database"], user=note["user"], password=note["password"]
    ) as connection:
        row = connection.execute("select count(*) from ems.students").fetchone()
    assert row is not None
    return int(row[0])
