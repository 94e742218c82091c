"""The staff list on screen: who is there at the left, the chosen people, new people or fresh codes at the right. Office only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.services.roster_views import StaffRow
from ems_desktop.services.users import Invitation
from ui.bus import Changed
from ui.context import Context
from ui.screens.users.account_panels import AccountDesk
from ui.screens.users.adding import AddPanel
from ui.screens.users.codes import CodesPanel
from ui.screens.users.columns import staff_columns
from ui.screens.users.panels import Panel, PersonPanel
from ui.screens.users.presenter import UsersPresenter
from ui.screens.users.slips import write_slips
from ui.screens.users.tools import StaffTools
from ui.shell.screen import Screen, Shortcut
from ui.theme import T
from ui.widgets import Button, RowsModel, TableView, box, button, col, empty_state, row

ORIGIN = "users"
NIP = 2  # this column gives way first
UNBOUNDED = 16_777_215  # QWIDGETSIZE_MAX


class UsersScreen(Screen):
    """`arrive(user=…)` chooses a person."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.presenter = UsersPresenter(ctx.services.users, self._run, self, ctx.session.person_id)
        self._narrow = False
        self._wanted: tuple[str, ...] = ()
        self.tools = StaffTools()
        self.tools.filtered.connect(self.presenter.show_only)
        self.tools.searched.connect(self.presenter.find)
        self.tools.pasting.connect(lambda: self._add("list"))
        self._add_button = button(tr("Add person"), "plus", "primary", tip="Ctrl+N")
        self._add_button.clicked.connect(lambda: self._add("one"))
        self.table = TableView(RowsModel(staff_columns(), identity=lambda r: r.id), tr("Staff"), many=True)
        self.table.opened.connect(lambda _: self._show_side(panel=True))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_people())
        self._make_panels()
        self._left = _list(self.table, lambda: self._add("list"))
        line = row(self._left, self._right, gap=0)
        line.setStretch(0, 1)
        self.setLayout(line)
        self._bind_keys()
        ctx.bus.changed.connect(self._changed_elsewhere)
        self._show_people()

    # -- asked by the shell

    def toolbar(self) -> QWidget:
        return self.tools

    def primary(self) -> Button:
        return self._add_button

    def shortcuts(self) -> list[Shortcut]:
        return [
            Shortcut("Ctrl+N", tr("Add a person")), Shortcut("Ctrl+V", tr("Paste a staff list")), Shortcut("Ctrl+I", tr("Invite the chosen people")),
            Shortcut("Ctrl+A", tr("Choose everybody shown")), Shortcut("Ctrl+F", tr("Search staff")),
        ]  # fmt: skip

    def arrive(self, **where: Any) -> None:
        if where.get("user"):
            self._wanted = (where["user"],)
        self.presenter.load()

    def place(self) -> dict[str, Any]:
        chosen = self.table.current_row()
        return {"user": chosen.id} if chosen else {}

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        self._narrow = narrow
        self._show_side(panel=self._panel() is not self.person)

    def first_focus(self) -> QWidget:
        return self.table

    # -- told by the presenter

    def show_rows(self) -> None:
        self.tools.show_counts(self.presenter.counts())
        before = [r.id for r in self.table.selected_rows()]
        self.table.rows.replace(self.presenter.rows())
        self._left.setCurrentIndex(1 if self.presenter.empty else 0)
        self._choose(self._wanted or before)
        self._wanted = ()

    def show_added(self, ids: tuple[str, ...]) -> None:
        self._wanted = ids
        self.tools.chips.choose("all")
        self.presenter.filter = "all"
        self._show_panel(self.person)
        self.table.setFocus()

    def show_codes(self, invitations: tuple[Invitation, ...]) -> None:
        self.codes.show_codes(invitations)
        self._show_panel(self.codes)

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None:
        self.ctx.say.note(said, undo)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def changed(self) -> None:
        self.ctx.bus.tell({"users", "user_roles"}, origin=ORIGIN)

    # -- parts

    def _make_panels(self) -> None:
        self.person, self.adding, self.codes = PersonPanel(), AddPanel(self.presenter), CodesPanel()
        self.person.role_given.connect(lambda r, role, held: self._told(self.presenter.give_role(r, role, held)))
        self.person.active_set.connect(lambda r, active: self._told(self.presenter.set_active(r, active)))
        self.person.invited.connect(self._invite)
        self.account = AccountDesk(self, self.presenter, self._show_panel, self._closed)
        self.person.asked.connect(self.account.ask)
        self.adding.saved.connect(lambda lines: self.adding.show_error(self.presenter.add(lines)))
        self.codes.noted.connect(self.note)
        self.codes.slips_wanted.connect(self._save_slips)
        self._panels = QStackedWidget()
        for panel in (self.person, self.adding, self.codes, *self.account.panels):
            panel.closed.connect(self._closed)
            self._panels.addWidget(panel)
        self._right = box("inspector", col(self._panels, gap=0))

    def _bind_keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        acts: tuple[tuple[str, QWidget, Qt.ShortcutContext, Callable[[], Any]], ...] = (
            ("Ctrl+N", self, within, lambda: self._add("one")), ("Ctrl+I", self, within, lambda: self._invite(self.table.selected_rows())),
            ("Ctrl+F", self, within, self.tools.search.setFocus), ("Escape", self._right, within, lambda: self._panel().leave()),
            ("Ctrl+V", self.table, Qt.ShortcutContext.WidgetShortcut, lambda: self._add("list", QApplication.clipboard().text())),
        )  # fmt: skip
        for keys, owner, context, act in acts:
            made = QShortcut(QKeySequence(keys), owner)
            made.setContext(context)
            made.activated.connect(act)

    # -- what is shown

    def _panel(self) -> Panel:
        shown = self._panels.currentWidget()
        assert isinstance(shown, Panel)
        return shown

    def _show_panel(self, panel: Panel) -> None:
        self._panels.setCurrentWidget(panel)
        self.person.cross.setVisible(self._narrow)
        self._add_button.setHidden(panel is not self.person)  # one primary button at a time
        if panel is self.person:
            self._show_people()
            self._show_side(panel=False)
        else:
            self._show_side(panel=True)
            panel.first_focus().setFocus()

    def _show_side(self, *, panel: bool) -> None:
        """Where there is no room for both: the panel or the list."""
        inside = self._right.isAncestorOf(QApplication.focusWidget() or self)
        wide = T.px(self._panel().WIDE)
        self._right.setMinimumWidth(0 if self._narrow else wide)
        self._right.setMaximumWidth(UNBOUNDED if self._narrow else wide)
        self.table.setColumnHidden(NIP, self._narrow or self._panel() is not self.person)
        self._right.setVisible(panel or not self._narrow)
        self.person.cross.setVisible(self._narrow)
        if panel and self._narrow:
            self._panel().first_focus().setFocus()
        self._left.setVisible(not (panel and self._narrow))
        if inside and not panel:
            self.table.setFocus()

    def _show_people(self) -> None:
        self.person.show_people(self.table.selected_rows())

    def _choose(self, ids: Sequence[str]) -> None:
        """Choose these people again after the rows came anew; the first of them is current."""
        places = [place for one in ids if (place := self.table.rows.row_of(one)) >= 0]
        flags, chosen = QItemSelectionModel.SelectionFlag, self.table.selectionModel()
        for n, place in enumerate(places):
            index = self.table.rows.index(place, 0)
            if n == 0:
                chosen.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            chosen.select(index, flags.Select | flags.Rows)
        self._show_people()

    # -- what the person does

    def _add(self, way: str, text: str = "") -> None:
        self.adding.start(way, text)
        self._show_panel(self.adding)

    def _told(self, error: EmsError | None) -> None:
        """What is not allowed is said in the panel, which shows what is so."""
        self.person.show_error(error)
        self._show_people()

    def _invite(self, rows: Sequence[StaffRow]) -> None:
        if rows:
            self._show_panel(self.person)
            self.person.show_error(self.presenter.invite(rows, self._not_invited))

    def _not_invited(self, error: EmsError) -> None:
        """Mostly: no connection. Said beside the button."""
        self.person.show_error(error, "warn")
        self._show_side(panel=True)

    def _save_slips(self, path: Path) -> None:
        codes = self.codes.invitations
        self.presenter.print_slips(path, lambda to: write_slips(to, self.ctx.session.school_name, codes))

    def _closed(self) -> None:
        """A panel was left: back to the list."""
        self._show_panel(self.person)
        self.table.setFocus()

    def _changed_elsewhere(self, change: Changed) -> None:
        if change.origin != ORIGIN and change.touches("users", "user_roles"):
            self.presenter.load()

    def _run(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> object:
        return self.ctx.tasks.run(work, done, failed, owner=self, ordered=ordered)


def _list(table: TableView, adds: Callable[[], None]) -> QStackedWidget:
    """The table, or what to do where nobody is on the staff yet."""
    add = button(tr("Add people"), "plus")
    add.clicked.connect(adds)
    sentence = tr("Paste the staff list from Excel or Sheets; every line gets a verdict before it is saved.")
    made = QStackedWidget()
    made.addWidget(table)
    made.addWidget(empty_state("users", tr("No staff yet"), sentence, add))
    return made
