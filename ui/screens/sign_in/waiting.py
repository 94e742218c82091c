"""While Google is asked in the browser: what to do there, the page's address, a way back, and what Google may say instead."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.domain.google_says import ADVICE
from ems_desktop.i18n import explain, tr
from ui.screens.sign_in.people import CARD, SignInCard, school_head
from ui.screens.sign_in.presenter import SignInPresenter
from ui.theme import T
from ui.widgets import Banner, box, button, col, group, hline, icon_label, label, row


class WaitingCard(SignInCard):
    """Stands where the form stood. Escape cancels."""

    def __init__(self, presenter: SignInPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.banner = Banner()
        self.copy = button(tr("Copy the address"), "copy")
        self.copy.clicked.connect(self._copy)
        self.cancel = button(tr("Cancel"), kind="ghost", tip="Esc")
        self.cancel.clicked.connect(presenter.cancel)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(presenter.cancel)
        self.advice = _advice()
        self.advice.hide()
        self.more = button(tr("Google says something else"), "info", "link", small=True)
        self.more.clicked.connect(self._tell_more)
        said = tr("Google's page opens in your browser. Choose the account that the school gave you; this window goes on by itself.")
        parts = (
            school_head(presenter.school), 28, row(icon_label("google", size=20), label(tr("Continue in the browser"), "heading"), None, gap=10), 6,
            label(said, "body", "2", wrap=True), 16, self.banner, 8, row(self.copy, self.cancel, None), 20, hline(), 12,
            row(self.more, None), 4, self.advice,
        )  # fmt: skip
        self.setLayout(col(*parts, margins=(36, 32, 36, 20), gap=0))

    def first_focus(self) -> QWidget:
        return self.cancel

    def show_state(self) -> None:
        """The address is known once the page was asked for; if no browser opened it, this says so."""
        address = self._presenter.address
        self.copy.setEnabled(address is not None)
        trouble = address.trouble if address else None
        self.banner.say(
            tr("No browser could be opened. Copy the address into one on this computer.") if trouble else "", "warn" if trouble else ""
        )

    def _copy(self) -> None:
        if self._presenter.address is not None:
            QGuiApplication.clipboard().setText(self._presenter.address.url)
            self.copy.say(tr("Copied"))

    def _tell_more(self) -> None:
        self.advice.setVisible(self.advice.isHidden())


def _advice() -> QWidget:
    """What stands on Google's own page when it lets nobody in, each with what to do."""
    return group(col(*(_advised(" · ".join(one.says), explain(NotAllowed(one.code))) for one in ADVICE), gap=6))


def _advised(says: str, then: str) -> QWidget:
    lines = [label(says, "small_strong", wrap=True), label(then, "small", "2", wrap=True)]
    for line in lines:
        line.setFixedWidth(T.px(CARD - 98))  # within the margins of card and frame; else Qt measures the lines too wide
    return box("well", col(*lines, margins=(12, 8, 12, 10), gap=4))
