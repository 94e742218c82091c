"""The full demo ends what it started, however it is ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

WINDOW = """
import sys
from PySide6.QtWidgets import QApplication
from ui.app import quit_by_signal
app = QApplication(sys.argv)
quit_by_signal(app)
print("open", flush=True)
code = app.exec()
print("the rest is ended", flush=True)
sys.exit(code)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_closes_the_window_and_what_stands_around_it_is_ended(number: int):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen([sys.executable, "-c", WINDOW], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ended = threading.Timer(30, process.kill)
        ended.start()
        assert process.stdout.readline() == "open\n"
        process.send_signal(number)
        said = process.stdout.read()
        ended.cancel()
    assert said == "the rest is ended\n"
    assert process.returncode == 0
