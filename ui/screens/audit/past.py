"""A sheet as of a day, to read: names stand still at the left, marks scroll; what is another mark today carries a corner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget

from ems_desktop.domain.grades import plain
from ems_desktop.i18n import number, tr
from ems_desktop.services.audit_views import PastPupil, PastSheet
from ems_desktop.services.grade_views import EMPTY, Cell
from ui.labels import known_value
from ui.theme import SIZE, T, color, text
from ui.widgets import Column, RowsModel, TableView, col, vline

MARK_WIDTH = 86
UNBOUNDED = 16_777_215  # QWIDGETSIZE_MAX


@dataclass(frozen=True, slots=True)
class PastRow:
    pupil: PastPupil
    cells: tuple[Cell, ...]
    now: tuple[Cell | None, ...]  # where today's is another mark or state

    def spoken(self, n: int) -> str:
        then = cell_said(self.cells[n]) or tr("empty")
        today = self.now[n]
        return then if today is None else tr("{then}, today {now}", then=then, now=cell_said(today) or tr("empty"))


def rows_of(sheet: PastSheet, since: Callable[[str, str], Cell | None]) -> list[PastRow]:
    return [
        PastRow(
            pupil,
            tuple(sheet.cells.get((column.id, pupil.id), EMPTY) for column in sheet.columns),
            tuple(since(column.id, pupil.id) for column in sheet.columns),
        )
        for pupil in sheet.pupils
    ]


def cell_said(cell: Cell) -> str:
    if cell.state:
        return known_value("state", cell.state)
    return "" if cell.value is None else number(plain(cell.value))


class PastGrid(QWidget):
    """Two tables over the same rows, which choose and scroll together."""

    def __init__(self) -> None:
        super().__init__()
        self.names: TableView | None = None
        self.marks: TableView | None = None
        self._room: QHBoxLayout = QHBoxLayout()
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(0)
        edge = vline()
        edge.setMinimumHeight(0)
        edge.setMaximumHeight(UNBOUNDED)
        self._room.addWidget(edge)
        self._bar = QScrollBar(Qt.Orientation.Horizontal)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = col(gap=0)
        outer.addLayout(self._room, 1)
        outer.addWidget(self._bar)
        self.setLayout(outer)

    def show_sheet(self, sheet: PastSheet, rows: list[PastRow]) -> None:
        """Another sheet, or another day of it."""
        focused = any(view is not None and view.hasFocus() for view in (self.names, self.marks))
        place = self.marks.currentIndex() if self.marks else QModelIndex()
        at = (place.row(), place.column()) if place.isValid() else (0, 0)
        self._drop()
        names = TableView(RowsModel(_name_columns(), rows, identity=_identity), tr("Pupils"), row_height=SIZE.h_row)
        marks = TableView(RowsModel(_mark_columns(sheet), rows, identity=_identity), tr("Marks of that day"), row_height=SIZE.h_row)
        self.names, self.marks = names, marks
        self._tie(names, marks)
        self._room.insertWidget(0, names)
        self._room.addWidget(marks, 1)
        if rows:
            marks.setCurrentIndex(marks.rows.index(min(at[0], len(rows) - 1), min(at[1], len(sheet.columns) - 1)))
        if focused:
            marks.setFocus()

    def _drop(self) -> None:
        for view in (self.names, self.marks):
            if view is not None:
                self._room.removeWidget(view)
                view.hide()
                view.deleteLater()

    def _tie(self, names: TableView, marks: TableView) -> None:
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        names.setVerticalScrollBarPolicy(off)
        names.setHorizontalScrollBarPolicy(off)
        names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        names.setFixedWidth(T.px(sum(column.width for column in names.rows.columns)) + 1)
        marks.setHorizontalScrollBarPolicy(off)
        marks.verticalScrollBar().valueChanged.connect(names.verticalScrollBar().setValue)
        names.verticalScrollBar().valueChanged.connect(marks.verticalScrollBar().setValue)
        marks.selectionModel().currentRowChanged.connect(lambda now, _: names.selectRow(now.row()))
        names.clicked.connect(lambda index: marks.setCurrentIndex(marks.rows.index(index.row(), max(0, marks.currentIndex().column()))))
        inner = marks.horizontalScrollBar()
        inner.rangeChanged.connect(self._range)
        inner.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(inner.setValue)
        self._range(inner.minimum(), inner.maximum())

    def _range(self, low: int, high: int) -> None:
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.marks.horizontalScrollBar().pageStep() if self.marks else 1)
        self._bar.setVisible(high > low)


def _identity(row: PastRow) -> str:
    return row.pupil.id


def _name_columns() -> list[Column]:
    return [
        Column("number", tr("No."), 44, lambda r: "" if r.pupil.number is None else str(r.pupil.number), align="right", role="num", ink="text3"),
        Column("name", tr("Name"), 210, lambda r: r.pupil.name, role="body_medium", tip=lambda r: r.pupil.name),
    ]  # fmt: skip


def _mark_columns(sheet: PastSheet) -> list[Column]:
    rest = Column("rest", "", 32, lambda _row: "", stretch=True)  # the hairlines go on to the edge
    return [*(_mark_column(n, column.title) for n, column in enumerate(sheet.columns)), rest]


def _mark_column(n: int, title: str) -> Column:
    def paint(p: QPainter, rect: QRectF, row: PastRow, _on: bool) -> None:
        _paint_mark(p, rect, row.cells[n], row.now[n])

    def tip(row: PastRow) -> str:
        today = row.now[n]
        return "" if today is None else tr("Today: {now}", now=cell_said(today) or tr("empty"))

    return Column(f"mark{n}", title, MARK_WIDTH, lambda row: row.spoken(n), align="right", paint=paint, tip=tip)


def _paint_mark(p: QPainter, rect: QRectF, cell: Cell, today: Cell | None) -> None:
    align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    said = cell_said(cell)
    text(p, rect, said or "·", "small_strong" if cell.state else "num", "text2" if cell.state else "text" if said else "text3", align)
    if today is not None:
        side = T.px(8)
        corner = QPointF(rect.right() + T.px(8), rect.top())
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(color("accent"))
        p.drawPolygon(QPolygonF([corner, corner - QPointF(side, 0), corner + QPointF(0, side)]))
