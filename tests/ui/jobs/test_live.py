"""The jobs of a signed-in person while the window is open: the rail's count, the note at the end, the push that makes a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services.accounts import SignedIn
from ems_desktop.services.people import Person
from ems_desktop.services.sessions import Ticket
from tests.authority.jobs_door import JobsDoor
from tests.world import STAFF, SchoolWorld, change, uid, whole
from ui.bus import Bus
from ui.desk import LiveDesk, Opened
from ui.feedback import Feedback
from ui.shell.state import ShellState
from ui.tasks import Tasks


class Live:
    def __init__(self, world: SchoolWorld, person: str, folder: Path) -> None:
        login, school = world.sign_in(person), world.school_file("99000007")
        keychain = DemoKeyring(folder / "keys.json")
        keychain.put("login", login.password)
        who = Person(uid(person), person.title(), frozenset({STAFF.get(person, "siswa")}))
        signed_in = SignedIn(who, folder / "local.db", Ticket(keychain, "login", login.role, lambda: school), b"k" * 32)
        self.notes: list[str] = []
        self.told: list[str] = []
        say, self.bus, self.state = Feedback(), Bus(), ShellState()
        say.noted.connect(lambda said, _undo: self.notes.append(said))
        self.bus.changed.connect(lambda change: self.told.append(change.origin) if change.touches("jobs") else None)
        self.tasks = Tasks(say.failed, say.bug)
        self.desk = LiveDesk(Opened(signed_in, "PC"), self.tasks, self.bus, say, self.state, lambda: None)


@contextmanager
def live(world: SchoolWorld, person: str, folder: Path) -> Iterator[Live]:
    made = Live(world, person, folder)
    made.desk.start()
    try:
        yield made
    finally:
        made.desk.stop()
        made.tasks.close()


def test_a_job_counts_in_the_rail_while_it_runs_and_its_end_is_told(qtbot, world: SchoolWorld, door: JobsDoor, tmp_path: Path):
    job, claim = door.claimed("budi")
    with live(world, "budi", tmp_path) as window:
        qtbot.waitUntil(lambda: window.state.counts.get("jobs") == 1, timeout=10_000)
        door.complete(job, claim)
        window.desk.crew.poller.wake()
        qtbot.waitUntil(lambda: bool(window.notes), timeout=10_000)
        assert window.notes == ["Analisis “Lensa” selesai"]
        assert window.state.counts["jobs"] == 0
        assert window.told == ["poll", "poll"]


def test_a_material_that_was_added_has_its_job_in_the_rail_soon_after_the_push(qtbot, world: SchoolWorld, door: JobsDoor, tmp_path: Path):
    with live(world, "budi", tmp_path) as window:
        qtbot.waitUntil(lambda: window.state.status.connection == "online", timeout=10_000)
        world.push("budi", whole(change("materials", "catalogue", {"id": uid("baru")}, "i", {"material_title": "Baru"})))
        store = window.desk.opened.desk.store
        with store.change("semester", "whole") as made:  # any edit of one's own is pushed, and the poller looks
            made.session.exec_driver_sql("update materials set material_theme = 'x' where id = ?", (uid("material.lensa"),))
        qtbot.waitUntil(lambda: window.state.counts.get("jobs") == 1, timeout=10_000)
        assert window.desk.opened.desk.jobs.all()[0].material == "Baru"


def test_a_pupil_has_no_poller(qtbot, world: SchoolWorld, door: JobsDoor, tmp_path: Path):
    with live(world, "ani", tmp_path) as window:
        qtbot.waitUntil(lambda: window.state.status.connection == "online", timeout=10_000)
        assert not window.desk.crew.poller._thread.is_alive()
