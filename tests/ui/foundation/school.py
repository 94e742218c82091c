"""A small school for the window's own tests: real widgets, real tasks; the doors to the services are the plain functions the
composition root would hand in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import tr
from ems_desktop.integrations.google_sign_in import Attempt
from ui.bus import Bus
from ui.context import Context, Services, Session
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.sign_in.presenter import Face, School, SignInPresenter
from ui.screens.start.presenter import SchoolDraft, StartPresenter
from ui.shell.areas import SETTINGS, Area, Found
from ui.shell.screen import Screen, Shortcut
from ui.shell.shell import Shell
from ui.shell.state import ShellState, Status
from ui.shell.window import Window
from ui.tasks import Tasks
from ui.widgets import Button, Chip, Chips, Column, RowsModel, Segments, Switcher, TableView, ToolBar, button, col, icon_button
from ui.words import semester_title

TEACHER = Session(
    person_id="p1",
    name="Ratna Wulandari",
    roles=frozenset({"guru"}),
    school_name="SMP Nusantara 2",
    city="Kota Malang",
    npsn="99000002",
    semester="20261",
    device="LAB-GURU-03",
)
PUPILS = ("Adelia Putri Maharani", "Ahmad Fauzan Hakim", "Bagas Dwi Saputra", "Citra Ayu Lestari", "Daffa Rizky Pratama")


class SheetScreen(Screen):
    """As rich as a real one: switchers, a tool bar with segments, chips and tools, a primary, a table."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.arrived: dict[str, Any] = {}
        self.folded: tuple[bool, bool] | None = None
        columns = (
            Column("no", tr("NPSN"), 52, lambda r: str(r[0]), align="right", sort=lambda r: r[0], role="caption", ink="text3"),
            Column("name", tr("Name"), 220, lambda r: r[1], sort=lambda r: r[1], stretch=True),
            Column("class", tr("School"), 100, lambda r: r[2]),
        )
        rows = [(n, name, "VIII B") for n, name in enumerate(PUPILS * 8, 1)]
        self.table = TableView(RowsModel(columns, rows, identity=lambda r: r[0]), tr("Name"))
        self.switch = Switcher(tr("School"), [("a", "VIII A"), ("b", "VIII B")], "b")
        self.setLayout(col(self.table, gap=0))

    def header_parts(self) -> list[QWidget]:
        return [self.switch, Switcher(tr("Semester"), [("20261", semester_title("20261"))], "20261")]

    def header_tools(self) -> list[Button]:
        return [icon_button(tr("Undo"), "undo")]

    def toolbar(self) -> QWidget:
        chips = Chips(
            [("all", Chip(tr("School"), "32")), ("open", Chip(tr("open"), "58")), ("bad", Chip(tr("Name"), "1", icon="alert", ink="bad"))]
        )
        views = Segments([("one", tr("Settings")), ("two", tr("Look"))])
        return ToolBar(views, chips, None, icon_button(tr("Undo"), "undo", small=True), button("Excel", "download", "ghost", small=True))

    def primary(self) -> Button:
        return button(tr("Set up a school"), "plus", "primary")

    def shortcuts(self) -> list[Shortcut]:
        return [Shortcut("Ctrl+D", tr("Undo")), Shortcut("F2", tr("Redo"))]

    def arrive(self, **where: Any) -> None:
        self.arrived = where

    def place(self) -> dict[str, Any]:
        return self.arrived

    def fold(self, narrow: bool, low: bool) -> None:
        self.folded = (narrow, low)

    def first_focus(self) -> QWidget:
        return self.table


