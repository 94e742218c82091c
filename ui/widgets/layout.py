"""Rows, columns, boxes and hairlines in pixels of the design; everything is scaled here, so callers write 16 and mean it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.theme import SIZE, T

Item = QWidget | QLayout | int | None  # a number is a gap, None takes the room that is left
Margins = tuple[int, int, int, int]
_Box = TypeVar("_Box", bound=QBoxLayout)

NONE: Margins = (0, 0, 0, 0)


def row(*items: Item, margins: Margins = NONE, gap: int = SIZE.s2) -> QHBoxLayout:
    return _filled(QHBoxLayout(), items, margins, gap)


def col(*items: Item, margins: Margins = NONE, gap: int = SIZE.s2) -> QVBoxLayout:
    return _filled(QVBoxLayout(), items, margins, gap)


def _filled(layout: _Box, items: tuple[Item, ...], margins: Margins, gap: int) -> _Box:
    layout.setContentsMargins(*(T.px(m) for m in margins))
    layout.setSpacing(T.px(gap))
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(T.px(item))
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return layout


def box(name: str, layout: QLayout, height: int = 0, width: int = 0) -> QFrame:
    """A framed part; `name` is what the style sheet knows it by: card, well, toolbar, inspector, foot, listpane, surface."""
    frame = QFrame()
    frame.setObjectName(name)
    frame.setLayout(layout)
    if height:
        frame.setFixedHeight(T.px(height))
    if width:
        frame.setFixedWidth(T.px(width))
    return frame


def group(layout: QLayout) -> QWidget:
    """A part without a ground of its own, to be shown and hidden as one."""
    made = QWidget()
    made.setLayout(layout)
    return made


def hline() -> QFrame:
    frame = QFrame()
    frame.setObjectName("hline")
    return frame


def vline(height: int = 18) -> QFrame:
    frame = QFrame()
    frame.setObjectName("vline")
    frame.setFixedHeight(T.px(height))
    return frame


def square(size: int) -> QSize:
    return QSize(T.px(size), T.px(size))


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a property it selects by has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
