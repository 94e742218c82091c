"""Google's limits of requests, and faults that a test or the demo asks for."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from ems_desktop.demo.google.refusals import Refusal

USER: Final = 60  # reads, and as many writes, in a minute
PROJECT: Final = 300
Kind = Literal["read", "write", "version"]
Trouble = Literal["429", "500", "503", "401", "403", "404", "cut-before", "page", "cut-after", "late-500", "slow"]
AFTERWARDS: Final = {"cut-after", "late-500", "slow"}  # these are carried out


class Quota:
    """Reads and writes of Sheets in any 60 s. Drive's own limit is 40 times as high, and not kept here."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.on = True
        self._clock = clock
        self._times: dict[tuple[str, Kind], deque[float]] = defaultdict(deque)

    def take(self, user: str, kind: Kind) -> None:
        """Refusal 429: used up, by this user or by all together."""
        if not self.on or kind == "version":
            return
        now = self._clock()
        for who, most in (((user, kind), USER), (("", kind), PROJECT)):
            times = self._times[who]
            while times and times[0] <= now - 60:
                times.popleft()
            if len(times) >= most:
                raise Refusal(429)
        self._times[user, kind].append(now)
        self._times["", kind].append(now)


@dataclass(frozen=True, slots=True)
class Fault:
    """`cut-before`, `cut-after`: the connection ends without an answer, and the request was not, or was, carried out; `late-500`: it was,
    and the answer is an error. `slow`: after `seconds`. `page`: a network's login page answers. `retry_after`: the header of a 429 or 503.
    `reason`: Google's word for a 403.
    """

    trouble: Trouble
    kind: Kind | None = None  # any
    retry_after: str | None = None
    seconds: float = 0
    reason: str | None = None


@dataclass(slots=True)
class Faults:
    """What goes wrong with the next requests, in turn."""

    waiting: list[Fault] = field(default_factory=list)

    def next(self, trouble: Trouble, kind: Kind | None = None, *, times: int = 1, **how: Any) -> None:
        """`how`: `retry_after`, `seconds` and `reason` of a Fault."""
        self.waiting += [Fault(trouble, kind, **how)] * times

    def take(self, kind: Kind) -> Fault | None:
        found = next((fault for fault in self.waiting if fault.kind in {None, kind}), None)
        if found is not None:
            self.waiting.remove(found)
        return found
