"""The right side of the staff list: the chosen people, new people, or the codes that were just made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, number, tr, trn
from ems_desktop.services.roster_views import StaffRow
from ui.screens.users.presenter import ROLES, role_words
from ui.widgets import (
    Banner,
    Button,
    Chip,
    Elided,
    Flow,
    button,
    col,
    group,
    hline,
    icon_button,
    label,
    row,
)


class Panel(QWidget):
    """A heading with a cross, and room below. `closed`: back to the list."""

    closed = Signal()
    WIDE = 360  # pixels of the design

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = Elided(title, "title")
        close = tr("Close")
        self.cross = icon_button(close, "close", small=True, tip=f"{close} (Esc)")
        self.cross.clicked.connect(self.leave)
        self.error = Banner()
        self.body = col(margins=(20, 0, 16, 16), gap=12)
        head = row(self.heading, self.cross, gap=8)
        head.setStretch(0, 1)
        layout = col(col(head, self.error, margins=(20, 16, 16, 8), gap=12), gap=0)
        layout.addWidget(self._scrolled(), 1)
        self.setLayout(layout)

    def _scrolled(self) -> QScrollArea:
        """What does not fit into a low window scrolls."""
        inside = QWidget()
        inside.setObjectName("surface")
        inside.setLayout(self.body)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def show_error(self, error: EmsError | None, kind: str = "bad") -> None:
        """In place, without stealing the focus."""
        self.error.say(explain(error) if error else "", kind)

    def first_focus(self) -> QWidget:
        return self.cross

    def leave(self) -> None:
        """The person had enough of it."""
        self.closed.emit()


class PersonPanel(Panel):
    """One person with their roles, or what can be done with several."""

    role_given = Signal(object, str, bool)  # row, role, held
    active_set = Signal(object, bool)
    invited = Signal(object)  # rows
    asked = Signal(object, str)  # row, "edit", "computers" or "remove"

    def __init__(self) -> None:
        super().__init__("")
        self._rows: list[StaffRow] = []
        self._facts = label("", "small", "2", wrap=True)
        self.edit = self._asking(icon_button(tr("Edit name, email and NIP"), "edit", small=True), "edit")
        self.computers = self._asking(button(tr("Computers …"), "laptop", "ghost"), "computers")
        self.remove = self._asking(button(tr("Remove …"), "trash", "danger"), "remove")
        self._one = self._make_roles()
        self.invite = button(tr("Make invitation"), "key", tip="Ctrl+I")
        self.invite.clicked.connect(lambda: self.invited.emit(self._rows))
        self.activate = button("", "block", "ghost")
        self.activate.clicked.connect(lambda: self.active_set.emit(self._rows[0], not self._rows[0].active))
        self._about = label(
            tr(
                "The invitation is a code. With it a person chooses a password, the first one or, if it was forgotten, a new one. Older codes end."
            ),
            "small",
            "3",
            wrap=True,
        )
        self._lay_out()
        self.show_people(())

    def _make_roles(self) -> QWidget:
        self.roles = {role: Chip(role_words([role])) for role in ROLES}
        for role, chip in self.roles.items():
            chip.setToolTip(tr("Give or take this role"))
            chip.clicked.connect(lambda held, r=role: self.role_given.emit(self._rows[0], r, held))
        chips = QWidget()
        chips.setLayout(Flow(*self.roles.values(), gap=8))
        return group(col(label(tr("Roles"), "small_strong", "2"), chips, gap=6))

    def _lay_out(self) -> None:
        head = row(self._facts, self.edit, gap=8)
        head.setStretch(0, 1)
        head.setAlignment(self.edit, Qt.AlignmentFlag.AlignTop)
        lines = col(
            head, self._one, hline(), row(self.invite, None), self._about, row(self.computers, None), row(self.activate, None), 8,
            row(self.remove, None), gap=12,
        )  # fmt: skip
        self.body.addLayout(lines)
        self.body.addStretch(1)

    def _asking(self, made: Button, what: str) -> Button:
        made.clicked.connect(lambda: self.asked.emit(self._rows[0], what))
        return made

    def show_people(self, rows: Sequence[StaffRow]) -> None:
        if [r.id for r in rows] != [r.id for r in self._rows]:
            self.show_error(None)
        self._rows = list(rows)
        one = rows[0] if len(rows) == 1 else None
        self.heading.say(one.name if one else trn("{n} person chosen", "{n} people chosen", len(rows)) if rows else tr("Nobody chosen"))
        self._facts.setText(
            _facts(one)
            if one
            else tr("Choose one person to change roles, or several to invite them together.")
            if not rows
            else names(rows)
        )
        for part in (self._one, self.activate, self.edit, self.computers, self.remove):
            part.setVisible(one is not None)
        self.invite.setVisible(bool(rows))
        self._about.setVisible(bool(rows))
        self.invite.say(tr("Make invitation") if one else trn("Make {n} invitation", "Make {n} invitations", len(rows)))
        self.invite.setEnabled(any(r.active for r in rows))
        if one:
            for role, chip in self.roles.items():
                chip.setChecked(role in one.roles)
            self.activate.say(tr("Deactivate: may no longer sign in") if one.active else tr("Activate: may sign in again"))

    def first_focus(self) -> QWidget:
        return self.roles[ROLES[0]] if len(self._rows) == 1 else self.cross


def names(rows: Sequence[StaffRow]) -> str:
    """The first few by name."""
    shown = ", ".join(row.name for row in rows[:5])
    return shown if len(rows) <= 5 else tr("{names} and {count} more", names=shown, count=number(len(rows) - 5))


def _facts(row_: StaffRow) -> str:
    parts = (
        row_.email or tr("no email address yet"),
        tr("NIP {number}", number=row_.nip) if row_.nip else "",
        "" if row_.active else tr("inactive"),
    )
    return " · ".join(part for part in parts if part)
