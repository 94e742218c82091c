"""New people: one typed, or a whole list pasted with a verdict for every line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ems_desktop.domain.staff_list import StaffLine
from ems_desktop.i18n import explain, number, tr, trn
from ui.screens.users.columns import line_columns, verdict_words
from ui.screens.users.panels import Panel
from ui.screens.users.presenter import ROLES, UsersPresenter, role_words
from ui.theme import SIZE, T, font
from ui.widgets import Chip, Field, Flow, RowsModel, Segments, TableView, button, col, label, row


class AddPanel(Panel):
    """One person, or a whole list from a sheet with a verdict for every line before anything is saved."""

    saved = Signal(object)  # lines
    WIDE = 540

    def __init__(self, presenter: UsersPresenter) -> None:
        super().__init__(tr("Add people"))
        self._presenter = presenter
        self._lines: tuple[StaffLine, ...] = ()
        self.ways = Segments([("one", tr("One person")), ("list", tr("Paste a list"))])
        self.ways.chosen.connect(self._show_way)
        self._one, self._list = self._make_one(), self._make_list()
        for part in (self.ways, self._one, self._list):
            self.body.addWidget(part)
        self.body.setStretch(2, 1)
        self.body.addStretch(0)
        self._show_way("one")

    def start(self, way: str, text: str = "") -> None:
        """Empty, at this way; with a list that was copied before."""
        self.ways.choose(way)
        self.name.set_text("")
        self.email.set_text("")
        self.name.set_error(None)
        self.email.set_error(None)
        self.show_error(None)
        self.paste.setPlainText(text)
        self._show_way(way)

    def first_focus(self) -> QWidget:
        return self.name if self.ways.current() == "one" else self.paste

    def _show_way(self, way: str) -> None:
        self._one.setVisible(way == "one")
        self._list.setVisible(way == "list")

    def _make_one(self) -> QWidget:
        self.name, self.email = Field(tr("Name")), Field(tr("Email"), hint=tr("With it the person signs in."))
        self.new_roles = {role: Chip(role_words([role])) for role in ROLES}
        self.new_roles["guru"].setChecked(True)
        chips = QWidget()
        chips.setLayout(Flow(*self.new_roles.values(), gap=8))
        self.save_one = button(tr("Save person"), "check", "primary")
        for signal in (self.save_one.clicked, self.name.entered, self.email.entered):
            signal.connect(self._save_one)
        made = QWidget()
        made.setLayout(
            col(self.name, self.email, label(tr("Roles"), "small_strong", "2"), chips, 4, row(self.save_one, None), None, gap=10)
        )
        return made

    def _save_one(self) -> None:
        roles = [role for role, chip in self.new_roles.items() if chip.isChecked()]
        line = self._presenter.judge_one(self.name.text(), self.email.text(), roles)
        self.show_error(None)
        if line.mistake is None:
            self.saved.emit((line,))
        elif line.mistake.code == 1158:
            self.show_error(line.mistake)
        else:
            field = self.name if line.mistake.code in (1150, 1157) else self.email
            field.set_error(explain(line.mistake))
            field.setFocus()

    def _make_list(self) -> QWidget:
        self.paste = QPlainTextEdit()
        self.paste.setFont(font("body"))
        self.paste.setTabChangesFocus(True)
        self.paste.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.paste.setTabStopDistance(T.px(150))
        self.paste.setPlaceholderText(tr("Ratna Wulandari\tratna@sekolah.sch.id\tTeacher"))
        self.paste.setAccessibleName(tr("List of people"))
        self.paste.setFixedHeight(T.px(120))
        self.paste.textChanged.connect(self._judge)
        self.lines = TableView(RowsModel(line_columns(), identity=lambda n: n.number), tr("Verdict for every line"))
        self.lines.chosen.connect(self._tell)
        self.lines.setMinimumHeight(T.px(SIZE.h_table_head + 3 * SIZE.h_row_list))
        self._told = label("", "small", "2", wrap=True)
        self._sum = label("", "small_strong", "2")
        self.save_list = button("", "check", "primary")
        self.save_list.clicked.connect(lambda: self.saved.emit(self._lines))
        how = label(
            tr("Name, email and role with tabs between, as copied from Excel or Sheets. One person a line."), "small", "3", wrap=True
        )
        made = QWidget()
        layout = col(how, self.paste, gap=10)
        layout.addWidget(self.lines, 1)
        for part in (self._told, self._sum):
            layout.addWidget(part)
        layout.addLayout(row(self.save_list, None))
        made.setLayout(layout)
        return made

    def _judge(self) -> None:
        self._lines = self._presenter.judge(self.paste.toPlainText())
        self.lines.rows.replace(self._lines)
        fit, bad = sum(line.fits for line in self._lines), sum(not line.fits for line in self._lines)
        refused = trn("{n} line is not saved", "{n} lines are not saved", bad) if bad else ""
        self._sum.setText(" · ".join(part for part in (trn("{n} person will be added", "{n} people will be added", fit), refused) if part))
        self.save_list.say(trn("Save {n} person", "Save {n} people", fit))
        self.save_list.setEnabled(fit > 0)
        self._tell(next((line for line in self._lines if line.mistake), None))

    def _tell(self, line: StaffLine | None) -> None:
        """A line's verdict in full."""
        self._told.setText(tr("Line {number}: {verdict}", number=number(line.number), verdict=verdict_words(line)) if line else "")
