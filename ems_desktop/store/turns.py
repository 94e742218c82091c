"""The school's server has fewer connections than the school has people: who finds none comes again a little later, at a random moment.

A try costs the server nearly as much as a connection, so the waits grow. Knows nothing of the driver."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from ems_desktop.domain.errors import Outage

CROWDED = 1407
PATIENCE = 60.0  # seconds that somebody who signs in waits for a place
_LONGEST = 8.0
T = TypeVar("T")


def turn(tries: int) -> float:
    """Seconds until the next try, after so many: at first half a second at most, later eight."""
    longest: float = min(_LONGEST, 0.25 * 2 ** min(tries, 5))
    return longest * random.uniform(0.1, 1.0)  # noqa: S311 - spreads a morning's sign-ins, guards nothing


def patiently(act: Callable[[], T], seconds: float | None = None) -> T:
    """`act`, tried again for so long (PATIENCE) while the school has no connection to give. Error 1407 after that."""
    until, tries = time.monotonic() + (PATIENCE if seconds is None else seconds), 0
    while True:
        try:
            return act()
        except Outage as error:
            if error.code != CROWDED or time.monotonic() > until:
                raise
        tries += 1
        time.sleep(turn(tries))
