"""Programs that are not ours, for `./ems demo --full` and the tests: where they are kept, installed once and by one process at a time."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import platformdirs

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.store.platform import FileLock

NOT_FOUND, NOT_INSTALLED, NOT_RUNNING = 1930, 1931, 1932
_SAID = 400  # letters of what a program said at its end


def folder() -> Path:
    """In the user's cache, outside the checkout."""
    parts = platformdirs.user_cache_path("ems-test-parts", appauthor=False)
    parts.mkdir(parents=True, exist_ok=True)
    return parts


def program(name: str, part: str) -> str:
    """Where a program of the machine's is. Error 1930: it has none; `part` is what needs it."""
    found = shutil.which(name)
    if not found:
        raise Mistake(NOT_FOUND, program=name, part=part)
    return found


def install(part: str, command: Sequence[str], folder: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
    """Run an installer to its end. Error 1931 with what it said last."""
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise Outage(NOT_INSTALLED, part=part, reason=" ".join((done.stdout + done.stderr).split())[-_SAID:])


def pip_folder(name: str, version: str, package: str) -> Path:
    """A package of pip's in a folder of its own, fetched on first use. Error 1931."""
    made = folder() / f"{name}-{version}"
    with alone(folder() / f"{name}.lock", within=300):
        if not made.exists():
            part = made.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            install(name, [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(part), f"{package}=={version}"])
            part.rename(made)
    return made


@contextlib.contextmanager
def alone(path: Path, within: float) -> Iterator[None]:
    """One process at a time; the others wait, `within` seconds at most. Error 1931 after that."""
    lock, until = FileLock(path), time.monotonic() + within
    while not lock.acquire():
        if time.monotonic() > until:
            raise Outage(NOT_INSTALLED, part=path.stem, reason=f"{path.name}: {within} s")
        time.sleep(0.1)
    try:
        yield
    finally:
        lock.release()


def wait_for(part: str, ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, within: float) -> None:
    """Until it is ready. Error 1932: it ended, or takes longer than `within` seconds; with what it said last."""
    until = time.monotonic() + within
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise Outage(NOT_RUNNING, part=part, reason=" ".join(log.read_text("utf-8", "replace").split())[-_SAID:])
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
