"""Materi opens within its window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from tests.analyses import told
from ui.shell.window import Window


class Watch(QObject):
    """Which widgets were shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(part, QWidget) and part.isWindow() and not isinstance(part, Window):
            self.seen.append(repr(part))
        return False


def test_no_part_of_it_flashes_up_as_a_window_that_takes_the_keys_away(qapp, open_desk, store, entries):
    watch = Watch()
    qapp.installEventFilter(watch)
    told(store, entries[0])
    desk = open_desk(jobs=True)
    desk.settle()
    qapp.removeEventFilter(watch)
    assert watch.seen == []
