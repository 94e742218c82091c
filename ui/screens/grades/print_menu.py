"""What leaves a sheet and comes back: a PDF file, the printer, a file of Excel. Pages are drawn off the window's thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.grades.board import Board
from ui.screens.grades.books import Books, proposed
from ui.screens.grades.printing import School, paint, prepare, save_pdf
from ui.widgets.menu import Entry, pick_menu


class PrintMenu:
    def __init__(self, parent: QWidget, ctx: Context, board: Board, books: Books) -> None:
        self._parent, self._ctx, self._board, self._books = parent, ctx, board, books
        self._school = School(ctx.session.school_name, ctx.session.city, ctx.session.npsn)

    def open(self, where: QPoint) -> None:
        entries: list[Entry] = [
            (tr("Save as PDF …"), "file", self.ask_pdf),
            (tr("Print …"), "print", self.ask_printer),
            (tr("Save as Excel …"), "download", self._books.ask_save),
        ]
        if self._board.sheet.writable and not self._board.sheet.closed:
            entries.append((tr("Read from Excel …"), "upload", self._books.ask_read))
        pick_menu(self._parent, where, entries)

    def ask_pdf(self) -> None:
        """Ask for a file, then write it."""
        chosen, _ = QFileDialog.getSaveFileName(self._parent, tr("Save as PDF"), proposed(self._board.sheet.ref, "pdf"), "PDF (*.pdf)")
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the PDF; the person is told when it is there."""
        board, school = self._board, self._school
        self._ctx.tasks.job(
            tr("Printing the grade sheet"),
            lambda _progress: save_pdf(board, school, path),
            lambda made: self._ctx.say.note(tr("Saved as {name}", name=made.name)),
            self._ctx.say.failed,
            owner=self._parent,
        )

    def ask_printer(self) -> None:
        """The system's own dialog: it knows the printers. QtPrintSupport is loaded only here."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: paint(self._board, self._school, printer))
        dialog.show()
