"""What the office does about one account: facts, computers, removing. Real widgets; a real school, where one is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.errors import Mistake, NeedsOnline
from ems_desktop.i18n import explain
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.profile import DEMO_NPSN, Profile
from ems_desktop.store import identity
from ems_desktop.store import tables as t
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from tests.servers import Server
from tests.ui.foundation.school import TEACHER, World, opened
from tests.ui.sync.looking import faults
from tests.ui.users.desk import AREAS
from tests.world import GATE_PASSWORD, SchoolWorld
from ui.context import Services
from ui.preferences import Preferences
from ui.screens.users.view import UsersScreen
from ui.shell.shell import Shell
from ui.widgets import Decision

PASSWORD = "empat kata yang panjang"


@dataclass
class Office:
    """Sri's window over her file, in step with a school."""

    world: World
    school: SchoolWorld
    desk: Desk
    unplug: Callable[[], None]  # from then on the school cannot be reached
    notes: list[tuple[str, Any]]

    @property
    def screen(self) -> UsersScreen:
        page = self.world.shell.current()
        assert page is not None
        assert isinstance(page.content, UsersScreen)
        return page.content

    def settle(self) -> None:
        self.world.settle()
        self.world.settle()

    def choose(self, person: str) -> None:
        self.screen.table.choose(self.school.id(person))
        self.settle()

    def names(self) -> list[str]:
        return [row.name for row in self.screen.table.rows.rows]

    def dialog(self) -> Decision:
        (found,) = [one for one in self.world.window.findChildren(Decision) if one.isVisible()]
        return found


@pytest.fixture(scope="module")
def school(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18, derive=identity.derive) as made:
        for person in ("sri", "budi"):
            made.set_password(person, PASSWORD)
        yield made


@contextmanager
def signed_in(school: SchoolWorld, folder: Path, person: str) -> Iterator[tuple[Desk, Callable[[], None]]]:
    """Their desk, and what takes its network away."""
    server = school.server
    file = SchoolFile("SMP Uji", DEMO_NPSN, server.host, server.port, school.database, "ems_gate", GATE_PASSWORD, loopback=True)
    profile = Profile(folder)
    profile.join(file)
    desk = Desk(Accounts(profile, file).sign_in(school.email(person), PASSWORD))
    desk.sync()
    try:
        yield desk, lambda: profile.join(replace(file, port=9))
    finally:
        desk.close()
        profile.close()


@pytest.fixture
def open_office(qapp: QApplication, school: SchoolWorld, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    school.unthrottle()
    with ExitStack() as stack:
        desk, unplug = stack.enter_context(signed_in(school, tmp_path / "sri", "sri"))

        def make(language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1440, 900)) -> Office:
            session = replace(TEACHER, person_id=desk.person.id, name=desk.person.name, roles=frozenset({"kurikulum"}))
            world = stack.enter_context(opened(qapp, Preferences(language, theme, scale), session, size))
            world.ctx = replace(world.ctx, services=Services(users=desk.users))
            made = Office(world, school, desk, unplug, [])
            world.say.noted.connect(lambda said, undo: made.notes.append((said, undo)))
            world.state.area = "users"
            world.window.stage(lambda: Shell(world.ctx, AREAS, world.state))
            world.window.show()
            world.window.activateWindow()
            assert QTest.qWaitForWindowActive(world.window)
            made.settle()
            return made

        yield make


def stored(office: Office, person: str) -> tuple[str, str | None, str | None]:
    with office.desk.store.reading() as session:
        row = session.execute(
            sa.select(t.users.c.name, t.users.c.email, t.users.c.nip).where(t.users.c.id == office.school.id(person))
        ).one()
    return row.name, row.email, row.nip


def test_name_address_and_nip_are_changed_by_keyboard_and_taken_back(open_office, qtbot):
    office = open_office()
    office.choose("dewi")
    before = stored(office, "dewi")
    office.screen.person.edit.click()
    panel = office.screen.account.edit
    assert panel.name.edit.hasFocus()
    for field, text in ((panel.name, "Dewi Anggraini, S.Pd."), (panel.email, "Dewi.A@sekolah.test"), (panel.nip, "19850315 201001 2 001")):
        field.set_text(text)
    qtbot.keyClick(panel.nip.edit, Qt.Key.Key_Return)
    office.settle()
    assert stored(office, "dewi") == ("Dewi Anggraini, S.Pd.", "dewi.a@sekolah.test", "198503152010012001")
    assert office.screen.person.heading.text() == "Dewi Anggraini, S.Pd."
    office.notes[-1][1]()
    office.settle()
    assert stored(office, "dewi") == before


