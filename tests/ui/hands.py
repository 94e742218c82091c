"""Hands that work only when a test lets them: what stands between asking and the answer is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ems_desktop.domain.errors import EmsError


class Hands:
    """Work that waits until it is let go, in any order."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> None:
        def go() -> None:
            try:
                found = work()
            except EmsError as error:
                failed(error)
            else:
                done(found)

        self.waiting.append(go)

    def go(self, which: int = 0) -> None:
        self.waiting.pop(which)()

    def go_all(self) -> None:
        while self.waiting:
            self.go()
