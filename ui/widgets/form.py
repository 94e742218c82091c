"""A small form that opens in place. Nothing modal; Esc closes, Enter saves."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr
from ui.theme import T
from ui.widgets import Field, Flow, button, col, icon_label, label, restyle, row
from ui.widgets.layout import Margins

LEAST = 130  # pixels of the design that a form keeps in a low window


class Slot(QScrollArea):
    """Where a form opens: as high as the form, and where there is no room for that it scrolls."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)
        self.hide()

    def sizeHint(self) -> QSize:
        inside = self.widget()
        layout = inside.layout() if inside else None
        if layout is None:
            return super().sizeHint()
        layout.activate()
        high = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
        return QSize(layout.sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), T.px(LEAST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()


class Form(QFrame):
    """Fields side by side, broken into lines where the room is short; what is wrong; save and cancel. `closed` when it is done with."""

    closed = Signal()

    def __init__(self, title: str, save: str) -> None:
        super().__init__()
        self.setObjectName("well")
        self._title = label(title, "body_strong")
        self._wrong = label("", "small", "bad", wrap=True)
        self._icon = icon_label("alert", "bad", 15)
        self.save = button(save, "check", "primary", small=True)
        self.cancel = button(tr("Cancel"), kind="ghost", small=True)
        self.first: Field | None = None
        self.keys_to: QWidget | None = None  # what has the keys when it opens
        self._outside = QWidget()
        self._outside.setObjectName("surface")
        self.slot = Slot(self._outside)
        self.cancel.clicked.connect(self.close_form)

    def lay_out(self, *fields: QWidget, first: Field | None = None, margins: Margins = (0, 0, 0, 0)) -> None:
        """`first`: takes the keys, and is marked when something is wrong; `margins`: around."""
        self.first = first
        why = row(self._icon, self._wrong, gap=6)
        why.setStretch(1, 1)
        buttons = row(self.save, self.cancel, None, gap=6)
        self.setLayout(col(self._title, Flow(*fields, gap=12), why, buttons, margins=(14, 12, 14, 12), gap=8))
        self._outside.setLayout(col(self, margins=margins))
        if first:
            self.keys_to = first.edit
            first.edit.textEdited.connect(lambda _: self.mistaken(None))
        self.mistaken(None)

    def open_form(self) -> None:
        self.slot.show()
        self.mistaken(None)
        if self.keys_to:
            self.keys_to.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.first:
            self.first.edit.selectAll()

    def close_form(self) -> None:
        self.slot.hide()
        self.closed.emit()

    def is_open(self) -> bool:
        return not self.slot.isHidden()

    def mistaken(self, error: EmsError | None) -> None:
        """What is wrong, in place; None takes it away. The focus stays where it is."""
        said = explain(error) if error else ""
        self._wrong.setText(said)
        for part in (self._wrong, self._icon):
            part.setVisible(bool(said))
        if self.first:
            self.first.edit.setProperty("invalid", bool(said) or None)
            self.first.edit.setAccessibleDescription(said)
            restyle(self.first.edit)
        self.slot.updateGeometry()

    def wrong(self) -> str:
        return self._wrong.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)


def captioned(caption: str, part: QWidget) -> QWidget:
    """A chooser under a caption, in line with fields."""
    made = QWidget()
    made.setLayout(col(label(caption, "small_strong", "2"), part, gap=6))
    return made
