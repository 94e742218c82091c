"""The composition root of the window: profile, doors, the signed-in person's desk and the shell meet here and nowhere else.

The window is painted before anything else is imported: the services come in on a worker thread, each stage when it is shown.
"""

from __future__ import annotations

import builtins
import gc
import signal
import socket
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import EmsError
from ui import preferences
from ui.doors import FirstRunDoors
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.shell.state import ShellState
from ui.shell.window import Window

if TYPE_CHECKING:
    from ui.covers import Covers
    from ui.desk import LiveDesk, Opened
    from ui.idle import IdleWatch
    from ui.seats import Seat, Seats
    from ui.shell.shell import Shell
    from ui.tasks import Tasks


PATIENCE = 400  # ms that the paper may stay empty
STARTED = 5_000  # ms after which everything that a start brings is in


class Program:
    """One running window. `start()` shows it; the caller runs the event loop, then calls `stop()`."""

    def __init__(self, app: QApplication, options: Options, doors: FirstRunDoors | None = None) -> None:
        self.app, self.options = app, options
        self.say = Feedback()
        self.doors = doors or FirstRunDoors(options.data_dir, options.parts)
        self.window = Window(app, self._chosen(), self._keep, self.say)
        self._nobody = ShellState()
        self.window.resize(1366, 768)

    @cached_property
    def seats(self) -> Seats:
        """Made when it is first asked for: after the window was painted."""
        from ui.seats import Seats

        made = Seats(self.window)
        self.doors.seat_of = made.find
        return made

    @cached_property
    def covers(self) -> Covers:
        from ui.covers import Covers

        return Covers(self)

    @cached_property
    def idle(self) -> IdleWatch:
        from ui.idle import IdleWatch

        made = IdleWatch(self.app)
        made.gone.connect(self.covers.lock)
        return made

    @property
    def desk(self) -> LiveDesk | None:
        """Of the person who sits in front."""
        return self.seats.front.desk if self.seats.front else None

    @property
    def state(self) -> ShellState:
        return self.seats.front.state if self.seats.front else self._nobody

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

    def _resume(self) -> Opened | Seat | None:
        """On a worker thread: the profile, its school, and the person who sat here last."""
        return self.doors.resume(self.options)

    def _resumed(self, opened: Opened | Seat | None) -> None:
        if opened is not None:
            self.show_desk(opened)
        elif self.doors.school is not None:
            self.covers.sign_in(back=True)
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

        self.window.stage(lambda: OpeningView(self.speak))

    def show_start(self) -> None:
        self._close_seats()  # whoever is still behind the cover belongs to the school that is left
        from ui.screens.start.presenter import StartPresenter
        from ui.screens.start.view import StartView

        presenter = StartPresenter(self.doors, self.tasks.run, self._passed)
        self.window.stage(lambda: StartView(presenter, self.speak))

    def _passed(self, door: str, found: Any) -> None:
        if door == "join":
            self.show_sign_in()
        else:
            self.show_desk(found)

    def show_sign_in(self) -> None:
        self.covers.sign_in()

    def show_desk(self, opened: Opened | Seat) -> None:
        """The shell of a signed-in person, and the sync thread behind it; or of somebody who comes back, as they left it."""
        from ui.seats import Seat

        if isinstance(opened, Seat):
            self.seats.back(opened)
        else:
            seat = Seat(opened, self.tasks, self.say, self.doors.start_own_server)
            self.seats.sit(seat, lambda: self._shell(seat))
            seat.desk.start()
        self.tasks.run(lambda: self.doors.profile.computer().lock_after, self.idle.after)

    def _shell(self, seat: Seat) -> Shell:
        from ui.areas import AREAS
        from ui.context import Context, SeatDoors
        from ui.shell.shell import Shell

        services = seat.desk.services(account=self.doors.own_account(seat.signed_in))
        context = Context(
            services, seat.opened.session, self.tasks, seat.bus, self.say, seat.state.go, self.window.preferences, self.window.prefer,
            self.sign_out, SeatDoors(self.covers.lock, self.covers.act_as, self.covers.again, self.idle.after, self.covers.leave_for_good),
        )  # fmt: skip
        return Shell(context, AREAS, seat.state)

    def sign_out(self) -> None:
        self.covers.sign_out()

    def speak(self, language: str) -> None:
        now = self.window.preferences()
        self.window.prefer(Preferences(language, now.theme, now.scale))

    def _close_seats(self) -> None:
        if "seats" in self.__dict__:
            self.seats.close()

    def stop(self) -> None:
        """What was typed is on the disk; let the threads end and give the server back."""
        self.tasks.wait()
        self._close_seats()
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


def quit_by_signal(app: QApplication) -> None:
    """Ctrl+C closes the window in an orderly way. Python hears a signal only while it runs, and here mostly Qt does: the signal's number
    goes into a socket that Qt listens to. It stays there, so that a loop that does not run yet hears it too."""
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(far.detach(), warn_on_full_buffer=False)
    heard = QSocketNotifier(near.detach(), QSocketNotifier.Type.Read, app)
    heard.activated.connect(app.quit)


def main(options: Options) -> int:
    """Open the window and stay until it is closed. Errors: what keeps the window from opening at all."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    import_plainly()
    program = Program(app, options)
    sys.excepthook = program.say.crashed
    quit_by_signal(app)
    program.start()
    code = app.exec()
    program.stop()
    return code
