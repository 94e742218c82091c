"""What floats beside a cell: the reason why a value was refused, and the field for a note. Neither takes anything away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr
from ui.theme import SIZE, T, color, font, round_rect, shadow
from ui.widgets import box, col, key, label, row

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


class NoteEditor(QFrame):
    """A few lines about one cell. Ctrl+Enter and leaving keep them, Escape does not."""

    kept = Signal(str)
    closed = Signal()

    def __init__(self, grid: QWidget) -> None:
        super().__init__(grid)
        self.setObjectName("card")
        self.edit = _Lines(self)
        self.edit.setFont(font("small"))
        self.edit.setAccessibleName(tr("Note"))
        self.edit.setFixedSize(T.px(250), T.px(76))
        hint = row(
            label(tr("keep"), "caption", "3"), key("Ctrl+Enter"), None, label(tr("leave as it was"), "caption", "3"), key("Esc"), gap=4
        )
        self.setLayout(col(self.edit, hint, margins=(8, 8, 8, 8), gap=6))
        self.hide()

    def open(self, text: str, cell: QRect) -> None:
        self.edit.setPlainText(text)
        self.edit.selectAll()
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        place_beside(self, cell, parent.rect(), T.px(4))
        self.show()
        self.edit.setFocus()

    def finish(self, *, keep: bool) -> None:
        """Close, once; the text goes out when it is kept."""
        if self.isHidden():
            return
        self.hide()
        if keep:
            self.kept.emit(self.edit.toPlainText())
        self.closed.emit()


class _Lines(QPlainTextEdit):
    def __init__(self, pad: NoteEditor) -> None:
        super().__init__()
        self._pad = pad
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or entered:
            self._pad.finish(keep=bool(entered))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self._pad.finish(keep=True)
