"""The whole way from nothing: the project's files in an empty folder, an empty home, one command."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ems_desktop.door.environment import python_of
from ems_desktop.paths import root


@pytest.mark.integration
def test_a_fresh_copy_of_the_project_starts_with_one_command(tmp_path: Path):
    checkout, home = tmp_path / "ems", tmp_path / "home"
    home.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root(), capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root() / name, checkout / name)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "XDG_"))} | {
        "HOME": str(home)
    }

    first = subprocess.run([checkout / "ems", "admin", "--help"], env=env, capture_output=True, text=True, check=False)
    assert (first.returncode, "import" in first.stdout) == (0, True), first.stderr
    second = subprocess.run([checkout / "ems", "check", "--help"], env=env, capture_output=True, text=True, check=False)
    assert (second.returncode, second.stderr) == (0, "")
    whole = subprocess.run([python_of(checkout), "-m", "pip", "check"], env=env, capture_output=True, text=True, check=False)
    assert whole.returncode == 0, whole.stdout
