"""Search everything (Ctrl+K): the areas, and whatever the areas' finders know. Finders run on a worker thread; an answer to
words that were typed over is dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ui.shell.areas import Area, Finder, Found
from ui.shell.overlay import Overlay
from ui.tasks import Tasks
from ui.theme import LEFT, RIGHT, SIZE, T, icons, round_rect, text, width
from ui.widgets import ListView, col, group, hline, label, line_edit, row
from ui.widgets.labels import key
from ui.widgets.lists import Index

PAUSE, LEAST, MOST_ROWS = 120, 2, 9  # ms after the last key; letters before finders are asked; rows in sight


def matching(areas: Sequence[Area], words: str) -> list[Found]:
    """The areas whose title holds the words, wherever; all of them for no words."""
    wanted = words.casefold().strip()
    return [Found(tr(a.title), tr("Open area"), a.icon, a.key) for a in areas if wanted in tr(a.title).casefold()]


class Palette(Overlay):
    """Type, arrows, Enter. `chosen` carries what was found."""

    chosen = Signal(object)  # Found

    def __init__(self, host: QWidget, areas: Sequence[Area], finders: Sequence[Finder], tasks: Tasks) -> None:
        super().__init__(host, tr("Search anything"))
        self._areas, self._finders, self._tasks = areas, finders, tasks
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._ask)
        self.field = line_edit(tr("Search anything"), tr("Search pupils, classes, areas …"), icon="search")
        self.field.setObjectName("bare")
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.view = ListView(tr("Found"), SIZE.h_row_two_lines, _paint, lambda f: f"{f.title}, {f.detail}", inset=6)
        self.view.clicked.connect(lambda _: self._take())
        self.view.opened.connect(lambda _: self._take())
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = group(row(label(tr("Nothing found. Try part of a name."), "small", "2"), margins=(16, 8, 16, 8)))
        caps = (
            key("↑"),
            key("↓"),
            label(tr("chooses"), "caption", "3"),
            6,
            key("Enter"),
            label(tr("opens it"), "caption", "3"),
            None,
            key("Esc"),
        )
        hints = row(*caps, margins=(14, 6, 14, 8), gap=5)
        self.sheet.setLayout(col(row(self.field, margins=(6, 6, 6, 6)), hline(), self.view, self._nothing, 4, hline(), hints, gap=0))

    def open(self) -> None:
        self.field.clear()
        self._show(matching(self._areas, ""))
        super().open()

    def first_focus(self) -> QWidget:
        return self.field

    def arrange(self) -> None:
        """As many whole rows as have room: the keys at the foot stay in sight with large letters too."""
        wide, top, line = min(T.px(560), self.width() - T.px(32)), min(T.px(72), self.height() // 8), T.px(SIZE.h_row_two_lines)
        self.view.setFixedHeight(0)
        bare = self.sheet.sizeHint().height()
        room = max(1, (self.height() - top - T.px(16) - bare) // line)
        self.view.setFixedHeight(line * min(self.view.rows.rowCount(), MOST_ROWS, room))
        self.sheet.setGeometry((self.width() - wide) // 2, top, wide, bare + self.view.height())

    def _typed(self, words: str) -> None:
        self._show(matching(self._areas, words))
        self._timer.start()

    def _ask(self) -> None:
        words = self.field.text().strip()
        if len(words) < LEAST or not self._finders:
            return
        self._tasks.run(lambda: [hit for find in self._finders for hit in find(words)], self._answer(words), owner=self)

    def _answer(self, words: str) -> Callable[[list[Found]], None]:
        def show(hits: list[Found]) -> None:
            if self.field.text().strip() == words:
                self._show([*matching(self._areas, words), *hits])

        return show

    def _show(self, found: Sequence[Found]) -> None:
        self.view.show_rows(found, 0 if found else None)
        self._nothing.setVisible(not found)
        self.arrange()

    def _take(self) -> None:
        found = self.view.current_row()
        if found is not None:
            self.close_sheet()
            self.chosen.emit(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, pressed: int) -> bool:
        """Arrows move in the list while the focus stays in the field."""
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: MOST_ROWS, Qt.Key.Key_PageUp: -MOST_ROWS}
        if pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
            return True
        step = next((by for which, by in moves.items() if which == pressed), 0)
        count = self.view.rows.rowCount()
        if step and count:
            to = min(max(self.view.currentIndex().row() + step, 0), count - 1)
            self.view.setCurrentIndex(self.view.rows.index(to))
        return bool(step)


def _paint(p: QPainter, rect: QRectF, found: Found, on: bool, _index: Index) -> None:
    inner = rect.adjusted(T.px(6), T.px(2), -T.px(6), -T.px(2))
    if on:
        round_rect(p, inner, T.px(SIZE.r_control), "accent_soft", "accent_line")
    icons.draw(p, found.icon, inner.left() + T.px(10), inner.center().y(), "accent" if on else "text2")
    words = inner.adjusted(T.px(40), 0, -T.px(12), 0)
    beside = min(words.width() * 0.34, width(found.detail, "caption") + T.px(4))  # the rest is the title's
    text(p, words.adjusted(0, 0, -beside - T.px(8), 0), found.title, "body_medium", "text", LEFT)
    text(p, words.adjusted(words.width() * 0.66, 0, 0, 0), found.detail, "caption", "text2", RIGHT)
