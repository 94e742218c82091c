"""Which processes of a data folder are alive. Never trusts a pid alone: pids are reused, and a killed server leaves its file behind."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_DYING = 10.0  # seconds; a process in the middle of a write to a slow disk takes its time


@dataclass(frozen=True, slots=True)
class PidFile:
    pid: int
    port: int


def read_pid_file(data: Path) -> PidFile | None:
    """What `postmaster.pid` says; None when there is none, or a power cut tore it."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        return PidFile(int(lines[0]), int(lines[3]))
    except (OSError, ValueError, IndexError):
        return None


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether this process is a living PostgreSQL that works in this folder (every one makes its data folder its own)."""
    try:
        process = psutil.Process(pid)
        return process.name().lower().startswith("postgres") and _alive(process) and same(process.cwd(), data)
    except psutil.AccessDenied:
        return True  # another account's PostgreSQL: the connection will tell
    except psutil.Error:
        return False


def end_left_behind(*folders: Path) -> None:
    """End PostgreSQL's processes that work in these folders. Only for folders whose postmaster is known to be dead: they are
    workers, or an initdb, that outlived it. What they had not committed is undone at the next start."""
    found = [process for process in psutil.process_iter() if _left_in(process, folders)]
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    deadline = time.monotonic() + _DYING
    while any(_alive(process) for process in found) and time.monotonic() < deadline:
        time.sleep(0.005)


def _alive(process: psutil.Process) -> bool:
    """A zombie is dead, though nobody may ever collect it (a container's first process)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _left_in(process: psutil.Process, folders: Sequence[Path]) -> bool:
    try:
        return process.name().lower().startswith(("postgres", "initdb")) and any(same(process.cwd(), each) for each in folders)
    except psutil.Error:
        return False


def same(one: str, other: Path) -> bool:
    """The same folder, whatever the spelling; False when one is gone."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False
