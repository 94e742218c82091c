"""The developer's commands. They exist in a checkout only, and start their tools as programs of their own."""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ems_desktop.cli import check
from ems_desktop.domain.errors import Mistake
from ems_desktop.paths import root

MOST_WORKERS = 4  # each has two PostgreSQL servers of its own
UV = "uv==0.13.9"  # makes the lock; not a part of the environment


def run(args: argparse.Namespace) -> int:
    match args.command:
        case "test":
            return test(args.rest, integration=args.integration)
        case "check":
            return check.run(fix=args.fix)
        case "bench":
            return int(importlib.import_module("tests.bench.__main__").main(args.names, args.json))
        case "build":
            return build()
        case _:
            return lock(upgrade=args.upgrade)


def test(arguments: list[str], *, integration: bool) -> int:
    """The tests of one kind; the answer is pytest's own exit code. The whole of the quick ones runs side by side, a file a process at a time."""
    from ems_desktop.door.system_libraries import ensure_qt

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    ensure_qt()
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    several = [f"--numprocesses={workers}", "--dist=loadfile"] if workers > 1 and not integration and not arguments else []
    return subprocess.run(
        [*check.PYTHON, "pytest", "-m", "integration" if integration else "not integration", *several, *arguments],
        cwd=root(),
        env=check.environment(),
        check=False,
    ).returncode


def build() -> int:
    from ems_desktop.door.system_libraries import ensure_qt

    ensure_qt(display=True)  # the bundle carries the libraries its window needs on a display
    _tool([*check.PYTHON, "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", "dist", "--workpath", "build", "build.spec"])
    return 0


def lock(*, upgrade: bool) -> int:
    """Write requirements.lock for all systems and Pythons at once: exact versions, every wheel's hash, no index address."""
    with tempfile.TemporaryDirectory(prefix="ems-lock-") as folder:
        python = Path(folder, "Scripts/python.exe" if os.name == "nt" else "bin/python")
        _tool([sys.executable, "-m", "venv", folder])
        _tool([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])
        command = [str(python), "-m", "uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-build", "--no-annotate", "--no-header", "--quiet", "--output-file", "requirements.lock"]
        _tool([*command, *(["--upgrade"] if upgrade else [])])
    return 0


def _tool(command: list[str]) -> None:
    """Run it from the checkout, its output going by. Raises Mistake 1907."""
    done = subprocess.run(command, cwd=root(), env=check.environment(), check=False)
    if done.returncode:
        name = command[command.index("-m") + 1]
        raise Mistake(1907, tool=name, exit_code=done.returncode)
