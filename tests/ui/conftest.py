"""For every test of the window: no screen needed, no warning of Qt let through, the language and theme put back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtWidgets import QApplication

from ems_desktop import i18n
from ems_desktop.cli.options import Options
from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services.profile import Profile
from ems_desktop.store.embedded import EmbeddedPostgres
from tests.ui.foundation.school import TEACHER, World, opened
from tests.ui.programs import NewProgram
from ui.app import Program
from ui.context import Session
from ui.preferences import Preferences
from ui.theme import T

HARMLESS = "This plugin does not support "  # size hints, raising, the keyboard grab of a menu: the offscreen platform has no window manager

OpenWorld = Callable[..., World]


@pytest.fixture(autouse=True)
def no_qt_warnings(qtlog) -> Iterator[None]:
    """Qt tells of mistakes in the log only: there, any line but one is a failure."""
    yield
    told = [record for record in qtlog.records if record.type != QtMsgType.QtDebugMsg and not record.message.startswith(HARMLESS)]
    assert not told, "\n".join(str(record) for record in told)


@pytest.fixture(autouse=True)
def plain_paper(qapp: QApplication) -> Iterator[None]:
    """Indonesian, light, 100 %, unless the test says otherwise."""
    i18n.use("id")
    T.apply(qapp, "light", 1.0)
    yield
    i18n.use("en")


@pytest.fixture
def open_world(qapp: QApplication) -> Iterator[OpenWorld]:
    """A window with its tasks and doors, closed when the test is over: open_world(language="en", scale=200)."""
    with ExitStack() as stack:

        def make(
            language: str = "id", theme: str = "light", scale: int = 100, session: Session = TEACHER, size: tuple[int, int] = (1366, 768)
        ) -> World:
            return stack.enter_context(opened(qapp, Preferences(language, theme, scale), session, size))

        yield make


@pytest.fixture
def run(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewProgram]:
    """run(): the program on the test's one profile. A real school's secrets go to a back end of the test's own."""
    monkeypatch.setattr(Profile, "keychain", lambda _self, _school: DemoKeyring(tmp_path / "test-keychain.json"))
    running: list[Program] = []

    def start() -> Program:
        program = Program(qapp, Options(tmp_path / "profile", "id"))
        running.append(program)
        program.start()
        return program

    yield start
    for program in running:
        program.stop()
        program.window.close()
    EmbeddedPostgres(tmp_path / "profile" / "server").stop()
