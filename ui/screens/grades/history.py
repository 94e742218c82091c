"""What was done to one cell, newest first, drawn as a line of time: old → new, when, who, where."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Step
from ui.screens.grades.words import cell_text
from ui.theme import LEFT, RIGHT, T, color, text, width
from ui.widgets.lists import Index, ListView
from ui.words import when

STEP_HEIGHT, LEAST, SHOWN = 58, 1.5, 3  # half a step tells that there are more


def _when(step: Step) -> str:
    return when(step.at, datetime.now().astimezone().date())


def spoken(step: Step) -> str:
    old, new = (cell_text(cell) or tr("empty") for cell in (step.old, step.new))
    return tr("{who}, {when}: {old} to {new}", who=_who(step), when=_when(step), old=old, new=new)


def _who(step: Step) -> str:
    return step.who or tr("Administrator's hand")


def _place(step: Step) -> str:
    return tr("this computer") if step.place == "here" else step.place


class HistoryList(ListView):
    def __init__(self) -> None:
        super().__init__(tr("History of the cell"), STEP_HEIGHT, self._paint, spoken, inset=0)
        self.setMinimumHeight(T.px(STEP_HEIGHT * LEAST))  # in a low window the actions below it matter more
        self.setMaximumHeight(T.px(STEP_HEIGHT * SHOWN))

    def sizeHint(self) -> QSize:
        """It needs little, and takes what its layout has left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _paint(self, p: QPainter, r: QRectF, step: Step, on: bool, index: Index) -> None:  # noqa: ARG002
        self._line(p, r, step, last=index.row() == self.rows.rowCount() - 1)
        left = r.left() + T.px(22)
        top = QRectF(left, r.top(), r.right() - left, T.px(20))
        old, new = cell_text(step.old), cell_text(step.new)
        role = "num" if old else "small"
        text(p, top, old or tr("empty"), role, "text3", LEFT)
        x = width(old or tr("empty"), role) + T.px(6)
        text(p, top.adjusted(x, 0, 0, 0), "→", "small", "text3", LEFT)
        newest = index.row() == 0
        text(
            p,
            top.adjusted(x + T.px(20), 0, 0, 0),
            new or tr("empty"),
            "num_strong" if new else "small",
            "text" if newest else "text2",
            LEFT,
        )
        text(p, top, _when(step), "caption", "text3", RIGHT)
        text(p, top.translated(0, T.px(18)), _who(step), "small", "text2", LEFT)
        text(p, top.translated(0, T.px(33)), _place(step), "caption", "text3", LEFT)

    @staticmethod
    def _line(p: QPainter, r: QRectF, step: Step, *, last: bool) -> None:
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = r.left() + T.px(6), r.top() + T.px(10)
        p.setPen(QPen(color("line_strong"), 1.2))
        if not last:
            p.drawLine(QPointF(x, y + T.px(7)), QPointF(x, r.bottom() + T.px(5)))
        p.setPen(QPen(color("line_strong" if step.sent else "warn"), 1.6))
        p.setBrush(color("line_strong" if step.sent else "surface"))
        p.drawEllipse(QPointF(x, y), T.px(4), T.px(4))
