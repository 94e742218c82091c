"""What will be on paper, before it is: the pages, the size of the paper, then to a printer or into a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QWidget

from ems_desktop.i18n import tr
from ui.screens.timetable.printing import SIZES, Print, pages_of, paint, prepare
from ui.widgets import Segments, box, button, col, label, row
from ui.widgets.dialog import fit


class PrintPreview(QDialog):
    """`save` writes what is shown as a PDF; it is given the paper that was chosen."""

    def __init__(self, parent: QWidget, wanted: Print, save: Callable[[Print], object]) -> None:
        super().__init__(parent)
        self.wanted, self._save = wanted, save
        self.setWindowTitle(tr("Print preview"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(self._printer, wanted.paper)
        self.pages = QPrintPreviewWidget(self._printer)
        self.pages.setAccessibleName(tr("Print preview"))
        self.pages.paintRequested.connect(lambda printer: paint(self.wanted, printer))
        self.paper = Segments([(name, name) for name in SIZES], wanted.paper, tr("Paper"))
        self.paper.chosen.connect(self._choose)
        self.zoom = Segments([("fit", tr("Fit the width")), ("full", "100 %")], "fit", tr("Zoom"))
        self.zoom.chosen.connect(self._zoom)
        self._count = label("", "caption", "3")
        self.pdf, self.printed = button(tr("Save as PDF …"), "file"), button(tr("Print …"), "print", "primary")
        self.pdf.clicked.connect(lambda: self._save(self.wanted))
        self.printed.clicked.connect(self.ask_printer)
        bar = box("surface", row(label(tr("Paper"), "small", "2"), self.paper, self.zoom, self._count, None, self.pdf, self.printed, margins=(16, 10, 16, 10), gap=8))  # fmt: skip
        layout = col(bar, self.pages, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        fit(self, parent, 980, 720)
        self._say()

    def _choose(self, paper: str) -> None:
        self.wanted = replace(self.wanted, paper=paper)
        prepare(self._printer, paper)
        self.pages.updatePreview()
        self._say()

    def _zoom(self, how: str) -> None:
        if how == "fit":
            self.pages.fitToWidth()
        else:
            self.pages.setZoomFactor(1.0)

    def _say(self) -> None:
        self._count.setText(tr("Pages: {n}", n=len(pages_of(self.wanted))))

    def ask_printer(self) -> None:
        """The system's own dialog: it knows the printers."""
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self.print)
        dialog.show()

    def print(self) -> bool:
        """Onto the printer that was chosen; False when it cannot be drawn on."""
        return paint(self.wanted, self._printer)
