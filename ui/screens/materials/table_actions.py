"""Carries out the grid's named commands: what `commands.py` declares happens here. Reads and writes the clipboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from ems_desktop.domain.errors import EmsError
from ui.screens.materials.actions import Actions
from ui.screens.materials.blocks import Plan
from ui.screens.materials.commands import BY_NAME, MENU
from ui.screens.materials.presenter import MaterialsPresenter
from ui.screens.materials.table_page import TablePage
from ui.widgets.grid import tsv
from ui.widgets.grid.moves import Block
from ui.widgets.menu import command_menu


class TableActions:
    def __init__(
        self, page: TablePage, actions: Actions, presenter: MaterialsPresenter, open_entry: Callable[[str], object],
        refusal: Callable[[], EmsError | None],
    ) -> None:  # fmt: skip
        """`refusal`: why nothing can be changed now, None when it can."""
        self._page, self._actions, self._presenter, self._refusal = page, actions, presenter, refusal
        self._do: dict[str, Callable[[], object]] = {
            "edit": lambda: page.edit(None),
            "open": lambda: open_entry(page.selected()[0].id),
            "cut": self._cut,
            "copy": self._copy,
            "paste": self._paste,
            "clear": lambda: self._put(page.blocks().cleared(self._block)),
            "fill_down": lambda: self._put(page.blocks().fill_down(self._block)),
            "throw": self.throw,
            "undo": actions.undo,
            "redo": actions.redo,
            "sort": lambda: self.sort(page.key()),
            "all": page.choose_all,
            "whole_column": lambda: page.choose_all(columns=False),
            "whole_row": lambda: page.choose_all(rows=False),
            "leave": lambda: page.view.leave(forward=True),
            "leave_back": lambda: page.view.leave(forward=False),
            "moved": self.show_selection,
        }
        page.asked.connect(self.do)
        page.sorted_by.connect(self.sort)
        page.filled.connect(self._fill)
        page.menu_asked.connect(self._menu)
        page.bulk.filled.connect(self._fill_column)
        page.bulk.thrown.connect(self.throw)

    @property
    def _block(self) -> Block:
        return self._page.chosen.block

    def do(self, name: str) -> None:
        """Carry out a command, or say beside the cell why not."""
        command = BY_NAME.get(name)
        if command is None:  # the selection moved
            self._do[name]()
        elif self._page.model.rows and self._page.editor.commit():
            error = self._refusal() if command.writes and name != "throw" else None
            if error:
                self._page.refuse(error)
            else:
                self._do[name]()

    def show_selection(self) -> None:
        """What the bar below says of it."""
        title = self._page.model.columns[self._page.chosen.at[1]].title
        trash = self._presenter.now.wanted.trash
        self._page.bulk.show_selection(len(self._page.selected()), title, may_write=self._presenter.may_write, trash=trash)

    def sort(self, key: str) -> None:
        """By this column; once more turns it round."""
        wanted = self._presenter.now.wanted
        self._presenter.look_for(sort=key, descending=wanted.sort == key and not wanted.descending)

    def throw(self) -> None:
        """To the trash; out of it, where that is what is shown."""
        if self._presenter.may_write:
            act = self._actions.restore if self._presenter.now.wanted.trash else self._actions.trash
            act(list(self._page.selected()))

    def _menu(self, where: QPoint) -> None:
        commands = [BY_NAME[name] if name else None for name in MENU]
        shown = [one for one in commands if one is None or not one.writes or self._presenter.may_write]
        command_menu(self._page, where, shown, self.do)

    # -- blocks

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(tsv.dump(self._page.blocks().texts(self._block)))

    def _cut(self) -> None:
        self._copy()
        self._put(self._page.blocks().cleared(self._block))

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text:
            plan = self._page.blocks().pasted(self._block, tsv.parse(text))
            self._put(plan, tell=True)
            self._page.choose_block(plan.block)

    def _fill(self, source: Block, target: Block) -> None:
        if error := self._refusal():
            self._page.refuse(error)
        else:
            self._put(self._page.blocks().repeated(source, target))
            self._page.choose_block(target)

    def _fill_column(self, text: str) -> None:
        plan = self._page.blocks().filled(self._block, text, self._page.chosen.at[1])
        self._page.bulk.say_wrong(plan.refused[0] if plan.refused else None)
        if not plan.refused:
            self._put(plan, tell=True)

    def _put(self, plan: Plan, *, tell: bool = False) -> None:
        """Save the plan's cells as one step. `tell`: also when everything went in."""
        self._actions.put(plan.cells, plan.said() if tell or plan.refused else "")
