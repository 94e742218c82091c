"""A teacher's or the office's window over a real school on a real PostgreSQL, with jobs in every state; n8n is played by the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ems_desktop.demo.jobs import Played, play
from ems_desktop.domain.errors import Outage
from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.n8n_executions import Executions
from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from tests.authority.jobs_door import JobsDoor
from tests.ui.foundation.school import TEACHER, PlainScreen
from tests.world import STAFF, SchoolWorld, uid
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.jobs.view import JobsScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (
    Area("home", "Home", "home", PlainScreen),
    Area("jobs", "Jobs", "jobs", JobsScreen),
    Area("materials", "Material", "book", PlainScreen),
    SETTINGS,
)
TITLES = ("Struktur teks artikel ilmiah populer", "Tekanan zat cair", "Sistem pernapasan manusia", "Menulis puisi dari foto", "Unsur iklan, slogan, dan poster",
          "Recount text: my holiday", "Mobilitas sosial")  # fmt: skip


def happen(door: JobsDoor) -> Played:
    """Budi's jobs, one in each state."""
    owner = door.world.owner()
    for n, title in enumerate(TITLES):
        owner.execute(
            "insert into ems.materials (id, scope_id, material_title, subject_name) values (%s, %s, %s, 'Bahasa Indonesia') on conflict (id) do nothing",
            (uid(f"m{n}"), SchoolWorld.id("catalogue"), title),
        )
    return play(door.world.superuser(), uid("budi"), [uid(f"m{n}") for n in range(len(TITLES))])


class Way:
    """To the school, which can be cut."""

    def __init__(self, world: SchoolWorld, person: str) -> None:
        self._world, self._login, self.away = world, world.login(person), False

    def dial(self) -> psycopg.Connection[Any]:
        if self.away:
            raise Outage(1401)
        return self._world.connect_as(self._login, autocommit=False)


class Watched:
    """In the poller's place: what the screen asked of it."""

    def __init__(self) -> None:
        self.watched, self.woken = False, 0

    def watch(self, watched: bool) -> None:
        self.watched = watched

    def wake(self) -> None:
        self.woken += 1


@dataclass
class JobsDesk:
    window: Window
    tasks: Tasks
    bus: Bus
    way: Way
    jobs: Jobs
    poller: Watched
    notes: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    went: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def screen(self) -> JobsScreen:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, JobsScreen)
        return page.content

    def settle(self) -> None:
        QApplication.processEvents()
        while not self.tasks.idle():
            self.tasks.wait()
            QApplication.processEvents()
        for _ in range(3):  # a bar that breaks into lines asks for its height again
            QApplication.processEvents()

    def look(self) -> None:
        """As the poller does."""
        self.bus.tell({"jobs"}, set(self.jobs.refresh().changed), "poll")
        self.settle()

    def rows(self) -> list[str]:
        rows = self.screen.list.rows
        return [str(rows.index(n).data()) for n in range(rows.rowCount())]

    def choose(self, job: str) -> None:
        self.screen.arrive(job=job)
        self.settle()

    def press(self, key: Qt.Key, *, on: QWidget | None = None) -> None:
        target = on or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key)
        self.settle()


@contextmanager
def jobs_desk(
    app: QApplication,
    world: SchoolWorld,
    person: str,
    folder: Path,
    preferences: Preferences,
    size: tuple[int, int],
    n8n: str | None = None,
) -> Iterator[JobsDesk]:
    store, way = LocalStore(folder / f"{person}.db", b"k" * 32), Way(world, person)
    who = Person(uid(person), person.title(), frozenset({STAFF[person]}))
    jobs = Jobs(store, who, way.dial, lambda: n8n)
    jobs.refresh()
    executions = Executions(DemoKeyring(folder / "keys.json"), "n8n", lambda: n8n)
    with _window(app, way, jobs, executions, who, preferences, size) as made:
        yield made
    jobs.hang_up()
    store.close()


@contextmanager
def _window(
    app: QApplication, way: Way, jobs: Jobs, executions: Executions, who: Person, preferences: Preferences, size: tuple[int, int]
) -> Iterator[JobsDesk]:
    say, state, poller = Feedback(), ShellState("jobs"), Watched()
    tasks = Tasks(say.failed, say.bug)
    window = Window(app, preferences, lambda _: None, say)
    made = JobsDesk(window, tasks, Bus(), way, jobs, poller)

    def go(area: str, **where: Any) -> None:
        made.went.append((area, where))

    session = replace(TEACHER, person_id=who.id, name=who.name, roles=who.roles)
    services = Services(jobs=jobs, job_poller=poller, executions=executions)
    ctx = Context(services, session, tasks, made.bus, say, go, window.preferences, window.prefer, lambda: None)
    say.noted.connect(lambda said, _undo: made.notes.append(said))
    say.warned.connect(lambda said, code: made.troubles.append(f"{code} {said}"))
    window.resize(*size)
    window.stage(lambda: Shell(ctx, AREAS, state))
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    made.settle()
    yield made
    made.settle()
    tasks.close()
    window.close()
    window.deleteLater()
    QApplication.processEvents()
