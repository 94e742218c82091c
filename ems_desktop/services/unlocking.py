"""Coming back to one's own desk without the school: this computer keeps a slow hash of the password, never the password.

It lies in the keychain beside the key of the file, so it guards against whoever sits down next, not against whoever can read
the keychain of this account of the system.
"""

from __future__ import annotations

import hmac
import secrets
from time import monotonic
from typing import TYPE_CHECKING

from ems_desktop.domain.errors import Mistake

if TYPE_CHECKING:
    from ems_desktop.integrations.keychain import Keychain

FREE = 5  # wrong passwords in a row before there is a wait
WAIT = 30.0  # seconds


class Unlocking:
    """One person's password on this computer. `entry`: its name in the keychain."""

    def __init__(self, keychain: Keychain, entry: str) -> None:
        self._keychain, self._entry = keychain, entry

    def known(self) -> bool:
        return bool(self._keychain.get(self._entry))

    def keep(self, password: str) -> None:
        from ems_desktop.store.identity import derive

        salt = secrets.token_bytes(16)
        self._keychain.put(self._entry, f"{salt.hex()} {derive(password, salt).hex()}")

    def fits(self, password: str) -> bool:
        """False too when none is known. Takes about 0.1 s on an office PC."""
        from ems_desktop.store.identity import derive

        salt, _, kept = (self._keychain.get(self._entry) or "").partition(" ")
        return bool(kept) and hmac.compare_digest(derive(password, bytes.fromhex(salt)).hex(), kept)

    def forget(self) -> None:
        self._keychain.forget(self._entry)


class Tries:
    """Wrong passwords in a row, person by person, since the program was opened."""

    def __init__(self) -> None:
        self._wrong: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def check(self, user_id: str) -> None:
        """Error 1164 while this person has to wait."""
        left = self._until.get(user_id, 0.0) - monotonic()
        if left > 0:
            raise Mistake(1164, seconds=round(left) or 1)

    def wrong(self, user_id: str) -> None:
        self._wrong[user_id] = self._wrong.get(user_id, 0) + 1
        if self._wrong[user_id] >= FREE:
            self._until[user_id] = monotonic() + WAIT

    def right(self, user_id: str) -> None:
        self._wrong.pop(user_id, None)
        self._until.pop(user_id, None)
