"""Programs that are not ours: what cannot be had is said in one sentence, with what its installer or itself said last."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ems_desktop.cli import arguments
from ems_desktop.demo import outside
from ems_desktop.demo.n8n import N8n, installed
from ems_desktop.domain.errors import Mistake, Outage


def test_a_program_that_is_not_on_this_computer_is_named_with_what_needs_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Mistake) as caught:
        outside.program("npm", "n8n")
    assert (caught.value.code, caught.value.params) == (1930, {"program": "npm", "part": "n8n"})


def test_an_installation_that_finds_no_npm_says_so_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outside, "folder", lambda: tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Mistake) as caught:
        installed()
    assert caught.value.code == 1930
    assert [path.name for path in tmp_path.glob("n8n-*") if path.suffix != ".part"] == []


def test_an_installer_that_fails_is_quoted(tmp_path: Path):
    with pytest.raises(Outage) as caught:
        outside.install("n8n", [sys.executable, "-c", "raise SystemExit('npm error E404')"], tmp_path)
    assert (caught.value.code, caught.value.params) == (1931, {"part": "n8n", "reason": "npm error E404"})


@pytest.mark.parametrize("does", ["raise SystemExit('port in use')", "import time; print('port in use', flush=True); time.sleep(60)"])
def test_a_program_that_ends_or_never_gets_ready_is_quoted(tmp_path: Path, does: str):
    log = tmp_path / "log"
    with log.open("wb") as written, subprocess.Popen([sys.executable, "-c", does], stdout=written, stderr=written) as process:
        try:
            with pytest.raises(Outage) as caught:
                outside.wait_for("n8n", lambda: False, process, log, within=2)
        finally:
            process.kill()
    assert (caught.value.code, caught.value.params) == (1932, {"part": "n8n", "reason": "port in use"})


def test_what_never_started_is_ended_without_a_word(tmp_path: Path):
    server = N8n(tmp_path, tmp_path)
    server.kill()
    server.stop()
    assert server.process is None


def test_only_who_asks_for_it_gets_the_full_demo():
    assert [arguments.command(["demo", *more]).full for more in ([], ["--full"])] == [False, True]
