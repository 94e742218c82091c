"""The file of an entry: its name, size and transfer. Nothing shows until the school keeps files."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ems_desktop.services.materials_views import Material


class FileCard(QWidget):
    """Between the entry's head and its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.hide()

    def show_material(self, material: Material | None) -> None:
        """The file of this entry."""
