"""A FET file into a draft: choose it, look at every verdict, import. Nothing is written before the last button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.fet_plan import FetPlan
from ems_desktop.i18n import number, tr, trn
from ui.context import Context
from ui.screens.timetable.import_lines import FILTERS, Line, facts, lines_of, missing, outcome_words, shown_in
from ui.theme import T
from ui.widgets import Chip, Chips, Column, RowsModel, TableView, box, button, col, label, row
from ui.widgets.dialog import fit

INKS = {"carried": "ok", "noted": "warn", "refused": "bad", "left": "text3"}
STALE = 1658


class FetImport:
    """The way from a file to a draft. `imported` is told the new version's id, `undone` that it is gone again."""

    def __init__(self, parent: QWidget, ctx: Context, imported: Callable[[str], object], undone: Callable[[], object]) -> None:
        self._parent, self._ctx, self._imported, self._undone = parent, ctx, imported, undone
        self._service = ctx.services.timetable_import
        self.dialog: FetPreview | None = None

    def ask(self) -> QFileDialog:
        dialog = QFileDialog(self._parent, tr("Choose the FET file"), "", tr("FET timetable (*.fet)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.look(Path(name)))
        dialog.open()
        return dialog

    def look(self, path: Path) -> None:
        """Read it on a worker thread and show what would come of it."""
        self._ctx.tasks.run(lambda: self._service.preview(path), self._show, self._ctx.say.failed, owner=self._parent)

    def _show(self, plan: FetPlan) -> None:
        self.dialog = FetPreview(self._parent, plan, self._apply)
        self.dialog.open()

    def _apply(self, plan: FetPlan) -> None:
        title = f"FET {Path(plan.file.file).stem}"
        assert self.dialog is not None
        self.dialog.wait(waiting=True)
        self._ctx.tasks.run(
            lambda: self._service.apply(plan, title), lambda one: self._done(one, plan), lambda e: self._failed(e, plan), owner=self._parent, ordered=True
        )  # fmt: skip

    def _done(self, version: str, plan: FetPlan) -> None:
        assert self.dialog is not None
        self.dialog.close()
        self._ctx.say.note(trn("{n} lesson imported as a draft", "{n} lessons imported as a draft", len(plan.week.lessons)), self.undo)
        self._imported(version)

    def _failed(self, error: EmsError, plan: FetPlan) -> None:
        """Where the school has changed meanwhile, the person looks at it as it is now."""
        self._ctx.say.failed(error)
        if error.code == STALE:
            self._ctx.tasks.run(lambda: self._service.refreshed(plan), self._again, self._ctx.say.failed, owner=self._parent)
        elif self.dialog is not None:
            self.dialog.wait(waiting=False)

    def _again(self, plan: FetPlan) -> None:
        if self.dialog is not None:
            self.dialog.show_plan(plan)

    def undo(self) -> None:
        self._ctx.tasks.run(self._service.undo, lambda _: self._undone(), self._ctx.say.failed, owner=self._parent, ordered=True)


class FetPreview(QDialog):
    """The verdicts with filters and counts, what the school does not know, and what will be written."""

    def __init__(self, parent: QWidget, plan: FetPlan, apply: Callable[[FetPlan], object]) -> None:
        super().__init__(parent)
        self._plan, self._lines = plan, lines_of(plan)
        self.setWindowTitle(tr("Import from FET"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._file, self._facts = label("", "body_medium"), label("", "small", "3")
        self._missing = label("", "small", "2", wrap=True)
        self.filters = Chips([(which, Chip(tr(said))) for which, said in FILTERS.items()], "all")
        self.filters.chosen.connect(self._filter)
        self.table = TableView(RowsModel(_columns(), identity=lambda one: one.key), tr("Activities of the file"))
        self.words = label("", "body", "2", wrap=True)
        self.words.setMinimumHeight(T.px(44))
        self.table.chosen.connect(self._choose)
        self.cancel, self.apply = button(tr("Cancel")), button("", "check", "primary")
        self.cancel.clicked.connect(self.close)
        self.apply.clicked.connect(lambda: apply(self._plan))
        self._lay_out()
        fit(self, parent, 1020, 680)
        self.show_plan(plan)

    def _lay_out(self) -> None:
        head = box(
            "surface",
            col(row(self._file, self._facts, None, gap=12), 6, self._missing, 8, row(self.filters, None), margins=(16, 12, 16, 10), gap=0),
        )
        foot = box("surface", row(None, self.cancel, self.apply, margins=(16, 10, 16, 10), gap=8))
        said = box("surface", col(self.words, margins=(16, 8, 16, 8)))
        layout = col(head, self.table, said, foot, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_plan(self, plan: FetPlan) -> None:
        """Another comparison of the same file; what was filtered stays so."""
        self._plan, self._lines = plan, lines_of(plan)
        self._file.setText(plan.file.file)
        self._facts.setText(facts(plan))
        self._missing.setText(missing(plan))
        self._missing.setVisible(bool(missing(plan)))
        self.filters.set_counts({which: number(len(shown_in(self._lines, which))) for which in FILTERS})
        self.wait(waiting=False)
        self._filter(self.filters.current())

    def _filter(self, which: str) -> None:
        shown = shown_in(self._lines, which)
        self.table.rows.replace(shown)
        if shown:
            self.table.choose(shown[0].key)
        self._choose(shown[0] if shown else None)

    def _choose(self, one: Line | None) -> None:
        self.words.setText(one.said if one and one.said else tr("The activity is taken over as it is.") if one else "")

    def wait(self, *, waiting: bool) -> None:
        lessons = len(self._plan.week.lessons)
        self.apply.setText(trn("Import {n} lesson as a draft", "Import {n} lessons as a draft", lessons))
        self.apply.setEnabled(bool(lessons) and not waiting)


def _columns() -> list[Column]:
    return [
        Column("outcome", tr("Verdict"), 128, outcome_words, role="small_strong", ink=lambda one: INKS[one.outcome]),
        Column("number", tr("No."), 52, lambda one: one.number, align="right", role="num", ink="text3"),
        Column("subject", tr("Subject"), 190, lambda one: one.subject, sort=lambda one: one.subject.casefold(), tip=lambda one: one.subject),
        Column("students", tr("Class"), 110, lambda one: one.students, sort=lambda one: one.students.casefold()),
        Column("teachers", tr("Teacher"), 180, lambda one: one.teachers, sort=lambda one: one.teachers.casefold(), tip=lambda one: one.teachers),
        Column("hours", tr("JP"), 52, lambda one: one.hours, align="right", role="num"),
        Column("said", tr("Reason and remedy"), 200, lambda one: one.said, ink="text2", stretch=True, tip=lambda one: one.said),
    ]  # fmt: skip
