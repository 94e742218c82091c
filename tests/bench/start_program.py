"""The program with a watcher in its window: prints the moment at which it was painted, and the one at which the first lines of
Beranda stood there and had answered a key. Everything else is the program's own way from the command line. Arguments: its own."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from ems_desktop.cli.main import main
from ems_desktop.cli.options import Options

if TYPE_CHECKING:
    from ui.app import Program


def window(options: Options) -> int:
    """As `ems_desktop.__main__` opens it."""
    from ui import app

    class Watched(app.Program):
        def start(self) -> None:
            self.watcher = watcher(self)
            self.window.installEventFilter(self.watcher)
            super().start()

    app.Program = Watched  # type: ignore[misc]
    return app.main(options)


def watcher(program: Program) -> Any:
    """An event filter for the program's window."""
    from PySide6.QtCore import QEvent, QObject  # what is not needed yet would be counted

    class Watcher(QObject):
        def __init__(self) -> None:
            super().__init__()
            self._next = self._painted
            self._list: Any = None

        def eventFilter(self, window: QObject, event: QEvent) -> bool:
            if event.type() != QEvent.Type.UpdateRequest:
                return False
            window.event(event)  # here it paints
            self._next()
            return True

        def _painted(self) -> None:
            say("painted")
            self._next = self._rows

        def _rows(self) -> None:
            if program.desk is None:
                return
            from PySide6.QtCore import Qt
            from PySide6.QtGui import QKeyEvent
            from PySide6.QtWidgets import QApplication, QListView

            focus = QApplication.focusWidget() or program.window.focusWidget()
            if isinstance(focus, QListView) and focus.isVisible() and focus.model().rowCount() > 1:
                self._list, self._next = focus, self._answered
                QApplication.postEvent(focus, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))

        def _answered(self) -> None:
            if self._list.currentIndex().row() == 1:
                say("ready")
                self._next = lambda: None
                program.app.quit()

    return Watcher()


def say(moment: str) -> None:
    print(moment, time.time(), flush=True)  # noqa: T201 - told to the benchmark that started this process


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], window=window, tour=window, open_desk=lambda _: None))
