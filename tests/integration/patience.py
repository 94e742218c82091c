"""Waiting for what another program does."""

from __future__ import annotations

import time
from collections.abc import Callable


def eventually(true: Callable[[], bool], within: float, pause: float = 0.1) -> None:
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until, f"not within {within} s"
        time.sleep(pause)
