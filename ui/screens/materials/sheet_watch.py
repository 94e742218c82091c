"""Looks now and then how this computer stands with the Google Sheet, and tells the tool bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ui.context import Context
from ui.screens.materials.service import SheetDoor
from ui.screens.materials.sheet_connect import SheetConnect
from ui.screens.materials.tools import Tools

EVERY = 5_000  # ms


class SheetWatch(QObject):
    """`sheet`: None where nothing merges one."""

    def __init__(self, ctx: Context, tools: Tools, sheet: SheetDoor | None, parent: QObject) -> None:
        super().__init__(parent)
        self._tools, self._sheet = tools, sheet
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        tools.sheet_asked.connect(self._wake)
        self.connecting = SheetConnect(ctx, tools, sheet, self.look, self) if sheet is not None else None

    def connected(self) -> bool:
        """Whether there is something to disconnect."""
        return self._sheet is not None and self._sheet.status().access in ("connected", "ended")

    def look(self) -> None:
        if self._sheet is not None:
            self._tools.show_status(self._sheet.status())
            self._timer.start()

    def _wake(self) -> None:
        if self._sheet is not None:
            self._sheet.wake()
            self.look()
