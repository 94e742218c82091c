"""Builds the demo school by the real services, signed in as its people, against a real server. Nothing is written past them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import psycopg

from ems_desktop import paths
from ems_desktop.demo.jobs import play
from ems_desktop.demo.marks import clash, fill
from ems_desktop.demo.questions import questions
from ems_desktop.demo.sheet import DemoSheet, lines
from ems_desktop.demo.timetable import timetable
from ems_desktop.services.accounts import Accounts, Invitations, SignedIn
from ems_desktop.services.files import Files
from ems_desktop.services.grades import Grades
from ems_desktop.services.materials import Materials
from ems_desktop.services.own_server import DATABASE, NewSchool, OwnServer
from ems_desktop.services.profile import Profile
from ems_desktop.services.questions import Questions
from ems_desktop.services.roster_import import RosterImport
from ems_desktop.services.roster_views import NewSubject
from ems_desktop.services.rosters import Rosters
from ems_desktop.services.school import School
from ems_desktop.services.timetable import Timetable
from ems_desktop.store.local import LocalStore
from ems_desktop.store.school_file import SchoolFile

PASSWORD = "sekolah contoh"  # noqa: S105 - the demo's own, told on its sign-in screen
OFFICE, TEACHER, COLLEAGUE = "agus", "ratna", "hendra"
SIGN_INS = (OFFICE, TEACHER, COLLEAGUE)
ABOUT = "Struktur teks artikel ilmiah populer"  # the material that the finished jobs are about
JOBS = (
    "Unsur iklan, slogan, dan poster", "Menulis puisi dari foto", ABOUT, ABOUT, "Cerpen “Sepatu Bapak”", "Pidato persuasif untuk kelas IX",
    "Menyimak berita cuaca",
)  # fmt: skip
FILES = {ABOUT: "struktur-artikel-ilmiah-populer.pdf", "Menulis puisi dari foto": "perahu-di-muara.png"}


class Uploads(Protocol):
    def send(self) -> float | None: ...


class Transfers(Protocol):
    uploads: Uploads


class Desk(Protocol):
    """What the builder needs of a signed-in person's desk (floor 2 makes it)."""

    store: LocalStore
    grades: Grades
    rosters: Rosters
    materials: Materials
    timetable: Timetable
    files: Files
    questions: Questions
    transfers: Transfers
    invitations: Invitations

    def sync(self) -> object: ...
    def merge_sheet(self) -> None: ...
    def close(self) -> None: ...


OpenDesk = Callable[[SignedIn], Any]
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Demo:
    """The finished school, and how many pupils its import took."""

    school: SchoolFile
    imported: dict[str, int]


def plan() -> dict[str, Any]:
    """The demo school's content: profile, staff, subjects, kinds, assessments."""
    found: dict[str, Any] = json.loads(paths.resources("demo", "school.json").read_text(encoding="utf-8"))
    return found


def email(key: str) -> str:
    return f"{key}@smpn7contoh.sch.id"


def people() -> tuple[tuple[str, str], ...]:
    staff = plan()["staff"]
    return tuple((email(key), staff[key]["name"]) for key in SIGN_INS)


def build(server: OwnServer, profile: Profile, sheet: DemoSheet, open_desk: OpenDesk, say: Say = lambda _step: None) -> Demo:
    """Make the whole school. Takes some 15 s; an interrupted build is done anew by removing the profile's folder. The catalogue comes
    from its Google Sheet, which runs from then on."""
    content = plan()
    given = dict(content["profile"])
    head = NewSchool(given.pop("npsn"), given.pop("name"), content["staff"][OFFICE]["name"], email(OFFICE), given | {"logo": _logo()})
    say("server")
    sheet.start(lines())
    own, code = server.create(head)
    school = sheet.known_to(own)
    profile.join(school)
    accounts = Accounts(profile, school)
    desk: Desk = open_desk(accounts.sign_up(code, PASSWORD))
    try:
        desk.sync()
        builder = _Builder(desk, accounts, content, open_desk, say)
        imported = builder.build()
        with psycopg.connect(server.start().dsn(DATABASE), autocommit=True) as admin:
            play(admin, builder.staff[TEACHER], builder.materials(JOBS))
    finally:
        desk.close()
    return Demo(school, imported)


def _logo() -> str:
    import base64

    return base64.b64encode(paths.resources("demo", "logo.png").read_bytes()).decode()


