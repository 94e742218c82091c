"""What a screen is given by the composition root: services, the person, and the doors to the rest of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ui.bus import Bus
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.tasks import Tasks


class Go(Protocol):
    """Open an area, and a place within it: go("grades", sheet=id)."""

    def __call__(self, area: str, **where: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases of floor 1, typed by the areas that use them."""

    grades: Any = None
    rosters: Any = None
    home: Any = None
    imports: Any = None  # the roster import
    users: Any = None
    school: Any = None
    sync: Any = None  # the worker: wake, pause, status
    syncing: Any = None  # the sync centre's use cases
    devices: Any = None  # the computers one is signed in on
    account: Any = None  # one's own password, and how this computer lets people in


@dataclass(frozen=True, slots=True)
class Session:
    """Who sits here, and in which school and semester. `roles`: any of kurikulum, guru, siswa. `semester`: a code, 20261."""

    person_id: str
    name: str
    roles: frozenset[str]
    school_name: str
    city: str = ""
    npsn: str = ""
    semester: str = ""
    semester_open: bool = True
    device: str = ""
    held: frozenset[str] = frozenset()  # all roles, where the person works under fewer


def _nothing(*_: Any) -> None:
    """Where no program stands around the window."""


@dataclass(frozen=True, slots=True)
class SeatDoors:
    """What one may do about sitting here. `act_as`: work under these roles, of those one has. `again`: sign in anew,
    the session at school has ended. `watch`: lock by itself after so
    many minutes, 0 for never. `leave`: sign out and let this computer forget one, unsent work included if it must be."""

    lock: Callable[[], None] = _nothing
    act_as: Callable[[frozenset[str]], None] = _nothing
    again: Callable[[], None] = _nothing
    watch: Callable[[int], None] = _nothing
    leave: Callable[[], None] = _nothing


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a screen may ask for. `prefer` changes language, theme or font size: the window is rebuilt at once."""

    services: Services
    session: Session
    tasks: Tasks
    bus: Bus
    say: Feedback
    go: Go
    preferences: Callable[[], Preferences]
    prefer: Callable[[Preferences], None]
    sign_out: Callable[[], None]
    seat: SeatDoors = SeatDoors()
