"""What the doors of first run and sign-in do, on worker threads: the profile, its school, its own server, its accounts.

Nothing of floor 1 that is slow to import is imported before a door is used.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ems_desktop.cli.options import Options

if TYPE_CHECKING:
    from ems_desktop.demo.build import Demo
    from ems_desktop.demo.full import Parts
    from ems_desktop.demo.sheet import DemoSheet
    from ems_desktop.integrations.google_sign_in import Attempt
    from ems_desktop.services.accounts import Accounts, SignedIn
    from ems_desktop.services.own_account import OwnAccount
    from ems_desktop.services.own_server import OwnServer
    from ems_desktop.services.people_here import PeopleHere
    from ems_desktop.services.profile import Profile
    from ems_desktop.store.school_file import SchoolFile
    from ui.desk import Opened
    from ui.screens.sign_in.presenter import Face, School
    from ui.screens.start.presenter import SchoolDraft
    from ui.seats import Seat


class FirstRunDoors:
    """Holds the profile's lock from the first call of `resume` until `close`."""

    def __init__(self, data_dir: Path, parts: Parts | None = None) -> None:
        """`parts`: what runs beside the demo school."""
        self._data_dir, self._parts = data_dir, parts
        self._profile: Profile | None = None
        self._server: OwnServer | None = None
        self._sheet: DemoSheet | None = None
        self._lock = threading.Lock()
        self.school: SchoolFile | None = None
        self.demo: Demo | None = None  # made by this run
        self.seat_of: Callable[[str], Seat | None] = lambda _user_id: None  # whose desk is open behind the cover

    @property
    def profile(self) -> Profile:
        """Errors: 1303 open in another window, 1305 not writable, 135x a folder that will not do."""
        from ems_desktop.services.profile import Profile

        with self._lock:
            if self._profile is None:
                self._profile = Profile(self._data_dir)
            return self._profile

    @property
    def server(self) -> OwnServer:
        from ems_desktop.services.own_server import OwnServer

        with self._lock:
            self._server = self._server or OwnServer(self._data_dir)
            return self._server

    @property
    def sheet(self) -> DemoSheet:
        """The demo school's Google Sheet."""
        from ems_desktop.demo.sheet import DemoSheet

        with self._lock:
            self._sheet = self._sheet or DemoSheet(self._data_dir)
            return self._sheet

    # -- coming back

    def resume(self, options: Options) -> Opened | Seat | None:
        """Whoever sat here last, without a network. None: sign in, or the first run if there is no school."""
        if options.school is not None:
            self.join(options.school)
        self.school = self.profile.school()
        if self.school is None:
            return None
        signed_in = self.accounts().resume()
        return self.open(signed_in) if signed_in is not None else None

    def start_own_server(self) -> None:
        """If this profile's school lives on this computer, its server runs from here on, on today's port, and the demo school's Sheet
        too. Errors: 144x."""
        from ems_desktop.services.own_server import OwnServer
        from ems_desktop.services.profile import DEMO_NPSN

        if self._server is None and not OwnServer(self._data_dir).exists():
            return
        here = self.server.open()
        if self.school is not None and self.school.npsn == here.npsn:
            self.school = self._demo_school(here) if here.npsn == DEMO_NPSN else here
            self.profile.join(self.school)

    def _demo_school(self, here: SchoolFile) -> SchoolFile:
        """With today's addresses of what stands in for the world around it."""
        school = self.sheet.known_to(here)
        if self._parts is None:
            return school
        from sync.desk import Desk

        self._parts.set_up(self.server, school, Desk)
        return self._parts.known_to(school)

    def last_identifier(self) -> str:
        """Of whoever sits here; else of the only one this computer knows."""
        if self.school is None:
            return ""
        last, people = self.profile.remembered(self.school), self.profile.people(self.school)
        known = last or (people[0] if len(people) == 1 else None)
        return known.identifier if known else ""

    # -- the three doors

    def open_demo(self) -> Opened | Seat:
        """The demo school, made the first time, as its teacher."""
        from ems_desktop.demo import build

        if not self.server.exists():
            from sync.desk import Desk

            self.demo = build.build(self.server, self.profile, self.sheet, Desk)
            self.school = self.demo.school
        self.start_own_server()
        return self.open(self.accounts().sign_in(build.email(build.TEACHER), build.PASSWORD))

    def join(self, school_file: Path) -> SchoolFile:
        """Errors: 143x what is wrong with the file."""
        from ems_desktop.store.school_file import read

        self.school = read(school_file)
        self.profile.join(self.school)
        return self.school

    def set_up(self, draft: SchoolDraft) -> Opened | Seat:
        """An empty school on this computer with its first semester; the person who made it is its office."""
        from ems_desktop.services import passwords
        from ems_desktop.services.own_server import NewSchool
        from sync.desk import Desk

        passwords.check(draft.password, (draft.office_name, draft.office_email, draft.name))  # before anything is made
        new = NewSchool(draft.npsn, draft.name, draft.office_name, draft.office_email, {"city": draft.city or None})
        self.school, code = self.server.create(new)
        self.profile.join(self.school)
        signed_in = self.accounts().sign_up(code, draft.password)
        with closing(Desk(signed_in)) as desk:
            desk.sync()
            desk.school.found(datetime.now(UTC).astimezone().date())
            desk.sync()
        return self.open(signed_in)

    # -- signing in and out

    def sign_in(self, identifier: str, password: str) -> Opened | Seat:
        self.start_own_server()
        return self.open(self.accounts().sign_in(identifier, password))

    def sign_up(self, code: str, password: str) -> Opened | Seat:
        self.start_own_server()
        return self.open(self.accounts().sign_up(code, password))

    def sign_in_google(self, attempt: Attempt, code: str) -> Opened | Seat:
        self.start_own_server()
        return self.open(self.accounts().sign_in_google(attempt, code or None))

    def sign_out(self, signed_in: SignedIn) -> None:
        self.accounts().sign_out(signed_in)

    # -- people who share this computer

    def faces(self) -> tuple[tuple[Face, ...], Face | None]:
        """Whom this computer knows, and the one of them who did not sign out."""
        from ui.screens.sign_in.presenter import Face

        known = self.people_here().everybody()
        last = self.profile.remembered(self.school) if self.school else None
        faces = {one.person.id: Face(one.person.id, one.person.name, one.person.roles, bool(one.login)) for one in known}
        return tuple(faces.values()), faces[last.person.id] if last else None

    def unlock(self, user_id: str, password: str) -> Opened | Seat:
        self.start_own_server()
        seat = self.seat_of(user_id)
        signed_in = self.people_here().unlock(user_id, password, seat.signed_in if seat else None)
        return seat or self.open(signed_in)

    def again(self, user_id: str, password: str) -> Seat:
        """Of a desk that is open."""
        seat = self.seat_of(user_id)
        assert seat is not None
        self.start_own_server()
        self.people_here().again(seat.signed_in, password)
        return seat

    def people_here(self) -> PeopleHere:
        from ems_desktop.services.people_here import PeopleHere

        assert self.school is not None
        return PeopleHere(self.profile, self.school)

    def own_account(self, signed_in: SignedIn) -> OwnAccount:
        from ems_desktop.services.own_account import OwnAccount

        assert self.school is not None
        return OwnAccount(self.profile, self.school, signed_in)

    def accounts(self) -> Accounts:
        from ems_desktop.services.accounts import Accounts

        assert self.school is not None
        return Accounts(self.profile, self.school)

    def open(self, signed_in: SignedIn) -> Opened | Seat:
        """A desk; of somebody whose desk is open already that one, with the secret of this sign-in."""
        from ui.desk import Opened

        seat = self.seat_of(signed_in.person.id)
        if seat is not None:
            seat.signed_in.ticket.follow(signed_in.ticket)
            return seat
        return Opened(signed_in, self.profile.device_label())

    def close(self, *, keep_server: bool) -> None:
        if self._sheet is not None:
            self._sheet.stop()
        if self._server is not None and not keep_server:
            self._server.leave()
        if self._profile is not None:
            self._profile.close()


