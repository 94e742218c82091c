"""The two drawings of a timetable on paper: one week, its days beside each other on the true clock; and all classes, day below day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF

from ems_desktop.domain.timetable.sheet import Block, Book, Entry, Grid, Sheet, usual_bell, week_grid
from ems_desktop.domain.timetable.week import Slot
from ui.screens.timetable import output_words as words
from ui.screens.timetable.print_ink import BLANK, HEAD, LIGHT, LINE, PAD, PAUSE, Ink, text_width

HEAD_HIGH, TIMES_WIDE, DAY_WIDE = 22.0, 74.0, 26.0
LEAST_ROW = 24  # minutes
LARGE, SMALL, READABLE = 12.5, 10.0, 7.2  # px: the subject in a week, and in a cell of all classes, where smaller means a shorter name


class WeekDrawing:
    """One class, teacher or room in `rect`."""

    def __init__(self, ink: Ink, book: Book, sheet: Sheet, rect: QRectF) -> None:
        self._ink, self._sheet, self._days, self._rect = ink, sheet, book.days, rect
        self._periods = book.periods
        self._grid = week_grid(book.days, book.periods, sheet.entries)
        self._bell = usual_bell(book.days, book.periods)
        rows = self._grid.rows
        self._first, self._last = (rows[0].start, rows[-1].end) if rows else (420, 900)
        self._wide = (rect.width() - TIMES_WIDE) / max(1, len(book.days))
        self._per = (rect.height() - HEAD_HIGH) / (self._last - self._first)

    def draw(self) -> None:
        self._ground()
        for slot in self._bell:
            rect = self._place(slot, self._rect.left(), TIMES_WIDE)
            self._ink.box(rect)
            self._ink.stack(rect, [words.span(slot)], 9.5, bold=False)
        starts, ends = ({getattr(slot, edge) for slot in self._bell} for edge in ("start", "end"))
        for block in self._grid.blocks:
            odd = block.slot.start not in starts or block.slot.end not in ends
            self._block(block, with_times=odd)
        self._ink.box(self._rect, width=LINE)

    def _ground(self) -> None:
        """Days, and the hours that each of them has, so that an empty one is seen as such."""
        for n, day in enumerate(self._days):
            head = QRectF(self._left(n), self._rect.top(), self._wide, HEAD_HIGH)
            for period in self._periods:
                if period.slot.day == day:
                    self._ink.box(self._place(period.slot, head.left(), self._wide), color=LIGHT)
            self._ink.box(QRectF(head.left(), head.top(), self._wide, self._rect.height()))
            self._ink.box(head, HEAD)
            self._ink.stack(head, [words.day_name(day)], 12)

    def _block(self, block: Block, *, with_times: bool) -> None:
        rect = self._place(block.slot, self._left(block.left), self._wide)
        times = [words.span(block.slot)] if with_times else []
        if block.pause:
            self._ink.box(rect, PAUSE)
            self._ink.stack(rect, [" · ".join([words.pause_name(block.pause), *times])], 9.5, bold=False, grey=True)
            return
        wide = rect.width() / len(block.entries)
        for n, entry in enumerate(block.entries):  # groups of a class stand side by side
            own = self._place(entry.slot, rect.left() + n * wide, wide)
            self._ink.box(own, BLANK)
            lines = words.entry_lines(entry, self._sheet.resource, short=len(block.entries) > 1)
            self._ink.stack(own, [*lines, *times], LARGE)

    def _left(self, n: int) -> float:
        return self._rect.left() + TIMES_WIDE + n * self._wide

    def _place(self, slot: Slot, left: float, wide: float) -> QRectF:
        top = self._rect.top() + HEAD_HIGH + (slot.start - self._first) * self._per
        return QRectF(left, top, wide, (slot.end - slot.start) * self._per)


def weight(row: Slot) -> int:
    """How high a row is among the others: its minutes, but a short break as high as its words."""
    return max(row.end - row.start, LEAST_ROW)


class SchoolDrawing:
    """Some classes (`columns`) and days of the whole school's grid in `rect`."""

    def __init__(self, ink: Ink, book: Book, grid: Grid, columns: range, days: Sequence[int], rect: QRectF) -> None:
        self._ink, self._book, self._columns, self._rect = ink, book, columns, rect
        self._rows = [(n, row) for n, row in enumerate(grid.rows) if row.day in days]
        self._blocks = [one for one in grid.blocks if grid.rows[one.top].day in days]
        self._wide = (rect.width() - DAY_WIDE - TIMES_WIDE) / len(columns)
        self._per = (rect.height() - HEAD_HIGH) / max(1, sum(weight(row) for _, row in self._rows))
        self._tops, y = {}, rect.top() + HEAD_HIGH
        for n, row in self._rows:
            self._tops[n] = (y, y + weight(row) * self._per)
            y = self._tops[n][1]

    def draw(self) -> None:
        for n in self._columns:
            head = QRectF(self._left(n), self._rect.top(), self._wide, HEAD_HIGH)
            for top, bottom in self._tops.values():  # so that a free hour is seen as such
                self._ink.box(QRectF(head.left(), top, self._wide, bottom - top), color=LIGHT)
            self._ink.box(head, HEAD)
            self._ink.stack(head, [self._book.classes[n].name], 11)
        for day in dict.fromkeys(row.day for _, row in self._rows):
            self._day(day)
        for block in self._blocks:
            self._block(block)
        for day in dict.fromkeys(row.day for _, row in self._rows):  # over the cells: each day's frame is the heavy line
            self._ink.box(self._frame(day), width=LINE + 0.4)

    def _day(self, day: int) -> None:
        frame = self._frame(day)
        beside = QRectF(frame.left(), frame.top(), DAY_WIDE, frame.height())
        self._ink.box(beside, HEAD)
        self._ink.upright(beside, words.day_name(day), 12)
        rows = {edge: [(getattr(row, edge), n) for n, row in self._rows if row.day == day] for edge in ("start", "end")}
        top, bottom = dict(rows["start"]), dict(rows["end"])
        for slot in (replace(one, day=day) for one in usual_bell([day], self._book.periods)):
            high = (self._tops[top[slot.start]][0], self._tops[bottom[slot.end]][1])
            rect = QRectF(frame.left() + DAY_WIDE, high[0], TIMES_WIDE, high[1] - high[0])
            self._ink.box(rect)
            self._ink.stack(rect, [words.span(slot)], 8.5, bold=False)

    def _block(self, block: Block) -> None:
        left, right = max(block.left, self._columns.start), min(block.right, self._columns.stop - 1)
        if left > right:
            return
        rect = QRectF(self._left(left), self._tops[block.top][0], self._wide * (right - left + 1), 0)
        rect.setBottom(self._tops[block.bottom][1])
        self._ink.box(rect, PAUSE if block.pause else BLANK)
        if block.pause:
            self._ink.stack(rect, [words.pause_name(block.pause)], 8.5, bold=False, grey=True)
        else:
            self._ink.stack(rect, list(self._lines(block.entries, rect.width())), SMALL)

    @staticmethod
    def _lines(entries: Sequence[Entry], wide: float) -> Iterator[str]:
        """Whole names where they fit, short ones where not; of groups side by side only the subjects."""
        subjects = [one.subject for one in entries]
        if text_width(" / ".join(subjects), READABLE, 600) > wide - 2 * PAD:
            subjects = [words.short_subject(one) for one in subjects]
        yield " / ".join(subjects)
        if len(entries) == 1:
            yield from words.entry_lines(entries[0], None)[1:]

    def _frame(self, day: int) -> QRectF:
        mine = [self._tops[n] for n, row in self._rows if row.day == day]
        return QRectF(self._rect.left(), mine[0][0], self._rect.width(), mine[-1][1] - mine[0][0])

    def _left(self, n: int) -> float:
        return self._rect.left() + DAY_WIDE + TIMES_WIDE + (n - self._columns.start) * self._wide
