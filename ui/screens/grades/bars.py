"""The small bars of the grid: find a pupil, enter by number, and the report of a block that did not go in whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import coded, explain, tr, trn
from ui.screens.grades.report import Line, Report
from ui.theme import LEFT, RIGHT, SIZE, T, color, font, round_rect, text
from ui.widgets import Banner, Elided, button, col, icon_button, icon_label, key, label, line_edit, row
from ui.widgets.layout import restyle
from ui.widgets.lists import Index, ListView


class Bar(QFrame):
    """A line that opens above or below the grid. Esc closes it and gives the keys back to the grid."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("selbar")
        self.hide()

    def close_bar(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)


class FindBar(Bar):
    wanted = Signal(str, int)  # text, step: 0 while typing, 1 the next, −1 the one before

    def __init__(self) -> None:
        super().__init__()
        self.field = line_edit(tr("Find a pupil"), tr("Name, number or NISN"), icon="search")
        self.field.setFixedWidth(T.px(260))
        self._none = label("", "small", "bad")
        down, up = icon_button(tr("The next one"), "down", small=True), icon_button(tr("The one before"), "sort_up", small=True)
        close = icon_button(tr("Close"), "close", small=True)
        self.setLayout(row(self.field, up, down, self._none, None, close, margins=(16, 6, 12, 6), gap=6))
        self.field.textEdited.connect(lambda said: self.wanted.emit(said, 0))
        down.clicked.connect(lambda: self.wanted.emit(self.field.text(), 1))
        up.clicked.connect(lambda: self.wanted.emit(self.field.text(), -1))
        close.clicked.connect(self.close_bar)

    def open(self) -> None:
        self.show()
        self.field.selectAll()
        self.field.setFocus()

    def found(self, *, anyone: bool) -> None:
        self._none.setText("" if anyone or not self.field.text().strip() else tr("Nobody of that name or number"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.wanted.emit(self.field.text(), -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


class QuickBar(Bar):
    """`12 85` and Enter: number 12 gets 85 in the column of the grid's current cell. Page keys change the column."""

    entered = Signal(str)
    column_asked = Signal(int)  # −1 or 1

    def __init__(self, preview: Callable[[str], str]) -> None:
        """`preview(text)`: whom the text means, in words; raises Mistake."""
        super().__init__()
        self._preview = preview
        self._column = label("", "small_strong")
        self.field = _QuickLine(self)
        self._said = Elided("", "small", "2")
        self._wrong = label("", "small", "bad", wrap=True)
        close = icon_button(tr("Close"), "close", small=True)
        close.clicked.connect(self.close_bar)
        line = row(
            icon_label("keyboard", "accent", 16), self._column, self.field, self._said, self._wrong, key("PgUp"), key("PgDown"),
            label(tr("column"), "caption", "3"), close, margins=(16, 6, 12, 6), gap=8,
        )  # fmt: skip
        line.setStretch(3, 1)
        line.setStretch(4, 1)
        self._wrong.hide()
        self.setLayout(line)
        self.field.textEdited.connect(self._typed)

    def open(self, column: str) -> None:
        self.show_column(column)
        self.show()
        self.field.clear()
        self.field.setFocus()

    def show_column(self, column: str) -> None:
        self._column.setText(column)
        self.field.setAccessibleName(tr("Quick entry into {column}: number, space, mark", column=column))

    def took(self, said: str) -> None:
        """The entry went in: say so and take the next one."""
        self.field.clear()
        self._say(said)

    def refuse(self, error: Mistake) -> None:
        """Say what is wrong; the text stays."""
        self._wrong.setText(coded(error))
        self._wrong.show()
        self._said.hide()
        self._mark(invalid=True)

    def said(self) -> str:
        return self._wrong.text() if not self._wrong.isHidden() else self._said.text()

    def _typed(self, said: str) -> None:
        try:
            self._say(self._preview(said) if said.strip() else "")
        except Mistake as error:
            self._say(explain(error) if error.code != 1025 else "")

    def _say(self, said: str) -> None:
        self._wrong.hide()
        self._said.show()
        self._said.say(said)
        self._mark(invalid=False)

    def _mark(self, *, invalid: bool) -> None:
        if bool(self.field.property("invalid")) != invalid:
            self.field.setProperty("invalid", invalid or None)
            restyle(self.field)


class _QuickLine(QLineEdit):
    def __init__(self, bar: QuickBar) -> None:
        super().__init__()
        self._bar = bar
        self.setFont(font("num"))
        self.setAccessibleName(tr("Quick entry by number"))
        self.setPlaceholderText("12 85")
        self.setFixedWidth(T.px(120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._bar.entered.emit(self.text())
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._bar.column_asked.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)


class UnsavedBanner(Banner):
    """Some values could not be saved: why, and what can be done about it."""

    retry_asked = Signal()
    give_up_asked = Signal()

    def __init__(self) -> None:
        retry, let_go = button(tr("Try again"), "sync", small=True), button(tr("Let go"), kind="ghost", small=True)
        super().__init__(retry)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(let_go)
        retry.clicked.connect(self.retry_asked)
        let_go.clicked.connect(self.give_up_asked)
        let_go.setToolTip(tr("Give up these values"))

    def tell(self, count: int, error: EmsError | None = None) -> None:
        """So many values are not saved, and why; with none it goes away."""
        words = trn("{n} value is not saved on this computer.", "{n} values are not saved on this computer.", count) if count else ""
        if words and error:
            words += " " + explain(error)
        if words or self.said():
            self.say(words, "bad" if words else "")


LINE, MOST_LINES = 26, 4


class ReportBar(Bar):
    """What went in and what did not. The refused cells can be walked, here and with F8 from the grid."""

    chosen = Signal(object)  # Line

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "small_strong", wrap=True)
        self._icon = row()
        close = icon_button(tr("Close"), "close", small=True)
        close.clicked.connect(self.close_bar)
        self.lines = ListView(tr("Cells that were refused"), LINE, _paint_line, _say_line, inset=4)
        self.lines.chosen.connect(self._chosen)
        self.lines.opened.connect(lambda _line: self.closed.emit())
        head = row(self._icon, self._words, key("F8"), label(tr("next"), "caption", "3"), close, margins=(16, 6, 12, 2), gap=8)
        head.setStretch(1, 1)
        layout: QVBoxLayout = col(head, self.lines, gap=0)
        self.setLayout(layout)

    def _chosen(self, line: Line | None) -> None:
        if line is not None:
            self.chosen.emit(line)

    def show_report(self, report: Report) -> None:
        """Show it without taking the focus; nothing is chosen until somebody walks."""
        while (item := self._icon.takeAt(0)) is not None:
            if old := item.widget():
                old.deleteLater()
        self._icon.addWidget(icon_label("alert" if report.lines else "check", "warn" if report.lines else "ok", 16))
        self._words.setText(report.summary)
        self.setAccessibleName(report.summary)
        self.lines.show_rows(report.lines)
        self.lines.setVisible(bool(report.lines))
        self.lines.setFixedHeight(T.px(LINE) * min(MOST_LINES, len(report.lines)) + T.px(4))
        self.show()

    def summary(self) -> str:
        return "" if self.isHidden() else self._words.text()

    def walk(self, step: int) -> None:
        """To the next (1) or the previous (−1) refused cell."""
        count = self.lines.rows.rowCount()
        if self.isHidden() or not count:
            return
        at = self.lines.currentIndex().row() if self.lines.currentIndex().isValid() else (-1 if step > 0 else count)
        self.lines.setCurrentIndex(self.lines.rows.index((at + step) % count))


def _say_line(line: Line) -> str:
    return f"{line.name}: “{line.text}”. {line.why}"


def _paint_line(p: QPainter, r: QRectF, line: Line, on: bool, _index: Index) -> None:
    if on:
        round_rect(p, r.adjusted(T.px(8), 1, -T.px(8), -1), T.px(SIZE.r_control), "accent_soft")
    inner = r.adjusted(T.px(16), 0, -T.px(16), 0)
    text(p, QRectF(inner.left(), r.top(), T.px(220), r.height()), line.name, "small_strong", "text", LEFT)
    text(p, QRectF(inner.left() + T.px(228), r.top(), T.px(84), r.height()), line.text, "small", "bad", RIGHT)
    text(p, inner.adjusted(T.px(328), 0, 0, 0), line.why, "small", "text2", LEFT)
    p.fillRect(QRectF(inner.left(), r.bottom() - 1, inner.width(), 1), color("line"))
