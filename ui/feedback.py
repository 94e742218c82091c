"""The only door to the person. A mistake goes beside its field, an outage to the status line, a bug to a report, everything
else into a quiet note. Says errors in today's language, with their code."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ems_desktop.domain.errors import Bug, EmsError, Outage
from ems_desktop.i18n import explain
from ui.redact import Report, report


class HasError(Protocol):
    """A field that can say what is wrong with its value (`ui.widgets.Field`)."""

    def set_error(self, said: str | None) -> None: ...


class Feedback(QObject):
    """The window listens to the signals; screens and tasks call the methods, on the GUI thread."""

    noted = Signal(str, object)  # words, undo (Callable[[], None] or None)
    warned = Signal(str, str)  # words, code
    outages = Signal(str, str)  # words, code
    bugs = Signal(object)  # Report

    def mistake(self, field: HasError, error: EmsError) -> None:
        """The value is not valid: said beside it, nothing moves."""
        field.set_error(self.words(error))

    def note(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Something was done; with `undo` it can be taken back from the same place."""
        self.noted.emit(text, undo)

    def outage(self, error: EmsError) -> None:
        """Something outside does not answer: the status line says so, nothing is in the way."""
        self.outages.emit(explain(error), error.name)

    def failed(self, error: EmsError) -> None:
        """Any error nobody else has a place for."""
        if isinstance(error, Outage):
            self.outage(error)
        elif isinstance(error, Bug):
            self.bug(error)
        else:
            self.warned.emit(explain(error), error.name)

    def bug(self, error: BaseException) -> None:
        """The program is wrong: a report without any value of the school."""
        made: Report = report(error)
        self.bugs.emit(made)

    def crashed(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """For `sys.excepthook`: an exception that left a slot."""
        if isinstance(error, KeyboardInterrupt):
            raise error
        if isinstance(error, EmsError):
            self.failed(error)
        else:
            self.bug(error)

    @staticmethod
    def words(error: EmsError) -> str:
        return explain(error)
