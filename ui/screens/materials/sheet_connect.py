"""Lets a person connect the Google Sheet, in the browser, and take that back. The chip of the tool bar says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.materials.service import SheetDoor
from ui.screens.materials.tools import Tools

if TYPE_CHECKING:
    from ems_desktop.integrations.google_sign_in import Address, Attempt

CANCELLED = 1138


class SheetConnect(QObject):
    """`look`: see anew how things stand."""

    def __init__(self, ctx: Context, tools: Tools, sheet: SheetDoor, look: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._tools, self._sheet, self._look = ctx, tools, sheet, look
        self.attempt: Attempt | None = None
        tools.connect_asked.connect(self._pressed)
        self.destroyed.connect(self._cancel_of(self))

    @staticmethod
    def _cancel_of(mine: SheetConnect) -> Callable[[], None]:
        """Nobody is left who could cancel it: the window was closed or built anew."""
        return lambda: mine.attempt.cancel() if mine.attempt else None

    def _pressed(self) -> None:
        """Connect; pressed again while the browser is asked: stop."""
        if self.attempt is None:
            self._begin()
        else:
            self.attempt.cancel()

    def _begin(self) -> None:
        from ems_desktop.integrations.google_sign_in import Attempt  # brings the loopback server

        attempt = self.attempt = Attempt(self._address)
        self._tools.show_connecting(connecting=True)
        self._ctx.tasks.run(lambda: self._sheet.connect(attempt), self._connected, self._failed, owner=self)

    def _address(self, address: Address) -> None:
        """On a thread of its own."""
        if address.trouble is not None:
            self._ctx.tasks.post(lambda: self._copy(address.url) if isValid(self) else None)

    def _copy(self, url: str) -> None:
        QGuiApplication.clipboard().setText(url)
        self._ctx.say.note(tr("No browser could be opened. Its address has been copied: paste it into a browser on this computer."))

    def _connected(self, _: Any) -> None:
        self._ended()
        self._ctx.say.note(tr("The Google Sheet is connected"))

    def _failed(self, error: EmsError) -> None:
        self._ended()
        if error.code != CANCELLED:
            self._ctx.say.failed(error)

    def _ended(self) -> None:
        self.attempt = None
        self._tools.show_connecting(connecting=False)
        self._look()

    def disconnect_sheet(self) -> None:
        """Here, and at Google if it can be told."""

        def done(told: bool) -> None:
            self._look()
            self._ctx.say.note(
                tr("The Google Sheet is disconnected") if told else tr("Disconnected on this computer; Google could not be told")
            )

        self._ctx.tasks.run(self._sheet.disconnect, done, self._ctx.say.failed, owner=self)
