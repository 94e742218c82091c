"""Signing in and out, and opening a person's encrypted file. The database decides who is there; this remembers it for offline days.

What talks to the server is imported where it is used: coming back offline needs no driver.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import Mistake
from ems_desktop.services.people import Person
from ems_desktop.services.profile import Profile, Remembered
from ems_desktop.services.sessions import Ticket
from ems_desktop.store.local import LocalStore
from ems_desktop.store.school_file import SchoolFile

if TYPE_CHECKING:
    import psycopg

    from ems_desktop.store import identity

LEAST_PASSWORD = 8  # characters; NIST SP 800-63B asks for length, not for composition
Dial = Callable[[], "psycopg.Connection[Any]"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person at this computer, with the key of their file and a way to connect as themselves."""

    person: Person
    path: Path
    ticket: Ticket
    file_key: bytes = field(repr=False)

    @property
    def dial(self) -> Dial:
        return self.ticket.dial

    def open_store(self) -> LocalStore:
        return LocalStore(self.path, self.file_key)


class Accounts:
    """Of one profile and one school. Secrets rest in the keychain under names that begin with the school's NPSN."""

    def __init__(self, profile: Profile, school: SchoolFile) -> None:
        self._profile, self._school = profile, school
        self._keychain = profile.keychain(school)

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

    def resume(self) -> SignedIn | None:
        """The person who signed in last on this computer, without a network. None if nobody did, or the keychain lost the file's key.
        If it lost the login's secret alone, one works on and signs in again before anything is sent."""
        known = self._profile.remembered(self._school)
        key = self._keychain.get(self._name(known.person.id, "file")) if known else None
        if known is None or key is None:
            return None
        return self._signed_in(known.person, known.login, bytes.fromhex(key))

    def again(self, signed_in: SignedIn, password: str, identifier: str = "") -> None:
        """The same person proves anew who they are, while their file stays open. `identifier`: where this computer does not know it.
        Errors: as of `sign_in`; 1163 it is somebody else."""
        known = self._profile.remembered(self._school)
        identifier = identifier.strip() or (known.identifier if known else "")
        if not identifier or not password:
            raise Mistake(1104)
        from ems_desktop.store import identity

        login = identity.sign_in(self._school, identifier, password, self._device(), self._profile.device_label())
        self.admit(signed_in, login, identifier)

    def admit(self, signed_in: SignedIn, login: identity.Login, identifier: str) -> None:
        """A new login for a person whose file is open. Error 1163 it is somebody else's."""
        person = signed_in.person
        if login.user_id != person.id:
            raise Mistake(1163, name=person.name)
        signed_in.ticket.replace(login.name, login.secret)
        self._profile.remember(self._school, Remembered(person, identifier, login.name))

    def sign_out(self) -> None:
        """Nobody is signed in any more. The encrypted file and what is unsent in it stay for the next sign-in."""
        known = self._profile.remembered(self._school)
        if known is not None:
            self._keychain.forget(self._name(known.person.id, "login"))
            self._profile.forget(self._school)

    def _enter(self, login: identity.Login, identifier: str) -> SignedIn:
        from ems_desktop.store import identity
        from ems_desktop.store.connect import connect, speaking

        with connect(self._school, login.name, login.secret) as connection, speaking():
            found = identity.read_profile(connection)
            key = self._file_key(connection, found)
        person = Person(found.user_id, found.name, found.roles)
        self._keychain.put(self._name(person.id, "login"), login.secret)
        self._profile.remember(self._school, Remembered(person, found.identifier or identifier, login.name))
        return self._signed_in(person, login.name, key)

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
