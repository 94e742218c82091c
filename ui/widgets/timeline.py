"""A job's stops on a line: done, where it is, and what is still to come. Without room for a line they stand below one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ems_desktop.i18n import tr
from ui.job_words import Step
from ui.theme import LEFT, T, color, icons, text

LEAST = 124  # pixels of the design that a stop needs on a line
HIGH, STACKED = 62, 40  # of the line; of a stop in the stack
_INKS = {"done": "ok", "now": "accent", "failed": "bad", "later": "line_strong"}


class Timeline(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self.setAccessibleName(tr("How far it is"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)
        self.setAccessibleDescription(", ".join(f"{step.title} {step.said}".strip() for step in steps if step.look != "later"))
        self._fit()
        self.update()

    def steps(self) -> tuple[Step, ...]:
        return self._steps

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def stacked(self) -> bool:
        return self.width() < T.px(LEAST) * len(self._steps)

    def _fit(self) -> None:
        self.setFixedHeight(T.px(STACKED) * max(1, len(self._steps)) if self.stacked() else T.px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        stacked = self.stacked()
        far = T.px(STACKED) if stacked else self.width() / max(1, len(self._steps))
        for n, step in enumerate(self._steps):
            at = QPointF(0, n * far) if stacked else QPointF(n * far, 0)
            if n + 1 < len(self._steps):
                self._line(p, at, far, step, stacked=stacked)
            self._stop(p, at, step)
            self._words(p, at, far, step, stacked=stacked)

    @staticmethod
    def _line(p: QPainter, at: QPointF, far: float, step: Step, *, stacked: bool) -> None:
        middle, size, gap = T.px(9), T.px(18), T.px(4)
        p.setPen(QPen(color("ok" if step.look == "done" else "line_strong"), T.px(2)))
        if stacked:
            p.drawLine(at + QPointF(middle, size + gap), at + QPointF(middle, far - gap))
        else:
            p.drawLine(at + QPointF(size + gap, middle), at + QPointF(far - gap, middle))

    @staticmethod
    def _stop(p: QPainter, at: QPointF, step: Step) -> None:
        """A form for each look, not a colour alone: tick, dot, cross, ring."""
        size, ink = T.px(18), _INKS[step.look]
        ring = QRectF(at.x() + 1, at.y() + 1, size - 2, size - 2)
        p.setPen(QPen(color(ink), T.px(2) if step.look == "now" else 1.5))
        p.setBrush(color({"done": "ok_soft", "failed": "bad_soft"}.get(step.look, "surface")))
        p.drawEllipse(ring)
        if step.look == "now":
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(color(ink))
            p.drawEllipse(ring.center(), T.px(3), T.px(3))
        elif step.look != "later":
            icons.draw(p, "check" if step.look == "done" else "close", at.x() + T.px(3), at.y() + T.px(9), ink, 12)

    @staticmethod
    def _words(p: QPainter, at: QPointF, far: float, step: Step, *, stacked: bool) -> None:
        strong = "text3" if step.look == "later" else "text"
        if stacked:
            room = QRectF(T.px(28), at.y() - T.px(1), p.viewport().width() - T.px(28), T.px(19))
        else:
            room = QRectF(at.x(), T.px(23), far - T.px(8), T.px(19))
        text(p, room, step.title, "small_strong" if step.look != "later" else "small", strong, LEFT)
        text(p, room.translated(0, T.px(17)), step.said, "caption", "text2", LEFT)
