"""Staff accounts: who there is, in which roles, and the invitations that let them choose a password. Office only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.services.accounts import Invitations
from ems_desktop.services.devices import Device, Devices
from ems_desktop.services.roster_views import StaffRow
from ems_desktop.services.rosters import Rosters
from ems_desktop.store import tables as t

INVITATION_DAYS = 30  # as identity.new_invitation has it


@dataclass(frozen=True, slots=True)
class Invitation:
    """`code` is shown once and kept nowhere."""

    user_id: str
    name: str
    code: str
    expires: datetime


class Users:
    """What changes an account is a change set like any other; inviting needs the school."""

    def __init__(self, rosters: Rosters, invitations: Invitations) -> None:
        self._rosters, self._invitations = rosters, invitations

    def staff(self) -> tuple[StaffRow, ...]:
        return self._rosters.staff()

    def add_staff(self, people: Sequence[tuple[str, str | None, Sequence[str]]]) -> tuple[str, ...]:
        """New staff as (name, email, roles), main role first."""
        return self._rosters.add_staff(people)

    def set_roles(self, user_id: str, roles: Sequence[str]) -> None:
        self._rosters.set_roles(user_id, roles)

    def set_active(self, user_id: str, active: bool) -> None:
        self._rosters.set_active(user_id, active)

    def edit(self, user_id: str, name: str, email: str | None, nip: str | None) -> None:
        """Another name, address or NIP. (The school keeps addresses unique: one that somebody else took meanwhile comes back refused.)"""
        with self._rosters.change(name) as made:
            made.session.execute(sa.update(t.users).where(t.users.c.id == user_id).values(name=name, email=email, nip=nip))

    def remove(self, user_id: str) -> bool:
        """For good: the account and everything personal of it. What the person did stays, without their name; True: there was nothing.
        Errors: 1159 oneself, 14xx without a connection, NotAllowed for anyone but the office."""
        if user_id == self._rosters.person.id:
            raise NotAllowed(1159)
        return self._invitations.remove(user_id)

    def computers(self, user_id: str) -> tuple[Device, ...]:
        """Where this person is or was signed in. Errors: 14xx without a connection."""
        return Devices(self._invitations.dial).of(user_id)

    def end_sign_in(self, device_id: int) -> None:
        """Errors as of `Devices.end`."""
        Devices(self._invitations.dial).end(device_id)

    def invite(self, user_ids: Sequence[str]) -> tuple[Invitation, ...]:
        """New codes, which void older ones. Errors: 14xx without a connection, NotAllowed for anyone but the office."""
        names = {row.id: row.name for row in self.staff()}
        codes = self._invitations.invite(list(user_ids))
        until = datetime.now(UTC) + timedelta(days=INVITATION_DAYS)
        return tuple(Invitation(one, names.get(one, ""), code, until) for one, code in codes.items())
