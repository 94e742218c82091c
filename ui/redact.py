"""A crash as it may be shown and sent: which line of ours, which kind of error, never a value. Knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from ems_desktop.paths import root

if TYPE_CHECKING:
    from traceback import FrameSummary


@dataclass(frozen=True, slots=True)
class Report:
    """`kind`: the exception's type. `trace`: a line a frame, innermost last, no messages and no values."""

    kind: str
    trace: str


def report(error: BaseException) -> Report:
    """Exception messages are left out: a driver puts names, grades and addresses into them."""
    import traceback

    chain: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        chain.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        chain += [f"  {_place(frame)}" for frame in traceback.extract_tb(seen.__traceback__)]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return Report(type(error).__qualname__, "\n".join(chain))


def _place(frame: FrameSummary) -> str:
    path = PurePath(frame.filename)
    try:
        shown = path.relative_to(root()).as_posix()
    except ValueError:
        shown = path.name  # outside the program: its folder may carry a person's name
    return f"{shown}:{frame.lineno} {frame.name}"
