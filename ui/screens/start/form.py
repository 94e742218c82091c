"""The third door's form: what an office types to set up a school on this computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ems_desktop.i18n import tr
from ui.screens.start.presenter import SchoolDraft
from ui.theme import T
from ui.widgets import Banner, Field, button, col, hline, label, row
from ui.widgets.layout import Item


class SetUpForm(QFrame):
    """`submitted` carries a SchoolDraft."""

    submitted = Signal(object)
    back = Signal()

    def __init__(self, draft: SchoolDraft) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(T.px(520))
        self.fields = {
            "name": Field(tr("Name of the school"), tr("SMP Negeri 7 Contoh"), draft.name),
            "npsn": Field(tr("NPSN"), "", draft.npsn, hint=tr("8 digits")),
            "city": Field(tr("City or regency"), "", draft.city),
            "office_name": Field(tr("Your name"), "", draft.office_name),
            "office_email": Field(tr("Your email"), "", draft.office_email),
            "password": Field(tr("Choose a password"), "", "", secret=True, hint=tr("At least 8 characters; several words are best.")),
        }
        f = self.fields
        self._banner = Banner()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Setting up the school …"))
        self._back = button(tr("Back"), "left", "ghost")
        self._back.clicked.connect(self.back)
        self._act = button(tr("Set up the school"), kind="primary", tall=True)
        self._act.clicked.connect(self.submit)
        pair = row(f["npsn"], f["city"], gap=12)
        pair.setStretch(0, 2)
        pair.setStretch(1, 3)
        for field in (f["npsn"], f["city"]):
            pair.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        parts: tuple[Item, ...] = (
            label(tr("Set up a school"), "heading"), 4,
            label(tr("You become the office of this school. Everything can be changed later."), "body", "2", wrap=True), 18,
            self._banner, 4, f["name"], 8, pair, 8, hline(), 14, f["office_name"], 8, f["office_email"], 8, f["password"], 16,
            self._bar, 8, row(self._back, None, self._act),
        )  # fmt: skip
        self.setLayout(col(*parts, margins=(32, 28, 32, 24), gap=0))
        for field in f.values():
            field.entered.connect(self.submit)
        self.show_state({}, "", busy=False)

    def submit(self) -> None:
        typed = {name: field.text() if name == "password" else field.text().strip() for name, field in self.fields.items()}
        self.submitted.emit(SchoolDraft(**typed))

    def show_state(self, mistakes: dict[str, str], trouble: str, *, busy: bool) -> None:
        for name, field in self.fields.items():
            field.set_error(mistakes.get(name))
            field.setEnabled(not busy)
        first = next((self.fields[name] for name in self.fields if name in mistakes), None)
        if first is not None:
            first.setFocus()
        self._banner.say(trouble, "bad" if trouble else "")
        self._act.setEnabled(not busy)
        self._back.setEnabled(not busy)
        self._bar.setVisible(busy)
