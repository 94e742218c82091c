"""What every client does for its session and its school in passing, once in a while, over a connection it has anyway."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from ems_desktop.domain.errors import EmsError

if TYPE_CHECKING:
    from ems_desktop.services.sessions import Ticket
    from sync.remote import Remote

EVERY = 6 * 3600.0  # seconds between two rounds; a session has seven days left when it is renewed


class Upkeep:
    """Nothing of it may stop sync: what fails is tried in the next round, and a lost connection shows in the next statement."""

    def __init__(self, ticket: Ticket, remember: Callable[[str, str], None], *, office: bool) -> None:
        """`remember` keeps a note in the person's file, where the start page finds it."""
        self._ticket, self._remember, self._office = ticket, remember, office
        self._next = 0.0

    def visit(self, remote: Remote) -> None:
        """Renew the session before its end, put the gate right; as the office hear the alarms and drop logins long out of use."""
        if monotonic() < self._next:
            return
        self._next = monotonic() + EVERY
        from ems_desktop.store.connect import speaking

        for task in self._tasks(remote):
            with contextlib.suppress(EmsError), speaking():
                task()

    def _tasks(self, remote: Remote) -> list[Callable[[], object]]:
        mine: list[Callable[[], object]] = [lambda: self._ticket.renew_if_due(remote.connection), remote.heal_gate]
        return [*mine, lambda: self._hear(remote), remote.sweep_logins] if self._office else mine

    def _hear(self, remote: Remote) -> None:
        self._remember("alarms", json.dumps(remote.alarms()))
