"""Signing in and out, and opening a person's encrypted file. The database decides who is there; this remembers it for offline days.

What talks to the server, and the store with its tables, is imported where it is used: coming back needs neither.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import Mistake
from ems_desktop.services.google_accounts import GoogleAccounts
from ems_desktop.services.people import Person
from ems_desktop.services.profile import Profile, Remembered
from ems_desktop.store.file import LocalFile
from ems_desktop.store.school_file import SchoolFile

if TYPE_CHECKING:
    import psycopg

    from ems_desktop.integrations.google_sign_in import Attempt, GoogleClient, Tokens
    from ems_desktop.store import identity
    from ems_desktop.store.local import LocalStore

LEAST_PASSWORD = 8  # characters; NIST SP 800-63B asks for length, not for composition
Dial = Callable[[], "psycopg.Connection[Any]"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person at this computer, with the key of their file and a way to connect as themselves."""

    person: Person
    path: Path
    dial: Dial
    file_key: bytes = field(repr=False)

    def open_file(self) -> LocalFile:
        """To read from before anything else is there."""
        return LocalFile(self.path, self.file_key)

    def open_store(self) -> LocalStore:
        from ems_desktop.store.local import LocalStore

        return LocalStore(self.path, self.file_key)


class Accounts:
    """Of one profile and one school. Secrets rest in the keychain under names that begin with the school's NPSN. `google`: by default
    what the school file says."""

    def __init__(self, profile: Profile, school: SchoolFile, google: GoogleClient | None = None) -> None:
        self._profile, self._school = profile, school
        self._keychain = profile.keychain(school)
        self._google = GoogleAccounts(school, self._keychain, google)

    def sign_in(self, identifier: str, password: str) -> SignedIn:
        """By email or NISN. Errors: 1101 wrong name or password, 1102 too many tries, 1104 something is empty, 14xx no connection."""
        if not identifier.strip() or not password:
            raise Mistake(1104)
        from ems_desktop.store import identity

        login = identity.sign_in(self._school, identifier.strip(), password, self._device(), self._profile.device_label())
        return self._enter(login, identifier.strip())

    def sign_up(self, code: str, password: str) -> SignedIn:
        """With an invitation. Errors: 1103 wrong or used code, 1105 password too short, 1102 too many tries, 14xx no connection."""
        if len(password) < LEAST_PASSWORD:
            raise Mistake(1105, least=LEAST_PASSWORD)
        from ems_desktop.store import identity

        login = identity.sign_up(self._school, code, password, self._device(), self._profile.device_label())
        return self._enter(login, "")

    @property
    def google_offered(self) -> bool:
        """Whether this school has set up signing in with Google."""
        return self._google.offered

    def sign_in_google(self, attempt: Attempt, code: str | None = None) -> SignedIn:
        """By the Google account that the person chooses in the browser; with an invitation's code the account becomes theirs.

        Errors: 1130 to 1141 what Google or the person says (1137 no answer in time, 1138 cancelled), 1120 to 1129 what the school's database
        says, 1102 too many tries, 1103 wrong or used code, 14xx no connection.
        """
        from ems_desktop.store import identity

        nonce = identity.google_nonce(self._school)
        tokens = self._google.sign_in(attempt, nonce)
        assert tokens.id_token is not None  # `openid` was granted
        login = identity.sign_in_google(self._school, tokens.id_token, nonce, self._device(), self._profile.device_label(), code)
        entered = self._enter(login, "")
        self._google.keep(entered.person.id, tokens)
        return entered

    def renew_google(self, user_id: str) -> Tokens:
        """New tokens of Google's for this person, without asking. Errors: 1135 they must continue with Google again, 1140 no network."""
        return self._google.renew(user_id)

    def resume(self) -> SignedIn | None:
        """The person who signed in last on this computer, without a network. None if nobody did, or the keychain lost the key."""
        known = self._profile.remembered(self._school)
        if known is None:
            return None
        key = self._keychain.get(self._name(known.person.id, "file"))
        secret = self._keychain.get(self._name(known.person.id, "login"))
        if key is None or secret is None:
            return None
        return self._signed_in(known.person, known.login, secret, bytes.fromhex(key))

    def sign_out(self) -> None:
        """Nobody is signed in any more. The encrypted file and what is unsent in it stay for the next sign-in."""
        known = self._profile.remembered(self._school)
        if known is not None:
            self._keychain.forget(self._name(known.person.id, "login"))
            self._google.forget(known.person.id)
            self._profile.forget(self._school)

    def _enter(self, login: identity.Login, identifier: str) -> SignedIn:
        from ems_desktop.store import identity
        from ems_desktop.store.connect import connect, speaking

        with connect(self._school, login.name, login.secret) as connection, speaking():
            found = identity.read_profile(connection)
            key = self._file_key(connection, found)
        person = Person(found.user_id, found.name, found.roles)
        self._keychain.put(self._name(person.id, "login"), login.secret)
        self._profile.remember(self._school, Remembered(person, identifier, login.name))
        return self._signed_in(person, login.name, login.secret, key)

    def _file_key(self, connection: psycopg.Connection[Any], found: identity.Profiled) -> bytes:
        """From this computer's keychain, else from the school (the keychain was lost), else new. Both keep it."""
        name = self._name(found.user_id, "file")
        kept = self._keychain.get(name)
        key = bytes.fromhex(kept) if kept else found.file_key or secrets.token_bytes(32)
        if kept is None:
            self._keychain.put(name, key.hex())
        if found.file_key != key:
            from ems_desktop.store import identity

            identity.keep_file_key(connection, key)
        return key

    def _signed_in(self, person: Person, login: str, secret: str, key: bytes) -> SignedIn:
        def dial() -> psycopg.Connection[Any]:
            from ems_desktop.store.connect import connect

            return connect(self._profile.school() or self._school, login, secret)

        return SignedIn(person, self._profile.person_folder(self._school, person.id) / "local.db", dial, key)

    def _device(self) -> str:
        return self._profile.device(self._school)

    def _name(self, user_id: str, what: str) -> str:
        return f"{self._school.npsn}/{user_id}/{what}"


class Invitations:
    """The office's use case that needs the school: codes that let people choose a password."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial

    def invite(self, user_ids: list[str]) -> dict[str, str]:
        """User id → code, shown once. Errors: 14xx without a connection, NotAllowed for anyone but the office."""
        from ems_desktop.store import identity
        from ems_desktop.store.connect import speaking

        with self._dial() as connection, speaking():
            return {one: identity.invite(connection, one) for one in user_ids}


__all__ = ["Accounts", "Dial", "Invitations", "SignedIn"]
