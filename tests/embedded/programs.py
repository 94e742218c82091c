"""Other programs that use the same server: real processes, which a test may kill."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ems_desktop.store.embedded import EmbeddedPostgres, Running

_PROGRAM = """
import sys
from pathlib import Path
from ems_desktop.store.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
found = server.start()
print(found.port, found.started, flush=True)
sys.stdin.read()
print(server.leave(), flush=True)
"""


@dataclass
class Program:
    process: subprocess.Popen[str]

    def started(self) -> tuple[int, bool]:
        """Its port, and whether it started the server: waits for it."""
        assert self.process.stdout
        port, started = self.process.stdout.readline().split()
        return int(port), started == "True"

    def leaves(self) -> bool:
        """Close the program as a person does. Whether it stopped the server."""
        said, _ = self.process.communicate(timeout=60)
        return said.strip() == "True"

    def killed(self) -> None:
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def program(root: Path) -> Iterator[Program]:
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Program(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe
            pipe.close()


def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Look again and again until it holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.002)


def rows(running: Running) -> int:
    with psycopg.connect(running.dsn()) as connection:
        found = connection.execute("select count(*) from kept").fetchone()
        assert found
        return int(found[0])


def postmaster(server: EmbeddedPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])
