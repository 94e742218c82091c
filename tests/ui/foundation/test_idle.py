"""Noticing that nobody is here any more: by what comes into the window from outside."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from ui.idle import MINUTE, IdleWatch

SHORT = 400 / MINUTE  # minutes


@pytest.fixture
def watch(qapp, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    assert QTest.qWaitForWindowActive(field)
    made, gone = IdleWatch(qapp), []
    made.gone.connect(lambda: gone.append(time.monotonic()))
    return made, gone, field


def until(seen, seconds=3.0):
    end = time.monotonic() + seconds
    while not seen() and time.monotonic() < end:
        QTest.qWait(10)
    return seen()


def test_nobody_for_so_long_is_told_once(watch):
    made, gone, _ = watch
    made.after(SHORT)
    assert until(lambda: gone)
    assert not until(lambda: len(gone) > 1, 0.6)


def test_whoever_types_is_here(watch):
    made, gone, field = watch
    made.after(SHORT)
    begun, keys = time.monotonic(), 0
    while time.monotonic() < begun + 3 * SHORT * MINUTE / 1000:
        QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
        keys += 1
        QTest.qWait(20)
    assert gone == []
    assert len(field.text()) == keys
    assert until(lambda: gone)


def test_zero_waits_for_nobody(watch):
    made, gone, _ = watch
    made.after(SHORT)
    made.after(0)
    assert not until(lambda: gone, 0.8)
