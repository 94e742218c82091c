"""Beside the week: the lesson in the hand with where it may go, or facts of the chosen one; below, the load of the teachers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from ems_desktop.domain.timetable.clashes import all_clashes
from ems_desktop.domain.timetable.week import Lesson, Place
from ems_desktop.i18n import number, tr, trn
from ems_desktop.services.timetable_views import Sheet
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable import words
from ui.screens.timetable.figures import MOST, TARGET, LoadLine
from ui.screens.timetable.hand import Hand
from ui.screens.timetable.lesson_acts import LessonActs
from ui.theme import LEFT, RIGHT, SIZE, T, color, round_rect, text, width
from ui.widgets import Wrapped, box, col, group, hline, icon_label, label, list_view, row
from ui.widgets.lists import Index
from ui.widgets.text import plain_tip

_FULL = 28  # hours (JP) at the end of a bar; a longer load fills it
_LOAD_HEIGHT = 46


class Inspector(QFrame):
    """`acts`: what can be done with the chosen lesson."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self._lead, self._title = label("", "caption", "3"), Wrapped("", "title")
        self._line, self._when = Wrapped("", "small", "2"), Wrapped("", "small", "2")
        self._clash = Wrapped("", "small", "bad")
        self._counts = [_Count("check", "ok"), _Count("sync", "ok"), _Count("block", "bad")]
        self.acts = LessonActs()
        self._load_title = label("", "body_strong")
        self._loads = list_view((), _LOAD_HEIGHT, _paint_load, _load_words, tr("Load of the teachers"), fit=True)
        self._loads.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target = label(tr("tick: target"), "caption", "3")
        self._target.setToolTip(
            plain_tip(tr("{target} hours of teaching a week, at most {most}: law 14/2005, article 35 (2).", target=TARGET, most=MOST))
        )
        self._load_head = group(row(self._load_title, None, self._target, margins=(16, 14, 16, 6)))
        self._lay_out()

    def _lay_out(self) -> None:
        counts = group(col(*self._counts, margins=(0, 9, 0, 0), gap=4))
        self._count_box = counts
        about = col(self._lead, self._title, self._line, self._when, self._clash, counts, self.acts, margins=(16, 16, 16, 14), gap=3)
        inside = box("surface", col(about, row(hline(), margins=(16, 0, 16, 0)), self._load_head, self._loads, None, gap=0))
        area = QScrollArea()
        area.setObjectName("plain")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.setLayout(col(area, gap=0))
        self.setFixedWidth(T.px(SIZE.w_inspector))

    def show_lesson(self, sheet: Sheet, lesson: Lesson | None, *, writable: bool) -> None:
        self._count_box.hide()
        self._lead.setText(tr("The chosen lesson") if lesson else tr("No lesson is chosen"))
        self._write(sheet, lesson)
        self.acts.setVisible(lesson is not None and writable)
        found = all_clashes(sheet.week).get(lesson.id, ()) if lesson else ()
        self._clash.setVisible(bool(found))
        if found:
            self._clash.say(words.clash_words(sheet, found[0])[0])
        if lesson is not None:
            self.acts.show_lesson(sheet, lesson)

    def show_hand(self, hand: Hand, shown: tuple[Place, ...]) -> None:
        self._lead.setText(tr("In the hand"))
        self._write(hand.sheet, hand.lesson)
        self._when.hide()
        self._clash.hide()
        self.acts.hide()
        self._count_box.show()
        count = {verdict: sum(place.verdict == verdict for place in shown) for verdict in ("free", "swap", "blocked")}
        says = (
            trn("{n} free place", "{n} free places", count["free"]),
            trn("{n} place by a swap", "{n} places by a swap", count["swap"]),
            trn("{n} closed place", "{n} closed places", count["blocked"]),
        )
        for line, said in zip(self._counts, says, strict=True):
            line.say(said)

    def show_loads(self, title: str, lines: tuple[LoadLine, ...]) -> None:
        self._load_title.setText(title)
        self._load_head.setVisible(bool(lines))
        self._loads.show_rows(lines, fit=True)

    def _write(self, sheet: Sheet, lesson: Lesson | None) -> None:
        for part in (self._title, self._line, self._when):
            part.setVisible(lesson is not None)
        if lesson is None:
            return
        self._title.say(f"{words.title_words(sheet, lesson)} · {words.hours_words(lesson.periods)}")
        parts = (words.teacher_words(sheet, lesson), words.class_words(sheet, lesson), words.room_words(sheet, lesson))
        self._line.say(" · ".join(part for part in parts if part))
        self._when.say(when_words(lesson.slot) if lesson.slot else tr("Not placed yet"))


class _Count(QWidget):
    """How many places of a kind."""

    def __init__(self, icon: str, ink: str) -> None:
        super().__init__()
        self._words: QLabel = label("", "small_strong", "ok" if ink == "ok" else "2")
        self.setLayout(row(icon_label(icon, ink, 16), self._words, None, gap=6))

    def say(self, said: str) -> None:
        self._words.setText(said)


def _load_words(line: LoadLine) -> str:
    return tr("{teacher} {have} of {target} hours", teacher=line.name, have=number(line.have + line.adds), target=number(TARGET))


def _paint_load(p: QPainter, rect: QRectF, line: LoadLine, _selected: bool, _index: Index) -> None:
    """The bar ends at 28 hours; the tick is the target; the hollow end is what the lesson in the hand adds."""
    inner = rect.adjusted(T.px(16), T.px(5), -T.px(16), -T.px(5))
    top = QRectF(inner.left(), inner.top(), inner.width(), T.px(20))
    role = "small_strong" if line.adds else "small"
    said = tr("{have} / {target} JP", have=number(line.have), target=number(TARGET))
    text(p, top.adjusted(0, 0, -width(said, role) - T.px(8), 0), line.name, role, "text", LEFT)
    text(p, top, said, role, line.ink, RIGHT)
    y, hour, high = inner.top() + T.px(25), inner.width() / max(_FULL, min(line.have + line.adds, MOST)), T.px(5)
    round_rect(p, QRectF(inner.left(), y, inner.width(), high), high / 2, "line")
    round_rect(p, QRectF(inner.left(), y, min(hour * line.have, inner.width()), high), high / 2, f"hue{line.hue}")
    if line.adds:
        hollow = QRectF(inner.left() + hour * line.have, y, hour * line.adds, high)
        round_rect(p, hollow, high / 2, "surface", f"hue{line.hue}")
    p.fillRect(QRectF(inner.left() + hour * TARGET, y - T.px(3), 1.5, T.px(11)), color("text2"))
