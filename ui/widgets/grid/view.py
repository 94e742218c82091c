"""The view of a grid: what it paints, where the selection is, what the mouse does. The keyboard is `hand.py`'s."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.theme import SIZE, T, color, round_rect
from ui.widgets.grid.moves import Block, Pos, stretched
from ui.widgets.lists import Index

Span = tuple[int, int, int]  # a column's number in the model, its left edge in the viewport, its width
Commands = Callable[[QKeyCombination], str | None]  # the command of a key press


class CellDelegate(QStyledItemDelegate):
    """The views call `draw` themselves, cell by cell: Qt's loop spends as long on each cell's style as on the cell."""

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.draw(p, option.rect, index.row(), index.column())

    def draw(self, p: QPainter, r: QRect, row: int, section: int) -> None:
        raise NotImplementedError


@dataclass(slots=True)
class Chosen:
    """The current cell; the block from `anchor` to `end`, which is the corner that moves."""

    at: Pos = (0, 0)
    anchor: Pos = (0, 0)
    end: Pos = (0, 0)
    block: Block = field(default_factory=lambda: Block(0, 0, 0, 0))


class GridView(QTableView):
    """Cells in rows of one height, painted by the view itself: the delegate draws what stands in a cell, grounds and lines are hooks."""

    def __init__(self, model: QAbstractItemModel, chosen: Chosen) -> None:
        super().__init__()
        self.chosen = chosen
        self.setModel(model)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the grid has its own, under the footer
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # scrolling moves what is painted already
        side = self.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(1)
        side.setDefaultSectionSize(T.px(SIZE.h_row))
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only what changed: an edit touches a cell and, far from it in the row, its final grade."""
        p = QPainter(self.viewport())
        for area in event.region():  # type: ignore[attr-defined]  # iterable, the stubs do not know
            p.setClipRect(area)
            p.fillRect(area, color("surface"))
            if self.model().rowCount():
                self._paint_area(p, area)

    def _paint_area(self, p: QPainter, area: QRect) -> None:
        """Grounds and lines at once, and each cell that shows."""
        first, last, high = max(0, self.rowAt(area.top())), self.rowAt(area.bottom()), T.px(SIZE.h_row)
        rows = range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)
        spans = list(self._spans(area))
        if not spans or not rows:
            return
        bottom = self.rowViewportPosition(rows[-1]) + high
        cells = area & QRect(area.left(), area.top(), area.width(), bottom - area.top())
        self.paint_grounds(p, cells, spans)
        left, wide = spans[0][1], spans[-1][1] + spans[-1][2] - spans[0][1]
        for row in rows:
            y = self.rowViewportPosition(row)
            for section, x, w in spans:
                self.cells.draw(p, QRect(x, y, w, high), row, section)
            p.fillRect(left, y + high - 1, wide, 1, color("line"))
        self.paint_over(p, cells, spans)

    def _spans(self, area: QRect) -> Iterator[Span]:
        """The columns that an area touches; those of the other view are hidden and stand at either end."""
        first, last = self.columnAt(area.left()), self.columnAt(area.right())
        if first < 0:
            return
        for section in range(first, (last if last >= 0 else self.model().columnCount() - 1) + 1):
            if not self.isColumnHidden(section):
                yield section, self.columnViewportPosition(section), self.columnWidth(section)

    def paint_grounds(self, p: QPainter, area: QRect, spans: Sequence[Span]) -> None:
        """Before the cells."""

    def paint_over(self, p: QPainter, area: QRect, spans: Sequence[Span]) -> None:
        """After the cells."""

    def set_cells(self, cells: CellDelegate) -> None:
        self.cells = cells
        self.setItemDelegate(cells)

    def set_header(self, header: QHeaderView) -> None:
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


