"""What admin commands work at: the profile, its own server, and the desk of the office that is signed in there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake, NotAllowed

if TYPE_CHECKING:
    from ems_desktop.services.own_server import OwnServer
    from ems_desktop.services.profile import Profile
    from ems_desktop.store.school_file import SchoolFile

OpenDesk = Callable[[Any], Any]  # SignedIn → floor 2's Desk


@dataclass(frozen=True, slots=True)
class Office:
    """The desk of this profile's signed-in office, in step with the school."""

    profile: Profile
    server: OwnServer
    school: SchoolFile
    desk: Any


@contextmanager
def profile(options: Options) -> Iterator[tuple[Profile, OwnServer]]:
    from ems_desktop.services.own_server import OwnServer
    from ems_desktop.services.profile import Profile

    mine, server = Profile(options.data_dir), OwnServer(options.data_dir)
    try:
        yield mine, server
    finally:
        if server.exists():
            server.leave()
        mine.close()


@contextmanager
def office(options: Options, open_desk: OpenDesk) -> Iterator[Office]:
    """Errors: 1909 nobody is signed in, 1060 not the office."""
    from ems_desktop.services.accounts import Accounts

    with profile(options) as (mine, server):
        if server.exists():
            mine.join(server.open())
        school = mine.school()
        signed_in = Accounts(mine, school).resume() if school is not None else None
        if school is None or signed_in is None:
            raise Mistake(1909)
        if not signed_in.person.office:
            raise NotAllowed(1060)
        desk = open_desk(signed_in)
        try:
            desk.sync()
            yield Office(mine, server, school, desk)
        finally:
            desk.close()


def own(there: bool) -> None:
    """Error 1910 unless this profile has a server of its own."""
    if not there:
        raise Mistake(1910)
