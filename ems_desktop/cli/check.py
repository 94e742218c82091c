"""`./ems check`: every check runs, whatever the others say; a line for each, and the output of those that fail."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from ems_desktop.domain.errors import Mistake
from ems_desktop.paths import root

PYTHON = [sys.executable, "-m"]  # started in the checkout, which so is on their path
CHECKS: dict[str, list[str]] = {
    "types": [*PYTHON, "mypy"],
    "style": [*PYTHON, "ruff", "check", "--output-format", "concise"],
    "format": [*PYTHON, "ruff", "format", "--check"],
    "floors": [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "catalogue": [*PYTHON, "ems_desktop.cli.catalogue"],
    "errors page": [*PYTHON, "ems_desktop.cli.errors_page"],
    "architecture": [*PYTHON, "pytest", "-q", "tests/architecture"],
}
REPAIRS = (
    [*PYTHON, "ruff", "check", "--fix-only", "--quiet"],
    [*PYTHON, "ruff", "format", "--quiet"],
    [*PYTHON, "ems_desktop.cli.errors_page", "--fix"],
)


def run(*, fix: bool) -> int:
    """0, or Mistake 1906 with the names of the checks that failed."""
    if fix:
        for command in REPAIRS:
            subprocess.run(command, cwd=root(), env=environment(), check=False)
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = pool.map(_check, CHECKS.values())
        for name, (output, seconds) in zip(CHECKS, results, strict=True):
            sys.stdout.write(f"{'ok  ' if output is None else 'FAIL'}  {name:<14} {seconds:5.1f} s\n{output or ''}")
            sys.stdout.flush()
            if output is not None:
                failed.append(name)
    if failed:
        raise Mistake(1906, names=", ".join(failed))
    return 0


def environment() -> dict[str, str]:
    """A tool's environment. mypy takes what PYTHONPATH names for somebody else's, untyped code."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _check(command: list[str]) -> tuple[str | None, float]:
    """What the check said if it failed, and how long it took."""
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=root(), env=environment(), capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False
    )
    return (done.stdout + done.stderr if done.returncode else None), time.monotonic() - start
