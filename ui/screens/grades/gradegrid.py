"""The grade grid: one model, two views tied together, one selection, statistics below, the editor and the reason over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError
from ui.screens.grades.board import Board
from ui.screens.grades.bubble import NoteEditor
from ui.screens.grades.editor import CellEditor
from ui.screens.grades.footer import Footer
from ui.screens.grades.gridview import MarksView, NamesView
from ui.screens.grades.model import GradeModel
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.scrolling import OuterBar, tie
from ui.screens.grades.words import cell_name, cell_text
from ui.widgets import col, row
from ui.widgets.grid.bubble import Bubble
from ui.widgets.grid.hand import Hand
from ui.widgets.grid.moves import Block, Pos
from ui.widgets.grid.view import Chosen

READ_FOR = 8_000  # ms a reason stays when nobody types on


class GradeGrid(QWidget):
    asked = Signal(str)  # a command of `commands.py` that is not about the editor alone
    moved = Signal()  # another current cell or block
    column_opened = Signal(int)
    column_menu = Signal(int, QPoint)
    menu_asked = Signal(QPoint)
    order_asked = Signal()
    filled = Signal(object, object)

    def __init__(self, presenter: GradesPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.model, self.chosen = GradeModel(self), Chosen()
        self.marks, self.names = MarksView(self.model, self.chosen), NamesView(self.model, self.chosen)
        self.footer = Footer(self.marks, self.names)
        self.editor = CellEditor(self.marks.viewport(), self._accept)
        self.bubble, self.pad = Bubble(self), NoteEditor(self)
        self.hand = Hand(self.marks, self.editor, self.asked.emit, self.edit)
        self.marks.keys = self.hand
        self._noted: Pos = (0, 0)
        self._fading = QTimer(self, singleShot=True, interval=READ_FOR)
        self._before = (self.chosen.block, self.chosen.at)
        self._lay_out()
        self._listen()
        self.setFocusProxy(self.marks)

    def _lay_out(self) -> None:
        top = row(self.names, gap=0)
        top.addWidget(self.marks, 1)
        layout = col(gap=0)
        layout.addLayout(top, 1)
        layout.addWidget(self.footer)
        layout.addWidget(OuterBar(self.marks))
        self.setLayout(layout)

    def _listen(self) -> None:
        marks = self.marks
        tie(marks, self.names)
        for bar in (marks.verticalScrollBar(), marks.horizontalScrollBar()):
            bar.valueChanged.connect(self.hide_reason)
        marks.moved.connect(self._on_moved)
        marks.opened.connect(lambda: self.edit(None))
        marks.pressed_away.connect(self._before_press)
        marks.filled.connect(self.filled)
        marks.menu_asked.connect(self.menu_asked)
        marks.header.column_pressed.connect(self.choose_column)
        marks.header.column_opened.connect(self.column_opened)
        marks.header.menu_asked.connect(self.column_menu)
        self.names.row_pressed.connect(self.choose_row)
        self.names.header.order_asked.connect(self.order_asked)
        self.editor.changed.connect(self.hide_reason)
        self.editor.cancelled.connect(self.hide_reason)
        self.pad.kept.connect(self._keep_note)
        self.pad.closed.connect(marks.setFocus)
        self._fading.timeout.connect(self.hide_reason)

    # -- what is shown ------------------------------------------------------------------

    def show_board(self, board: Board, *, opened: bool) -> None:
        """Another board. Opening starts at the first cell; a new reading keeps the place and an open editor."""
        key = None if opened else self._current_key()
        if opened:
            self.editor.cancel() if self.editor.at else None
            self.hide_reason()
        self.model.show(board)
        self.marks.lay_out()
        self._lay_out_names()
        if not board.size[0]:
            return
        at = board.at(key) if key else None
        if opened or (at is None and key is not None):
            self.marks.choose((0, 0))
        elif at is not None and at != self.chosen.at:
            self.marks.choose(at)
        else:
            self._hold()
        self.footer.update()
        self.marks.header.viewport().update()

    def _current_key(self) -> tuple[str, str] | None:
        board = self.model.board
        if board is None or self.chosen.at[0] >= board.size[0] or self.chosen.at[1] > board.last:
            return None
        return board.key(*self.chosen.at)

    def _hold(self) -> None:
        """The block as it was, within what there is now."""
        last = self.model.board.size if self.model.board else (1, 1)

        def inside(pos: Pos) -> Pos:
            return min(pos[0], last[0] - 1), min(pos[1], last[1] - 1)

        chosen = self.chosen
        self.marks.choose(inside(chosen.at), inside(chosen.anchor), inside(chosen.end))

    def cells_changed(self, cells: Sequence[Pos]) -> None:
        self.model.cells_changed(cells)

    # -- the selection ------------------------------------------------------------------

    def _on_moved(self) -> None:
        """Repaint the names whose look the move changed."""
        before, at = self._before
        now = self.chosen.block
        if before[::2] != now[::2]:
            self.names.rows_changed(min(before.top, now.top), max(before.bottom, now.bottom))
        elif at[0] != self.chosen.at[0]:
            self.names.rows_changed(at[0], at[0])
            self.names.rows_changed(self.chosen.at[0], self.chosen.at[0])
        self._before = (now, self.chosen.at)
        if self.editor.at is None:
            self.hide_reason()
        self.moved.emit()

    def go_to(self, block: Block) -> None:
        self.marks.choose((block.top, block.left), (block.top, block.left), (block.bottom, block.right), show=(block.top, block.left))

    def choose_column(self, col: int) -> None:
        last = self.marks.board().size[0] - 1
        if last >= 0 and self.editor.commit():
            self.marks.choose((self.chosen.at[0], col), (0, col), (last, col), show=(self.chosen.at[0], col))

    def choose_row(self, at_row: int) -> None:
        last = max(0, self.marks.board().last)
        if self.editor.commit():
            self.marks.choose((at_row, min(self.chosen.at[1], last)), (at_row, 0), (at_row, last), show=(at_row, self.chosen.at[1]))
        self.marks.setFocus()

    def choose_all(self) -> None:
        block = self.marks.board().all()
        self.marks.choose(self.chosen.at, (block.top, block.left), (block.bottom, block.right), show=self.chosen.at)

    def _before_press(self) -> None:
        """A text that is not valid keeps its cell: the mouse does not take it away."""
        self.marks.staying = not self.editor.commit()
        if self.marks.staying:
            self.editor.setFocus()

    # -- editing ------------------------------------------------------------------------

    def edit(self, text: str | None, *, remedial: bool = False) -> None:
        """Open the editor on the current cell: with a text that replaces, or (None) with what stands there."""
        board, at = self.marks.board(), self.chosen.at
        if error := board.refusal(at[1]):
            self.refuse(error)
            return
        self.hide_reason()
        self.marks.scrollTo(self.model.at(*at))
        said = cell_text(board.cell(*at)) if text is None else text
        self.editor.open(at, self._cell_rect(at), said, cell_name(board, *at), inside=text is None, remedial=remedial)

    def _cell_rect(self, at: Pos) -> QRect:
        return self.marks.rect_of(Block(*at, *at))

    def _accept(self, at: Pos, text: str, remedial: bool) -> bool:
        error = self.presenter.type(at, text, remedial=remedial)
        if error:
            self.refuse(error, at)
        return error is None

    def note(self) -> None:
        """Open the note of the current cell."""
        board = self.marks.board()
        error = board.refusal(self.chosen.at[1])
        if error and error.code != 1020:  # a locked column still takes notes
            self.refuse(error)
            return
        self.hide_reason()
        self._noted = self.chosen.at
        self.pad.open(board.cell(*self._noted).note or "", self._in_grid(self._cell_rect(self._noted)))

    def _keep_note(self, text: str) -> None:
        if error := self.presenter.note(self._noted, text):
            self.refuse(error, self._noted)

    # -- the reason ---------------------------------------------------------------------

    def refuse(self, error: EmsError, at: Pos | None = None) -> None:
        """Say beside a cell why something was not done. The focus stays where it is."""
        self.bubble.say(error, self._in_grid(self._cell_rect(at or self.chosen.at)))
        if self.editor.at is None:
            self._fading.start()

    def hide_reason(self) -> None:
        if not self.bubble.isHidden():
            self.bubble.hide()
        self._fading.stop()

    def _in_grid(self, rect: QRect) -> QRect:
        return QRect(self.marks.viewport().mapTo(self, rect.topLeft()), rect.size())

    def _lay_out_names(self) -> None:
        if self.model.board is not None:
            self.names.lay_out(self.width() - self.marks.horizontalHeader().length() - self.marks.verticalScrollBar().sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_names()
        if self.editor.at is not None:
            self.editor.place(self._cell_rect(self.editor.at))
