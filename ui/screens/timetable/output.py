"""What leaves the timetable: print and PDF through a preview, Excel, a calendar. The pages are made off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ems_desktop.domain.timetable.sheet import Book, Sheet
from ems_desktop.i18n import tr
from ems_desktop.services import timetable_views
from ui.context import Context
from ui.screens.timetable import output_words as words
from ui.widgets import Button, icon_button
from ui.widgets.menu import Entry, pick_menu

if TYPE_CHECKING:
    from ui.screens.timetable.printing import Print

Look = Literal["class", "teacher", "room", "school"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen shows: a version's sheet, by class, teacher, room or as a whole, and whose week it is."""

    sheet: timetable_views.Sheet
    look: Look
    who: str | None = None


def output_buttons(
    parent: QWidget, ctx: Context, shown: Callable[[], Shown | None], reload: Callable[[str | None], object] | None = None
) -> tuple[Button, ...]:
    """One button for a tool bar, with a menu of all ways out, and for the office the way in from FET.

    `shown`: None while there is nothing to print. `reload` is told the id of a draft that was imported, None when it is gone again.
    """
    made = icon_button(tr("Print and export"), "print", small=True)
    output = Output(parent, ctx)

    def open_menu() -> None:
        now = shown()
        entries = output.entries(now) if now else []
        if reload and "kurikulum" in ctx.session.roles:
            entries.append((tr("Import from FET …"), "upload", lambda: _import(parent, ctx, reload)))
        if entries:
            pick_menu(parent, made.mapToGlobal(QPoint(0, made.height())), entries)

    made.clicked.connect(open_menu)
    return (made,)


def _import(parent: QWidget, ctx: Context, reload: Callable[[str | None], object]) -> None:
    from ui.screens.timetable.import_fet import FetImport

    FetImport(parent, ctx, reload, lambda: reload(None)).ask()


class Output:
    """The ways out of what is shown. The service `timetable_books` gives it its heading and names."""

    def __init__(self, parent: QWidget, ctx: Context) -> None:
        self._parent, self._ctx = parent, ctx

    def entries(self, shown: Shown) -> list[Entry]:
        """For a menu."""
        entries: list[Entry] = [(tr("Print or PDF …"), "print", lambda: self.preview(shown))]
        if shown.look in {"class", "teacher"}:
            every = tr("All classes, print or PDF …") if shown.look == "class" else tr("All teachers, print or PDF …")
            entries.append((every, "print", lambda: self.preview(shown, every=True)))
        entries.append((tr("Excel workbook …"), "download", lambda: self._book(shown, self.ask_xlsx)))
        if shown.look != "school":
            entries.append((tr("Calendar (.ics) …"), "calendar", lambda: self._book(shown, lambda book: self.ask_ics(book, shown))))
        return entries

    def preview(self, shown: Shown, *, every: bool = False) -> None:
        """The pages of whom is shown, of all of the kind, or of the whole school."""
        self._book(shown, lambda book: self._preview(book, shown, every=every))

    def _preview(self, book: Book, shown: Shown, *, every: bool) -> None:
        from ui.screens.timetable.preview import PrintPreview
        from ui.screens.timetable.printing import Print

        if shown.look == "school":
            PrintPreview(self._parent, Print(book, None, "A3"), lambda wanted: self.ask_pdf(wanted, tr("All classes"))).open()
            return
        one = _shown_sheet(book, shown)
        sheets = book.of(shown.look) if every else (one,) if one else ()
        if sheets:
            title = one.name if one and not every else tr("All classes") if shown.look == "class" else tr("All teachers")
            PrintPreview(self._parent, Print(book, sheets), lambda wanted: self.ask_pdf(wanted, title)).open()

    def _book(self, shown: Shown, done: Callable[[Book], object]) -> None:
        books = self._ctx.services.timetable_books
        self._ctx.tasks.run(lambda: books.book(shown.sheet), done, self._ctx.say.failed, owner=self._parent)

    # -- into files

    def ask_pdf(self, wanted: Print, title: str) -> QFileDialog:
        from ui.screens.timetable.printing import save_pdf

        name = words.file_name(title, wanted.book.heading.semester, "pdf")
        return self._ask(tr("Save as PDF"), name, "PDF (*.pdf)", lambda path: save_pdf(wanted, path))

    def ask_xlsx(self, book: Book) -> QFileDialog:
        from ui.screens.timetable.exporting import save_xlsx

        name = words.file_name("", book.heading.semester, "xlsx")
        return self._ask(tr("Save the timetable"), name, tr("Excel workbook (*.xlsx)"), lambda path: save_xlsx(book, path))

    def ask_ics(self, book: Book, shown: Shown) -> QFileDialog | None:
        from ems_desktop.integrations.calendars import write_ics

        sheet = _shown_sheet(book, shown)
        if sheet is None:
            return None

        def write(path: Path) -> Path:
            write_ics(path, book.heading, sheet, datetime.now(UTC))
            return path

        name = words.file_name(sheet.name, book.heading.semester, "ics")
        return self._ask(tr("Save the calendar"), name, tr("Calendar (*.ics)"), write)

    def _ask(self, title: str, name: str, kind: str, write: Callable[[Path], Path]) -> QFileDialog:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._parent, title, folder, kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen), write))
        dialog.open()
        return dialog

    def save(self, path: Path, write: Callable[[Path], Path]) -> None:
        """Write on a worker thread; the person is told when the file is there, or why not."""
        self._ctx.tasks.job(
            tr("Exporting the timetable"),
            lambda _progress: write(path),
            lambda made: self._ctx.say.note(tr("Saved as {name}", name=made.name)),
            self._ctx.say.failed,
            owner=self._parent,
        )


def _shown_sheet(book: Book, shown: Shown) -> Sheet | None:
    """Whose week is shown: an empty one where there is no lesson; None where it is nobody's."""
    if shown.look == "school" or shown.who is None:
        return None
    empty = Sheet(shown.look, shown.who, shown.sheet.name(shown.look, shown.who), ())
    return next((one for one in book.of(shown.look) if one.id == shown.who), empty)
