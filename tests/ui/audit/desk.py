"""The office's window over a real school on a real PostgreSQL: what the audit shows is what happened there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ems_desktop.domain.errors import Outage
from ems_desktop.services.audit import Audit
from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store import install
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from tests.ui.foundation.school import TEACHER, PlainScreen
from tests.world import Login, SchoolWorld, cells, change, uid, whole
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.audit.view import AuditScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (
    Area("home", "Home", "home", PlainScreen),
    Area("audit", "Audit", "clock", AuditScreen),
    Area("grades", "Grades", "grades", PlainScreen),
    SETTINGS,
)
CELL = ("task", "ani")
SHEET = uid("math_7a")


def happen(world: SchoolWorld) -> None:
    """Budi types, pastes and is too late; the office corrects; a class is renamed; an administrator goes round the program."""
    world.push("budi", cells("math_7a", {CELL: 40}, title="task, Ani: 40"))
    world.push("budi", cells("math_7a", {("task", "beni"): 30.5, ("task", "cici"): 31}, title="2 nilai ditempel"))
    world.push("sri", cells("math_7a", {CELL: {"value": 41, "note": "susulan"}}, {CELL: 40}, title="task, Ani: 41"))
    world.push("budi", cells("math_7a", {CELL: 9}, {CELL: 40}, title="task, Ani: 9"))
    world.push("sri", whole(change("classes", "7b", {"id": uid("7b")}, "u", {"name": "VII B"}, {"name": "7B"}), title="VII B"))
    with install.owning(world.server.dsn(), world.database) as connection:
        connection.execute(
            "update ems.scores set value = 49 where assessment_id = %s and student_id = %s", (uid("math_7a.task"), uid("cici"))
        )


class School:
    """The way to it, which can be cut."""

    def __init__(self, world: SchoolWorld, login: Login) -> None:
        self._world, self._login, self.away = world, login, False

    def dial(self) -> psycopg.Connection[Any]:
        if self.away:
            raise Outage(1401)
        return self._world.connect_as(self._login, autocommit=False)


@dataclass
class Office:
    """The window, what stands behind it, and what was said."""

    window: Window
    tasks: Tasks
    state: ShellState
    school: School
    audit: Audit
    notes: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    went: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def screen(self) -> AuditScreen:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, AuditScreen)
        return page.content

    def settle(self) -> None:
        QApplication.processEvents()
        while not self.tasks.idle():
            self.tasks.wait()
            QApplication.processEvents()

    def rows(self) -> list[list[str]]:
        """The list as a person reads it."""
        model = self.screen.list.table.rows
        return [[str(model.index(row, column).data()) for column in range(model.columnCount())] for row in range(model.rowCount())]

    def what(self) -> list[str]:
        """Whom and what each row is about, without the seed's statements by hand."""
        return [row[3] for row in self.rows() if "ditambah langsung" not in row[3]]

    def choose(self, words: str) -> None:
        self.screen.list.table.selectRow(next(n for n, row in enumerate(self.rows()) if words in row[3]))
        self.settle()

    def steps(self) -> list[str]:
        rows = self.screen.list.entry.changes.rows
        return [str(rows.index(n).data()) for n in range(rows.rowCount())]


def press(
    office: Office, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, *, on: QWidget | None = None
) -> None:
    target = on or QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)
    office.settle()


def said(part: QWidget) -> str:
    """The words in sight."""
    return " ".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())


@contextmanager
def office(
    app: QApplication,
    world: SchoolWorld,
    login: Login,
    folder: Path,
    preferences: Preferences,
    size: tuple[int, int],
    *,
    away: bool = False,
) -> Iterator[Office]:
    store, school = LocalStore(folder / "local.db", b"k" * 32), School(world, login)
    engine = Engine(store, lambda: Remote(school.dial()))
    engine.cycle()
    engine.hang_up()
    person = Person(uid("sri"), "Sri", frozenset({"kurikulum"}))
    audit, school.away = Audit(store, school.dial), away
    with _window(app, school, Services(audit=audit, grades=Grades(store, person)), person, preferences, size) as made:
        yield made
    audit.hang_up()
    store.close()


@contextmanager
def _window(
    app: QApplication, school: School, services: Services, person: Person, preferences: Preferences, size: tuple[int, int]
) -> Iterator[Office]:
    say, state = Feedback(), ShellState("audit")
    tasks = Tasks(say.failed, say.bug)
    window = Window(app, preferences, lambda _: None, say)
    made = Office(window, tasks, state, school, services.audit)

    def go(area: str, **where: Any) -> None:
        made.went.append((area, where))

    session = replace(TEACHER, person_id=person.id, name=person.name, roles=person.roles)
    ctx = Context(services, session, tasks, Bus(), say, go, window.preferences, window.prefer, lambda: None)
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
