"""A presenter's surroundings without a window: work is done at once, what the screen is told is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ems_desktop.domain.errors import EmsError


def at_once(work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> None:
    try:
        result = work()
    except EmsError as error:
        failed(error)
        return
    if done:
        done(result)


class Later:
    """Work that is done when the test says so, in the order the test says."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Any, Any]] = []

    def __call__(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> None:
        self.waiting.append((work, done, failed))

    def do(self, at: int = 0) -> None:
        at_once(*self.waiting.pop(at))


class Told:
    """Any screen: remembers the calls by name."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self.calls.append((name, given))

    def last(self, name: str) -> Any:
        """What it was told last under this name."""
        return next(given for called, given in reversed(self.calls) if called == name)

    def named(self, name: str) -> list[tuple[Any, ...]]:
        return [given for called, given in self.calls if called == name]
