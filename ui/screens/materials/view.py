"""Materi on screen: the catalogue as a list with an entry open, or as a grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed
from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import Material
from ui.bus import Changed
from ui.context import Context
from ui.screens.materials.actions import Actions
from ui.screens.materials.browse import Browse
from ui.screens.materials.commands import shortcut_lines
from ui.screens.materials.entry_work import EntryWork, marks_of
from ui.screens.materials.list_pane import pill_words
from ui.screens.materials.menus import Menus
from ui.screens.materials.new_form import NewForm
from ui.screens.materials.pages import Pages
from ui.screens.materials.presenter import TABLES, MaterialsPresenter, Now
from ui.screens.materials.sheet_watch import SheetWatch
from ui.screens.materials.table_actions import TableActions
from ui.screens.materials.table_page import TablePage
from ui.screens.materials.tools import NARROWER, Tools
from ui.shell.areas import STAFF
from ui.shell.screen import Screen, Shortcut
from ui.widgets import Button, button, col

ORIGIN = "materials"
SOON = 250  # ms: a pull tells of many tables at once


class MaterialsScreen(Screen):
    """`arrive(material=…, key=…)` opens an entry, and a certain field of it; `do="new"` the form of a new one."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        writes = self._may_write = bool(ctx.session.roles & STAFF)
        jobs = marks_of(ctx) if writes else None
        self.presenter = MaterialsPresenter(ctx.services.materials, jobs, partial(ctx.tasks.run, owner=self), self, writes)
        self.acts = Actions(self.presenter)
        self.menus = Menus(self, self.presenter, self.acts)
        self.tools = Tools(may_write=writes, jobs=jobs is not None)
        self.browse, self.table = Browse(self._special, may_write=writes), TablePage(self.acts.type, self._refusal)
        self.pages = Pages(self.browse, self.table, may_write=writes)
        self.commands = TableActions(self.table, self.acts, self.presenter, self._open_from_table, self._refusal)
        self.form = NewForm(self._add)
        self._wanted_key = ""
        self._primary = button(tr("Material"), "plus", "primary") if writes else None
        layout = col(self.form.slot, self.pages, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self.work = EntryWork(ctx, self.presenter, self.browse.entry, self.menus, may_write=writes)
        self._sheet = SheetWatch(ctx, self.tools, ctx.services.sheet if writes else None, self)
        self._listen()
        self._bind_keys()

    def _listen(self) -> None:
        presenter, entry, tools = self.presenter, self.browse.entry, self.tools
        self.browse.chosen.connect(lambda row: presenter.open(row.id) if row else None)
        entry.typed.connect(self._type)
        entry.settled.connect(self.acts.settle)
        entry.restored.connect(self.menus.throw)
        entry.menu_asked.connect(self.menus.of_entry)
        tools.searched.connect(lambda text: presenter.look_for(search=text))
        tools.pill_chosen.connect(presenter.choose_pill)
        tools.view_chosen.connect(self.show_view)
        tools.facet_chosen.connect(presenter.choose_facet)
        tools.more_asked.connect(lambda where: self.menus.of_all(where, self._sheet))
        self.pages.new_asked.connect(self.new)
        self.pages.all_asked.connect(self._show_all)
        self.form.closed.connect(self._back_from_form)
        if self._primary:
            self._primary.clicked.connect(self.new)
        self.ctx.bus.changed.connect(self._changed)
        self._soon.timeout.connect(presenter.load)

    def _bind_keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+F", self._find), ("Ctrl+N", self.new), ("Ctrl+Z", self.acts.undo), ("Ctrl+Y", self.acts.redo),
            ("Ctrl+T", self._other_view), ("Ctrl+Del", self._throw_open),
        )  # fmt: skip
        for key, act in keys if self._may_write else keys[:1]:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- asked by the shell

    def header_parts(self) -> list[QWidget]:
        return [switcher for key, switcher in self.tools.facets.items() if key not in NARROWER]

    def toolbar(self) -> QWidget:
        return self.tools.bar

    def primary(self) -> Button | None:
        return self._primary

    def shortcuts(self) -> list[Shortcut]:
        return [Shortcut(keys, said) for keys, said in shortcut_lines(may_write=self._may_write)]

    def arrive(self, **where: Any) -> None:
        if isinstance(where.get("now"), Now):
            self.presenter.now = where["now"]
        if where.get("view"):
            self.show_view(where["view"])
        if where.get("material"):
            self._wanted_key = where.get("key", "")
            self.show_view("list")
            self.presenter.open(where["material"])
        self.presenter.load()
        self._sheet.look()
        if where.get("do") == "new":
            QTimer.singleShot(0, self, self.new)

    def place(self) -> dict[str, Any]:
        self.browse.entry.commit()
        return {"now": self.presenter.now, "view": self.pages.view}

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        self.browse.fold(narrow=narrow)

    def first_focus(self) -> QWidget | None:
        return self.pages.first_focus() or self.tools.search

    # -- told by the presenter

    def show_rows(self) -> None:
        now = self.presenter.now
        if now.catalogue is None:
            return
        self.tools.show_now(now)
        open_id = now.open.material.id if now.open else None
        self.browse.list.show_materials(now.rows, open_id)
        self.table.show_rows(now.catalogue.columns, now.rows, (now.wanted.sort, now.wanted.descending))
        self.pages.show_now(now)
        if open_id is None and now.rows and not self.browse.narrow and not self.presenter.opening:
            self.presenter.open(now.rows[0].id)

    def show_entry(self) -> None:
        now = self.presenter.now
        if now.open is None or now.catalogue is None:
            self.browse.show_side(entry=False)
            return
        self.browse.entry.show_entry(now.open, now.catalogue.columns)
        self.browse.list.show_materials(now.rows, now.open.material.id)
        if self._wanted_key:
            key, self._wanted_key = self._wanted_key, ""
            self.browse.show_side(entry=True)
            self.browse.entry.go_to(key)

    def cells_changed(self, ids: set[str]) -> None:
        rows = self.presenter.now.rows
        self.table.model.cells_changed(rows, ids)
        self.browse.list.rows.refresh(rows)

    def saved(self, material_id: str, key: str) -> None:
        shown = self.browse.entry.material
        if shown is not None and shown.id == material_id:
            self.browse.entry.show_saved(key)

    def mistaken(self, error: EmsError) -> None:
        (self.form.mistaken if self.form.is_open() else self.failed)(error)

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None:
        self.ctx.say.note(said, undo)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def wrote(self) -> None:
        self.ctx.bus.tell({"materials", "conflict", "outbox"}, origin=ORIGIN)

    # -- what is shown

    def _special(self, row: Material) -> tuple[str, str]:
        return pill_words(self.presenter.now, row, may_write=self._may_write)

    def show_view(self, view: str) -> None:
        """List or table."""
        self.tools.views.choose(view)
        self.pages.show_view(view, self.presenter.now)

    def _other_view(self) -> None:
        self.show_view("list" if self.pages.view == "table" else "table")

    def _show_all(self) -> None:
        self.tools.search.setText("")
        self.presenter.look_for(search="", only={})

    # -- what the person does

    def _refusal(self) -> EmsError | None:
        """Why nothing in the grid can be changed."""
        if not self._may_write:
            return NotAllowed(1060)
        return Mistake(1638) if self.presenter.now.wanted.trash else None

    def _type(self, material: Material, key: str, text: str) -> None:
        error = self.acts.type(material, key, text, decides=True)
        if error is not None:
            self.browse.entry.show_mistake(error, key)

    def new(self) -> None:
        if self._may_write:
            catalogue = self.presenter.now.catalogue
            self.form.show_empty(catalogue.facets if catalogue else {})

    def _add(self, cells: Mapping[str, str]) -> None:
        self.acts.add(cells, lambda _: self.form.close_form())

    def _back_from_form(self) -> None:
        (self.first_focus() or self).setFocus()

    def _throw_open(self) -> None:
        now = self.presenter.now.open
        if now is not None:
            self.menus.throw(now.material)

    def _open_from_table(self, material_id: str) -> None:
        self.show_view("list")
        self.presenter.open(material_id)
        self.browse.show_side(entry=True)

    def _find(self) -> None:
        self.tools.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tools.search.selectAll()

    def _changed(self, changed: Changed) -> None:
        if changed.origin != ORIGIN and changed.touches(*TABLES):
            self._soon.start()