@pytest.mark.parametrize(
    ("name", "email", "nip", "wrong"),
    [
        ("", "x@y.id", "", {"name": 1150}),
        ("Dewi", "bukan alamat", "123", {"email": 1151, "nip": 1167}),
        ("Dewi", "budi@sekolah.test", "", {"email": 1152}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(open_office, name, email, nip, wrong):
    office = open_office()
    office.choose("dewi")
    before = stored(office, "dewi")
    office.screen.person.edit.click()
    panel = office.screen.account.edit
    for field, text in ((panel.name, name), (panel.email, email), (panel.nip, nip)):
        field.set_text(text)
    panel.save.click()
    office.settle()
    assert {key for key, field in panel.fields.items() if field.error()} == set(wrong)
    assert stored(office, "dewi") == before
    assert office.screen._panel() is panel


def test_ones_own_address_is_not_taken_by_oneself(open_office):
    office = open_office()
    office.choose("budi")
    office.screen.person.edit.click()
    office.screen.account.edit.save.click()
    office.settle()
    assert office.screen._panel() is office.screen.person
    assert office.notes == [], "nothing changed, nothing said"


def test_a_sign_in_that_is_ended_is_over_at_once(open_office, school, tmp_path):
    office = open_office()
    with signed_in(school, tmp_path / "budi", "budi") as (budi, _):
        office.choose("budi")
        office.screen.person.computers.click()
        office.settle()
        panel = office.screen.account.computers
        assert len(panel.table.rows.rows) == 1
        panel.table.selectRow(0)
        panel.end.click()
        office.dialog().buttons[1].click()
        office.settle()
        assert not panel.end.isEnabled()
        assert "dikeluarkan dari" in office.notes[-1][0]
        with pytest.raises(Exception, match="1406"):
            budi.dial()
    office.world.window.activateWindow()  # no window manager here does it
    assert QTest.qWaitForWindowActive(office.world.window)
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert office.screen._panel() is office.screen.person


def test_somebody_is_removed_after_a_question_and_is_gone_from_the_list(open_office):
    office = open_office()
    (one,) = office.desk.users.add_staff([("Salah Ketik", "salah@sekolah.test", ["guru"])])
    office.desk.sync()
    office.screen.presenter.load()
    office.settle()
    office.screen.table.choose(one)
    office.screen.person.remove.click()
    office.dialog().buttons[1].click()  # no
    office.settle()
    assert "Salah Ketik" in office.names()
    office.screen.person.remove.click()
    office.dialog().buttons[0].click()
    office.settle()
    assert "Salah Ketik" not in office.names()
    assert office.notes[-1] == ("Salah Ketik sudah dihapus", None)
    office.desk.sync()
    office.screen.presenter.load()
    office.settle()
    assert "Salah Ketik" not in office.names()


def test_nobody_removes_themselves(open_office):
    office = open_office()
    told: list[str] = []
    office.world.say.warned.connect(lambda said, _: told.append(said))
    office.choose("sri")
    office.screen.person.remove.click()
    office.dialog().buttons[0].click()
    office.settle()
    assert told == [explain(Mistake(1159))]
    assert len(office.names()) >= 4


def test_without_the_school_the_panels_say_so(open_office):
    office = open_office()
    office.unplug()
    office.choose("budi")
    office.screen.person.computers.click()
    office.settle()
    assert office.screen.account.computers.error.said() == explain(NeedsOnline(1176))


@pytest.mark.parametrize(
    ("language", "theme", "scale", "size"),
    [
        ("id", "light", 100, (1366, 768)),
        ("en", "dark", 125, (1366, 768)),
        ("id", "light", 200, (1366, 768)),
        ("en", "light", 200, (1366, 768)),
    ],
)
def test_nothing_is_clipped_nameless_or_in_the_other_language(open_office, language, theme, scale, size):
    office = open_office(language, theme, scale, size)
    for what in ("", "edit", "computers"):
        office.choose("budi")
        if what:
            office.screen.account.ask(office.screen.table.current_row(), what)
        else:
            office.screen._show_side(panel=True)
        office.settle()
        QApplication.processEvents()
        assert faults(office.world.window, language) == []
        office.screen._closed()