class _Builder:
    """Works at the office's desk."""

    def __init__(self, desk: Desk, accounts: Accounts, content: dict[str, Any], open_desk: OpenDesk, say: Say) -> None:
        self._desk, self._accounts, self._content, self._open, self._say = desk, accounts, content, open_desk, say
        self._person = desk.rosters.person
        self.staff: dict[str, str] = {OFFICE: self._person.id}

    def build(self) -> dict[str, int]:
        """Counts of the import: new, refused."""
        school = School(self._desk.store, self._person)
        school.add_kinds([(k["kind"], k["name"], k["short"], Decimal(k["weight"])) for k in self._content["kinds"]])
        first, second = (
            school.add_semester(s["code"], date.fromisoformat(s["starts_on"]), date.fromisoformat(s["ends_on"]), state="open")
            for s in self._content["semesters"]
        )
        self._hire()
        self._say("roster")
        imported = self._enrol()
        self._teach()
        timetable(self._desk.timetable, self._desk.rosters, self.staff, self._content, second)
        self._desk.sync()
        self._say("materials")
        self._desk.merge_sheet()
        questions(self._desk.questions)
        self._say("grades")
        fill(self._desk.grades, self._content["assessments"])
        self._desk.sync()
        school.set_semester(first, "closed")
        self._desk.sync()
        self._desk.transfers.uploads.send()
        self._invite()
        return imported

    def materials(self, titles: Sequence[str]) -> list[str]:
        """Their ids."""
        ids = {material.title: material.id for material in self._desk.materials.find().rows}
        return [ids[title] for title in titles]

    def _hire(self) -> None:
        others = [(key, one) for key, one in self._content["staff"].items() if key != OFFICE]
        ids = self._desk.rosters.add_staff([(one["name"], email(key), one["roles"]) for key, one in others])
        self.staff |= dict(zip((key for key, _ in others), ids, strict=True))
        self._desk.rosters.set_roles(self._person.id, self._content["staff"][OFFICE]["roles"])

    def _enrol(self) -> dict[str, int]:
        """The raw export, through the real import."""
        arrivals = RosterImport(self._desk.store, self._desk.rosters, today=lambda: date(2026, 7, 13))
        preview = arrivals.preview(paths.resources("demo", "daftar-peserta-didik.xlsx"))
        result = arrivals.apply(preview, "Impor Dapodik")
        return {"new": result.new, "refused": len(preview.refused)}

    def _teach(self) -> None:
        religions = self._content["religions"]
        wanted = []
        for one in self._desk.rosters.classes():
            self._desk.rosters.change_class(one.id, one.name, self.staff[self._content["homeroom"][one.name]])
            there = {pupil.religion for pupil in self._desk.rosters.pupils(one.id)}
            wanted += [
                NewSubject(one.id, r["name"], r["code"], (self.staff[r["teacher"]],), religion=religion)
                for religion, r in religions.items()
                if religion in there
            ]
            wanted += [NewSubject(one.id, s["name"], s["code"], self._teachers(s, one.name)) for s in self._content["subjects"]]
        self._desk.rosters.add_subjects(wanted)

    def _teachers(self, subject: dict[str, Any], class_name: str) -> tuple[str, ...]:
        given = subject["teachers"]
        return tuple(self.staff[key] for key in given.get(class_name, given[class_name[0]]))

    def _invite(self) -> None:
        """The teachers one may sign in as choose their password with a real invitation, and disagree about a mark."""
        codes = self._desk.invitations.invite([self.staff[TEACHER], self.staff[COLLEAGUE]])
        teacher, colleague = (self._open(self._accounts.sign_up(codes[self.staff[key]], PASSWORD)) for key in (TEACHER, COLLEAGUE))
        try:
            teacher.sync()
            colleague.sync()
            self._attach(teacher)
            clash(teacher.grades, colleague.grades)
            colleague.sync()
            teacher.sync()
        finally:
            teacher.close()
            colleague.close()

    def _attach(self, teacher: Desk) -> None:
        """Files of the teacher's, into the school's database."""
        for material, name in zip(self.materials(list(FILES)), FILES.values(), strict=True):
            teacher.files.attach(material, paths.resources("demo", "files", name))
        teacher.sync()
        teacher.transfers.uploads.send()
        teacher.sync()
