"""Kelas & Siswa on screen: classes at the left, the open class or card at the right; the import takes the whole screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ui.bus import Changed
from ui.context import Context
from ui.screens.rosters import exporting, files
from ui.screens.rosters.card_page import CardPage
from ui.screens.rosters.class_page import SUBJECTS, ClassPage
from ui.screens.rosters.classes_pane import ClassesPane
from ui.screens.rosters.drop import DropHint, table_in
from ui.screens.rosters.forms import ClassForm
from ui.screens.rosters.import_view import ImportView
from ui.screens.rosters.office import OfficeWork
from ui.screens.rosters.presenter import TABLES, RostersPresenter
from ui.shell.screen import Screen, Shortcut
from ui.theme import T
from ui.widgets import Button, Switcher, ToolBar, button, empty_state, icon_button, line_edit, row
from ui.words import year_title

SEARCH_AFTER = 120  # ms after the last key


class RostersScreen(Screen):
    def __init__(self, ctx: Context, today: Callable[[], date] = date.today) -> None:
        super().__init__(ctx)
        office = "kurikulum" in ctx.session.roles
        self.presenter = RostersPresenter(ctx.services.rosters, partial(ctx.tasks.run, owner=self), self, office, ctx.session.semester)
        self._narrow = False
        self.pane = ClassesPane(office=office)
        self.new_class = ClassForm(OfficeWork(self.presenter).add_class, new=True)
        self.pane.put_form(self.new_class.slot)
        self.page = ClassPage(self.presenter)
        self.card = CardPage(self.presenter, today)
        self.importing = ImportView(ctx, self.presenter.undo) if office else None
        self._make_tools(office)
        self._lay_out(office)
        self._listen()
        self.setAcceptDrops(office)
        self.presenter.load()

    # -- parts ---------------------------------------------------------------------------

    def _make_tools(self, office: bool) -> None:
        self.search = line_edit(tr("Search pupils"), tr("Name, NISN or NIPD"), icon="search")
        self.search.setFixedWidth(T.px(260))
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER)
        self.undo = icon_button(tr("Undo"), "undo", small=True, tip=tr("Undo (Ctrl+Z)"))
        self.redo = icon_button(tr("Redo"), "redo", small=True, tip=tr("Redo (Ctrl+Y)"))
        for tool in (self.undo, self.redo):
            tool.setVisible(office)
        self.list_out = button(tr("Attendance list"), "download", "ghost", small=True)
        self._bar = ToolBar(self.search, None, *([self.undo, self.redo] if office else []), self.list_out)
        self._import_button = button(tr("Import from Dapodik"), "upload", "primary") if office else None
        self._years = Switcher(tr("Academic year"), [])
        self._classes = Switcher(tr("Class"), [])

    def _lay_out(self, office: bool) -> None:
        self._right = QStackedWidget()
        self._right.addWidget(self.page)
        self._right.addWidget(self.card)
        browse = QWidget()
        line = row(self.pane, gap=0)
        line.addWidget(self._right, 1)
        browse.setLayout(line)
        self._browse = browse
        self._nothing = self._empty(office)
        self._stack = QStackedWidget()
        for part in (browse, self._nothing, *([self.importing] if self.importing else [])):
            self._stack.addWidget(part)
        self.setLayout(row(self._stack, gap=0))
        self._hint = DropHint(self)

    def _empty(self, office: bool) -> QWidget:
        if not office:
            return empty_state(
                "people", tr("No classes yet"), tr("The office has not imported the pupil list yet. It appears here by itself.")
            )
        step = button(tr("Import from Dapodik"), "upload")
        step.clicked.connect(self.ask_file)
        said = tr(
            "Download the Daftar Peserta Didik from Dapodik. Choose the file as it is, or drop it here: you see every row before anything is saved."
        )
        return empty_state("people", tr("No classes and pupils yet"), said, step)

    def _listen(self) -> None:
        presenter = self.presenter
        self.pane.chosen.connect(self._choose)
        self.pane.add.clicked.connect(lambda: self.new_class.show_class(None, presenter.now.staff))
        self.new_class.closed.connect(self.pane.list.setFocus)
        self.page.opened.connect(lambda pupil: presenter.open_card(pupil.id))
        self.card.closed.connect(self._close_card)
        self.card.sheet_wanted.connect(lambda sheet: self.ctx.go("grades", sheet=sheet))
        self.search.textChanged.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(lambda: presenter.search(self.search.text()))
        self.undo.clicked.connect(presenter.undo)
        self.redo.clicked.connect(presenter.redo)
        self.list_out.clicked.connect(self.ask_list)
        self._years.chosen.connect(presenter.choose_year)
        self._classes.chosen.connect(self._choose)
        if self._import_button:
            self._import_button.clicked.connect(self.ask_file)
        if self.importing:
            self.importing.closed.connect(self._import_closed)
        self._keys()
        self.ctx.bus.changed.connect(self._changed)

    def _keys(self) -> None:
        keys: list[tuple[str, Callable[[], Any]]] = [("Ctrl+F", self._find)]
        if self.presenter.office:
            keys += [("Ctrl+Z", self.presenter.undo), ("Ctrl+Y", self.presenter.redo), ("Ctrl+O", self.ask_file)]
        for name, act in keys:
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- what the shell asks ----------------------------------------------------------------

    def _is_importing(self) -> bool:
        return self.importing is not None and self._stack.currentWidget() is self.importing

    def header_parts(self) -> list[QWidget]:
        if self._is_importing() and self.importing:
            return [self.importing.heading]
        shown: list[QWidget] = [self._years] if len(self.presenter.now.years) > 1 else []
        return [self._classes, *shown] if self._narrow and self.presenter.now.all_classes else shown

    def toolbar(self) -> QWidget | None:
        if self._is_importing() and self.importing:
            return self.importing.bar
        return None if self.presenter.now.empty else self._bar

    def primary(self) -> Button | None:
        return None if self._is_importing() else self._import_button

    def shortcuts(self) -> list[Shortcut]:
        shown = [
            Shortcut("Ctrl+F", tr("Search pupils")),
            Shortcut("Return", tr("Open the pupil's card")),
            Shortcut("Escape", tr("Back to the list")),
        ]
        if self.presenter.office:
            shown += [
                Shortcut("Ctrl+O", tr("Import from Dapodik")),
                Shortcut("Ctrl+Z", tr("Undo, a whole import at once")),
                Shortcut("Ctrl+Y", tr("Redo")),
            ]
        return shown

    def arrive(self, **where: Any) -> None:
        """`class_id`, `pupil`: go there. `show`: "subjects". `file`: preview it. `do`: "import" asks for a file."""
        if where.get("class_id") or where.get("pupil"):
            self.presenter.load(where.get("class_id"), where.get("pupil"))
        if where.get("show") == SUBJECTS:
            self.page.show_view(SUBJECTS)
        if where.get("file"):
            self.open_file(Path(where["file"]))
        elif where.get("do") == "import":
            QTimer.singleShot(0, self, self.ask_file)

    def place(self) -> dict[str, Any]:
        now = self.presenter.now
        kept: dict[str, Any] = {"class_id": now.class_id}
        if now.card:
            kept["pupil"] = now.card.pupil.id
        if self.page.views.current() == SUBJECTS:
            kept["show"] = SUBJECTS
        return kept

    def fold(self, narrow: bool, low: bool) -> None:
        self._narrow = narrow
        self.pane.setVisible(not narrow)
        self.page.fold(narrow)
        self.card.fold(narrow)
        if self.importing:
            self.importing.fold(narrow, low)
        self.parts_changed.emit()

    def first_focus(self) -> QWidget | None:
        if self._is_importing() and self.importing:
            return self.importing.first_focus()
        if self._stack.currentWidget() is self._nothing:
            return None
        if self._right.currentWidget() is self.card:
            return self.card.first_focus()
        return self.page.table() if self._narrow else self.pane.list

    # -- what the presenter tells -------------------------------------------------------------

    def show_classes(self) -> None:
        now = self.presenter.now
        self.pane.show_rows(now.classes, now.total, now.class_id)
        self._years.set_options([(year, year_title(year)) for year in now.years], now.year)
        self._classes.set_options([(None, tr("All pupils")), *((one.id, one.name) for one in now.classes)], now.class_id)
        if not self._is_importing():
            self._stack.setCurrentWidget(self._nothing if now.empty else self._browse)
        self.parts_changed.emit()

    def show_class(self) -> None:
        self.page.show_now()
        table = self.page.table()
        if self.presenter.now.pupils and table.current_row() is None:
            table.selectRow(0)

    def show_card(self) -> None:
        card = self.presenter.now.card
        had_focus = self._right.isAncestorOf(self.focusWidget() or self)
        if card:
            self.card.show_card(card)
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
            self.ctx.say.failed(error)

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None:
        self.ctx.say.note(said, undo)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def changed(self, tables: set[str]) -> None:
        self.ctx.bus.tell(tables, origin="rosters")

    # -- what a person does -----------------------------------------------------------------------

    def _choose(self, class_id: str | None) -> None:
        self.page.close_forms()
        self.presenter.choose_class(class_id)
        self._classes.set_options([(None, tr("All pupils")), *((one.id, one.name) for one in self.presenter.now.classes)], class_id)

    def _close_card(self) -> None:
        self.presenter.close_card()
        self.page.table().setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _changed(self, changed: Changed) -> None:
        if changed.origin != "rosters" and changed.touches(*TABLES, "grades", "scores", "semesters"):
            if changed.touches(*TABLES, "semesters"):
                self.presenter.load()
            elif self.presenter.now.card:
                self.presenter.open_card(self.presenter.now.card.pupil.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._right.currentWidget() is self.card and not self._is_importing():
            self._close_card()
        else:
            super().keyPressEvent(event)

    # -- files ------------------------------------------------------------------------------------

    def ask_file(self) -> None:
        files.ask_list(self, self.open_file)

    def open_file(self, path: Path) -> None:
        """Preview this file; nothing is written."""
        if self.importing:
            self._stack.setCurrentWidget(self.importing)
            self.parts_changed.emit()
            self.importing.open_file(path)

    def _import_closed(self, wrote: bool) -> None:
        self._stack.setCurrentWidget(self._nothing if self.presenter.now.empty and not wrote else self._browse)
        self.parts_changed.emit()
        if wrote:
            self.changed(set(TABLES))
            self.presenter.load()
        (self.first_focus() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_list(self) -> None:
        files.ask_attendance(self, exporting.suggested(self.presenter.now.open_class), self.save_list)

    def save_list(self, path: Path) -> None:
        now = self.presenter.now
        page = exporting.list_page(self.ctx.session.school_name, now.open_class, now.pupils)
        self.ctx.tasks.run(
            lambda: exporting.save(path, page), lambda made: self.note(tr("{file} saved", file=made.name)), self.failed, owner=self
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.importing and table_in(event.mimeData()):
            event.acceptProposedAction()
            self._hint.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002
        self._hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._hint.hide()
        path = table_in(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.open_file(path)
