"""The catalogue as a grid: one view over the model, the editor and the reason over it, the bar for the selection below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import CatalogueColumn, Material
from ui.screens.materials.blocks import Blocks
from ui.screens.materials.bulk_bar import BulkBar
from ui.screens.materials.cell_editor import TextCellEditor
from ui.screens.materials.commands import command_of
from ui.screens.materials.table_model import MaterialDelegate, MaterialsModel
from ui.screens.materials.words import title_words
from ui.theme import T
from ui.widgets import col
from ui.widgets.grid.bubble import Bubble
from ui.widgets.grid.hand import Hand
from ui.widgets.grid.moves import Block, Pos
from ui.widgets.grid.view import BlockView, Chosen
from ui.widgets.table_view import Header

READ_FOR = 8_000  # ms a reason stays when nobody types on
Type = Callable[[Material, str, str], EmsError | None]  # entry, column, text → why it is not taken


class TablePage(QWidget):
    asked = Signal(str)  # a command of `commands.py`
    filled = Signal(object, object)  # source block, target block: the handle was dragged
    sorted_by = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, take: Type, refusal: Callable[[], EmsError | None]) -> None:
        """`refusal`: why nothing can be changed now, None when it can."""
        super().__init__()
        self._take, self._refusal = take, refusal
        self.model, self.chosen = MaterialsModel(parent=self), Chosen()
        self.view = BlockView(self.model, self.chosen, command_of)
        self.view.setAccessibleName(tr("Materials as a table"))
        self.header = Header(self.model, self.view)
        self.view.set_header(self.header)
        self.header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.view.set_cells(MaterialDelegate(self.view, self.model))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.editor = TextCellEditor(self.view.viewport(), self._accept)
        self.view.keys = Hand(self.view, self.editor, self.asked.emit, self.edit)
        self.bubble, self.bulk = Bubble(self), BulkBar()
        self._fading = QTimer(self, singleShot=True, interval=READ_FOR)
        layout = col(self.view, self.bulk, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.view)
        self._listen()

    def _listen(self) -> None:
        for bar in (self.view.verticalScrollBar(), self.view.horizontalScrollBar()):
            bar.valueChanged.connect(self.hide_reason)
        self.view.moved.connect(self._moved)
        self.view.opened.connect(lambda: self.edit(None))
        self.view.pressed_away.connect(self._before_press)
        self.view.filled.connect(self.filled)
        self.view.menu_asked.connect(self.menu_asked)
        self.header.sectionClicked.connect(lambda section: self.sorted_by.emit(self.model.columns[section].key))
        self.editor.changed.connect(self.hide_reason)
        self.editor.cancelled.connect(self.hide_reason)
        self._fading.timeout.connect(self.hide_reason)

    # -- what is shown

    def show_rows(self, columns: Sequence[CatalogueColumn], rows: Sequence[Material], order: tuple[str, bool]) -> None:
        """These rows. The place stays where its entry is; an open editor stays over its cell."""
        here = self.current()
        kept = here.id if here else None
        self.model.order = order
        if self.model.show_columns(columns):
            for n, column in enumerate(self.model.columns):
                self.view.setColumnWidth(n, T.px(column.width))
        same = [row.id for row in rows] == [row.id for row in self.model.rows]
        if same:
            self.model.cells_changed(rows, {row.id for row in rows})
        else:
            self.editor.commit()
            self.model.replace(rows)
        self._hold(kept, moved=not same)
        self.header.viewport().update()

    def _hold(self, kept: str | None, *, moved: bool) -> None:
        rows, columns = self.view.extent()
        if not rows:
            return
        at = self.chosen.at
        place = self.model.row_of(kept) if kept else -1
        if moved:
            self.view.choose((max(0, place), min(at[1], columns - 1)))

    def current(self) -> Material | None:
        """The entry of the current cell."""
        row = self.chosen.at[0]
        return self.model.rows[row] if row < len(self.model.rows) else None

    def selected(self) -> Sequence[Material]:
        return self.blocks().rows_of(self.chosen.block)

    def key(self) -> str:
        """The current cell's column."""
        return self.model.columns[self.chosen.at[1]].key

    def blocks(self) -> Blocks:
        return Blocks(self.model.rows, [column.key for column in self.model.columns])

    def go_to(self, material_id: str) -> None:
        place = self.model.row_of(material_id)
        if place >= 0:
            self.view.choose((place, self.chosen.at[1]))

    def choose_block(self, block: Block) -> None:
        self.view.choose((block.top, block.left), (block.top, block.left), (block.bottom, block.right), show=(block.top, block.left))

    def choose_all(self, *, rows: bool = True, columns: bool = True) -> None:
        """Everything; or the current cell's whole row or column."""
        (high, wide), (row, section) = self.view.extent(), self.chosen.at
        anchor = (0 if rows else row, 0 if columns else section)
        self.view.choose((row, section), anchor, (high - 1 if rows else row, wide - 1 if columns else section), show=(row, section))

    def _moved(self) -> None:
        if self.editor.at is None:
            self.hide_reason()
        if self.model.rows:
            self.asked.emit("moved")

    def _before_press(self) -> None:
        """A text that is not valid keeps its cell: the mouse does not take it away."""
        self.view.staying = not self.editor.commit()
        if self.view.staying:
            self.editor.setFocus()

    # -- editing

    def edit(self, text: str | None) -> None:
        """Open the editor on the current cell: with a text that replaces, or (None) with what stands there."""
        material = self.current()
        if material is None:
            return
        if error := self._refusal():
            self.refuse(error)
            return
        self.hide_reason()
        at, column = self.chosen.at, self.model.columns[self.chosen.at[1]]
        self.view.scrollTo(self.view.at(*at))
        name = f"{column.title}, {title_words(material)}"
        self.editor.open(at, self._cell(at), material.cell(column.key) if text is None else text, name, inside=text is None)

    def _cell(self, at: Pos) -> QRect:
        return self.view.rect_of(Block(*at, *at))

    def _accept(self, at: Pos, text: str) -> bool:
        error = self._take(self.model.rows[at[0]], self.model.columns[at[1]].key, text)
        if error:
            self.refuse(error, at)
        return error is None

    def refuse(self, error: EmsError, at: Pos | None = None) -> None:
        """Say beside a cell why something was not done. The focus stays where it is."""
        cell = self._cell(at or self.chosen.at)
        self.bubble.say(error, QRect(self.view.viewport().mapTo(self, cell.topLeft()), cell.size()))
        if self.editor.at is None:
            self._fading.start()

    def hide_reason(self) -> None:
        if not self.bubble.isHidden():
            self.bubble.hide()
        self._fading.stop()
