"""Asking the school's server something that this computer does not keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ems_desktop.domain.errors import NeedsOnline, Outage

if TYPE_CHECKING:
    from ems_desktop.store.connect import Connection
    from ems_desktop.store.line import Line

AWAY = frozenset({1401, 1402, 1403, 1405, 1407, 1410, 1411})  # the school is not there; the other outages have their own words


@contextmanager
def at_school(line: Line, away: int) -> Iterator[Connection]:
    """The line's connection. Errors: NeedsOnline `away` where the school is not there, else 14xx."""
    from ems_desktop.store.connect import speaking

    try:
        with speaking(), line.talk() as school:
            yield school
    except Outage as error:
        raise NeedsOnline(away) if error.code in AWAY else error from error
