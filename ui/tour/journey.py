"""The journey: first run, the office's morning, a teacher on the train, the network's return, a conflict. In that order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ems_desktop import paths
from ems_desktop.cli.options import Options
from ems_desktop.demo import build
from ems_desktop.demo.facts import Witness
from ems_desktop.services.grade_views import Cell, Entry
from ui.screens.sign_in.people import FaceCard
from ui.screens.sign_in.view import SignInView
from ui.screens.start.view import StartView
from ui.shell.shell import Shell
from ui.tour import claims
from ui.tour.banking import Banking
from ui.tour.cataloguing import ADDED, MY_THEME, THEIR_THEME, Cataloguing
from ui.tour.colleague import Colleague
from ui.tour.google import show_google
from ui.tour.grading import Grading
from ui.tour.hands import find, press, until
from ui.tour.timetabling import Timetabling
from ui.tour.traveller import Traveller

FILM, POOR = 6_000_000, 0.2  # bytes; seconds for each 64 KB
SLOW = 180.0  # seconds: making the demo school on a slow machine


class Journey(Traveller):
    def __init__(self, app: QApplication, options: Options) -> None:
        super().__init__(app, options)
        self.seconds: dict[str, float] = {}
        self.witness: Witness | None = None
        self.bugs: list[str] = []
        self._added = ""  # the entry that the teacher added
        self.program.say.bugs.connect(lambda report: self.bugs.append(report.trace))
        self.found: dict[str, Any] = {
            "imported": {}, "typed_offline": 0, "pasted": 0, "from_excel": 0, "lost": -1, "server_matches": False, "audit_entries_match": False,
            "conflict_shown": False, "forbidden_read": "", "sheet_matches": False, "sheet_calls": {}, "sheet_clash_shown": False,
            "jobs_states": {},
        }  # fmt: skip

    def travel(self) -> None:
        """With real parts outside (`--full`), the way to them; else every room, and the album."""
        plain = self.options.parts is None
        self._timed("first_run", self._first_run)
        self._timed("office", self._office)
        if plain:
            self._timed("timetable", self._timetable)
        self._timed("teacher", self._teacher)
        self._timed("materials", self._materials)
        if plain:
            self._timed("questions", self._questions)
            self._timed("album", self._album)
        else:
            self._timed("full", self._full)

    def result(self) -> dict[str, Any]:
        facts = [fact.as_json() for fact in self.witness.facts] if self.witness else []
        return {"seconds": self.seconds, "facts": facts, **self.found, "bugs": self.bugs, "wrong_in_pictures": self.album.wrong}

    def end(self) -> None:
        """Hang up. With `--keep` the server stays, and `server.json` says how to reach it."""
        if self.options.keep and self.doors.school is not None:
            claims.leave_note(self.options, self.doors.server.start())
        self.program.stop()
        if self.doors.cable is not None:
            self.doors.cable.pull()

    def _timed(self, name: str, part: Callable[[], None]) -> None:
        start = time.monotonic()
        part()
        self.seconds[name] = round(time.monotonic() - start, 1)

    # -- the parts

    def _first_run(self) -> None:
        self.program.start()
        self.stage(StartView)
        self.album.snap("mulai")
        press(Qt.Key.Key_1)
        self.stage(Shell, SLOW)
        self.witness = Witness(self.doors.server.start().dsn("ems"))
        assert self.doors.demo is not None
        self.found["imported"] = self.doors.demo.imported
        claims.roster(self.witness)

    def _office(self) -> None:
        self.change_to(build.email(build.OFFICE), "masuk")
        until(lambda: self.program.state.status.connection == "online", "the connection")
        self.go("home")
        self.album.snap("beranda-kurikulum")
        self.go("rosters")
        self.album.snap("kelas")
        self.album.card()
        self.album.import_preview(paths.resources("demo", "daftar-peserta-didik.xlsx"))
        self.go("users")
        self.album.snap("pengguna")
        self.album.audit()
        show_google(self.program, self.album.take)
        self._lock()

    def _timetable(self) -> None:
        assert self.witness is not None
        timetabling = Timetabling(self.program, self.desk(), self.album)
        timetabling.judge(self.witness, timetabling.make())

    def _lock(self) -> None:
        """Behind the cover the desk stays as it is."""
        shell = self.program.window.centralWidget()
        self.program.covers.lock()
        self.stage(SignInView)
        self.album.snap("terkunci")
        find(FaceCard, self.program.window).submit()
        until(lambda: self.program.window.centralWidget() is shell, "the very same desk")

    def _teacher(self) -> None:
        self.change_to(build.email(build.TEACHER))
        until(lambda: self.program.state.status.connection == "online", "the connection")
        self.go("home")
        self.album.snap("beranda")
        assert self.witness is not None
        assert self.doors.cable is not None
        desk = self.desk()
        grading = Grading(self.program, desk)
        since = self.witness.audited(desk.person.id, 0)
        self.doors.cable.pull()
        grading.fill()
        grading.take_a_file(self.options.data_dir, self.album)
        until(lambda: self.program.state.status.connection == "offline", "the badge that says offline")
        self.album.snap("nilai-luring")
        clash = self._colleague(grading)
        self.plug()
        self.album.snap("nilai")
        self._judge(grading, clash, since)

    def _colleague(self, grading: Grading) -> tuple[str, str]:
        """Meanwhile, at school, a colleague gives one of the very cells another mark. Which one."""
        cell = grading.clashing()
        with Colleague(self.options.data_dir, self.doors) as colleague:
            colleague.enter(grading.first_sheet, [Entry(*cell, Cell(Decimal(61)))])
        return cell

    def _judge(self, grading: Grading, clash: tuple[str, str], since: int) -> None:
        assert self.witness is not None
        desk = self.desk()
        wanted = {key: value for key, value in grading.wanted.items() if key != clash}
        lost = self.witness.scores(wanted, "every mark typed and pasted without a network is in PostgreSQL")
        shown = self.album.conflict(desk.syncing.kept(), clash)
        written = self.witness.audited(desk.person.id, 0) - since
        self.found |= {
            "typed_offline": grading.typed, "pasted": grading.pasted, "from_excel": grading.from_excel, "lost": lost, "server_matches": lost == 0,
            "audit_entries_match": written == len(wanted), "conflict_shown": shown,
            "forbidden_read": claims.forbidden(self.witness, desk),
        }  # fmt: skip

    def _materials(self) -> None:
        assert self.witness is not None
        assert self.doors.cable is not None
        cataloguing = Cataloguing(self.program, self.desk(), self.doors.sheet.start())
        self.go("materials")
        self.album.snap("materi")
        self.doors.cable.pull()
        until(lambda: self.program.state.status.connection == "offline", "the badge that says offline")
        cataloguing.fill()
        self.album.snap("materi-luring")
        cataloguing.in_the_browser()
        self.plug()
        until(cataloguing.settled, "Sheet and school in step", 60)
        self.album.snap("materi-selaras")
        self.found |= cataloguing.judge(self.witness) | {
            "sheet_clash_shown": self.album.sheet_clash(cataloguing.clash(), MY_THEME, THEIR_THEME)
        }
        self.found["jobs_states"] = claims.jobs(self.witness, self.desk().person.id, alone=self.options.parts is None)
        self._upload(cataloguing)
        self.album.more = cataloguing.pictures(build.ABOUT)
        self._added = cataloguing.material(ADDED[0]).id

    def _questions(self) -> None:
        """Written without a network; afterwards it is at school."""
        assert self.witness is not None
        assert self.doors.cable is not None
        banking = Banking(self.program, self.desk(), self.album, self.options.data_dir)
        banking.look()
        self.doors.cable.pull()
        until(lambda: self.program.state.status.connection == "offline", "the badge that says offline")
        banking.write()
        self.plug()
        banking.take_drafts()
        banking.search()
        banking.look_at_a_file()
        banking.make_a_paper()
        until(lambda: self.program.state.status.unsent == 0, "the questions at school", 60)
        banking.judge(self.witness)
        self.album.more = (*self.album.more, *banking.pictures())

    def _upload(self, cataloguing: Cataloguing) -> None:
        """A film goes to school over a poor network; what is seen of it, and what arrives."""
        assert self.witness is not None
        assert self.doors.cable is not None
        film = self.options.data_dir / "tari-topeng.mp4"
        film.write_bytes(os.urandom(FILM))
        self.doors.cable.delay = POOR
        file = cataloguing.attach("Tari topeng Dermayu", film)
        if self.options.parts is None:  # the cable does not lead to an S3
            until(cataloguing.sending, "a film on its way", 60)
            self.album.in_two_dresses("unggahan")
        self.doors.cable.delay = 0
        stored = "select stored from ems.files where id = %s"
        claims.arrives(self.witness, stored, (file,), lambda seen: until(seen, "the film at school", 120))
        where = "database" if self.options.parts is None else "s3"
        self.witness.check("a film sent over a poor network is at school", stored, where, (file,))
        self.witness.check("its size", "select size::int from ems.files where id = %s", FILM, (file,))

    def _full(self) -> None:
        """What the added entry's analysis came to in the real n8n, and where its file went."""
        assert self.witness is not None
        assert self.options.parts is not None
        desk, material = self.desk(), self._added
        desk.files.attach(material, paths.resources("demo", "files", build.FILES[build.ABOUT]))
        self.program.desk.crew.worker.wake()  # type: ignore[union-attr]
        self.found["full"] = claims.outside(self.witness, material, lambda seen: until(seen, "n8n and the S3", 120))
        self.go("jobs", job=desk.jobs.of_material(material)[0].id)
        self.album.snap("pekerjaan-n8n")

    def _album(self) -> None:
        self.album.all_in_every_dress()
