"""The menus of the catalogue, of one entry and of the whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ems_desktop.domain.jobs import Kind
from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import Material
from ui.screens.materials.actions import Actions
from ui.screens.materials.presenter import MaterialsPresenter
from ui.screens.materials.sheet_watch import SheetWatch
from ui.widgets.menu import Entry, pick_menu
from ui.widgets.saving import ask_table


class Menus:
    def __init__(self, parent: QWidget, presenter: MaterialsPresenter, acts: Actions) -> None:
        self._parent, self._presenter, self._acts = parent, presenter, acts
        self.draft: Callable[[Kind], None] | None = None  # asks n8n for a draft, where there is one

    def of_entry(self, material: Material, where: QPoint) -> QMenu:
        entries: list[Entry] = [(tr("Copy for a spreadsheet"), "copy", lambda: self.copy(material))]
        if self._presenter.may_write:
            entries.append((tr("Look for duplicates"), "search", self._presenter.find_twins))
            if (draft := self.draft) is not None and not material.deleted:
                entries.append((tr("Draft a description"), "spark", lambda: draft("description")))
                entries.append((tr("Draft questions"), "bank", lambda: draft("questions")))
            said, icon = (tr("Restore"), "undo") if material.deleted else (tr("To the trash"), "trash")
            entries.append((said, icon, lambda: self.throw(material)))
        return pick_menu(self._parent, where, entries)

    def of_all(self, where: QPoint, sheet: SheetWatch | None = None) -> QMenu:
        entries: list[Entry] = [(tr("Export …"), "download", self.ask_export)]
        if self._presenter.may_write:
            entries.append((tr("Look for duplicates"), "search", self._presenter.find_twins))
        if sheet is not None and sheet.connecting is not None and sheet.connected():
            entries.append((tr("Disconnect the Google Sheet"), "logout", sheet.connecting.disconnect_sheet))
        return pick_menu(self._parent, where, entries)

    def copy(self, material: Material) -> None:
        QGuiApplication.clipboard().setText(self._acts.copy([material]))

    def throw(self, material: Material) -> None:
        """Into the trash; out of it, where it is there."""
        (self._acts.restore if material.deleted else self._acts.trash)([material])

    def ask_export(self) -> None:
        ask_table(self._parent, tr("materials.xlsx"), self._acts.export)
