"""Classes at the left; at the right the open class or a pupil's card; or the next step where there is nobody yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.rosters.card_page import CardPage
from ui.screens.rosters.class_page import ClassPage
from ui.screens.rosters.classes_pane import ClassesPane
from ui.screens.rosters.forms import ClassForm
from ui.screens.rosters.office import OfficeWork
from ui.screens.rosters.photo import PhotoButton
from ui.screens.rosters.presenter import RostersPresenter
from ui.widgets import Switcher, button, empty_state, row
from ui.words import year_title


class Browse(QWidget):
    """`shown`: what the header offers may be new. `import_wanted`: the person asks for the first step."""

    shown = Signal()
    import_wanted = Signal()

    def __init__(self, ctx: Context, today: Callable[[], date]) -> None:
        super().__init__()
        self._ctx = ctx
        office = "kurikulum" in ctx.session.roles
        self.presenter = RostersPresenter(ctx.services.rosters, partial(ctx.tasks.run, owner=self), self, office, ctx.session.semester)
        self.pane = ClassesPane(office=office)
        self.new_class = ClassForm(OfficeWork(self.presenter).add_class, new=True)
        self.pane.put_form(self.new_class.slot)
        self.page = ClassPage(self.presenter)
        self.card = CardPage(self.presenter, PhotoButton(ctx, office=office), today)
        self._narrow = False
        self._switchers: tuple[Switcher | None, Switcher | None] = (None, None)  # class, year
        self._lay_out(office)
        self._listen()

    def _lay_out(self, office: bool) -> None:
        self._right = QStackedWidget()
        self._right.addWidget(self.page)
        self._right.addWidget(self.card)
        both = QWidget()
        line = row(self.pane, gap=0)
        line.addWidget(self._right, 1)
        both.setLayout(line)
        self._both, self._nothing = both, self._empty(office)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(self._nothing)
        self.setLayout(row(self._stack, gap=0))

    def _empty(self, office: bool) -> QWidget:
        if not office:
            said = tr("The office has not imported the pupil list yet. It appears here by itself.")
            return empty_state("people", tr("No classes yet"), said)
        step = button(tr("Import from Dapodik"), "upload")
        step.clicked.connect(self.import_wanted)
        said = tr(
            "Download the pupil list from Dapodik and choose it as it is, or drop it here. You see every row before anything is saved."
        )
        return empty_state("people", tr("No classes and pupils yet"), said, step)

    def _listen(self) -> None:
        presenter = self.presenter
        self.pane.chosen.connect(self.choose)
        self.pane.add.clicked.connect(lambda: self.new_class.show_class(None, presenter.now.staff))
        self.new_class.closed.connect(self.pane.list.setFocus)
        self.page.opened.connect(lambda pupil: presenter.open_card(pupil.id))
        self.page.everywhere.connect(lambda: self.choose(None))
        self.card.closed.connect(self.close_card)
        self.card.sheet_wanted.connect(lambda sheet: self._ctx.go("grades", sheet=sheet))

    # -- what the screen around it asks --------------------------------------------------------

    def header_parts(self) -> list[QWidget]:
        """The year where there are several; in a narrow room the class too, for the list has gone. The header ends those it does not
        get again, so they are made anew."""
        now, (group, year) = self.presenter.now, self._switchers
        if not (self._narrow and now.all_classes):
            group = None
        elif group is None:
            group = self._switcher(tr("Class"), self.choose)
        if len(now.years) <= 1:
            year = None
        elif year is None:
            year = self._switcher(tr("Academic year"), self.presenter.choose_year)
        self._switchers = (group, year)
        self._show_switchers()
        return [part for part in self._switchers if part is not None]

    def leave_header(self) -> None:
        """Something else stands in the header now."""
        self._switchers = (None, None)

    @staticmethod
    def _switcher(name: str, chosen: Callable[[Any], None]) -> Switcher:
        made = Switcher(name, [])
        made.chosen.connect(chosen)
        return made

    def _show_switchers(self) -> None:
        now, (group, year) = self.presenter.now, self._switchers
        if group is not None:
            group.set_options([(None, tr("All pupils")), *((one.id, one.name) for one in now.classes)], now.class_id)
        if year is not None:
            year.set_options([(one, year_title(one)) for one in now.years], now.year)

    def fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self.pane.setVisible(not narrow)
        self.page.fold(narrow)
        self.card.fold(narrow)

    def first_focus(self) -> QWidget | None:
        if self._stack.currentWidget() is self._nothing:
            return None
        if self._right.currentWidget() is self.card:
            return self.card.first_focus()
        return self.page.table() if self._narrow else self.pane.list

    def choose(self, class_id: str | None) -> None:
        self.page.close_forms()
        self.presenter.choose_class(class_id)

    def close_card(self) -> None:
        self.presenter.close_card()
        self.page.table().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._right.currentWidget() is self.card:
            self.close_card()
        else:
            super().keyPressEvent(event)

    # -- what the presenter tells ------------------------------------------------------------------

    def show_classes(self) -> None:
        now = self.presenter.now
        self.pane.show_rows(now.classes, now.total, now.class_id)
        self._stack.setCurrentWidget(self._nothing if now.empty else self._both)
        self.shown.emit()

    def show_class(self) -> None:
        now = self.presenter.now
        self.pane.show_chosen(now.class_id)
        self._show_switchers()
        self.page.show_now()
        table = self.page.table()
        if now.pupils and table.current_row() is None:
            table.selectRow(0)
        self._follow_card()

    def _follow_card(self) -> None:
        """Behind an open card the list stands at its pupil, so that going back leads there."""
        if card := self.presenter.now.card:
            self.page.table().choose(card.pupil.id)

    def show_card(self) -> None:
        card = self.presenter.now.card
        had_focus = self._right.isAncestorOf(self.focusWidget() or self)
        if card:
            self.card.show_card(card)
            if self._right.currentWidget() is self.page:  # leafing from card to card leaves the list where it was
                self._follow_card()
        self._right.setCurrentWidget(self.card if card else self.page)
        if had_focus:
            (self.card.first_focus() if card else self.page.table()).setFocus(Qt.FocusReason.OtherFocusReason)

    def saved(self) -> None:
        self.page.close_forms()
        self.card.close_forms()
        if self.new_class.is_open():
            self.new_class.close_form()

    def mistaken(self, error: EmsError) -> None:
        form = self.new_class if self.new_class.is_open() else self.page.open_form() or self.card.open_form()
        if form:
            form.mistaken(error)
        else:
            self._ctx.say.failed(error)

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None:
        self._ctx.say.note(said, undo)

    def failed(self, error: EmsError) -> None:
        self._ctx.say.failed(error)

    def changed(self, tables: set[str]) -> None:
        self._ctx.bus.tell(tables, origin="rosters")
