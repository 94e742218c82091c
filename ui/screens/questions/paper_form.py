"""The left side of a paper: what stands on it, how it is shuffled, and its questions in an order that is dragged."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from ems_desktop.domain.questions.paper import MOST_MINUTES, MOST_SEED, MOST_VARIANTS, Paper
from ems_desktop.i18n import tr, trn
from ui.screens.questions.paper_work import Row
from ui.theme import T, font
from ui.widgets import Field, Segments, button, col, icon_button, label, row
from ui.widgets.form import captioned
from ui.widgets.text import plain_tip
from ui.widgets.text_box import TextBox
from ui.widgets.tick import Tick

ID = Qt.ItemDataRole.UserRole


class Chosen(QListWidget):
    """The paper's questions. Dragged with the mouse, moved with Alt and the arrows, taken out with Delete."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Questions of the paper"))
        self.setFont(font("body"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(T.px(2))
        self.setMinimumHeight(T.px(160))
        self.model().rowsMoved.connect(self._moved)

    def show_rows(self, rows: Sequence[Row], current: int = 0) -> None:
        self.clear()
        for n, one in enumerate(rows, 1):
            trouble = f" ({one.trouble})" if one.trouble else ""
            made = QListWidgetItem(f"{n}. {one.words}{trouble}")
            made.setToolTip(plain_tip(f"{one.words[:300]}{trouble}"))
            made.setData(ID, one.id)
            self.addItem(made)
        self.setCurrentRow(min(current, self.count() - 1))

    def ids(self) -> list[str]:
        return [self.item(n).data(ID) for n in range(self.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(step)
        elif event.key() == Qt.Key.Key_Delete:
            self.take_out()
        else:
            super().keyPressEvent(event)

    def move_current(self, step: int) -> None:
        at = self.currentRow()
        if 0 <= at < self.count() and 0 <= at + step < self.count():
            self.insertItem(at + step, self.takeItem(at))
            self.setCurrentRow(at + step)
            self.changed.emit()

    def take_out(self) -> None:
        if self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self.changed.emit()

    def _moved(self) -> None:
        self.changed.emit()


class PaperForm(QWidget):
    """`changed`: something that is printed is another one now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = Field(tr("Title"))
        self.purpose = Field(tr("Purpose"), tr("Midterm test"))
        self.class_words = Field(tr("Class of pupils"), "VII A")
        self.minutes = Field(tr("Minutes"), "90")
        self.date_words = Field(tr("Day and date"), tr("Monday, 7 December 2026"))
        self.instructions = TextBox(tr("Instructions"), 5)
        self.variants = Segments([(str(n), str(n)) for n in range(1, MOST_VARIANTS + 1)], "1", tr("Number of sets"))
        self.shuffle_items, self.shuffle_options = Tick(tr("Shuffle the questions")), Tick(tr("Shuffle the options"))
        self.seed = Field(tr("Number of the order"), "1", hint=tr("The same number gives the same order again."))
        self.again = button(tr("Shuffle again"), "sync", small=True)
        self.list, self.count = Chosen(), label("", "small_strong", "2")
        self.up, self.down = icon_button(tr("Move up"), "sort_up", small=True), icon_button(tr("Move down"), "down", small=True)
        self.out = icon_button(tr("Take out of the paper"), "close", small=True)
        self._lay_out()
        self._listen()
        self._paper = Paper("")

    def _lay_out(self) -> None:
        pair = row(self.class_words, self.minutes, gap=12)
        pair.setStretch(0, 1)
        self.minutes.setFixedWidth(T.px(90))
        seeds = row(self.seed, self.again, gap=8)
        seeds.setStretch(0, 1)
        tools = row(self.count, None, self.up, self.down, self.out, gap=2)
        parts = (
            self.title, self.purpose, pair, self.date_words, captioned(tr("Instructions"), self.instructions),
            captioned(tr("Number of sets"), self.variants), self.shuffle_items, self.shuffle_options, seeds, tools, self.list,
        )  # fmt: skip
        layout = col(*parts, margins=(16, 14, 16, 14), gap=10)
        layout.setStretch(len(parts) - 1, 1)
        self.setLayout(layout)

    def _listen(self) -> None:
        for field in (self.title, self.purpose, self.class_words, self.minutes, self.date_words, self.seed):
            field.changed.connect(self._told)
        self.instructions.textChanged.connect(self._told)
        self.variants.chosen.connect(self._told)
        for tick in (self.shuffle_items, self.shuffle_options):
            tick.toggled.connect(self._told)
        self.again.clicked.connect(self._shuffle_again)
        self.list.changed.connect(self._told)
        self.up.clicked.connect(lambda: self.list.move_current(-1))
        self.down.clicked.connect(lambda: self.list.move_current(1))
        self.out.clicked.connect(self.list.take_out)

    def show_paper(self, paper: Paper, rows: Sequence[Row]) -> None:
        """Without telling of it."""
        self.blockSignals(True)
        self._paper = paper
        for name in ("title", "purpose", "class_words", "date_words"):
            getattr(self, name).set_text(getattr(paper, name))
        self.minutes.set_text(str(paper.minutes) if paper.minutes else "")
        self.seed.set_text(str(paper.seed))
        self.instructions.show_text(paper.instructions)
        self.variants.choose(str(paper.variants))
        self.shuffle_items.setChecked(paper.shuffle_items)
        self.shuffle_options.setChecked(paper.shuffle_options)
        self.show_rows(rows)
        self.blockSignals(False)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Numbered as they stand."""
        self.list.show_rows(rows, self.list.currentRow())
        self.count.setText(trn("{n} question", "{n} questions", len(rows)))

    def paper(self) -> Paper:
        """As it is in the form; a number that is none stays what it was."""
        return replace(
            self._paper,
            title=self.title.text().strip(),
            items=tuple(self.list.ids()),
            purpose=self.purpose.text().strip(),
            class_words=self.class_words.text().strip(),
            date_words=self.date_words.text().strip(),
            minutes=self._number(self.minutes, MOST_MINUTES, 0),
            instructions=self.instructions.typed().strip(),
            variants=int(self.variants.current()),
            seed=self._number(self.seed, MOST_SEED, self._paper.seed),
            shuffle_items=self.shuffle_items.isChecked(),
            shuffle_options=self.shuffle_options.isChecked(),
        )

    def _number(self, field: Field, most: int, otherwise: int) -> int:
        said = field.text().strip()
        if said and not (said.isascii() and said.isdecimal() and int(said[:7]) <= most and len(said) < 7):
            field.set_error(tr("A number up to {most}", most=most))
            return otherwise
        return int(said) if said else otherwise

    def _shuffle_again(self) -> None:
        """Another order; which one does not matter, only that the number is kept."""
        self.seed.set_text(str(random.randint(1, MOST_SEED)))  # noqa: S311
        self._told()

    def _told(self) -> None:
        self.changed.emit()
