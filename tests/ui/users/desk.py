"""The office's window with the real staff list over a real encrypted file. The codes come from a school that can be reached,
or not: the one thing that needs a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.errors import Outage
from ems_desktop.services.accounts import Invitations
from ems_desktop.services.finals import final_value
from ems_desktop.services.people import Person
from ems_desktop.services.rosters import Rosters
from ems_desktop.services.users import Users
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.schools import uid
from tests.ui.foundation.school import TEACHER, PlainScreen
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.users.view import UsersScreen
from ui.shell.areas import SETTINGS, Area
from ui.shell.shell import Shell
from ui.shell.state import ShellState
from ui.shell.window import Window
from ui.tasks import Tasks

AREAS = (Area("home", "Home", "home", PlainScreen), Area("users", "Users", "users", UsersScreen), SETTINGS)
STAFF = (
    ("Siti Marfuah", "siti@sekolah.sch.id", ("kurikulum",)), ("Ratna Wulandari", "ratna@sekolah.sch.id", ("guru",)),
    ("Hendra Gunawan", "hendra@sekolah.sch.id", ("kurikulum", "guru")), ("Agus Prasetyo", None, ("guru",)),
)  # fmt: skip


class School(Invitations):
    """A school that makes codes by its own count; `away`: it cannot be reached."""

    def __init__(self) -> None:
        super().__init__(self._dialled)
        self.away = False
        self.asked: list[list[str]] = []

    @staticmethod
    def _dialled() -> Any:
        raise Outage(1401)

    def invite(self, user_ids: list[str]) -> dict[str, str]:
        if self.away:
            raise Outage(1401)
        self.asked.append(user_ids)
        return {one: f"ABCD-EFGH-JK{len(self.asked)}M-NP{n:02}" for n, one in enumerate(user_ids)}


@dataclass
class Office:
    """The window, what stands behind it, and what was said."""

    window: Window
    tasks: Tasks
    ctx: Context
    school: School
    users: Users
    notes: list[tuple[str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    outages: list[str] = field(default_factory=list)

    @property
    def screen(self) -> UsersScreen:
        shell = self.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, UsersScreen)
        return page.content

    def settle(self) -> None:
        QApplication.processEvents()
        while not self.tasks.idle():
            self.tasks.wait()
            QApplication.processEvents()


def enrol_staff(store: LocalStore) -> dict[str, str]:
    """The four of STAFF as a pull brings them; name → id."""
    ids = {name: uid() for name, _, _ in STAFF}
    with store.applying() as session:
        for name, email, roles in STAFF:
            row = {"id": ids[name], "scope_id": t.DIRECTORY, "name": name, "email": email, "role": roles[0], "rev": 1}
            session.execute(sa.insert(t.users).values(row))
            session.execute(
                sa.insert(t.user_roles), [{"user_id": ids[name], "role": role, "scope_id": t.DIRECTORY, "rev": 1} for role in roles]
            )
    return ids


def users_of(store: LocalStore, me: str, school: School) -> Users:
    return Users(Rosters(store, Person(me, STAFF[0][0], frozenset({"kurikulum"})), final_value), school)


@contextmanager
def office(app: QApplication, store: LocalStore, ids: dict[str, str], preferences: Preferences, size: tuple[int, int]) -> Iterator[Office]:
    say, state, school = Feedback(), ShellState("users"), School()
    tasks = Tasks(say.failed, say.bug)
    users = users_of(store, ids["Siti Marfuah"], school)
    window = Window(app, preferences, lambda _: None, say)
    session = replace(TEACHER, person_id=ids["Siti Marfuah"], name="Siti Marfuah", roles=frozenset({"kurikulum"}))
    ctx = Context(Services(users=users), session, tasks, Bus(), say, state.go, window.preferences, window.prefer, lambda: None)
    made = Office(window, tasks, ctx, school, users)
    say.noted.connect(lambda said, undo: made.notes.append((said, undo)))
    say.warned.connect(lambda said, code: made.troubles.append(f"{code} {said}"))
    say.outages.connect(lambda said, code: made.outages.append(f"{code} {said}"))
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
