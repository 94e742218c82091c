"""How the two views of the grid scroll as one: tied up and down, with one bar of their own below the statistics."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QTableView


def tie(one: QTableView, other: QTableView) -> None:
    """What scrolls one up or down scrolls the other."""
    bars = one.verticalScrollBar(), other.verticalScrollBar()
    bars[0].valueChanged.connect(bars[1].setValue)
    bars[1].valueChanged.connect(bars[0].setValue)


class OuterBar(QScrollBar):
    """The horizontal bar of a view, outside it. If the marks had it inside, their viewport would be lower than that of the
    names and the last rows of the two would not meet."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._inner = view.horizontalScrollBar()
        self.valueChanged.connect(self._inner.setValue)
        self._inner.valueChanged.connect(self.setValue)
        self._inner.rangeChanged.connect(self._follow)
        self.hide()

    def _follow(self, low: int, high: int) -> None:
        self.setRange(low, high)
        self.setPageStep(self._inner.pageStep())
        self.setVisible(high > 0)
