"""What a signed-in person does about their own account, and how this computer lets people in."""

from __future__ import annotations

from ems_desktop.domain.errors import Mistake
from ems_desktop.services import passwords
from ems_desktop.services.accounts import Accounts, SignedIn
from ems_desktop.services.profile import Computer, Profile
from ems_desktop.store.school_file import SchoolFile


class OwnAccount:
    """Of the person whose desk is open."""

    def __init__(self, profile: Profile, school: SchoolFile, signed_in: SignedIn) -> None:
        self._profile, self._school, self._signed_in = profile, school, signed_in
        self._unlocking = Accounts(profile, school).unlocking(signed_in.person.id)

    def change_password(self, old: str, new: str) -> None:
        """Errors: 1104 something is empty, 1105 and 1168 to 1170 not a good one, 1101 the old one is wrong, 1102 too many tries, 1171 this
        account has none, 14xx no connection."""
        if not old or not new:
            raise Mistake(1104)
        passwords.check(new, self._words())
        from ems_desktop.store import identity
        from ems_desktop.store.connect import speaking

        with speaking(), self._signed_in.dial() as connection:
            identity.change_password(connection, old, new)
        self._unlocking.keep(new)

    def can_unlock(self) -> bool:
        """Whether this computer could let this person back in without the school."""
        return self._unlocking.known()

    def choose_unlocking(self, password: str) -> None:
        """For who signed in without a password, or on a computer that has not seen it yet. Errors: 1105, 1168 to 1170."""
        passwords.check(password, self._words())
        self._unlocking.keep(password)

    def computer(self) -> Computer:
        return self._profile.computer()

    def use_as(self, computer: Computer) -> None:
        """Error 1174 where nobody could come back in: choose a password for unlocking first."""
        if computer.asks and not self.can_unlock():
            raise Mistake(1174)
        self._profile.use_as(computer)

    def lock(self) -> None:
        """From now on this computer asks for the password, also after the program was ended. Error 1174."""
        if not self.can_unlock():
            raise Mistake(1174)
        self._profile.lock(locked=True)

    def _words(self) -> tuple[str, ...]:
        known = self._profile.remembered(self._school)
        return (self._signed_in.person.name, self._school.name, known.identifier if known else "")
