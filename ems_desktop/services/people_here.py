"""The people who share this computer: who they are, how each comes back to their own file, and being forgotten here."""

from __future__ import annotations

import contextlib

from ems_desktop.domain.errors import EmsError, Mistake, Outage
from ems_desktop.services.accounts import PATIENCE, Accounts, SignedIn
from ems_desktop.services.devices import Devices
from ems_desktop.services.profile import Profile, Remembered
from ems_desktop.services.syncing import Syncing
from ems_desktop.store.school_file import SchoolFile


class PeopleHere:
    """Of one profile and one school."""

    def __init__(self, profile: Profile, school: SchoolFile) -> None:
        self._profile, self._school = profile, school
        self._accounts = Accounts(profile, school)

    def everybody(self) -> tuple[Remembered, ...]:
        """By name."""
        return self._profile.people(self._school)

    def unlock(self, user_id: str, password: str, opened: SignedIn | None = None) -> SignedIn:
        """Somebody comes in, by the password that this computer knows, else by the school. `opened`: their file is open behind the cover.

        Errors: as of `Accounts.sign_in`; 1164 too many wrong ones in a row, 1165 not the one known here, and the school cannot be asked.
        """
        known = self._one(user_id)
        if not password:
            raise Mistake(1104)
        self._profile.tries.check(user_id)
        here = opened or self._accounts.known(known)
        if here is not None and known.login and self._accounts.unlocking(user_id).fits(password):
            self._profile.remember(self._school, known)
        else:
            here = self._ask_school(known, password, opened)
        self._profile.tries.right(user_id)
        return here

    def _ask_school(self, known: Remembered, password: str, opened: SignedIn | None) -> SignedIn:
        user_id = known.person.id
        try:
            if opened is None:
                return self._accounts.sign_in(known.identifier, password)
            self._accounts.again(opened, known.identifier, password)
        except Mistake:
            self._profile.tries.wrong(user_id)
            raise
        except Outage as error:
            if not known.login or not self._accounts.unlocking(user_id).known():
                raise
            self._profile.tries.wrong(user_id)
            raise Mistake(1165) from error
        return opened

    def again(self, signed_in: SignedIn, password: str) -> None:
        """Whose session at school has ended signs in anew, their file open. Errors: as of `Accounts.again`."""
        self._accounts.again(signed_in, self._one(signed_in.person.id).identifier, password)

    def unsent(self, user_id: str) -> int | None:
        """What of this person the school does not have. None: only the school has the key of their file, so nobody here can tell."""
        known = self._one(user_id)
        signed_in = self._accounts.known(known)
        if signed_in is None or not signed_in.path.exists():
            return None if (self._profile.person_folder(self._school, user_id) / "local.db").exists() else 0
        store = signed_in.open_store()
        try:
            syncing = Syncing(store, known.person)
            return syncing.unsent() + syncing.unsent_files() + syncing.open_count()
        finally:
            store.close()

    def forget(self, user_id: str, *, anyway: bool = False) -> None:
        """This person's file leaves this computer; the school ends their session here, if it answers. The file must not be open.
        Errors: 1172 something in it is not at school, 1173 nobody can tell; `anyway`: so be it."""
        known, unsent = self._one(user_id), 0 if anyway else self.unsent(user_id)
        if unsent is None:
            raise Mistake(1173, name=known.person.name)
        if unsent:
            raise Mistake(1172, name=known.person.name, count=unsent)
        signed_in = self._accounts.known(known)
        if signed_in is not None and known.login:
            with contextlib.suppress(EmsError):
                Devices(lambda: signed_in.ticket.dial(timeout=PATIENCE)).end_this()
        self._accounts.forget_secrets(user_id, "login", "unlock", "google", "n8n", "file")
        self._profile.erase(self._school, user_id)

    def _one(self, user_id: str) -> Remembered:
        return next(one for one in self.everybody() if one.person.id == user_id)
