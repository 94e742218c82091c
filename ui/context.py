"""What a screen is given by the composition root: services, the person, and the doors to the rest of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ui.bus import Bus
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.tasks import Tasks


class Go(Protocol):
    """Open an area, and a place within it: go("grades", sheet=id)."""

    def __call__(self, area: str, **where: Any) -> None: ...


class Services:
    """The use cases of floor 1, typed by the areas that use them. One that was not given is made by `late(name)` each time."""

    grades: Any
    rosters: Any
    home: Any
    materials: Any  # the catalogue of materials
    sheet: Any  # its Google Sheet, None where nothing merges it
    imports: Any  # the roster import
    timetable: Any
    timetable_books: Any  # its weeks as they are printed and exported
    timetable_import: Any  # of FET files
    questions: Any  # the question bank
    question_files: Any  # its files in other formats
    question_drafts: Any  # what jobs wrote for it
    papers: Any  # exam papers of its questions
    users: Any
    audit: Any
    school: Any
    sync: Any  # the worker: wake, pause, status
    syncing: Any  # the sync centre's use cases
    jobs: Any  # of n8n: analyses of materials; None where there are none
    proposals: Any  # what analyses propose for materials; None where there are no jobs
    job_poller: Any  # looks at them: watch, wake
    executions: Any  # n8n's runs, with the office's API key
    devices: Any  # the computers one is signed in on
    files: Any  # of materials, photos of pupils
    lending: Any  # copies for the system's programs to open
    previews: Any  # what of a file is shown here
    transfers: Any  # what is sent and fetched: wake, fetch, on_progress
    account: Any  # one's own password, and how this computer lets people in

    def __init__(self, late: Callable[[str], Any] | None = None, **given: Any) -> None:
        self.__dict__.update(given)
        self._late = late

    if not TYPE_CHECKING:  # names that are not declared above stay a mistake for mypy

        def __getattr__(self, name: str) -> Any:
            if name not in Services.__annotations__:
                raise AttributeError(name)
            return self._late(name) if self._late else None


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
