"""Settings on screen: cards of choices that take effect at once, one's own account, and what the school and this version are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ems_desktop import __version__
from ems_desktop.i18n import tr, trn
from ui.context import Context
from ui.screens.settings.cards import ComputersCard, LockCard, PasswordCard
from ui.screens.settings.own import ComputersPresenter, LockPresenter, PasswordPresenter
from ui.screens.settings.parts import WIDEST, Card, fact
from ui.screens.settings.presenter import SettingsPresenter
from ui.shell.screen import Screen
from ui.shell.status import role_words
from ui.theme import T
from ui.widgets import Chip, Chips, Choice, Segments, col, decide
from ui.words import semester_title

EDGE = 24  # pixels of the design


class SettingsScreen(Screen):
    """Language, theme, font size; password, computers and lock; school and version to read."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._presenter = SettingsPresenter(ctx.preferences, ctx.prefer)
        inside = QWidget()
        inside.setObjectName("page")
        self.cards = [self._looks(), *self._own(), self._school(), self._program()]
        self._column = col(*self.cards, None, gap=16)
        inside.setLayout(self._column)
        inside.setMaximumWidth(T.px(WIDEST + 2 * EDGE))  # the column's, not each card's: what wraps is measured at its true width
        self.fold(False, False)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        self.setLayout(col(area, gap=0))

    def first_focus(self) -> QWidget:
        return self.language.button(self._presenter.now.language)

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        """Without room a question stands above its answers."""
        edge = T.px(16 if narrow else EDGE)
        self._column.setContentsMargins(edge, T.px(4), edge, T.px(24))
        for card in self.cards:
            card.fold(narrow)

    def arrive(self, **where: Any) -> None:
        """`card`: "computers", the person's own."""
        for load in self._loads:
            load()
        if where.get("card") == "computers" and self._loads:
            QTimer.singleShot(0, self, lambda: self._area.verticalScrollBar().setValue(self.computers.y() - T.px(4)))
            QTimer.singleShot(0, self, self.computers.table.setFocus)

    # -- one's own account

    def _own(self) -> list[Card]:
        services, say = self.ctx.services, self.ctx.say.note
        self._loads: list[Callable[[], None]] = []
        if services.account is None:
            return []
        password = PasswordPresenter(services.account, self._run, say)
        computers = ComputersPresenter(services.devices, self._run, say)
        lock = LockPresenter(services.account, self._run, say, self.ctx.seat.watch)
        self._loads += [computers.load, lock.load]
        self.password, self.computers, self.lock = PasswordCard(password), ComputersCard(computers), LockCard(lock, self._ask_to_leave)
        return [self.password, self.computers, self.lock]

    def _ask_to_leave(self) -> None:
        """What is not at school is counted first."""
        syncing = self.ctx.services.syncing
        self._run(lambda: syncing.unsent() + syncing.open_count(), self._leave)

    def _leave(self, unsent: int) -> None:
        title, cancel = tr("Leave this computer?"), Choice(tr("Cancel"))
        if not unsent:
            said = tr("Everything of yours is at school. Your encrypted file is deleted here, and this computer forgets you.")
            decide(self, title, said, cancel, Choice(tr("Leave and forget me"), self.ctx.seat.leave, "danger"))
            return
        said = trn(
            "{n} change is not at school and would be lost with your file. Send it first, or export it in the sync centre.",
            "{n} changes are not at school and would be lost with your file. Send them first, or export them in the sync centre.",
            unsent,
        )
        anyway = Choice(tr("Leave and lose them"), self.ctx.seat.leave, "danger")
        decide(self, title, said, anyway, cancel, Choice(tr("To the sync centre"), lambda: self.ctx.go("sync"), "primary"))

    def _run(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> object:
        return self.ctx.tasks.run(work, done, failed, owner=self, ordered=ordered)

    # -- the window, the school, the program

    def _looks(self) -> Card:
        now, presenter = self._presenter.now, self._presenter
        self.language = Segments(presenter.languages(), now.language, tr("Language"))
        self.language.chosen.connect(presenter.speak)
        self.theme = Segments(presenter.themes(), now.theme, tr("Theme"))
        self.theme.chosen.connect(presenter.wear)
        self.scale = Chips([(k, Chip(said)) for k, said in presenter.scales()], str(now.scale))
        self.scale.chosen.connect(presenter.enlarge)
        question = tr("Font size")
        for k, said in presenter.scales():
            self.scale.button(k).setAccessibleName(f"{question}: {said}")
        card = Card(tr("Look"))
        card.add(card.question(tr("Language"), tr("Of the window; data stays as it was typed."), self.language))
        card.add(card.question(tr("Theme"), tr("Light paper or dark."), self.theme))
        card.add(card.question(question, tr("Everything grows with it."), self.scale))
        return card

    def _school(self) -> Card:
        session = self.ctx.session
        state = tr("open") if session.semester_open else tr("closed")
        semester = f"{semester_title(session.semester)} · {state}" if session.semester else ""
        facts = (
            (tr("School"), session.school_name), (tr("City or regency"), session.city), (tr("NPSN"), session.npsn), (tr("Semester"), semester),
            (tr("Name"), session.name), (tr("Roles"), role_words(session.roles)), (tr("This computer"), session.device),
        )  # fmt: skip
        return Card(tr("School and person"), *_facts(*facts))

    def _program(self) -> Card:
        return Card(
            tr("About EMS Desktop"), *_facts((tr("Version"), __version__), (tr("Font"), tr("Inter, under the SIL Open Font License 1.1")))
        )


def _facts(*facts: tuple[str, str]) -> list[QWidget]:
    return [fact(name, value) for name, value in facts if value]
