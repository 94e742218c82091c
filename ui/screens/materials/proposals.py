"""What an analysis proposes for each field. Nothing shows until there are analyses."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ems_desktop.services.materials_views import Material


class Proposals(QWidget):
    """Above the fields, in their column."""

    def __init__(self) -> None:
        super().__init__()
        self.hide()

    def show_material(self, material: Material | None) -> None:
        """The proposals for this entry."""
