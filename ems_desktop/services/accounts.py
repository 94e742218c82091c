"""Signing in and out, and opening a person's encrypted file. The database decides who is there; this remembers it for offline days.

What talks to the server, and the store with its tables, is imported where it is used: coming back needs neither.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.services import passwords
from ems_desktop.services.devices import Devices
from ems_desktop.services.google_accounts import GoogleAccounts
from ems_desktop.services.people import Person
from ems_desktop.services.profile import Profile, Remembered
from ems_desktop.services.sessions import Ticket
from ems_desktop.services.unlocking import Unlocking
from ems_desktop.store.file import LocalFile
from ems_desktop.store.school_file import SchoolFile

if TYPE_CHECKING:
    import psycopg

    from ems_desktop.integrations.google_sign_in import Attempt, GoogleClient, Tokens
    from ems_desktop.store import identity
    from ems_desktop.store.local import LocalStore

PATIENCE = 4.0  # seconds in which the school is to answer somebody who leaves
Dial = Callable[[], "psycopg.Connection[Any]"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person at this computer, with the key of their file and a way to connect as themselves. `held`: all their roles, where they
    work under fewer: a filter of screens, the school knows nothing of it."""

    person: Person
    path: Path
    ticket: Ticket
    file_key: bytes = field(repr=False)
    held: frozenset[str] = frozenset()

    def acting(self, roles: frozenset[str]) -> SignedIn:
        held = self.held or self.person.roles
        return replace(self, person=replace(self.person, roles=roles), held=frozenset() if roles == held else held)

    @property
    def dial(self) -> Dial:
        return self.ticket.dial

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
        return self._enter(login, identifier.strip(), password)

    def sign_up(self, code: str, password: str) -> SignedIn:
        """With an invitation. Errors: 1103 wrong or used code, 1105 and 1168 to 1170 not a good password, 1102 too many tries, 14xx."""
        passwords.check(password, (self._school.name,))
        from ems_desktop.store import identity

        login = identity.sign_up(self._school, code, password, self._device(), self._profile.device_label())
        return self._enter(login, "", password)

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
        """The person who signed in last on this computer, without a network. None if nobody did, if this computer asks everybody for
        a password, or if the keychain lost the file's key. If it lost the login's secret alone, one works on and signs in again
        before anything is sent."""
        known = self._profile.remembered(self._school)
        if known is None or self._profile.computer().asks or self._profile.locked():
            return None
        return self.known(known)

    def known(self, who: Remembered) -> SignedIn | None:
        """Somebody whose file and key are here, whoever asks. None: only the school has the key."""
        key = self._keychain.get(self._name(who.person.id, "file"))
        return self._signed_in(who.person, who.login, bytes.fromhex(key)) if key else None

    def unlocking(self, user_id: str) -> Unlocking:
        return Unlocking(self._keychain, self._name(user_id, "unlock"))

    def again(self, signed_in: SignedIn, identifier: str, password: str) -> None:
        """The same person proves anew who they are, while their file stays open. Errors: as of `sign_in`; 1163 it is somebody else."""
        if not identifier.strip() or not password:
            raise Mistake(1104)
        from ems_desktop.store import identity

        login = identity.sign_in(self._school, identifier.strip(), password, self._device(), self._profile.device_label())
        self.admit(signed_in, login, identifier.strip(), password)

    def admit(self, signed_in: SignedIn, login: identity.Login, identifier: str, password: str = "") -> None:
        """A new login for a person whose file is open. Error 1163 it is somebody else's."""
        person = replace(signed_in.person, roles=signed_in.held or signed_in.person.roles)
        if login.user_id != person.id:
            raise Mistake(1163, name=person.name)
        signed_in.ticket.replace(login.name, login.secret)
        self._sit_down(Remembered(person, identifier, login.name), password)

    def sign_out(self, signed_in: SignedIn | None = None) -> None:
        """Nobody sits here any more. The encrypted file and what is unsent in it stay for the next sign-in. Of `signed_in` the
        session at school ends too, if the school answers."""
        known = self._profile.remembered(self._school)
        if signed_in is not None:
            with contextlib.suppress(EmsError):
                Devices(lambda: signed_in.ticket.dial(timeout=PATIENCE)).end_this()
        if known is not None:
            self.forget_secrets(known.person.id, "login", "unlock", "google", "n8n")
            self._profile.forget(self._school, known.person.id)

    def forget_secrets(self, user_id: str, *what: str) -> None:
        """Of "login", "unlock", "google", "n8n" and "file", the key of the encrypted file."""
        for one in what:
            self._keychain.forget(self._name(user_id, one))

    def _enter(self, login: identity.Login, identifier: str, password: str = "") -> SignedIn:
        from ems_desktop.store import identity
        from ems_desktop.store.connect import connect, speaking
        from ems_desktop.store.turns import patiently

        with patiently(lambda: connect(self._school, login.name, login.secret)) as connection, speaking():
            found = identity.read_profile(connection)
            key = self._file_key(connection, found)
        person = Person(found.user_id, found.name, found.roles)
        self._keychain.put(self._name(person.id, "login"), login.secret)
        self._sit_down(Remembered(person, found.identifier or identifier, login.name), password)
        return self._signed_in(person, login.name, key)

    def _sit_down(self, who: Remembered, password: str) -> None:
        if password:
            self.unlocking(who.person.id).keep(password)
        self._profile.remember(self._school, who)

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

    def _signed_in(self, person: Person, login: str, key: bytes) -> SignedIn:
        ticket = Ticket(self._keychain, self._name(person.id, "login"), login, lambda: self._profile.school() or self._school)
        return SignedIn(person, self._profile.person_folder(self._school, person.id) / "local.db", ticket, key)

    def _device(self) -> str:
        return self._profile.device(self._school)

    def _name(self, user_id: str, what: str) -> str:
        return f"{self._school.npsn}/{user_id}/{what}"


class Invitations:
    """The office's use cases that need the school: codes that let people choose a password, and removing somebody."""

    def __init__(self, dial: Dial) -> None:
        self.dial = dial

    def invite(self, user_ids: list[str]) -> dict[str, str]:
        """User id → code, shown once. Errors: 14xx without a connection, NotAllowed for anyone but the office."""
        from ems_desktop.store import identity
        from ems_desktop.store.connect import speaking

        with self.dial() as connection, speaking():
            return {one: identity.invite(connection, one) for one in user_ids}

    def remove(self, user_id: str) -> bool:
        """Whether nothing hung on this person; else a nameless row stays. Errors as of `invite`."""
        from ems_desktop.store import identity
        from ems_desktop.store.connect import speaking

        with self.dial() as connection, speaking():
            connection.autocommit = True
            return identity.remove_person(connection, user_id)


__all__ = ["Accounts", "Dial", "Invitations", "SignedIn"]
