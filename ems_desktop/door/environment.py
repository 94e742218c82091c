"""Makes the environment, `.venv` in the checkout, from the lock file and keeps it so. The environment remembers the lock
it was made from in `ems.lock`; the file `ems.unfinished` stands in it while it is being made, so that a killed start
is noticed by the next one."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ems_desktop.domain.errors import Outage
from ems_desktop.door.pip_source import unpack_pip

LOCK = "requirements.lock"


def prepare(root: Path) -> None:
    """Bring root/.venv to the state root/requirements.lock names.

    An environment that somebody made by hand is taken over; one whose making was interrupted is made anew. Of two
    starters one works and the other waits. Raises Outage 1902.
    """
    try:
        with _alone(root / ".venv.guard"):
            if not is_fresh(root):
                sys.stderr.write("Preparing EMS Desktop's environment; the first time this takes a minute or two ...\n")
                _make(root)
    except OSError as error:
        raise Outage(1902, reason=error) from error


def is_fresh(root: Path) -> bool:
    lock, stamp = root / LOCK, root / ".venv" / "ems.lock"
    return stamp.exists() and _answers(python_of(root)) and filecmp.cmp(lock, stamp, shallow=False)


def python_of(root: Path) -> Path:
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(root: Path) -> None:
    venv, stamp = root / ".venv", root / ".venv" / "ems.lock"
    unfinished = venv / "ems.unfinished"
    usable = not unfinished.exists() and _answers(python_of(root))
    venv.mkdir(exist_ok=True)
    unfinished.touch()
    stamp.unlink(missing_ok=True)
    if not usable:
        _empty(venv, keep=unfinished)
        _run([_versioned_python(), "-m", "venv", "--without-pip", str(venv)])
    try:
        _install(root)
    except Outage:
        unfinished.unlink()  # pip puts back what it could not replace: the next start may go on from here
        raise
    part = stamp.with_suffix(".part")
    shutil.copyfile(root / LOCK, part)
    part.replace(stamp)
    unfinished.unlink()


def _empty(folder: Path, keep: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != keep:
            entry.unlink()


def _versioned_python() -> str:
    """The interpreter by its own name, python3.11 and not python3: when the system moves on to 3.12, the environment's link
    then leads nowhere, which is noticed, instead of to an interpreter its packages are not for."""
    return sys.executable if os.name == "nt" else os.path.realpath(sys.executable)


def _answers(python: Path, program: str = "") -> bool:
    try:
        return subprocess.run([python, "-c", program], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(root: Path) -> None:
    """Wheels only, each with its hash, nothing but what the lock names."""
    python = python_of(root)
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    command += ["--log", str(root / ".venv" / "ems.log"), "--requirement", str(root / LOCK)]
    if _answers(python, "import pip"):
        _run(command)
        return
    with tempfile.TemporaryDirectory(prefix="ems-pip-") as folder:
        unpack_pip(root / LOCK, Path(folder))
        _run(command, PYTHONPATH=folder)


def _run(command: list[str], **environment: str) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env |= {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", **environment}
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, close_fds=False, check=False
    )
    if done.returncode:
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        errors = [line.removeprefix("ERROR: ") for line in said if line.startswith("ERROR: ")]
        raise Outage(1902, reason=(errors or said or ["no reason given"])[-1].strip().rstrip("."))


@contextmanager
def _alone(guard: Path) -> Iterator[None]:
    """Hold a lock that the system takes back when this process dies."""
    with guard.open("ab") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:  # one call waits ten seconds, then gives up
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:
                    continue
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
            os.set_inheritable(file.fileno(), True)  # a pip that outlives a killed starter keeps the lock until it ends
        yield
