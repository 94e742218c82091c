"""kill -9 of the program while a teacher types, again and again: no cell that showed *saved* is ever lost."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from ems_desktop.store.local import LocalStore
from tests.schools import SmallSchool

KILLS = 200
LONGEST = 0.25  # seconds of typing before a kill

Cell = tuple[str, str]


class Typists:
    """The forking server of `typist.py`, and what its typists have said so far."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-m", "tests.faults.typist"]
        environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.typed: dict[Cell, Decimal] = {}
        self.saved: dict[Cell, Decimal] = {}
        self._rest = b""

    def start(self, *words: object) -> int:
        """A new typist who is about to press the first key. Its process id."""
        assert self._server.stdin is not None
        self._server.stdin.write((" ".join(map(str, words)) + "\n").encode())
        self._server.stdin.flush()
        pid = 0
        for line in self._lines(60.0):
            if line[0] == "pid":
                pid = int(line[1])
            if line[0] == "ready":
                return pid
        raise AssertionError("no typist came")

    def watch(self, seconds: float) -> None:
        for _ in self._lines(seconds):
            pass

    def wait_dead(self) -> None:
        assert any(line[0] == "dead" for line in self._lines(30.0))

    def close(self) -> None:
        self._server.kill()
        self._server.communicate()

    def _lines(self, seconds: float) -> Iterator[list[str]]:
        """What is said within so many seconds, each line noted before it is given on."""
        assert self._server.stdout is not None
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._server.stdout], [], [], left)[0]:
                return
            self._rest += os.read(self._server.stdout.fileno(), 65536)
            while b"\n" in self._rest:
                line, self._rest = self._rest.split(b"\n", 1)
                words = line.decode().split()
                if words[0] in ("typed", "saved"):
                    getattr(self, words[0])[words[1], words[2]] = Decimal(words[3])
                yield words


def test_no_cell_that_showed_saved_is_lost_in_200_kills(tmp_path):
    path, key, rng = tmp_path / "local.db", os.urandom(32), random.Random(20261122)
    store = LocalStore(path, key)
    small = SmallSchool.as_pulled(store, str(uuid.uuid4()), pupils=36, assessments=20)
    store.close()
    typists = Typists()
    try:
        for kill in range(KILLS):
            pid = typists.start(path, key.hex(), small.sheet_id, small.teacher.id, len(typists.typed) + kill)
            typists.watch(rng.random() * LONGEST)
            os.kill(pid, signal.SIGKILL)
            typists.wait_dead()
            assert lost(path, key, typists) == {}, f"after kill {kill}"
    finally:
        typists.close()
    assert len(typists.saved) > KILLS


def lost(path: Path, key: bytes, typists: Typists) -> dict[Cell, Decimal]:
    """The cells that showed saved, and hold neither that value nor the one typed over it since."""
    store = LocalStore(path, key)
    try:
        with store.reading() as session:
            rows = session.execute(sa.text("select assessment_id, student_id, value from scores"))
            there = {(a, s): Decimal(str(value)) for a, s, value in rows}
            waiting = session.execute(sa.text("select count(*) from outbox where state = 'pending'")).scalar_one()
            assert session.execute(sa.text("pragma integrity_check")).scalar_one() == "ok"
    finally:
        store.close()
    assert waiting >= len(typists.saved)  # each saved cell is an outbox entry of its own
    return {cell: value for cell, value in typists.saved.items() if there.get(cell) not in (value, typists.typed[cell])}