class BlockView(GridView):
    """A grid with a selected block. It draws the block's frame and the fill handle itself: a style sheet can only colour single cells."""

    FIRST = 0  # the section of the model that holds the first cell

    moved = Signal()  # another current cell or block
    filled = Signal(object, object)  # source block, target block: the handle was dragged
    opened = Signal()  # a double click asks for the editor
    pressed_away = Signal()  # before the mouse moves the selection: an open editor may want to stay
    menu_asked = Signal(QPoint)

    def __init__(self, model: QAbstractItemModel, chosen: Chosen, commands: Commands) -> None:
        super().__init__(model, chosen)
        self.commands = commands
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)  # Tab is the hand's, and F7 leaves
        self.keys: Callable[[QKeyEvent], bool] | None = None  # set by the grid: what the keyboard does
        self.staying = False  # an editor holds the selection where it is
        self._stretch: Block | None = None
        self._dragging = False
        self._following = False
        self.selectionModel().currentChanged.connect(self._current_changed)

    # -- what a grid says of its cells --------------------------------------------------

    def extent(self) -> Pos:
        """How many rows and columns of cells there are."""
        return self.model().rowCount(), self.model().columnCount() - self.FIRST

    def at(self, row: int, col: int) -> QModelIndex:
        return self.model().index(row, self.FIRST + col)

    def holds(self, row: int, col: int) -> bool:
        """Whether something stands in the cell: where Ctrl+arrow stops."""
        return bool(self.at(row, col).data())

    def tinted(self) -> None:
        """The block covers other columns now: their titles may look otherwise."""

    # -- the selection ------------------------------------------------------------------

    def choose(self, at: Pos, anchor: Pos | None = None, end: Pos | None = None, *, show: Pos | None = None) -> None:
        """Make this the current cell, within the block from `anchor` to `end`; bring the moving corner into sight."""
        before = self.chosen.block
        anchor, end = anchor or at, end or at
        block = Block.between(anchor, end)
        self.chosen.at, self.chosen.anchor, self.chosen.end, self.chosen.block = at, anchor, end, block
        self._tell_qt(at, block)
        self._repaint_frames(before, block)
        if (before.left, before.right) != (block.left, block.right):
            self.tinted()
        self.scrollTo(self.at(*(show or end)))
        self.moved.emit()

    def _tell_qt(self, at: Pos, block: Block) -> None:
        """Qt's own selection follows, for screen readers and for repainting."""
        flags, model = QItemSelectionModel.SelectionFlag, self.selectionModel()
        self._following = True
        model.setCurrentIndex(self.at(*at), flags.NoUpdate)
        model.select(QItemSelection(self.at(block.top, block.left), self.at(block.bottom, block.right)), flags.ClearAndSelect)
        self._following = False

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        """A screen reader moved the current cell."""
        if not self._following and now.isValid() and now.column() >= self.FIRST:
            self.choose((now.row(), now.column() - self.FIRST))

    def _repaint_frames(self, *blocks: Block) -> None:
        for block in blocks:
            frame, edge = self.rect_of(block), T.px(6)
            self.viewport().update(QRegion(frame.adjusted(-edge, -edge, edge, edge)) - QRegion(frame.adjusted(edge, edge, -edge, -edge)))

    def rect_of(self, block: Block) -> QRect:
        """The block in the viewport's pixels; parts of it may lie outside."""
        x, y = self.columnViewportPosition(self.FIRST + block.left), self.rowViewportPosition(block.top)
        right = self.columnViewportPosition(self.FIRST + block.right) + self.columnWidth(self.FIRST + block.right)
        bottom = self.rowViewportPosition(block.bottom) + T.px(SIZE.h_row)
        return QRect(x, y, right - x, bottom - y)

    def cell_at(self, where: QPoint) -> Pos | None:
        """The cell under a point, the nearest one when it is outside."""
        rows, columns = self.extent()
        if not rows:
            return None
        row = self.rowAt(min(max(0, where.y()), self.viewport().height() - 1))
        col = self.columnAt(min(max(0, where.x()), self.viewport().width() - 1)) - self.FIRST
        return (row if row >= 0 else rows - 1, col if col >= 0 else columns - 1)

    # -- painting -----------------------------------------------------------------------

    def paint_grounds(self, p: QPainter, area: QRect, spans: Sequence[Span]) -> None:  # noqa: ARG002
        """Most cells have the same ground: the block and the current cell stand out."""
        if not self.chosen.block.single:
            p.fillRect(self.rect_of(self.chosen.block) & area, color("accent_soft"))
        p.fillRect(self.rect_of(Block(*self.chosen.at, *self.chosen.at)) & area, color("surface"))

    def paint_over(self, p: QPainter, area: QRect, spans: Sequence[Span]) -> None:
        """The upright lines, and the frame of the block."""
        for section, x, wide in spans:
            p.fillRect(x + wide - 1, area.top(), 1, area.height(), color("line_strong" if self.edge(section) else "line"))
        self._paint_frame(p, area)

    def edge(self, section: int) -> bool:  # noqa: ARG002
        """Whether a group of columns ends here."""
        return False

    def _paint_frame(self, p: QPainter, area: QRect) -> None:
        frame = QRectF(self.rect_of(self.chosen.block))
        if not frame.adjusted(-8, -8, 8, 8).intersects(QRectF(area)):
            return
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = "accent" if self.has_hand() else "text3"  # a grid without the focus keeps its block, but grey
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(color(tone), 2))
        p.drawRoundedRect(frame.adjusted(0, 0, -1, -1), 2, 2)
        if self._stretch:
            p.setPen(QPen(color(tone), 1.5, Qt.PenStyle.DashLine))
            p.drawRect(QRectF(self.rect_of(self._stretch)).adjusted(0, 0, -1, -1))
        d = T.px(8)
        round_rect(p, QRectF(frame.right() - d / 2 - 1, frame.bottom() - d / 2 - 1, d, d), 2, tone, "surface", 1.5)

    def has_hand(self) -> bool:
        """The grid, or the editor in it, has the focus."""
        return self.hasFocus() or any(child.hasFocus() for child in self.viewport().children() if hasattr(child, "hasFocus"))

    # -- the mouse ----------------------------------------------------------------------

    def _on_handle(self, where: QPoint) -> bool:
        corner, reach = self.rect_of(self.chosen.block).bottomRight(), T.px(7)
        return abs(where.x() - corner.x()) <= reach and abs(where.y() - corner.y()) <= reach

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed_away.emit()
        where = event.position().toPoint()
        at = self.cell_at(where)
        if self.staying or at is None:
            return
        if event.button() == Qt.MouseButton.LeftButton and self._on_handle(where):
            self._stretch = self.chosen.block
        elif event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.choose(self.chosen.at, self.chosen.anchor, at) if shift else self.choose(at)
        elif not self._within(at):
            self.choose(at)

    def _within(self, at: Pos) -> bool:
        block = self.chosen.block
        return block.top <= at[0] <= block.bottom and block.left <= at[1] <= block.right

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.cell_at(event.position().toPoint())
        if at is None:
            return
        if self._stretch:
            self._stretch = stretched(self.chosen.block, at)
            self.viewport().update()
            self.scrollTo(self.at(*at))
        elif self._dragging and event.buttons() & Qt.MouseButton.LeftButton and at != self.chosen.end:
            self.choose(self.chosen.at, self.chosen.anchor, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        target, self._stretch, self._dragging = self._stretch, None, False
        if target and target != self.chosen.block:
            self.filled.emit(self.chosen.block, target)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.staying:
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """The grid's keys come before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.commands(event.keyCombination()):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Tab moves within the grid; F7 leaves it."""
        return False

    def leave(self, *, forward: bool) -> None:
        """Give the focus to what comes next in the screen."""
        super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Only the frame changes its ink; Qt's own handler would repaint every cell, twice for each one typed."""
        self._repaint_frames(self.chosen.block)
        event.accept()

    focusOutEvent = focusInEvent  # noqa: N815  # the same for both ways

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.keys is None or not self.keys(event):
            event.ignore()
