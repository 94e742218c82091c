"""The one window. It holds a *stage* (first run, sign-in, or the shell), built by a function, and builds it anew when the
language, the theme or the font size change. Notes and reports appear here, whatever stage is on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from ems_desktop import i18n
from ems_desktop.i18n import tr
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.redact import Report
from ui.shell.stage import Stage
from ui.theme import T
from ui.widgets import Choice, Decision, decide
from ui.widgets.focusring import FocusRing
from ui.widgets.toast import Toast

Build = Callable[[], Stage]


class Window(QMainWindow):
    """`save(preferences)` keeps them; `closing` is told before the window goes."""

    closing = Signal()
    rebuilt = Signal()

    def __init__(self, app: QApplication, preferences: Preferences, save: Callable[[Preferences], None], say: Feedback) -> None:
        super().__init__()
        self._app, self._preferences, self._save = app, preferences.sane(), save
        self._build: Build | None = None
        self._stage: Stage | None = None
        self.setWindowTitle("EMS Desktop")
        self.setMinimumSize(640, 400)
        self._wear()
        self.toast = Toast(self)
        self.ring = FocusRing(self)
        say.noted.connect(self.toast.note)
        say.warned.connect(self.toast.warn)
        say.bugs.connect(self.show_report)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def preferences(self) -> Preferences:
        return self._preferences

    def stage(self, build: Build) -> None:
        """Show what `build()` makes; it is called again for each new language, theme or font size."""
        self._build = build
        self._rebuild()

    def prefer(self, preferences: Preferences) -> None:
        """Wear and speak something else from now on; the place is kept. Takes effect when the event that asked is over."""
        if preferences != self._preferences:
            self._preferences = preferences.sane()
            self._save(self._preferences)
            QTimer.singleShot(0, self, self._again)

    def show_report(self, report: Report) -> Decision:
        """A bug: what may be sent, and a button that copies it."""
        text = tr("The program made a mistake. What you typed before is saved. The report below holds no name and no grade.")
        copy = Choice(tr("Copy report"), lambda: self._app.clipboard().setText(report.trace))
        return decide(self, tr("Something went wrong"), text, copy, Choice(tr("Carry on"), None, "primary"), details=report.trace)

    def _wear(self) -> None:
        i18n.use(self._preferences.language)
        T.apply(self._app, self._preferences.theme, self._preferences.scale / 100)

    def _again(self) -> None:
        if self._stage is not None:
            self._stage.keep()
        self._wear()
        self._rebuild()
        self.rebuilt.emit()

    def _rebuild(self) -> None:
        if self._build is None:
            return
        old = self.takeCentralWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self._stage = self._build()
        self.setCentralWidget(self._stage)
        self.toast.raise_()
        (self._stage.first_focus() or self._stage).setFocus(Qt.FocusReason.OtherFocusReason)

    def _system_changed(self) -> None:
        if self._preferences.theme == "system":
            QTimer.singleShot(0, self, self._again)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quietly: everything that was typed is saved on this machine."""
        self.closing.emit()
        event.accept()
