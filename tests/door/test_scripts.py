"""The scripts `ems` and `ems.cmd`, as files and as a person starts them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from ems_desktop.domain.codes import CODES
from ems_desktop.door.environment import python_of
from ems_desktop.paths import root


def test_both_scripts_say_the_same_sentence_when_there_is_no_python():
    sentence = f"EMS-1901: {CODES[1901]}"
    assert sentence in (root() / "ems").read_text("utf-8")
    assert sentence in (root() / "ems.cmd").read_text("utf-8")


def test_each_script_has_the_line_ends_of_its_system():
    assert b"\r" not in (root() / "ems").read_bytes()
    windows = (root() / "ems.cmd").read_bytes()
    assert windows.count(b"\n") == windows.count(b"\r\n") > 0


def test_a_machine_without_python_is_told_so(tmp_path: Path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "cmp"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    shutil.copy(root() / "ems", tmp_path)
    done = subprocess.run([tmp_path / "ems"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, f"EMS-1901: {CODES[1901]}\n")


def test_it_starts_from_anywhere_and_fails_with_the_programs_own_code(tmp_path: Path):
    done = subprocess.run([root() / "ems", "fly"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.startswith("EMS-1904: ")) == (1, "", True)


def test_a_later_start_costs_at_most_150_ms_more_than_the_interpreter():
    bare = _best([str(python_of(root())), "-P", "-c", ""])
    door = _best([str(root() / "ems"), "--help"])
    assert door - bare <= 0.150


def test_the_checkout_is_the_one_path_entry_the_program_gets(tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('a stranger was imported')")
    env = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONHOME": str(tmp_path)}
    done = subprocess.run([root() / "ems", "--help"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _best(command: list[str]) -> float:
    """Seconds of the fastest of ten runs."""
    times = []
    for _ in range(10):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
        times.append(time.perf_counter() - start)
    return min(times)