class SignInDoor:
    """The accounts service as the sign-in screen asks for it."""

    def __init__(self, doors: FirstRunDoors) -> None:
        self._doors = doors

    def sign_in(self, identifier: str, password: str) -> Opened | Seat:
        return self._doors.sign_in(identifier, password)

    def sign_up(self, code: str, password: str) -> Opened | Seat:
        return self._doors.sign_up(code, password)

    def sign_in_google(self, attempt: Attempt, code: str) -> Opened | Seat:
        return self._doors.sign_in_google(attempt, code)

    def unlock(self, user_id: str, password: str) -> Opened | Seat:
        return self._doors.unlock(user_id, password)

    def again(self, user_id: str, password: str) -> Seat:
        return self._doors.again(user_id, password)

    def forget(self, user_id: str) -> None:
        self._doors.people_here().forget(user_id)


def sign_in_school(school: SchoolFile) -> School:
    """What the sign-in card says. The demo school tells whom one may be."""
    from ems_desktop.services.profile import DEMO_NPSN
    from ui.screens.sign_in.presenter import School

    if school.npsn != DEMO_NPSN:
        google = school.google_client_id is not None and school.google_client_secret is not None
        return School(school.name, npsn=school.npsn, google=google)
    from ems_desktop.demo import build

    return School(school.name, npsn=school.npsn, people=build.people(), told_password=build.PASSWORD)
