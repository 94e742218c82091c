"""What else the office does about one person: name, address and NIP; the computers they are signed in on; removing them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import explain, tr
from ems_desktop.services.devices import Device
from ems_desktop.services.roster_views import StaffRow
from ui.computer_columns import computer_columns
from ui.computers import ended_at, label_of
from ui.screens.users.panels import Panel
from ui.screens.users.presenter import UsersPresenter
from ui.theme import SIZE, T
from ui.widgets import Choice, Field, RowsModel, TableView, button, decide, label, row


class EditPanel(Panel):
    """Name, email and NIP of one person. `saved` carries what was typed."""

    saved = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(tr("Edit person"))
        self.name, self.email = Field(tr("Name")), Field(tr("Email"), hint=tr("With it the person signs in."))
        self.nip = Field(tr("NIP"), hint=tr("18 digits, or empty."))
        self.fields = {"name": self.name, "email": self.email, "nip": self.nip}
        self.save = button(tr("Save"), "check", "primary")
        self.save.clicked.connect(self._save)
        for field in self.fields.values():
            field.entered.connect(self._save)
            self.body.addWidget(field)
        self.body.addLayout(row(self.save, None))
        self.body.addStretch(1)

    def show_person(self, one: StaffRow) -> None:
        for field, value in ((self.name, one.name), (self.email, one.email or ""), (self.nip, one.nip or "")):
            field.set_text(value)
            field.set_error(None)
        self.show_error(None)

    def show_mistakes(self, found: dict[str, Mistake]) -> None:
        for name, field in self.fields.items():
            field.set_error(explain(found[name]) if name in found else None)
        wrong = next((field for name, field in self.fields.items() if name in found), None)
        if wrong is not None:
            wrong.setFocus()

    def first_focus(self) -> QWidget:
        return self.name

    def _save(self) -> None:
        self.saved.emit(self.name.text(), self.email.text(), self.nip.text())


class ComputersPanel(Panel):
    """Where one person is signed in. `ended` carries the row whose session shall end."""

    ended = Signal(object)
    WIDE = 460

    def __init__(self) -> None:
        super().__init__("")
        self.table = TableView(RowsModel(computer_columns(wide=False), identity=lambda d: d.id), tr("Computers"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setMinimumHeight(T.px(SIZE.h_table_head + 4 * SIZE.h_row_list))
        self.table.chosen.connect(lambda _: self._offer())
        self.end = button(tr("End this sign-in"), "logout")
        self.end.clicked.connect(self._ask)
        why = tr(
            "For a computer that was lost or lent. What is unsent on it stays in its encrypted file until the person signs in there again."
        )
        self.body.addWidget(label(why, "small", "3", wrap=True))
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row(self.end, None))
        self._name = ""

    def show_person(self, one: StaffRow) -> None:
        self._name = one.name
        self.heading.say(tr("Computers of {name}", name=one.name))
        self.show_error(None)
        self.show_rows(())

    def show_rows(self, rows: tuple[Device, ...]) -> None:
        self.table.rows.replace(rows)
        self._offer()

    def first_focus(self) -> QWidget:
        return self.table

    def _offer(self) -> None:
        chosen: Device | None = self.table.current_row()
        self.end.setEnabled(chosen is not None and ended_at(chosen, datetime.now(UTC)) is None)

    def _ask(self) -> None:
        chosen: Device = self.table.current_row()
        said = tr("{name} is signed out there at once and signs in again to go on.", name=self._name)
        act = Choice(tr("End this sign-in"), lambda: self.ended.emit(chosen), "danger")
        decide(self, tr("End the sign-in on {computer}?", computer=label_of(chosen)), said, Choice(tr("Cancel")), act)


class AccountDesk(QObject):
    """Ties these panels to the presenter. `show(panel)` puts one in place; `back()` returns to the list."""

    def __init__(self, owner: QWidget, presenter: UsersPresenter, show: Callable[[Panel], None], back: Callable[[], None]) -> None:
        super().__init__(owner)
        self._owner, self._presenter, self._show, self._back = owner, presenter, show, back
        self.edit, self.computers = EditPanel(), ComputersPanel()
        self._one: StaffRow | None = None
        self.edit.saved.connect(self._save)
        self.computers.ended.connect(self._end)

    @property
    def panels(self) -> tuple[Panel, ...]:
        return (self.edit, self.computers)

    def ask(self, one: StaffRow, what: str) -> None:
        """ "edit", "computers" or "remove" this person."""
        self._one = one
        if what == "edit":
            self.edit.show_person(one)
            self._show(self.edit)
        elif what == "computers":
            self.computers.show_person(one)
            self._show(self.computers)
            self._presenter.computers(one, self.computers.show_rows, self._not_reached)
        else:
            self._ask_to_remove(one)

    def _save(self, name: str, email: str, nip: str) -> None:
        assert self._one is not None
        mistakes = self._presenter.edit(self._one, name, email, nip)
        self.edit.show_mistakes(mistakes)
        if not mistakes:
            self._back()

    def _end(self, device: Device) -> None:
        assert self._one is not None
        self.computers.show_error(None)
        self._presenter.end_sign_in(self._one, device, self.computers.show_rows, self._not_reached)

    def _not_reached(self, error: EmsError) -> None:
        self.computers.show_error(error, "warn")

    def _ask_to_remove(self, one: StaffRow) -> None:
        said = tr(
            "The account is closed at once and for good; name, email and NIP are erased but for the audit trail. What {name} entered stays at school"
            " without a name. This cannot be undone. Somebody who may come back is deactivated instead.",
            name=one.name,
        )
        act = Choice(tr("Remove for good"), lambda: self._presenter.remove(one), "danger")
        decide(self._owner, tr("Remove {name}?", name=one.name), said, act, Choice(tr("Cancel"), None, "primary"))
