"""Making an exam paper: the form on the left, its pages on the right; into PDF, Word, a printer, and kept in the bank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from ems_desktop.domain.questions.paper import Paper, Variant, variants
from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.questions import paper_work as work
from ui.screens.questions.paper_form import PaperForm
from ui.screens.questions.paper_keeping import PaperKeeping
from ui.screens.questions.paper_output import PaperOutput
from ui.screens.questions.paper_preview import Sheets
from ui.screens.questions.paper_print import SIZES, Print, images
from ui.theme import T
from ui.widgets import Choice, Segments, box, button, col, decide, icon_button, label, row
from ui.widgets.dialog import fit
from ui.widgets.states import Banner

KEY = "key"
SOON = 250  # ms after the last key


class PaperPage(QDialog):
    """`pictures`: bytes by SHA-256, on a worker thread. Opens by `open_paper` or `open_saved`."""

    def __init__(self, parent: QWidget, ctx: Context, pictures: Callable[[str], bytes | None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(tr("Exam paper"))
        self._ctx, self._pictures = ctx, pictures
        self.opened: work.Opened | None = None
        self._drawing = 0
        self.form, self.sheets, self.banner = PaperForm(), Sheets(), Banner()
        self.size_of = Segments([(name, name) for name in SIZES], "A4", tr("Paper"))
        self.shown = Segments([("A", "A"), (KEY, tr("Key"))], "A", tr("What is shown"))
        self.word, self.pdf = button(tr("Word …"), "file", small=True), button(tr("PDF …"), "download", small=True)
        self.printed, self.keep = button(tr("Print …"), "print", small=True), button(tr("Save"), "check", "primary", small=True)
        self.drop = icon_button(tr("Remove the exam paper"), "trash", small=True)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._choices = row(self.shown, gap=0)
        self.out, self.kept = PaperOutput(self, ctx), PaperKeeping(self, ctx)
        self._lay_out()
        self._listen()
        fit(self, parent, 1240, 820)

    def _lay_out(self) -> None:
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setWidget(self.form)
        side.setAccessibleName(tr("Exam paper"))
        side.setFixedWidth(T.px(390))
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tools = row(
            label(tr("Paper"), "small", "2"), self.size_of, 8, self._choices, None, self.drop, self.word, self.pdf, self.printed, self.keep,
            margins=(16, 10, 16, 10), gap=8,
        )  # fmt: skip
        right = col(box("surface", tools), self.banner, self.sheets, gap=0)
        right.setStretch(2, 1)
        layout = row(box("surface", col(side, gap=0)), right, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _listen(self) -> None:
        self.form.changed.connect(self._changed)
        self.size_of.chosen.connect(lambda _: self.draw())
        self.shown.chosen.connect(lambda _: self.draw())
        self._soon.timeout.connect(self.draw)
        self.word.clicked.connect(lambda: self.out.ask_folder(tr("Save as Word"), self.out.save_word))
        self.pdf.clicked.connect(lambda: self.out.ask_folder(tr("Save as PDF"), self.out.save_pdf))
        self.printed.clicked.connect(self.out.ask_printer)
        self.keep.clicked.connect(self.kept.save)
        self.drop.clicked.connect(self.kept.ask_remove)
        QShortcut(QKeySequence.StandardKey.Save, self, self.kept.save)

    # -- opening

    def open_paper(self, bank_id: str, subject: str, ids: Sequence[str]) -> None:
        """A new paper of these questions."""
        self._load(lambda: work.open_new(self._ctx, self._pictures, bank_id, subject, ids))

    def open_saved(self, bank_id: str, subject: str, paper_id: str) -> None:
        self._load(lambda: work.open_saved(self._ctx, self._pictures, bank_id, subject, paper_id))

    def _load(self, read: Callable[[], work.Opened]) -> None:
        self._ctx.tasks.run(read, self._show, self._ctx.say.failed, owner=self)
        self.open()

    def _show(self, opened: work.Opened) -> None:
        self.opened = opened
        self.form.show_paper(opened.paper, work.rows(opened.questions, opened.paper.items))
        self.kept.saved = self.form.paper() if opened.paper_id else None
        self.kept.seen = opened.paper if opened.paper_id else None
        self._show_choices(opened.paper.variants)
        self.drop.setVisible(opened.paper_id is not None)
        self._warn()
        self.draw()

    # -- what is typed

    def _changed(self) -> None:
        if self.opened is None:
            return
        paper = self.form.paper()
        if paper.items != self.opened.paper.items:
            self.opened = replace(self.opened, paper=paper)
            QTimer.singleShot(0, self, self._number)
        self._show_choices(paper.variants)
        self._warn()
        self._soon.start()

    def _number(self) -> None:
        """The list's numbers, after a drag has ended."""
        if self.opened is not None:
            self.form.show_rows(work.rows(self.opened.questions, self.form.paper().items))

    def _show_choices(self, count: int) -> None:
        """A segment for each set, and the key."""
        names = [chr(ord("A") + n) for n in range(count)]
        current = self.shown.current()
        made = Segments(
            [*((name, name) for name in names), (KEY, tr("Key"))], current if current in (*names, KEY) else "A", tr("What is shown")
        )
        made.chosen.connect(lambda _: self.draw())
        self._choices.replaceWidget(self.shown, made)
        self.shown.hide()
        self.shown.deleteLater()
        self.shown = made

    def _warn(self) -> None:
        assert self.opened is not None
        said = work.warning(self.opened.questions, self.form.paper().items, self.opened.gone)
        self.banner.say(said, "warn" if said else "")

    # -- pages

    def _made(self) -> tuple[Paper, tuple[Variant, ...]]:
        assert self.opened is not None
        paper = self.form.paper()
        return paper, variants(paper, {one: question.item for one, question in self.opened.questions.items()})

    def wanted(self, *, everything: bool = False) -> Print:
        """What is shown, or all sets and the key."""
        assert self.opened is not None
        paper, made = self._made()
        shown = self.shown.current()
        chosen = made if everything else tuple(one for one in made if one.name == shown)
        keys = made if everything or shown == KEY else ()
        return Print(paper, self.opened.head, chosen, keys, self.opened.media.get, self.size_of.current())

    def draw(self) -> None:
        """The pages, on a worker thread; what comes too late is not shown."""
        if self.opened is None:
            return
        self._drawing += 1
        number, wanted, wide = self._drawing, self.wanted(), self.sheets.wide()
        self._ctx.tasks.run(lambda: images(wanted, wide), lambda made: self._drawn(number, made), self._ctx.say.failed, owner=self)

    def _drawn(self, number: int, made: list[QImage]) -> None:
        if number == self._drawing:
            self.sheets.show_pages(made)

    # -- leaving

    def reject(self) -> None:
        """Esc."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was made is not lost unasked."""
        if not self.kept.is_changed():
            event.accept()
            return
        event.ignore()
        decide(
            self, tr("Save the exam paper?"), tr("It is not saved yet."), Choice(tr("Go on with it")),
            Choice(tr("Discard"), self.leave), Choice(tr("Save"), lambda: self.kept.save_then(self.leave), "primary"),
        )  # fmt: skip

    def leave(self) -> None:
        """As it is."""
        self.kept.saved = self.form.paper()
        self.close()
