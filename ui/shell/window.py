"""The one window. It holds a *stage* (first run, sign-in, or the shell), built by a function, and builds it anew when the
language, the theme or the font size change. Notes and reports appear here, whatever stage is on.

It can be shown before anything else of the window is imported: theme and widgets come in with the first stage.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPalette
from PySide6.QtWidgets import QApplication, QMainWindow

from ems_desktop import i18n
from ems_desktop.i18n import tr
from ui import tokens
from ui.preferences import Preferences

if TYPE_CHECKING:
    from ui.feedback import Feedback
    from ui.redact import Report
    from ui.shell.parking import Parked
    from ui.shell.stage import Stage
    from ui.widgets import Decision
    from ui.widgets.focusring import FocusRing
    from ui.widgets.toast import Toast

Build = Callable[[], "Stage"]


class Window(QMainWindow):
    """`save(preferences)` keeps them; `closing` is told before the window goes, `rebuilt` after each new look."""

    closing = Signal()
    rebuilt = Signal()

    def __init__(
        self, app: QApplication, preferences: Preferences, save: Callable[[Preferences], None], say: Feedback | None = None
    ) -> None:
        super().__init__()
        self._app, self._preferences, self._save = app, preferences.sane(), save
        self._build: Build | None = None
        self._stage: Stage | None = None
        self._looks = 0  # how often language, theme or size were put on
        self.setWindowTitle("EMS Desktop")
        self.setMinimumSize(640, 400)
        i18n.use(self._preferences.language)
        self._paper()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        if say is not None:
            self.hear(say)

    def hear(self, say: Feedback) -> None:
        """Show from now on what is told through this door."""
        say.noted.connect(self._note)
        say.warned.connect(self._warn)
        say.outages.connect(self._outage)
        say.bugs.connect(self.show_report)

    def preferences(self) -> Preferences:
        return self._preferences

    def stage(self, build: Build) -> None:
        """Show what `build()` makes; it is called again for each new language, theme or font size."""
        self._build = build
        self.wear()
        self._rebuild()

    def wear(self) -> None:
        """Put the theme on, if no stage has done so yet."""
        if not self._looks:
            self._wear()

    @property
    def bare(self) -> bool:
        """Nothing but paper has been shown so far."""
        return self._stage is None

    def park(self) -> Parked:
        """Take what is shown away as it is; show something else next. `bring_back` undoes it."""
        from ui.shell import parking

        assert self._stage is not None
        assert self._build is not None
        self.toast.hide()
        focus = parking.leave_focus(self)
        dialogs = parking.hide_dialogs(self)
        parked = parking.Parked(self._stage, self._build, self._looks, focus, dialogs)
        self._stage.hide()
        self.takeCentralWidget()
        self._stage = self._build = None
        return parked

    def bring_back(self, parked: Parked) -> None:
        """Show it again, at the very same place; built anew if the window looks otherwise by now."""
        from ui.shell import parking

        if parked.looks != self._looks:
            parked.stage.keep()
            parked.discard()
            self.stage(parked.build)
            return
        self._drop()
        self._build = parked.build
        self._put(parked.stage)
        parked.stage.show()
        parking.show_again(parked)

    def prefer(self, preferences: Preferences) -> None:
        """Wear and speak something else from now on; the place is kept. Takes effect when the event that asked is over."""
        if preferences != self._preferences:
            self._preferences = preferences.sane()
            QTimer.singleShot(0, self, self._again)
            self._save(self._preferences)  # what cannot be kept (a full disk) is worn all the same

    def show_report(self, report: Report) -> Decision:
        """A bug: what may be sent, and a button that copies it."""
        from ui.widgets import Choice, decide

        text = tr("The program made a mistake. What you typed before is saved. The report below holds no name and no grade.")
        copy = Choice(tr("Copy report"), lambda: self._app.clipboard().setText(report.trace))
        return decide(self, tr("Something went wrong"), text, copy, Choice(tr("Carry on"), None, "primary"), details=report.trace)

    def _paper(self) -> None:
        """The ground of the theme, for the moment before the first stage is there."""
        dark = self._preferences.theme == "dark"
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(tokens.colors("dark" if dark else "light")["window"]))
        self.setPalette(palette)

    def _wear(self) -> None:
        from ui.theme import T

        self._looks += 1
        i18n.use(self._preferences.language)
        T.apply(self._app, self._preferences.theme, self._preferences.scale / 100)
        self.setPalette(self._app.palette())

    @cached_property
    def toast(self) -> Toast:
        from ui.widgets.toast import Toast

        return Toast(self)

    @cached_property
    def ring(self) -> FocusRing:
        from ui.widgets.focusring import FocusRing

        return FocusRing(self)

    def _note(self, said: str, undo: Callable[[], None] | None) -> None:
        if self._stage is None or self._stage.takes_notes:
            self.toast.note(said, undo)

    def _warn(self, said: str, code: str) -> None:
        self.toast.warn(said, code)

    def _outage(self, said: str, code: str) -> None:
        if self._stage is None or not self._stage.shows_outages():
            self._warn(said, code)

    def _again(self) -> None:
        if self._stage is not None:
            self._stage.keep()
            self.toast.hide()  # it speaks the language, and wears the ink, of before
        self._wear()
        self._rebuild()
        self.rebuilt.emit()

    def _rebuild(self) -> None:
        if self._build is None:
            return
        self._drop()
        stage = self._build()
        self._put(stage)
        (stage.first_focus() or stage).setFocus()

    def _drop(self) -> None:
        """What is shown is not needed any more."""
        old = self.takeCentralWidget()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _put(self, stage: Stage) -> None:
        self._stage = stage
        self.setCentralWidget(stage)
        self.toast.raise_()
        self.ring.raise_()

    def _system_changed(self) -> None:
        if self._preferences.theme == "system":
            QTimer.singleShot(0, self, self._again)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quietly: everything that was typed is saved on this computer."""
        self.closing.emit()
        event.accept()
