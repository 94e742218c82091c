"""The cards about one's own account: password, computers, and how this computer lets people in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr, trn
from ems_desktop.services.devices import Device
from ui.computer_columns import computer_columns
from ui.computers import ended_at, label_of
from ui.screens.settings.own import MINUTES, ComputersPresenter, LockPresenter, PasswordPresenter
from ui.screens.settings.parts import Card
from ui.theme import SIZE, T
from ui.widgets import (
    Banner,
    Chip,
    Chips,
    Choice,
    Field,
    Flow,
    RowsModel,
    Segments,
    TableView,
    button,
    col,
    decide,
    group,
    hline,
    label,
    row,
)

FORM = 360  # pixels of the design: a field of a form
SINCE = 1  # this column gives way first


class PasswordCard(Card):
    """A line, and below it the form while one changes it."""

    def __init__(self, presenter: PasswordPresenter) -> None:
        super().__init__(tr("My account"))
        self._presenter = presenter
        self.change = button(tr("Change password …"), "key")
        self.change.clicked.connect(lambda: presenter.begin(changing=True))
        why = tr("Nobody at school can read it. If you forget it, the office gives you a code to choose a new one.")
        self.add(self.question(tr("Password"), why, self.change))
        self.banner = Banner()
        self.old = Field(tr("Present password"), "", "", secret=True)
        self.new = Field(tr("New password"), "", "", secret=True, hint=tr("At least 8 characters; several words are best."))
        self.save, cancel = button(tr("Change password"), "check", "primary"), button(tr("Cancel"), kind="ghost")
        self.save.clicked.connect(self.submit)
        cancel.clicked.connect(lambda: presenter.begin(changing=False))
        for field in (self.old, self.new):
            field.entered.connect(self.submit)
            field.setMaximumWidth(T.px(FORM))
        self._form = group(col(self.banner, self.old, self.new, row(self.save, cancel, None), gap=12))
        self.add(self._form)
        self._open = False
        presenter.watch(self.show_state)
        self.show_state()

    def submit(self) -> None:
        self._presenter.change(self.old.text(), self.new.text())

    def show_state(self) -> None:
        presenter = self._presenter
        if presenter.changing != self._open:
            self._open = presenter.changing
            for field in (self.old, self.new):
                field.set_text("")
        self.show_line(self._form, shown=self._open)
        self.change.setVisible(not self._open)
        self.old.set_error(presenter.words("old"))
        self.new.set_error(presenter.words("new"))
        trouble = presenter.words()
        self.banner.say(trouble, "warn" if trouble else "")
        self.save.setEnabled(not presenter.busy)
        self.save.say(tr("One moment …") if presenter.busy else tr("Change password"))
        if self._open:
            (self.new if self.new.error() else self.old if self.old.error() or not self.old.text() else self.new).setFocus()


class ComputersCard(Card):
    """Where one is signed in; what is lost or lent is signed out from here."""

    def __init__(self, presenter: ComputersPresenter) -> None:
        super().__init__(tr("My computers"))
        self._presenter = presenter
        self.banner = Banner()
        self.table = TableView(RowsModel(computer_columns(), identity=lambda d: d.id), tr("My computers"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.chosen.connect(lambda _: self._offer())
        self.end, self.rename = button(tr("Sign out there"), "logout"), button(tr("Rename …"), "edit", "ghost")
        self.end.clicked.connect(self._ask_to_end)
        self.rename.clicked.connect(lambda: self._name(shown=True))
        self.label = Field(tr("Name of the computer"), hint=tr("For example: laptop at home."))
        self.label.setMaximumWidth(T.px(FORM))
        self.label.entered.connect(self._keep_name)
        keep, cancel = button(tr("Save name"), "check"), button(tr("Cancel"), kind="ghost")
        keep.clicked.connect(self._keep_name)
        cancel.clicked.connect(lambda: self._name(shown=False))
        self._form = group(col(self.label, row(keep, cancel, None), gap=10))
        acts = QWidget()
        acts.setLayout(Flow(self.end, self.rename, gap=8))
        why = tr(
            "A session ends by itself after 14 days in which the computer did not reach the school. Sign out where you no longer work."
        )
        self._list = group(col(self.table, acts, self._form, gap=10))
        self.add(group(col(label(why, "small", "2", wrap=True), self.banner, self._list, gap=10)))
        self._form.hide()
        presenter.watch(self.show_state)
        self.show_state()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.table.setColumnHidden(SINCE, narrow)

    def show_state(self) -> None:
        presenter = self._presenter
        trouble = presenter.words()
        self.banner.say(trouble, "warn" if trouble else "")
        self.table.rows.replace(presenter.rows)
        self.table.setFixedHeight(T.px(SIZE.h_table_head) + T.px(SIZE.h_row_list) * min(6, max(1, len(presenter.rows))) + 2)
        self._list.setVisible(bool(presenter.rows))
        self._offer()

    def _offer(self) -> None:
        """What can be done with the chosen one."""
        chosen: Device | None = self.table.current_row()
        now, free = datetime.now(UTC), not self._presenter.busy
        self.end.setEnabled(free and chosen is not None and not chosen.this and ended_at(chosen, now) is None)
        self.rename.setEnabled(free and chosen is not None)

    def _ask_to_end(self) -> None:
        chosen: Device = self.table.current_row()
        said = tr(
            "The session there ends at once. What was typed there and is not sent stays in its encrypted file until you sign in on it again."
        )
        act = Choice(tr("Sign out there"), lambda: self._presenter.end(chosen), "danger")
        decide(self, tr("Sign out {computer}?", computer=label_of(chosen)), said, Choice(tr("Cancel")), act)

    def _name(self, *, shown: bool) -> None:
        chosen: Device | None = self.table.current_row()
        self._form.setVisible(shown and chosen is not None)
        if shown and chosen is not None:
            self.label.set_text(chosen.label)
            self.label.setFocus()
        else:
            self.table.setFocus()

    def _keep_name(self) -> None:
        self._presenter.rename(self.table.current_row(), self.label.text())
        self._name(shown=False)


class LockCard(Card):
    """Alone or shared, when the screen locks, and leaving this computer for good. `leave()` asks first."""

    def __init__(self, presenter: LockPresenter, leave: Callable[[], None]) -> None:
        super().__init__(tr("This computer"))
        self._presenter = presenter
        self.banner = Banner()
        self.use = Segments([("own", tr("Mine alone")), ("shared", tr("Several people's"))], name=tr("Whose it is"))
        self.use.chosen.connect(lambda key: presenter.share(shared=key == "shared"))
        self.after = Chips([(str(n), Chip(minutes_words(n))) for n in MINUTES])
        for n in MINUTES:
            self.after.button(str(n)).setAccessibleName(f"{tr('Lock by itself')}: {minutes_words(n)}")
        self.after.chosen.connect(lambda key: presenter.lock_after(int(key)))
        self.password = Field(tr("Password for unlocking"), "", "", secret=True, hint=tr("At least 8 characters; several words are best."))
        self.password.setMaximumWidth(T.px(FORM))
        self.password.entered.connect(self._choose)
        keep = button(tr("Keep this password"), "check")
        keep.clicked.connect(self._choose)
        why = tr("This computer has not seen your password yet. Choose one that opens the locked screen here, also without a network.")
        self._unknown = group(col(label(why, "small", "2", wrap=True), self.password, row(keep, None), hline(), gap=10))
        self.forget = button(tr("Leave this computer …"), "trash", "danger")
        self.forget.clicked.connect(leave)
        self._make()
        presenter.watch(self.show_state)
        self.show_state()

    def _make(self) -> None:
        self.body.addWidget(self.banner)
        self.body.addWidget(self._unknown)
        shared = tr("On a shared computer everybody chooses their name and types their own password; opening the program is not enough.")
        self.add(self.question(tr("Whose it is"), shared, self.use))
        locked = tr("After so long without a key or the mouse. What you were typing stays as it is. Ctrl+L locks at once.")
        self.add(self.question(tr("Lock by itself"), locked, self.after))
        gone = tr("Your encrypted file is deleted here; what is at school stays there.")
        self.add(self.question(tr("Leave this computer"), gone, self.forget))

    def _choose(self) -> None:
        self._presenter.choose(self.password.text())

    def show_state(self) -> None:
        presenter, computer = self._presenter, self._presenter.computer
        trouble = presenter.words()
        self.banner.say(trouble, "warn" if trouble else "")
        self.password.set_error(presenter.words("new"))
        self._unknown.setVisible(not presenter.can_unlock and not presenter.busy)
        self.use.choose("shared" if computer.shared else "own")
        self.after.choose(str(computer.lock_after if computer.lock_after in MINUTES else max(MINUTES)))
        for part in (self.use, self.after):
            part.setEnabled(presenter.can_unlock)


def minutes_words(minutes: int) -> str:
    return trn("{n} minute", "{n} minutes", minutes) if minutes else tr("Never")
