"""The computers a person is signed in on: the list, ending one from afar. Needs the school."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ems_desktop.domain.errors import Mistake

if TYPE_CHECKING:
    import psycopg

Dial = Callable[[], "psycopg.Connection[Any]"]


@dataclass(frozen=True, slots=True)
class Device:
    """`until`: without renewal the session ends then. `ended`: when it was ended before that. `this`: the computer that asks."""

    id: int
    label: str
    since: datetime
    until: datetime
    ended: datetime | None
    this: bool


class Devices:
    """Of the person who dials; the office also those of others. Errors of all: 14xx without a connection."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial

    def mine(self) -> tuple[Device, ...]:
        with self._asking() as connection:
            rows = connection.execute("select id, label, created_at, valid_until, revoked_at, this from identity.my_devices()")
            return tuple(Device(*row) for row in rows)

    def of(self, user_id: str) -> tuple[Device, ...]:
        """Another person's. Nothing for anyone but the office."""
        with self._asking() as connection:
            rows = connection.execute(
                "select id, label, created_at, valid_until, revoked_at, false from identity.devices_of(%s)", (user_id,)
            )
            return tuple(Device(*row) for row in rows)

    def end(self, device_id: int) -> None:
        """Sign out there. What is unsent on that computer stays on it until its person signs in again. Error 1166 it is not there,
        or not this person's to end."""
        with self._asking() as connection:
            row = connection.execute("select identity.sign_out_device(%s)", (device_id,)).fetchone()
            if row is None or not row[0]:
                raise Mistake(1166)
            connection.commit()  # only then can nobody come back in before the open sessions are ended
            connection.execute("select identity.kick_revoked()")

    def end_this(self) -> None:
        """The session that asks is over when this returns; its open connections with it."""
        with self._asking() as connection:
            connection.execute("select identity.sign_out_device(id) from identity.my_devices() where this")

    def rename(self, device_id: int, label: str) -> None:
        """Error 1166 as for `end`, and for a name without a letter."""
        with self._asking() as connection:
            row = connection.execute("select identity.rename_device(%s, %s)", (device_id, label)).fetchone()
            if row is None or not row[0]:
                raise Mistake(1166)

    @contextmanager
    def _asking(self) -> Iterator[psycopg.Connection[Any]]:
        from ems_desktop.store.connect import speaking

        with speaking(), self._dial() as connection:
            yield connection
