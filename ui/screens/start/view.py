"""First run on screen: three doors beside each other (one above the other where the room is short), or the form of the third."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QWidget

from ems_desktop.i18n import tr
from ui.screens.start.doors import DOORS, NARROWEST, WIDEST, DoorCard
from ui.screens.start.form import SetUpForm
from ui.screens.start.presenter import Door, StartPresenter
from ui.shell.cover import Cover
from ui.widgets import Banner, col, group, icon_label, label, row
from ui.widgets.paper import Brand

SUFFIX = ".sekolah"
EDGES, ROOMY = 2 * 24 + 2 * 28 + 16, 690  # design pixels: gaps and margins beside three cards; height for the brand above them


class StartView(Cover):
    """`ask_file()` returns the school file a person chose, or None."""

    def __init__(self, presenter: StartPresenter, speak: Callable[[str], None], ask_file: Callable[[], Path | None] | None = None) -> None:
        self._presenter = presenter
        self._ask_file = ask_file or self._choose_file
        self._content = QWidget()
        bottom = row(icon_label("lock", "text3", 15), label(tr("Data on this computer is kept encrypted."), "caption", "3"), None, gap=6)
        super().__init__(self._content, bottom, speak)
        self.setAcceptDrops(True)
        self._make_doors()
        self._form: SetUpForm | None = None
        for n, card in enumerate(self.cards, 1):
            QShortcut(QKeySequence(str(n)), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(card.act.click)
        QShortcut(QKeySequence("Esc"), self).activated.connect(presenter.close_form)
        presenter.watch(self._show)
        self._show()

    def _make_doors(self) -> None:
        self.cards = [DoorCard(declared, n) for n, declared in enumerate(DOORS, 1)]
        for card in self.cards:
            card.act.clicked.connect(lambda _=False, door=card.door: self._enter(door))
        self._brand = Brand(52)
        self._banner = Banner()
        self._banner.setMaximumWidth(720)
        self._title = label(tr("Where do you start?"), "hero")
        self._lead = label(tr("Choose one door. You can choose another one later."), "body", "2")
        self._head = group(col(row(None, self._brand, None), 12, row(None, self._title, None), 6, row(None, self._lead, None), gap=0))
        self._row = row(*self.cards, gap=24)
        self._page = col(None, self._head, 24, row(None, self._banner, None), 8, row(None, self._row, None), None, gap=0)
        self._content.setLayout(self._page)

    # -- doors ---------------------------------------------------------------------------------

    def _enter(self, door: Door) -> None:
        if door == "demo":
            self._presenter.open_demo()
        elif door == "set_up":
            self._presenter.open_form()
        else:
            file = self._ask_file()
            if file is not None:
                self._presenter.join(file)

    def _choose_file(self) -> Path | None:
        kind = tr("School file")
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose the school file"), "", f"{kind} (*{SUFFIX})")
        return Path(chosen) if chosen else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.toLocalFile().endswith(SUFFIX) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A school file dropped on the window goes through the second door."""
        self._presenter.join(Path(next(u.toLocalFile() for u in event.mimeData().urls() if u.toLocalFile().endswith(SUFFIX))))

    # -- what is so ------------------------------------------------------------------------------

    def _show(self) -> None:
        presenter = self._presenter
        if (presenter.draft is None) != (self._form is None):
            self._swap()
        if self._form is not None:
            self._form.show_state(presenter.mistakes, presenter.words(), busy=presenter.busy is not None)
        for card in self.cards:
            card.show_busy(presenter.busy)
        self._banner.say("" if self._form else presenter.words(), "bad" if presenter.trouble else "")

    def _swap(self) -> None:
        """Between the doors and the form."""
        draft = self._presenter.draft
        for part in (self._head, *self.cards):
            part.setVisible(draft is None)
        if self._form is not None:
            self._form.deleteLater()
            self._form = None
            self.cards[2].act.setFocus()
        if draft is not None:
            self._form = SetUpForm(draft)
            self._form.submitted.connect(self._presenter.set_up)
            self._form.back.connect(self._presenter.close_form)
            self._page.insertWidget(self._page.count() - 1, self._form, 0, Qt.AlignmentFlag.AlignHCenter)
            self._form.fields["name"].setFocus()

    def first_focus(self) -> QWidget:
        return self._form.fields["name"] if self._form else self.cards[0].act

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, high = self.room()
        beside = wide >= 3 * NARROWEST + EDGES
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        for card in self.cards:
            card.stand(min(WIDEST, (wide - EDGES) / 3) if beside else 0)
        self._brand.setVisible(high >= ROOMY)
