"""How a presenter hands work to a worker thread without knowing of Qt: `Tasks.run` fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from ems_desktop.domain.errors import EmsError

Result = TypeVar("Result")


class Run(Protocol):
    """Do `work()` off the window's thread, then call back on it. `ordered`: strictly one after another, for what a person typed."""

    def __call__(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object] | None = None,
        failed: Callable[[EmsError], object] | None = None,
        *,
        ordered: bool = False,
    ) -> object: ...
