"""A package index, and a checkout that holds nothing but a lock file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ems_desktop.door.environment import python_of
from tests.door.index import Index, serving

PREPARE = "import sys, pathlib; from ems_desktop.door.environment import prepare; prepare(pathlib.Path(sys.argv[1]))"


@dataclass(frozen=True)
class Checkout:
    root: Path
    index: Index
    pip: str

    def lock(self, version: str) -> None:
        (self.root / "requirements.lock").write_text(self.index.locked("pip", self.pip) + self.index.locked("tiny", version))

    def start(self) -> subprocess.Popen[str]:
        """What the door does before the program, on its own."""
        command = [sys.executable, "-c", PREPARE, str(self.root)]
        return subprocess.Popen(command, env=self.index.environment(), stderr=subprocess.PIPE, text=True)

    def prepare(self) -> str:
        """As above, to its end. Answers what it said on standard error."""
        starter = self.start()
        _, said = starter.communicate(timeout=120)
        return said

    def tiny(self) -> str:
        """The version of `tiny` that a program in the environment sees."""
        done = subprocess.run([python_of(self.root), "-c", "import tiny; print(tiny.VERSION)"], capture_output=True, text=True, check=True)
        return done.stdout.strip()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with serving(tmp_path_factory.mktemp("index")) as index:
        for version in ("1.0", "2.0"):
            index.add_tiny(version)
        yield index


@pytest.fixture(scope="session")
def locked_pip(index: Index) -> str:
    return index.add_pip()


@pytest.fixture
def checkout(tmp_path: Path, index: Index, locked_pip: str) -> Checkout:
    checkout = Checkout(tmp_path, index, locked_pip)
    checkout.lock("1.0")
    return checkout
