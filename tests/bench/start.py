"""How long until the window is there, against a bare window that imports only PySide6. Whole processes, offscreen."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure

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
RUNS = 7


def run() -> list[Figure]:
    from tests.bench.prepared import signed_in_profile

    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder)
        signed_in_profile(profile)
        bare, painted, ready = [], [], []
        for turn in range(RUNS + 1):
            one = _timed([sys.executable, "-P", "-c", BARE])
            two = _timed([sys.executable, "-P", "-m", "ems_desktop", "--data-dir", str(profile)], {"EMS_START_BENCH": "1"})
            if turn:
                bare.append(one["painted"])
                painted.append(two["painted"])
                ready.append(two["ready"])
    floor = median(bare) * 1000
    where = f"median of {RUNS} processes, offscreen, signed in, no server"
    return [
        Figure("start: window painted", median(painted) * 1000, "ms", 1.5, floor, "a bare window", where),
        Figure("start: first rows and a key answered", median(ready) * 1000, "ms", 4.0, floor, "a bare window", where),
    ]


def _timed(command: list[str], extra: dict[str, str] | None = None) -> dict[str, float]:
    """Seconds from the process's start to each moment that it prints."""
    import time

    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())} | (extra or {})
    start = time.time()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return {line.split()[0]: float(line.split()[1]) - start for line in done.stdout.splitlines() if line.startswith(("painted ", "ready "))}
