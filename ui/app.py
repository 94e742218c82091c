"""The composition root of the window: profile, doors, the signed-in person's desk and the shell meet here and nowhere else.

The window is painted before anything else is imported: the services come in on a worker thread, each stage when it is shown.
"""

from __future__ import annotations

import builtins
import gc
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import EmsError
from ui import preferences
from ui.bus import Bus
from ui.doors import FirstRunDoors
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.shell.state import ShellState
from ui.shell.window import Window

if TYPE_CHECKING:
    from ui.desk import LiveDesk, Opened
    from ui.shell.shell import Shell
    from ui.tasks import Tasks


PATIENCE = 400  # ms that the paper may stay empty
STARTED = 5_000  # ms after which everything that a start brings is in


class Program:
    """One running window. `start()` shows it; the caller runs the event loop, then calls `stop()`."""

    def __init__(self, app: QApplication, options: Options, doors: FirstRunDoors | None = None) -> None:
        self.app, self.options = app, options
        self.say = Feedback()
        self.bus = Bus()
        self.state = ShellState()
        self.doors = doors or FirstRunDoors(options.data_dir)
        self.window = Window(app, self._chosen(), self._keep, self.say)
        self.desk: LiveDesk | None = None
        self.window.resize(1366, 768)

    @cached_property
    def tasks(self) -> Tasks:
        """Made when it is first asked for: after the window was painted."""
        from ui.tasks import Tasks

        return Tasks(self.say.failed, self.say.bug)

    def _chosen(self) -> Preferences:
        kept = preferences.load(self._preferences_file())
        return Preferences(self.options.language, kept.theme, kept.scale) if self.options.language else kept

    def _keep(self, chosen: Preferences) -> None:
        preferences.save(self._preferences_file(), chosen)

    def _preferences_file(self) -> Path:
        return self.options.data_dir / "preferences.json"

    # -- which stage

    def start(self) -> None:
        """Show the window, then whatever this profile has come to; a word in between only where that takes long."""
        self.window.show()
        self.app.processEvents()  # the paper is there before anything slow comes in
        self.tasks.run(self._resume, self._resumed, self._could_not_resume)
        QTimer.singleShot(PATIENCE, self.window, self._still_opening)
        QTimer.singleShot(STARTED, self.window, collect_garbage)
        self.window.wear()  # while the profile is read

    def _resume(self) -> Opened | None:
        """On a worker thread: the profile, its school, and the person who sat here last."""
        return self.doors.resume(self.options)

    def _resumed(self, opened: Opened | None) -> None:
        if opened is not None:
            self.show_desk(opened)
        elif self.doors.school is not None:
            self.show_sign_in()
        elif self.options.demo:
            self._opening()
            self.tasks.run(self.doors.open_demo, self.show_desk, self._demo_failed)
        else:
            self.show_start()

    def _could_not_resume(self, error: EmsError) -> None:
        """The person's own file stays as it is; signing in again may help. Without a school there is only the first run."""
        if self.doors.school is not None:
            self.show_sign_in()
        else:
            self.show_start()
        self.say.failed(error)

    def _demo_failed(self, error: EmsError) -> None:
        self.show_start()
        self.say.failed(error)

    def _still_opening(self) -> None:
        if self.window.bare:
            self._opening()

    def _opening(self) -> None:
        from ui.opening import OpeningView

        self.window.stage(lambda: OpeningView(self._speak))

    def show_start(self) -> None:
        from ui.screens.start.presenter import StartPresenter
        from ui.screens.start.view import StartView

        presenter = StartPresenter(self.doors, self.tasks.run, self._passed)
        self.window.stage(lambda: StartView(presenter, self._speak))

    def _passed(self, door: str, found: Any) -> None:
        if door == "join":
            self.show_sign_in()
        else:
            self.show_desk(found)

    def show_sign_in(self) -> None:
        from ui.doors import SignInDoor, sign_in_school
        from ui.screens.sign_in.presenter import SignInPresenter
        from ui.screens.sign_in.view import SignInView

        school = self.doors.school
        assert school is not None
        presenter = SignInPresenter(
            sign_in_school(school), SignInDoor(self.doors), self.tasks.run, self.show_desk, self.tasks.post, self.doors.last_identifier()
        )
        self.window.stage(lambda: SignInView(presenter, self._speak, self.show_start))

    def show_desk(self, opened: Opened) -> None:
        """The shell of a signed-in person, and the sync thread behind it."""
        from ui.desk import LiveDesk

        desk = LiveDesk(opened, self.tasks, self.bus, self.say, self.state, self.doors.start_own_server)
        self.desk = desk
        self.window.stage(lambda: self._shell(desk))
        desk.start()

    def _shell(self, desk: LiveDesk) -> Shell:
        from ui.areas import AREAS
        from ui.context import Context
        from ui.shell.shell import Shell

        context = Context(
            desk.services(), desk.opened.session, self.tasks, self.bus, self.say, self.state.go, self.window.preferences, self.window.prefer,
            self.sign_out,
        )  # fmt: skip
        return Shell(context, AREAS, self.state)

    def sign_out(self) -> None:
        self._leave_desk()
        self.tasks.run(self.doors.sign_out, lambda _: self.show_sign_in())

    def _leave_desk(self) -> None:
        desk, self.desk = self.desk, None
        if desk is not None:
            self.tasks.wait()
            desk.stop()
        self.state.reset()

    def _speak(self, language: str) -> None:
        now = self.window.preferences()
        self.window.prefer(Preferences(language, now.theme, now.scale))

    def stop(self) -> None:
        """What was typed is on the disk; let the threads end and give the server back."""
        self._leave_desk()
        self.tasks.close()
        self.doors.close(keep_server=self.options.keep)


def import_plainly() -> None:
    """PySide6 reads the source of every module that is imported after it, for `from __feature__ import`, which nobody says here."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def collect_garbage() -> None:
    """Again, if the command line stopped it for the start; what is there by now is not looked at any more."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def main(options: Options) -> int:
    """Open the window and stay until it is closed. Errors: what keeps the window from opening at all."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    import_plainly()
    program = Program(app, options)
    sys.excepthook = program.say.crashed
    program.start()
    code = app.exec()
    program.stop()
    return code