class PlainScreen(Screen):
    """Nothing but words."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.setLayout(col(QLabel(""), None))


def find_pupils(words: str) -> list[Found]:
    return [Found(p, "VIII B", "people", "grades", {"pupil": p}) for p in PUPILS if words.casefold() in p.casefold()]


AREAS = (
    Area("home", "Name", "home", PlainScreen),
    Area("grades", "Semester", "grades", SheetScreen, finder=lambda _: find_pupils),
    Area("users", "Roles", "users", PlainScreen, frozenset({"kurikulum"})),
    Area("sync", "Theme", "sync", PlainScreen),
    SETTINGS,
)


@dataclass
class World:
    """A window with everything the composition root would give it."""

    window: Window
    tasks: Tasks
    say: Feedback
    state: ShellState
    ctx: Context
    saved: list[Preferences] = field(default_factory=list)
    signed_out: list[bool] = field(default_factory=list)

    @property
    def shell(self) -> Shell:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        return shell

    def show_shell(self, area: str = "grades") -> Shell:
        self.state.area = area
        self.window.stage(lambda: Shell(self.ctx, AREAS, self.state))
        return self.show()

    def show(self) -> Shell:
        """The window as it is after every event was seen to."""
        self.window.show()
        self.settle()
        return self.shell

    def settle(self) -> None:
        self.tasks.wait()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


@contextmanager
def opened(app: QApplication, preferences: Preferences, session: Session = TEACHER, size: tuple[int, int] = (1366, 768)) -> Iterator[World]:
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    state = ShellState("grades")
    state.set_status(Status(16, 3, "online", datetime(2026, 11, 22, 9, 41).astimezone()))
    saved: list[Preferences] = []
    left: list[bool] = []
    window = Window(app, preferences, saved.append, say)
    window.resize(*size)
    doors = (state.go, window.preferences, window.prefer, lambda: left.append(True))
    world = World(window, tasks, say, state, Context(Services(), session, tasks, Bus(), say, *doors), saved, left)
    try:
        yield world
    finally:
        window.close()
        tasks.close()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Desk:
    """What the office's computer would do behind the doors of first run and sign-in. `answer` is raised or returned."""

    def __init__(self, answer: Any = "opened") -> None:
        self.answer = answer
        self.asked: list[Any] = []
        self.answered = threading.Event()  # in the browser
        self.browser = True

    def _do(self, *asked: Any) -> Any:
        self.asked.append(asked)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def open_browser(self, _url: str) -> bool:
        return self.browser

    def open_demo(self) -> Any:
        return self._do("demo")

    def join(self, school_file: Path) -> Any:
        return self._do("join", school_file)

    def set_up(self, draft: SchoolDraft) -> Any:
        return self._do("set_up", draft)

    def sign_in(self, identifier: str, password: str) -> Any:
        return self._do("sign_in", identifier, password)

    def sign_up(self, code: str, password: str) -> Any:
        return self._do("sign_up", code, password)

    def sign_in_google(self, attempt: Attempt, code: str) -> Any:
        """As the real one: the address is told, then the browser is waited for until somebody answers or cancels."""
        self.attempt = attempt
        attempt.open("https://accounts.example/o/oauth2?state=7")
        while not self.answered.wait(0.01):
            if attempt.cancelled():
                raise Mistake(1138)
        return self._do("google", code)

    def unlock(self, user_id: str, password: str) -> Any:
        return self._do("unlock", user_id, password)

    def again(self, user_id: str, password: str) -> Any:
        return self._do("again", user_id, password)

    def forget(self, user_id: str) -> Any:
        return self._do("forget", user_id)


def start(desk: Desk, tasks: Tasks) -> tuple[StartPresenter, list[Any]]:
    opened: list[Any] = []
    return StartPresenter(desk, tasks.run, lambda door, what: opened.append((door, what))), opened


def sign_in(desk: Desk, tasks: Tasks, identifier: str = "", *, google: bool = False, **known: Any) -> tuple[SignInPresenter, list[Any]]:
    """`known`: faces, face, later."""
    entered: list[Any] = []
    school = School("SMP Nusantara 2", "Kota Malang", "99000002", google=google)
    presenter = SignInPresenter(school, desk, tasks.run, entered.append, tasks.post, identifier, open_browser=desk.open_browser, **known)
    return presenter, entered


STAFF = frozenset({"guru"})
FACES = (
    Face("p1", "Agus Prasetyo, M.Pd.", frozenset({"kurikulum", "guru"})), Face("p2", "Hendra Gunawan", STAFF, here=False),
    Face("p3", "Raden Ajeng Kusumaningtyas Wulandari Prameswari, S.Pd., M.Si.", STAFF), Face("p4", "Ratna Wulandari", STAFF),
)  # fmt: skip
