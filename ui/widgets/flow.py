"""A line of tools that breaks into two when the room is short. What stands behind the spring goes to the right end, together."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.theme import SIZE, T


class Flow(QLayout):
    """Items in reading order, each at its hinted size, middle on its line."""

    def __init__(self, *items: QWidget | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 6, low: int = 0) -> None:
        """None is the spring. `low`: the least height of a line, in pixels of the design."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._spring = len(items)
        self._low = T.px(low)
        self.setContentsMargins(QMargins(*(T.px(m) for m in margins)))
        self.setSpacing(T.px(gap))
        for n, item in enumerate(items):
            if item is None:
                self._spring = n
            else:
                self.addWidget(item)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint().width() for item in self._items if not item.isEmpty()]
        wide = sum(shown) + self.spacing() * max(0, len(shown) - 1) + self._sides()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items if not item.isEmpty()), default=0)
        return QSize(widest + self._sides(), 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _sides(self) -> int:
        return self.contentsMargins().left() + self.contentsMargins().right()

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items (or only reckon); returns the height."""
        edge = self.contentsMargins()
        room = rect.marginsRemoved(edge)
        y = room.top()
        for line in self._lines(room.width()):
            high = max(self._low, *(item.sizeHint().height() for _, item in line))
            if move:
                self._place(line, QRect(room.left(), y, room.width(), high))
            y += high + T.px(SIZE.s1)
        return max(y - T.px(SIZE.s1), room.top()) - rect.top() + edge.bottom()

    def _lines(self, width: int) -> list[list[tuple[int, QLayoutItem]]]:
        lines: list[list[tuple[int, QLayoutItem]]] = []
        used, tail = width + 1, self._tail()
        for n, item in enumerate(self._items):
            if item.isEmpty():
                continue
            wide = min(item.sizeHint().width(), width)
            need = wide
            if n >= self._spring and wide < tail <= width:
                need, tail = tail, 0  # the first of them asks for all
            if used + need > width:
                lines.append([])
                used = 0
            lines[-1].append((n, item))
            used += wide + self.spacing()
        return lines

    def _tail(self) -> int:
        """How wide what stands behind the spring is on one line."""
        shown = [item.sizeHint().width() for item in self._items[self._spring :] if not item.isEmpty()]
        return sum(shown) + self.spacing() * max(0, len(shown) - 1)

    def _place(self, line: list[tuple[int, QLayoutItem]], room: QRect) -> None:
        sizes = [QSize(min(i.sizeHint().width(), room.width()), i.sizeHint().height()) for _, i in line]
        left = room.width() - sum(s.width() for s in sizes) - self.spacing() * (len(line) - 1)
        x, sprung = room.left(), False
        for (n, item), size in zip(line, sizes, strict=True):
            if n >= self._spring and not sprung:
                x, sprung = x + max(0, left), True
            item.setGeometry(QRect(x, room.top() + (room.height() - size.height()) // 2, size.width(), size.height()))
            x += size.width() + self.spacing()


class ToolBar(QWidget):
    """A screen's tools: views and filters at the left, the rest behind the spring (None) at the right."""

    def __init__(self, *items: QWidget | None) -> None:
        super().__init__()
        self.setLayout(Flow(*items, low=SIZE.h_control))
