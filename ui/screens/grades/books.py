"""The sheet as a file of Excel: save it, read it again, look at old and new, and only then take it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ems_desktop.i18n import N_, coded, number, tr, trn
from ems_desktop.services.grade_books import Book
from ems_desktop.services.grade_views import SheetRef
from ui.context import Context
from ui.screens.grades.board import Board
from ui.screens.grades.edits import Plan
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.words import cell_text
from ui.theme import T
from ui.widgets import Chip, Chips, Column, RowsModel, TableView, box, button, col, label, row
from ui.widgets.dialog import fit

ALL = "all"
OUTCOMES = {"new": N_("New"), "changed": N_("Changed"), "refused": N_("Refused")}
INKS = {"new": "ok", "changed": "warn", "refused": "bad"}


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of the file that differs from the sheet, or a row or column that is not read."""

    key: int
    outcome: str
    pupil: str
    column: str
    old: str
    new: str
    why: str = ""


def lines_of(board: Board, plan: Plan, book: Book) -> list[Line]:
    """In the order of the sheet; what is not read stands first."""
    lines = [Line(n, "refused", "", "", "", "", coded(one)) for n, one in enumerate(book.strange)]
    found = [(at, "", cell_text(one.cell)) for one in plan.entries if (at := board.at((one.assessment, one.pupil)))]
    found += [((one.row, one.col), coded(one.error), one.text) for one in plan.refusals]
    for at, why, new in sorted(found):
        old = cell_text(board.cell(*at))
        outcome = "refused" if why else "changed" if old else "new"
        lines.append(Line(len(lines), outcome, board.pupil(at[0]).name, board.columns[at[1]].title, old, new, why))
    return lines


def proposed(ref: SheetRef, ending: str) -> str:
    """Where and under which name a sheet's file is saved, unless somebody chooses otherwise."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return str(folder / f"{ref.subject} {ref.class_name} {ref.semester}.{ending}")


class Books:
    def __init__(self, parent: QWidget, ctx: Context, presenter: GradesPresenter) -> None:
        self._parent, self._ctx, self._presenter = parent, ctx, presenter
        self.dialog: BookPreview | None = None

    def ask_save(self) -> QFileDialog:
        name = proposed(self._presenter.sheet.now().sheet.ref, "xlsx")
        dialog = self._dialog(QFileDialog(self._parent, tr("Save as Excel"), name, tr("Excel workbook (*.xlsx)")), self.save)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        return dialog

    def ask_read(self) -> QFileDialog:
        dialog = self._dialog(
            QFileDialog(self._parent, tr("Read from Excel"), "", f"{tr('Excel workbook (*.xlsx)')};;{tr('CSV (*.csv)')}"), self.look
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return dialog

    @staticmethod
    def _dialog(dialog: QFileDialog, chosen: Callable[[Path], object]) -> QFileDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()
        return dialog

    def save(self, path: Path) -> None:
        service, sheet_id = self._presenter.service, self._presenter.sheet.now().sheet.ref.id
        self._ctx.tasks.run(
            lambda: service.write_book(sheet_id, path),
            lambda made: self._ctx.say.note(tr("Saved as {name}", name=made.name)),
            self._ctx.say.failed,
            owner=self._parent,
            ordered=True,  # after what is being saved
        )

    def look(self, path: Path) -> None:
        """Read it on a worker thread and show old and new. Nothing is changed."""
        service, sheet_id = self._presenter.service, self._presenter.sheet.now().sheet.ref.id
        self._ctx.tasks.run(
            lambda: service.read_book(sheet_id, path), lambda book: self._show(sheet_id, book), self._ctx.say.failed, owner=self._parent
        )

    def _show(self, sheet_id: str, book: Book) -> None:
        if self._presenter.sheet.now().sheet.ref.id != sheet_id:
            return  # another sheet was opened meanwhile
        board, plan = self._presenter.compared(book)
        self.dialog = BookPreview(self._parent, book.file, lines_of(board, plan, book), plan, lambda: self._presenter.take_in(book))
        self.dialog.open()


class BookPreview(QDialog):
    def __init__(self, parent: QWidget, file: str, lines: list[Line], plan: Plan, take: Callable[[], object]) -> None:
        super().__init__(parent)
        self._lines, self._take = lines, take
        self.setWindowTitle(tr("Read from Excel"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._file, self._facts = label(file, "body_medium"), label(_facts(plan), "small", "3")
        self.filters = Chips([(ALL, Chip(tr("All"))), *((key, Chip(tr(said))) for key, said in OUTCOMES.items())], ALL)
        self.filters.set_counts({
            ALL: number(len(lines)), **{key: number(sum(one.outcome == key for one in lines)) for key in OUTCOMES},
        })  # fmt: skip
        self.filters.chosen.connect(self._filter)
        self.table = TableView(RowsModel(_columns(), identity=lambda one: one.key), tr("Marks of the file"))
        self.table.chosen.connect(self._choose)
        self.words = label("", "body", "2", wrap=True)
        self.words.setMinimumHeight(T.px(44))
        self.cancel = button(tr("Cancel"))
        self.apply = button(trn("Take in {n} mark", "Take in {n} marks", len(plan.entries)), "check", "primary")
        self.apply.setEnabled(bool(plan.entries))
        self.cancel.clicked.connect(self.close)
        self.apply.clicked.connect(self._apply)
        self._lay_out()
        fit(self, parent, 920, 600)
        self._filter(ALL)

    def _lay_out(self) -> None:
        head = box("surface", col(row(self._file, self._facts, None, gap=12), 8, row(self.filters, None), margins=(16, 12, 16, 10), gap=0))
        said = box("surface", col(self.words, margins=(16, 8, 16, 8)))
        foot = box("surface", row(None, self.cancel, self.apply, margins=(16, 10, 16, 10), gap=8))
        layout = col(head, self.table, said, foot, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _filter(self, which: str) -> None:
        shown = [one for one in self._lines if which in (ALL, one.outcome)]
        self.table.rows.replace(shown)
        if shown:
            self.table.choose(shown[0].key)
        self._choose(shown[0] if shown else None)

    def _choose(self, one: Line | None) -> None:
        self.words.setText((one.why or tr("This mark is taken in.")) if one else tr("The file holds nothing that the sheet does not."))

    def _apply(self) -> None:
        self.close()
        self._take()


def _facts(plan: Plan) -> str:
    return trn("{n} mark is the same already", "{n} marks are the same already", plan.same) if plan.same else ""


def _columns() -> list[Column]:
    return [
        Column("outcome", tr("Verdict"), 110, lambda one: tr(OUTCOMES[one.outcome]), role="small_strong", ink=lambda one: INKS[one.outcome]),
        Column("pupil", tr("Pupil"), 220, lambda one: one.pupil, tip=lambda one: one.pupil),
        Column("column", tr("Assessment"), 120, lambda one: one.column, tip=lambda one: one.column),
        Column("old", tr("Now"), 80, lambda one: one.old, align="right", role="num", ink="text3"),
        Column("new", tr("In the file"), 112, lambda one: one.new, align="right", role="num"),
        Column("why", tr("Reason and remedy"), 200, lambda one: one.why, ink="text2", stretch=True, tip=lambda one: one.why),
    ]  # fmt: skip
