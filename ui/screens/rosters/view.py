"""Kelas & Siswa on screen: the school's classes and pupils, or the import, which takes the whole room while it lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ems_desktop.i18n import tr
from ui.bus import Changed
from ui.context import Context
from ui.screens.rosters import exporting, files
from ui.screens.rosters.browse import Browse
from ui.screens.rosters.class_page import SUBJECTS
from ui.screens.rosters.drop import DropZone
from ui.screens.rosters.import_view import ImportView
from ui.screens.rosters.presenter import TABLES, RostersPresenter
from ui.shell.screen import Screen, Shortcut
from ui.theme import T
from ui.widgets import Button, ToolBar, button, icon_button, line_edit, row

SEARCH_AFTER = 120  # ms after the last key


class Tools(ToolBar):
    """Search at the left; undo, redo and the attendance list at the right. `searched` when the person pauses."""

    searched = Signal(str)

    def __init__(self, search: str, *, office: bool) -> None:
        self.search = line_edit(tr("Search pupils"), tr("Name, NISN or NIPD"), search, icon="search")
        self.search.setFixedWidth(T.px(260))
        self.search.setClearButtonEnabled(True)
        self.undo = icon_button(tr("Undo"), "undo", small=True, tip=tr("Undo (Ctrl+Z)"))
        self.redo = icon_button(tr("Redo"), "redo", small=True, tip=tr("Redo (Ctrl+Y)"))
        self.list_out = button(tr("Attendance list"), "download", "ghost", small=True)
        super().__init__(self.search, None, *([self.undo, self.redo] if office else []), self.list_out)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text()))


class RostersScreen(Screen):
    def __init__(self, ctx: Context, today: Callable[[], date] = date.today) -> None:
        super().__init__(ctx)
        self._office = "kurikulum" in ctx.session.roles
        self.browse = Browse(ctx, today)
        self.importing = ImportView(ctx, self.presenter.undo) if self._office else None
        self.tools: Tools | None = None
        self._import_button: Button | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.browse)
        if self.importing:
            self._stack.addWidget(self.importing)
        self.setLayout(row(self._stack, gap=0))
        self._listen()
        self.presenter.load()

    @property
    def presenter(self) -> RostersPresenter:
        return self.browse.presenter

    def _listen(self) -> None:
        self.browse.shown.connect(self.parts_changed)
        self.browse.import_wanted.connect(self.ask_file)
        self._key("Ctrl+F", self._find)
        if self.importing:
            self.importing.closed.connect(self._import_closed)
            DropZone(self).dropped.connect(self.open_file)
            self._key("Ctrl+Z", self._undo)
            self._key("Ctrl+Y", self.presenter.redo)
            self._key("Ctrl+O", self.ask_file)
        self.ctx.bus.changed.connect(self._changed)

    def _key(self, keys: str, act: Callable[[], Any]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # -- what the shell asks -----------------------------------------------------------------------

    def _importing(self) -> ImportView | None:
        """The import, while it is open."""
        return self.importing if self._stack.currentWidget() is self.importing else None

    def header_parts(self) -> list[QWidget]:
        importing = self._importing()
        return [importing.heading] if importing else self.browse.header_parts()

    def toolbar(self) -> QWidget | None:
        """The header ends the tools it does not get again, so they are made anew after an import."""
        importing = self._importing()
        if importing or self.presenter.now.empty:
            self.tools = None
        elif self.tools is None:
            self.tools = self._new_tools()
        return importing.bar if importing else self.tools

    def _new_tools(self) -> Tools:
        made = Tools(self.presenter.now.search, office=self._office)
        made.searched.connect(self._search)
        made.undo.clicked.connect(self.presenter.undo)
        made.redo.clicked.connect(self.presenter.redo)
        made.list_out.clicked.connect(self.ask_list)
        return made

    def primary(self) -> Button | None:
        if self._importing() or not self._office:
            self._import_button = None
        elif self._import_button is None:
            self._import_button = button(tr("Import from Dapodik"), "upload", "primary")
            self._import_button.clicked.connect(self.ask_file)
        return self._import_button

    def shortcuts(self) -> list[Shortcut]:
        shown = [
            Shortcut("Ctrl+F", tr("Search pupils")),
            Shortcut("Return", tr("Open the pupil's card")),
            Shortcut("Escape", tr("Back to the list")),
        ]
        if self._office:
            shown += [
                Shortcut("Ctrl+O", tr("Import from Dapodik")),
                Shortcut("Ctrl+Z", tr("Undo, a whole import at once")),
                Shortcut("Ctrl+Y", tr("Redo")),
            ]
        return shown

    def arrive(self, **where: Any) -> None:
        """`class_id`, `pupil`: go there. `show`: "subjects". `file`: preview it. `looking`: an import under way. `do`: "import" asks for a file."""
        if where.get("class_id") or where.get("pupil"):
            self.presenter.load(where.get("class_id"), where.get("pupil"))
            self._leave_import(where)
        if where.get("show") == SUBJECTS:
            self.browse.page.show_view(SUBJECTS)
        if where.get("looking") and self.importing:
            self._open_import()
            self.importing.presenter.resume(where["looking"])
        elif where.get("file"):
            self.open_file(Path(where["file"]))
        elif where.get("do") == "import" and self._office:
            QTimer.singleShot(0, self, self.ask_file)

    def _leave_import(self, where: dict[str, Any]) -> None:
        """Somebody goes to a pupil or a class: a list that could not be read goes; one that is being looked at stays, and says so."""
        importing = self._importing()
        if not importing or where.get("looking") or where.get("file"):
            return
        if importing.presenter.now.preview is None:
            self._stack.setCurrentWidget(self.browse)
            self.parts_changed.emit()
        else:
            self.ctx.say.note(tr("Apply the import or cancel it first."))

    def place(self) -> dict[str, Any]:
        now, importing = self.presenter.now, self._importing()
        kept: dict[str, Any] = {"class_id": now.class_id}
        if now.card:
            kept["pupil"] = now.card.pupil.id
        if self.browse.page.views.current() == SUBJECTS:
            kept["show"] = SUBJECTS
        if importing and importing.presenter.now.preview:
            kept["looking"] = importing.presenter.now
        return kept

    def fold(self, narrow: bool, low: bool) -> None:
        self.browse.fold(narrow)
        if self.importing:
            self.importing.fold(narrow, low)
        self.parts_changed.emit()

    def first_focus(self) -> QWidget | None:
        importing = self._importing()
        return importing.first_focus() if importing else self.browse.first_focus()

    # -- what a person does --------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        """What is found are pupils: they come into sight."""
        if text.strip() and not self._importing():
            if self.presenter.now.card:
                self.presenter.close_card()
            self.browse.page.show_pupils()
        self.presenter.search(text)

    def _find(self) -> None:
        if self.tools is None:
            return
        self.tools.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tools.search.selectAll()

    def _changed(self, changed: Changed) -> None:
        if changed.origin == "rosters":
            return
        if changed.touches(*TABLES, "semesters"):
            self.presenter.load()
        elif changed.touches("grades", "scores", "assessments") and self.presenter.now.card:
            self.presenter.open_card(self.presenter.now.card.pupil.id)

    def ask_file(self) -> None:
        files.ask_list(self, self.open_file)

    def open_file(self, path: Path) -> None:
        """Preview this file; nothing is written."""
        if self.importing:
            self._open_import()
            self.importing.open_file(path)

    def _open_import(self) -> None:
        if self.importing:
            self.importing.begin()
            self.browse.leave_header()
            self._stack.setCurrentWidget(self.importing)
            self.parts_changed.emit()

    def _undo(self) -> None:
        """The last answer while looking at a file, else the last step of the rosters."""
        importing = self._importing()
        if importing:
            importing.presenter.back()
        else:
            self.presenter.undo()

    def _import_closed(self, wrote: bool) -> None:
        self._stack.setCurrentWidget(self.browse)
        self.parts_changed.emit()
        if wrote:
            self.browse.changed(set(TABLES))
            self.presenter.load()
        (self.first_focus() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_list(self) -> None:
        files.ask_attendance(self, exporting.suggested(self.presenter.now.open_class), self.save_list)

    def save_list(self, path: Path) -> None:
        """The attendance list of what is open, as the name's ending says."""
        now = self.presenter.now
        page = exporting.list_page(self.ctx.session.school_name, now.open_class, now.pupils)
        said = tr("{file} saved", file=path.name)
        self.ctx.tasks.run(lambda: exporting.save(path, page), lambda _: self.browse.note(said), self.browse.failed, owner=self)
