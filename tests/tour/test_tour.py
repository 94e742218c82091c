"""The tour: the one command that a newcomer gives, and what it leaves behind for anyone who wants to check from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ems_desktop.store.embedded import EmbeddedPostgres

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]


def test_the_demo_does_the_main_job_and_every_fact_is_read_back_from_postgresql(tmp_path):
    out, profile = tmp_path / "tour", tmp_path / "profile"
    command = [sys.executable, "-P", "-m", "ems_desktop", "--data-dir", str(profile), "demo", "--tour", str(out), "--keep"]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd()), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=840)
    try:
        assert done.returncode == 0, done.stdout + done.stderr
        found = json.loads((out / "tour.json").read_text(encoding="utf-8"))
        assert found["imported"] == {"new": 283, "refused": 0}
        assert found["typed_offline"] >= 200
        assert found["pasted"] >= 60
        assert found["lost"] == 0
        assert all(fact["held"] for fact in found["facts"])
        assert found["forbidden_read"] == "denied"
        assert [found[claim] for claim in ("server_matches", "audit_entries_match", "conflict_shown")] == [True] * 3
        assert len(list(out.glob("*.png"))) > 30
        assert _from_outside(json.loads((out / "server.json").read_text(encoding="utf-8"))) == 283
    finally:
        EmbeddedPostgres(profile / "server").stop()


def _from_outside(note: dict[str, str]) -> int:
    """The pupils, as psql would count them with what `--keep` wrote down."""
    with psycopg.connect(
        host=note["host"], port=note["port"], dbname=note["database"], user=note["user"], password=note["password"]
    ) as connection:
        row = connection.execute("select count(*) from ems.students").fetchone()
    assert row is not None
    return int(row[0])
