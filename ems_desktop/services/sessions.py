"""The login by which a person's computer is let in at school: the secrets that may fit it, and its silent renewal.

While a renewal is under way nobody here knows whether the school has taken the new secret. So the keychain holds both, in one
entry, from before the school hears of it until it has answered; whichever opens the door is kept.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import NotAllowed

if TYPE_CHECKING:
    import psycopg

    from ems_desktop.integrations.keychain import Keychain
    from ems_desktop.store.school_file import SchoolFile

ENDED = 1406  # the session at school is over: renewed too late, ended from elsewhere, or its person may no longer sign in
RENEW_BELOW = timedelta(days=7)  # half of the 14 days that identity.new_session gives


class Ticket:
    """`entry`: its name in the keychain. `school` is asked at each dial: a server of our own has another port each day."""

    def __init__(self, keychain: Keychain, entry: str, login: str, school: Callable[[], SchoolFile]) -> None:
        self.login = login
        self.keychain, self._entry, self.school = keychain, entry, school
        self._secrets = tuple((keychain.get(entry) or "").split())  # the one in use, then perhaps the one that is to follow
        self._changing = threading.Lock()

    def dial(self, timeout: float = 10.0) -> psycopg.Connection[Any]:
        """Errors: 1406 the session has ended, or this computer lost its secret; 14xx no connection."""
        from ems_desktop.store.connect import connect

        known = self._secrets
        for secret in known:
            try:
                connection = connect(self.school(), self.login, secret, timeout=timeout)
            except NotAllowed as refused:
                if refused.code != ENDED:
                    raise
                continue
            if secret != known[0]:
                self._settle(known, secret)
            return connection
        raise NotAllowed(ENDED)

    def renew_if_due(self, connection: psycopg.Connection[Any]) -> bool:
        """Whether it was renewed, over this login's own connection. After any error the ticket is as good as before."""
        from ems_desktop.store import identity

        if identity.time_left(connection) > RENEW_BELOW:
            return False
        self.renew(connection)
        return True

    def renew(self, connection: psycopg.Connection[Any]) -> None:
        from ems_desktop.store import identity
        from ems_desktop.store.connect import speaking

        with self._changing, speaking():
            now, *tried = self._secrets
            new = tried[0] if tried else secrets.token_urlsafe(32)  # a renewal that may have gone through is tried again as it was
            self._keep((now, new))
            identity.renew(connection, new)
            self._keep((new,))

    def replace(self, login: str, secret: str) -> None:
        """The person has signed in anew on this computer."""
        with self._changing:
            self.login = login
            self._keep((secret,))

    def follow(self, other: Ticket) -> None:
        """The same person's newer ticket on this computer."""
        with self._changing:
            self.login, self._secrets = other.login, other._secrets

    def _settle(self, known: tuple[str, ...], secret: str) -> None:
        """The school has the newer secret: the older one is of no use any more."""
        with self._changing:
            if self._secrets == known:
                self._keep((secret,))

    def _keep(self, known: tuple[str, ...]) -> None:
        self.keychain.put(self._entry, " ".join(known))
        self._secrets = known
