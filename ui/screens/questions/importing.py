"""A file of questions into the bank: choose it, look at every verdict, take in what is wanted. Nothing is written before the last button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions.reading import Reading
from ems_desktop.i18n import number, tr, trn
from ems_desktop.services.questions_views import Bank
from ui.context import Context
from ui.screens.questions.document import question_page
from ui.screens.questions.file_lines import FORMAT_WORDS, OUTCOMES, FileLine, lines_of
from ui.screens.questions.rich import Rich
from ui.screens.questions.service import FilesService
from ui.theme import T
from ui.widgets import Chip, Chips, Column, RowsModel, TableView, box, button, col, label, row
from ui.widgets.dialog import fit

INKS = {"good": "ok", "warned": "warn", "lost": "warn", "refused": "bad"}
ALL = "all"


class Importing:
    """`taken` is told the new questions' ids."""

    def __init__(self, parent: QWidget, ctx: Context, bank: Callable[[], Bank | None], taken: Callable[[tuple[str, ...]], object]) -> None:
        self._parent, self._ctx, self._bank, self._taken = parent, ctx, bank, taken
        self._service: FilesService = ctx.services.question_files
        self.dialog: ImportPreview | None = None

    def ask(self) -> QFileDialog | None:
        if self._bank() is None:
            return None
        kinds = tr("Questions (*.docx *.xml *.gift *.txt *.aiken)")
        dialog = QFileDialog(self._parent, tr("Choose a file of questions"), "", f"{kinds};;{tr('All files (*)')}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.look(Path(name)))
        dialog.open()
        return dialog

    def look(self, path: Path) -> None:
        """Read it on a worker thread and show what would come of it."""
        self._ctx.tasks.run(
            lambda: self._service.read(path), lambda found: self._show(found, path.name), self._ctx.say.failed, owner=self._parent
        )

    def _show(self, reading: Reading, file: str) -> None:
        bank = self._bank()
        if bank is not None:
            self.dialog = ImportPreview(self._parent, self._ctx, reading, file, bank, self._take)
            self.dialog.open()

    def _take(self, dialog: ImportPreview) -> None:
        numbers, bank = dialog.numbers(), dialog.bank
        dialog.apply.setEnabled(False)

        def done(ids: tuple[str, ...]) -> None:
            dialog.close()
            self._taken(ids)

        def failed(error: EmsError) -> None:
            dialog.apply.setEnabled(True)
            self._ctx.say.failed(error)

        self._ctx.tasks.run(
            lambda: self._service.take(bank.id, dialog.reading, numbers, dialog.file), done, failed, owner=self._parent, ordered=True
        )


class ImportPreview(QDialog):
    """Verdicts with filters and counts; what is selected is taken in, with nothing selected all that can be."""

    def __init__(
        self, parent: QWidget, ctx: Context, reading: Reading, file: str, bank: Bank, take: Callable[[ImportPreview], object]
    ) -> None:
        super().__init__(parent)
        self.reading, self.file, self.bank = reading, file, bank
        self._lines = lines_of(reading)
        self._items = {one.number: one.item for one in reading.items}
        self._left_out: set[int] = set()
        self.setWindowTitle(tr("Import questions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.filters = Chips([(ALL, Chip(tr("All"))), *((key, Chip(tr(said))) for key, said in OUTCOMES.items())], ALL)
        self.table = TableView(RowsModel(_columns(), identity=lambda one: one.number), tr("Questions of the file"))
        self.page = Rich(tr("Question"), ctx.tasks, reading.media.get)
        self.words = label("", "small", "2", wrap=True)
        self.leave_out = button(tr("Leave this one out"), "close", "ghost", small=True)
        self.cancel, self.apply = button(tr("Cancel")), button("", "check", "primary")
        self.table.chosen.connect(self._choose)
        self.filters.chosen.connect(self._filter)
        self.cancel.clicked.connect(self.close)
        self.apply.clicked.connect(lambda: take(self))
        self.leave_out.clicked.connect(self._skip)
        self._current: FileLine | None = None
        self._lay_out()
        fit(self, parent, 1080, 680)
        self._count()
        self._filter(ALL)

    def _lay_out(self) -> None:
        kind = FORMAT_WORDS[self.reading.format]
        about = tr("{format}, into the bank {bank}", format=tr(kind) if self.reading.format == "word" else kind, bank=self.bank.name)
        head = box(
            "surface",
            col(
                row(label(self.file, "body_medium"), label(about, "small", "3"), None, gap=12),
                6,
                row(self.filters, None),
                margins=(16, 12, 16, 10),
                gap=0,
            ),
        )
        card = box("card", col(self.page, margins=(12, 10, 12, 10)))
        side = QWidget()
        inside = col(card, self.words, row(self.leave_out, None), margins=(12, 12, 12, 12), gap=8)
        inside.setStretch(0, 1)
        side.setLayout(inside)
        side.setMaximumWidth(T.px(400))
        middle = row(self.table, side, gap=0)
        for place, share in enumerate((3, 2)):
            middle.setStretch(place, share)
        foot = box("surface", row(None, self.cancel, self.apply, margins=(16, 10, 16, 10), gap=8))
        layout = col(head, middle, foot, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def numbers(self) -> list[int]:
        """Of the questions that are taken in."""
        return [number for number in self._items if number not in self._left_out]

    def _count(self) -> None:
        counts = {key: sum(line.outcome == key for line in self._lines) for key in OUTCOMES}
        self.filters.set_counts({key: number(count) for key, count in counts.items()} | {ALL: number(len(self._lines))})
        wanted = len(self.numbers())
        self.apply.say(trn("Take in {n} question", "Take in {n} questions", wanted))
        self.apply.setEnabled(bool(wanted))

    def _filter(self, which: str) -> None:
        shown = [line for line in self._lines if which in (ALL, line.outcome)]
        self.table.rows.replace(shown)
        if shown:
            self.table.choose(shown[0].number)
        self._choose(shown[0] if shown else None)

    def _choose(self, line: FileLine | None) -> None:
        self._current = line
        item = self._items.get(line.number) if line else None
        self.page.setVisible(item is not None)
        if item is not None:
            self.page.show_page(question_page(item, key=True))
        self.words.setText(line.said if line and line.said else tr("The question comes in whole.") if item else "")
        self.leave_out.setVisible(item is not None)
        self.leave_out.say(tr("Take it in after all") if line and line.number in self._left_out else tr("Leave this one out"))

    def _skip(self) -> None:
        if self._current is not None:
            self._left_out ^= {self._current.number}
            self._count()
            self._choose(self._current)


def _columns() -> list[Column]:
    return [
        Column(
            "outcome", tr("Verdict"), 110, lambda one: tr(OUTCOMES[one.outcome]), role="small_strong", ink=lambda one: INKS[one.outcome]
        ),
        Column("number", tr("No."), 48, lambda one: str(one.number or ""), align="right", role="num", ink="text3"),
        Column("kind", tr("Kind"), 130, lambda one: one.kind),
        Column("text", tr("Question"), 240, lambda one: one.text, stretch=True, tip=lambda one: one.text),
    ]
