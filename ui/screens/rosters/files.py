"""Asking for files: which list to import, where to put the attendance list and the refused rows. Nothing blocks the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ems_desktop.i18n import tr


def ask_list(parent: QWidget, chosen: Callable[[Path], None]) -> QFileDialog:
    """A list of pupils to look at."""
    dialog = _dialog(parent, tr("Choose the pupil list"), tr("Pupil list") + " (*.xlsx *.csv *.xls)", chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def ask_attendance(parent: QWidget, name: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Where to save the attendance list; the ending says as what."""
    kinds = ((tr("Excel workbook"), "xlsx"), (tr("Printed page"), "pdf"), (tr("Text with semicolons"), "csv"))
    dialog = _saving(parent, tr("Save the attendance list"), ";;".join(f"{said} (*.{ending})" for said, ending in kinds), name, chosen)
    dialog.filterSelected.connect(lambda filter_: dialog.setDefaultSuffix(filter_.rpartition("*.")[2].rstrip(")")))
    return dialog


def ask_refused(parent: QWidget, name: str, chosen: Callable[[Path], None]) -> QFileDialog:
    return _saving(parent, tr("Save the refused rows"), tr("Excel workbook") + " (*.xlsx)", name, chosen)


def _saving(parent: QWidget, title: str, filters: str, name: str, chosen: Callable[[Path], None]) -> QFileDialog:
    dialog = _dialog(parent, title, filters, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, filters: str, chosen: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title, "", filters)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    return dialog
