"""One entry: its head, what clashes with the Sheet, its fields. File, preview and proposals have their places around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import CatalogueColumn, Material
from ui.screens.materials.clash_strip import ClashStrip
from ui.screens.materials.field import CellField
from ui.screens.materials.file_card import FileCard
from ui.screens.materials.job_strip import JobStrip
from ui.screens.materials.presenter import Open
from ui.screens.materials.preview import Preview
from ui.screens.materials.proposals import Proposals
from ui.screens.materials.words import column_title, facts_line, thrown_words, title_words
from ui.widgets import Banner, Elided, box, button, col, hline, icon_button, label, row

LONG = "material_desc"


class EntryPage(QScrollArea):
    """`typed`: entry, column, text. `settled`: entry, column, mine or theirs."""

    typed = Signal(object, str, str)
    settled = Signal(object, str, str)
    restored = Signal(object)
    menu_asked = Signal(object, QPoint)
    closed = Signal()
    dropped = Signal(object)  # paths of files of this computer
    shown = Signal(object)  # the entry that is open, also when it was read anew

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.material: Material | None = None
        self.fields: dict[str, CellField] = {}
        self._columns: tuple[CatalogueColumn, ...] = ()
        self.file, self.preview, self.proposals, self.clashes = FileCard(), Preview(), Proposals(), ClashStrip()
        self.job = JobStrip()
        self.back = icon_button(tr("Back to the list"), "left", small=True)
        self.title = Elided("", "heading")
        self.facts = Elided("", "small", "2")
        self.more = icon_button(tr("More"), "more")
        self.restore = button(tr("Restore"), "undo", small=True)
        self.thrown = Banner(self.restore)
        self._form = col(gap=10)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = row(self.back, col(self.title, self.facts, gap=3), self.more, gap=8)
        head.setStretch(1, 1)
        heading = label(tr("Catalogue entry"), "body_strong")
        card = box("card", col(row(heading, None, margins=(0, 0, 0, 2)), hline(), self._form, margins=(16, 12, 16, 16), gap=8))
        sides = row(self.preview, gap=16)
        sides.setStretch(0, 5)
        sides.addLayout(col(self.proposals, card, None, gap=16), 7)
        inside = QWidget()
        inside.setObjectName("page")
        body = col(head, self.thrown, self.clashes, self.file, self.job, sides, margins=(28, 18, 24, 20), gap=14)
        body.setStretch(5, 1)
        inside.setLayout(body)
        self.setWidget(inside)
        self.back.hide()
        self.setAcceptDrops(self._may_write)

    def _listen(self) -> None:
        self.back.clicked.connect(self.closed)
        self.more.clicked.connect(lambda: self.menu_asked.emit(self.material, self.more.mapToGlobal(QPoint(0, self.more.height()))))
        self.restore.clicked.connect(lambda: self.restored.emit(self.material))
        self.clashes.chosen.connect(lambda key, choice: self.settled.emit(self.material, key, choice))

    # -- files that are dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- what is shown

    def show_entry(self, opened: Open, columns: Sequence[CatalogueColumn]) -> None:
        """This entry. The same one keeps what is being typed; another one saves it first."""
        material = opened.material
        another = self.material is None or self.material.id != material.id
        if another:
            self.commit()
        if tuple(columns) != self._columns:
            self._build(columns)
        self.material = material
        words = {column.key: column_title(column) for column in columns}
        self.title.say(title_words(material))
        self.facts.say(facts_line(material))
        self.thrown.say(thrown_words(material) if material.deleted else "", "warn")
        self.restore.setVisible(material.deleted and self._may_write)
        self.clashes.show_clashes(opened.clashes, lambda key: words.get(key, key), may_write=self._may_write)
        for key, field in self.fields.items():
            (field.show_new if another else field.show_text)(material.cell(key))
            field.edit.setReadOnly(material.deleted or not self._may_write)
        self.shown.emit(material)

    def _build(self, columns: Sequence[CatalogueColumn]) -> None:
        """Fields in the order of the Sheet's columns. What was typed into those before is saved."""
        self.commit()
        self._columns = tuple(columns)
        had = next((key for key, field in self.fields.items() if field.edit.hasFocus()), None)
        for field in self.fields.values():
            self._form.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = {column.key: self._field(column) for column in columns}
        if had in self.fields:
            self.fields[had].edit.setFocus()

    def _field(self, column: CatalogueColumn) -> CellField:
        made = CellField(column.key, column_title(column), long=column.key == LONG, may_write=self._may_write)
        made.typed.connect(lambda text: self.typed.emit(self.material, column.key, text))
        made.entered.connect(lambda: self._next(column.key))
        self._form.addWidget(made)
        return made

    def _next(self, key: str) -> None:
        """Enter goes on to the next field."""
        keys = list(self.fields)
        after = keys[(keys.index(key) + 1) % len(keys)]
        self.fields[after].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def commit(self) -> None:
        """What is being typed is saved before another entry takes the place."""
        for field in self.fields.values():
            field.save()

    def show_saved(self, key: str) -> None:
        if key in self.fields:
            self.fields[key].say_saved()

    def show_mistake(self, error: EmsError, key: str) -> None:
        if key in self.fields:
            self.fields[key].say_wrong(error)

    def go_to(self, key: str) -> None:
        """To this field."""
        if key in self.fields:
            self.fields[key].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(self.fields[key])

    def first_focus(self) -> QWidget:
        """Where the keys go when the entry stands alone."""
        return self.back
