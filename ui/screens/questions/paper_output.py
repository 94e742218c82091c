"""The ways out of a paper: a folder of PDF or Word files, and the printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.questions.paper_files import save_words
from ui.screens.questions.paper_print import paint, prepare, save_pdfs

if TYPE_CHECKING:
    from ui.screens.questions.paper_page import PaperPage


class PaperOutput:
    """Files are written on a worker thread; there is nothing to write before the page has opened its paper."""

    def __init__(self, page: PaperPage, ctx: Context) -> None:
        self._page, self._ctx = page, ctx

    def ask_folder(self, title: str, act: Callable[[Path], None]) -> QFileDialog | None:
        """A folder, for there is a file for each set and one of the key."""
        if self._page.opened is None:
            return None
        dialog = QFileDialog(self._page, title, QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: act(Path(chosen)))
        dialog.open()
        return dialog

    def save_pdf(self, folder: Path) -> None:
        wanted = self._page.wanted(everything=True)
        self._write(lambda: save_pdfs(wanted, folder))

    def save_word(self, folder: Path) -> None:
        assert self._page.opened is not None
        wanted, media = self._page.wanted(everything=True), self._page.opened.media
        self._write(lambda: save_words(wanted, media, folder))

    def _write(self, write: Callable[[], list[Path]]) -> None:
        self._ctx.tasks.job(
            tr("Writing the exam paper"),
            lambda _progress: write(),
            lambda made: self._ctx.say.note(tr("Saved as {name}", name=", ".join(path.name for path in made))),
            self._ctx.say.failed,
            owner=self._page,
        )

    def ask_printer(self) -> None:
        """What is shown, by the system's own dialog: it knows the printers."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._page.opened is None:
            return
        wanted, printer = self._page.wanted(), QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer, wanted.size)
        dialog = QPrintDialog(printer, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: paint(wanted, printer))
        dialog.show()
