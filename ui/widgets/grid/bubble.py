"""What floats beside a cell: the reason why a value was refused. It takes nothing away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain
from ui.theme import SIZE, T, color, round_rect, shadow
from ui.widgets import box, col, label

_TIP = 7  # the pointer's height, pixels of the design


def place_beside(floating: QWidget, cell: QRect, within: QRect, gap: int = 0) -> bool:
    """Put a floating widget under a cell, over it where there is no room; False when it went over it."""
    x = max(within.left(), min(cell.left(), within.right() - floating.width()))
    below = cell.bottom() + gap + floating.height() <= within.bottom()
    y = cell.bottom() + gap if below else cell.top() - gap - floating.height()
    floating.move(x, max(within.top(), y))
    floating.raise_()
    return below


class Bubble(QWidget):
    """The reason, near the cell, in the other theme's colours. It never takes the focus."""

    def __init__(self, grid: QWidget) -> None:
        super().__init__(grid)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = label("", "small", wrap=True)
        self._code = label("", "caption")
        frame = box("toast", col(self._words, self._code, gap=2))
        frame.setStyleSheet("background: transparent")
        self.setLayout(col(frame, margins=(12, 8 + _TIP, 12, 8 + _TIP)))
        self._below, self._tip = True, 0
        self.hide()

    def say(self, error: EmsError, cell: QRect) -> None:
        """Show why, beside this rectangle of the grid. Screen readers are told."""
        said = explain(error)
        self._words.setText(said)
        self._code.setText(error.name)
        self._words.setFixedWidth(min(T.px(300), self._words.fontMetrics().horizontalAdvance(said) + T.px(4)))
        self.setAccessibleName(f"{said} {error.name}")
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        self._below = place_beside(self, cell, parent.rect())
        self._tip = max(T.px(18), cell.center().x() - self.x())
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def said(self) -> str:
        return "" if self.isHidden() else self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p, tip = QPainter(self), T.px(_TIP)
        body = QRectF(self.rect()).adjusted(T.px(3), tip, -T.px(3), -tip)
        shadow(p, body, T.px(SIZE.r_control), 0.8)
        round_rect(p, body, T.px(SIZE.r_control), "toast")
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(color("toast"))
        x = min(float(self._tip), body.right() - tip * 2)
        y, reach = (body.top() + 1, -tip) if self._below else (body.bottom() - 1, tip)
        p.drawPolygon(QPolygonF([QPointF(x - tip, y), QPointF(x + tip, y), QPointF(x, y + reach)]))
