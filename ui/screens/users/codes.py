"""The codes that were just made: copied, printed, or asked about before they are gone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.users import Invitation
from ui.screens.users.columns import code_columns, until_words
from ui.screens.users.panels import Panel
from ui.screens.users.presenter import codes_text
from ui.theme import SIZE, T
from ui.widgets import Choice, Flow, RowsModel, TableView, button, decide, icon_label, key, label, row


class CodesPanel(Panel):
    """Codes are told once: copy or print them before closing. `leave()` asks where neither was done."""

    noted = Signal(str)
    slips_wanted = Signal(object)  # the path
    WIDE = 420

    def __init__(self) -> None:
        super().__init__(tr("Invitation codes"))
        self.invitations: tuple[Invitation, ...] = ()
        self._kept = True  # copied or printed
        self.table = TableView(RowsModel(code_columns(), identity=lambda i: i.user_id), tr("Invitation codes"))
        self.table.setMinimumHeight(T.px(SIZE.h_table_head + 3 * SIZE.h_row_list))
        self.copy = button(tr("Copy all"), "copy", "primary")
        self.copy.clicked.connect(self.copy_all)
        self.print = button(tr("Slips (PDF) …"), "print")
        self.print.clicked.connect(self._ask_path)
        self._until = label("", "small", "3")
        words = label(tr("These codes are shown only now. Copy or print them before closing."), "small", "2", wrap=True)
        once = row(icon_label("info", "text2", 16), words, gap=8)
        once.setAlignment(Qt.AlignmentFlag.AlignTop)
        once.setStretch(1, 1)
        acts = QWidget()
        acts.setLayout(Flow(self.copy, key("Ctrl+C"), self.print, gap=8))
        self.body.addLayout(once)
        self.body.addWidget(self.table, 1)
        for part in (self._until, acts):
            self.body.addWidget(part)
        shortcut = QShortcut(QKeySequence("Ctrl+C"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.copy_all)

    def show_codes(self, invitations: tuple[Invitation, ...]) -> None:
        self.invitations, self._kept = invitations, False
        self.table.rows.replace(invitations)
        self._until.setText(until_words(invitations[0]) if invitations else "")

    def first_focus(self) -> QWidget:
        return self.copy

    def copy_all(self) -> None:
        QApplication.clipboard().setText(codes_text(self.invitations))
        self._kept = True
        self.noted.emit(tr("Codes copied"))

    def save_slips(self, path: Path) -> None:
        self._kept = True
        self.slips_wanted.emit(path)

    def leave(self) -> None:
        if self._kept:
            self.closed.emit()
            return
        text = tr("The codes are shown only once. Without them you have to make new invitations.")
        copy = Choice(tr("Copy and close"), self._copy_and_close, "primary")
        decide(self, tr("Close without the codes?"), text, Choice(tr("Stay")), Choice(tr("Close"), self._close_anyway), copy)

    def _copy_and_close(self) -> None:
        self.copy_all()
        self.closed.emit()

    def _close_anyway(self) -> None:
        self._kept = True
        self.closed.emit()

    def _ask_path(self) -> None:
        dialog = QFileDialog(self, tr("Invitation slips"), tr("invitations.pdf"), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save_slips(Path(path)))
        dialog.open()
