"""Getting about in the window as a person does: to a screen, to a stage of the window, to another person; and the cable to the school."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ems_desktop.cli.options import Options
from ems_desktop.demo import build
from ui.app import Program
from ui.doors import FirstRunDoors
from ui.screens.sign_in.people import PeopleCard
from ui.screens.sign_in.view import SignInView
from ui.shell.shell import Shell
from ui.tour.album import Album
from ui.tour.cable import Cable
from ui.tour.hands import find, press, settle, type_text, until


class WiredDoors(FirstRunDoors):
    """The real doors, with a cable in between that can be pulled."""

    cable: Cable | None = None

    def start_own_server(self) -> None:
        super().start_own_server()
        if self.school is not None:
            self.cable = self.cable or Cable(self.school.port)
            self.school = replace(self.school, port=self.cable.port)
            self.profile.join(self.school)


class Traveller:
    def __init__(self, app: QApplication, options: Options) -> None:
        assert options.tour is not None
        self.options = options
        self.doors = WiredDoors(options.data_dir, options.parts)
        self.program = Program(app, replace(options, language=options.language or "id", demo=False), self.doors)
        self.album = Album(self.program, options.tour)

    def desk(self) -> Any:
        assert self.program.desk is not None
        return self.program.desk.opened.desk

    def stage(self, kind: type, seconds: float = 30.0) -> None:
        until(lambda: isinstance(self.program.window.centralWidget(), kind), kind.__name__, seconds)
        settle()

    def go(self, area: str, **where: Any) -> None:
        self.program.state.go(area, **where)
        until(self.program.tasks.idle, f"the screen {area}")
        settle()

    def change_to(self, identifier: str, picture: str = "") -> None:
        self.program.sign_out()
        self.stage(SignInView)
        view = self.program.window.centralWidget()
        assert isinstance(view, SignInView)
        if picture:
            self.album.snap("siapa")
        find(PeopleCard, view).other.click()
        settle()
        if picture:
            self.album.snap(picture)
        view.card.who.set_text(identifier)
        view.card.password.setFocus()
        press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(build.PASSWORD)
        press(Qt.Key.Key_Return)
        self.stage(Shell, 60)

    def plug(self) -> None:
        assert self.doors.cable is not None
        assert self.program.desk is not None
        self.doors.cable.plug()
        self.program.desk.crew.worker.wake()
        until(lambda: self.program.state.status.unsent == 0 and self.program.state.status.connection == "online", "everything sent", 60)
