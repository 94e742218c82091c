"""The two drawings of a conflict: the fork of one value into two, in order of time, and the marks around the one in question."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.syncing import Kept
from ui.screens.sync.effects import Neighbour
from ui.screens.sync.words import clock_words, moment, side_words
from ui.theme import CENTER, LEFT, RIGHT, SIZE, T, color, elided, round_rect, text, width

FIRST, SECOND = 0.42, 0.62  # where the earlier and the later change stand


class Fork(QWidget):
    """One value, two ways: the base at the left, both changes on a line of their own, in true order of time."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._kept = kept
        self.setFixedHeight(T.px(128))
        self.setAccessibleName(self._said())

    def _said(self) -> str:
        k = self._kept
        values = {"base": side_words(k, k.base), "mine": side_words(k, k.mine), "theirs": side_words(k, k.theirs)}
        return tr(
            "Base {base}; you {mine}, {my_time}; {name} {theirs}, {their_time}",
            **values, my_time=clock_words(k.my_at), name=self._name(), their_time=clock_words(k.their_at),
        )  # fmt: skip

    def _name(self) -> str:
        return self._kept.their_name or tr("the school")

    def places(self) -> tuple[float, float]:
        """How far along the line my change and the school's stand, 0 to 1."""
        mine, theirs = moment(self._kept.my_at), moment(self._kept.their_at)
        first = mine is None or theirs is None or mine <= theirs
        return (FIRST, SECOND) if first else (SECOND, FIRST)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        waits = tr("waiting for you")
        base, end = float(T.px(64)), self.width() - T.px(24) - width(waits, "caption")
        mine, theirs = (base + (end - base) * place for place in self.places())
        self._line(p, T.px(30), mine, base, end, "accent")
        self._line(p, T.px(98), theirs, base, end, "warn")
        self._ends(p, base, end, waits)
        my_time = clock_words(self._kept.my_at)
        self._caption(p, mine, T.px(2), f"EMS {my_time}" if self._kept.clash else tr("You {time}", time=my_time), "accent")
        self._caption(p, theirs, T.px(108), f"{self._name()} {clock_words(self._kept.their_at)}".strip(), "warn")

    @staticmethod
    def _line(p: QPainter, y: float, at: float, base: float, end: float, ink: str) -> None:
        middle, far = T.px(64), (end - base) / 3
        path = QPainterPath(QPointF(base, middle))
        path.cubicTo(QPointF(base + far * 0.6, middle), QPointF(base + far * 0.3, y), QPointF(base + far, y))
        path.lineTo(end - far, y)
        path.cubicTo(QPointF(end - far * 0.3, y), QPointF(end - far * 0.6, middle), QPointF(end, middle))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(color(ink), 1.6 * T.scale))
        p.drawPath(path)
        p.setBrush(color("surface"))
        p.drawEllipse(QPointF(at, y), T.px(5), T.px(5))

    def _ends(self, p: QPainter, base: float, end: float, waits: str) -> None:
        middle = float(T.px(64))
        p.setPen(QPen(color("line_strong"), 1.6 * T.scale))
        p.drawLine(QPointF(0, middle), QPointF(base, middle))
        p.setBrush(color("text3"))
        p.setPen(Qt.PenStyle.NoPen)
        p.drawEllipse(QPointF(base, middle), T.px(5), T.px(5))
        p.setBrush(color("surface"))
        p.setPen(QPen(color("text3"), 1.6 * T.scale, Qt.PenStyle.DotLine))
        p.drawEllipse(QPointF(end, middle), T.px(12), T.px(12))
        text(p, QRectF(end - T.px(12), middle - T.px(12), T.px(24), T.px(24)), "?", "body_strong", "text2", CENTER)
        text(
            p,
            QRectF(end + T.px(18), middle - T.px(10), self.width() - end - T.px(18), T.px(20)),
            waits,
            "caption",
            "text3",
            LEFT,
            elide=False,
        )
        said = clock_words(self._kept.base_at) or tr("same before")
        text(p, QRectF(0, middle + T.px(10), T.px(128), T.px(18)), said, "caption", "text3", CENTER)

    def _caption(self, p: QPainter, at: float, y: float, said: str, ink: str) -> None:
        room = min(at, self.width() - at) * 2
        shown = elided(said, "caption", int(room))
        text(p, QRectF(at - room / 2, y, room, T.px(18)), shown, "caption", ink, CENTER, elide=False)


class Around(QWidget):
    """The pupil's marks, the one in question framed: a slip of the finger shows at once. Where they do not all fit, its neighbours
    and the final grade do."""

    LEAST = 62  # pixels of the design for one mark

    def __init__(self, marks: tuple[Neighbour, ...]) -> None:
        super().__init__()
        self._marks = marks
        self.setFixedHeight(T.px(46))
        nothing = tr("empty")
        self.setAccessibleName(", ".join(f"{m.title} {m.said or nothing}" for m in marks))

    def minimumSizeHint(self) -> QSize:
        return QSize(T.px(self.LEAST) * 4, T.px(46))

    def shown(self) -> tuple[Neighbour, ...]:
        """Those that fit, around the hot one, and always the last."""
        hot = next((n for n, m in enumerate(self._marks) if m.hot), 0)
        most = max(3, int(self.width() / T.px(self.LEAST)))
        if len(self._marks) <= most:
            return self._marks
        first = min(max(0, hot - most // 2), len(self._marks) - most)
        cut = self._marks[first : first + most - 1]
        return (*cut, self._marks[-1])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p, marks = QPainter(self), self.shown()
        wide = self.width() / len(marks)
        for n, mark in enumerate(marks):
            cell = QRectF(n * wide, 0, wide, self.height())
            if mark.hot:
                round_rect(p, cell, T.px(SIZE.r_cell), "bad_soft", "bad", 1.5)
            elif n and not marks[n - 1].hot:
                p.fillRect(QRectF(cell.left(), T.px(4), 1, cell.height() - T.px(8)), color("line"))
            inner = cell.adjusted(T.px(3), T.px(4), -T.px(8), -T.px(24))
            text(p, inner, mark.title, "caption", "bad" if mark.hot else "text3", RIGHT)
            said = cell.adjusted(T.px(3), T.px(20), -T.px(8), -T.px(4))
            text(p, said, mark.said or "·", "num_strong" if mark.hot else "num", "text" if mark.said else "text3", RIGHT)
