"""The settings over a real account at a real school: Budi, at this computer and at two others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.services.accounts import Accounts
from ems_desktop.services.devices import Devices
from ems_desktop.services.own_account import OwnAccount
from ems_desktop.services.profile import DEMO_NPSN, Computer, Profile
from ems_desktop.store import identity
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from tests.servers import Server
from tests.ui.foundation.school import AREAS, TEACHER, World, opened
from tests.world import GATE_PASSWORD, SchoolWorld
from ui.context import SeatDoors, Services
from ui.preferences import Preferences
from ui.screens.settings.view import SettingsScreen
from ui.shell.shell import Shell

PASSWORD = "empat kata yang panjang"


@dataclass
class Settings:
    """The window at the settings, and what stands behind it."""

    world: World
    school: SchoolWorld
    file: SchoolFile
    profile: Profile
    desk: Desk
    notes: list[str] = field(default_factory=list)
    watched: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)

    @property
    def screen(self) -> SettingsScreen:
        page = self.world.shell.current()
        assert page is not None
        assert isinstance(page.content, SettingsScreen)
        return page.content

    def settle(self) -> None:
        self.world.settle()

    def unplug(self) -> None:
        """From here on the school cannot be reached."""
        self.profile.join(replace(self.file, port=9))

    def computer(self) -> Computer:
        return self.profile.computer()


OpenSettings = Callable[..., Settings]


@pytest.fixture(scope="module")
def school(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18, derive=identity.derive) as made:
        yield made


@contextmanager
def signed_in(school: SchoolWorld, folder: Path, label: str) -> Iterator[tuple[Profile, SchoolFile, Desk]]:
    """Budi on a computer of this name."""
    server = school.server
    file = SchoolFile("SMP Uji", DEMO_NPSN, server.host, server.port, school.database, "ems_gate", GATE_PASSWORD, loopback=True)
    profile = Profile(folder)
    profile.join(file)
    desk = Desk(Accounts(profile, file).sign_in(school.email("budi"), PASSWORD))
    (this,) = [one for one in desk.devices.mine() if one.this]
    desk.devices.rename(this.id, label)
    try:
        yield profile, file, desk
    finally:
        desk.close()
        profile.close()


@pytest.fixture
def open_settings(qapp: QApplication, school: SchoolWorld, tmp_path: Path) -> Iterator[OpenSettings]:
    """open_settings(language="en", scale=200): as often as a test wants."""
    school.unthrottle()
    school.superuser().execute(
        "update identity.device set revoked_at = now() - interval '90 days', valid_until = now() - interval '90 days'"
    )
    school.set_password("budi", PASSWORD)
    with ExitStack() as stack:
        for other in ("Laptop di rumah", "PC ruang guru"):
            stack.enter_context(signed_in(school, tmp_path / other, other))
        profile, file, desk = stack.enter_context(signed_in(school, tmp_path / "here", "LAB-GURU-03"))
        account = OwnAccount(profile, file, desk.signed_in)

        def make(language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1366, 768)) -> Settings:
            session = replace(TEACHER, person_id=desk.person.id)
            world = stack.enter_context(opened(qapp, Preferences(language, theme, scale), session, size))
            made = Settings(world, school, file, profile, desk)
            doors = SeatDoors(watch=made.watched.append, leave=lambda: made.left.append(1))
            services = Services(account=account, devices=Devices(desk.signed_in.dial), syncing=desk.syncing)
            world.ctx = replace(world.ctx, services=services, seat=doors)
            world.say.noted.connect(lambda said, _: made.notes.append(said))
            world.state.area = "settings"
            world.window.stage(lambda: Shell(world.ctx, AREAS, world.state))
            world.window.show()
            world.window.activateWindow()
            assert QTest.qWaitForWindowActive(world.window)
            made.settle()
            return made

        yield make
