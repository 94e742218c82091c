"""How long until the window is there, against a bare window that imports only PySide6. Whole processes, offscreen."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from ems_desktop.paths import root
from tests.bench.figures import Figure, load
from tests.bench.prepared import signed_in_profile

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 768)
window.show()
app.processEvents()
print("painted", time.time(), flush=True)
"""
RUNS = 9


def run(runs: int = RUNS) -> list[Figure]:
    with TemporaryDirectory(prefix="ems-bench-") as folder:
        profile = Path(folder, "profile")
        signed_in_profile(profile)
        starts = [_both(profile, Path(folder, "bytecode")) for _ in range(runs + 1)][1:]  # the first one writes the bytecode
    bare, painted, ready = (median(moments) * 1000 for moments in zip(*starts, strict=True))
    where = f"median of {runs} processes, offscreen, a teacher of the demo school signed in, no server; load {load()}"
    return [
        Figure("start: window painted", painted, "ms", 1.5, "ratio", bare, "a bare window", where),
        Figure("start: first rows painted, a key answered", ready, "ms", 4.0, "ratio", bare, "a bare window", where),
    ]


def _both(profile: Path, bytecode: Path) -> tuple[float, float, float]:
    """Seconds until the bare window, our window, and a key answered in Beranda."""
    bare = _moments(["-c", BARE], bytecode)
    ours = _moments(["-m", "tests.bench.start_program", "--data-dir", str(profile)], bytecode)
    return bare["painted"], ours["painted"], ours["ready"]


def _moments(arguments: list[str], bytecode: Path) -> dict[str, float]:
    """Seconds from the start of the process to each moment that it prints. Modules come as bytecode, as after any first start."""
    environment = os.environ | {"PYTHONPATH": str(root()), "PYTHONPYCACHEPREFIX": str(bytecode)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.time()
    done = subprocess.run([sys.executable, "-P", *arguments], env=environment, capture_output=True, text=True, check=True, timeout=60)
    return {word: float(at) - start for word, at in (line.split() for line in done.stdout.splitlines())}
