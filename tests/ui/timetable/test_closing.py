"""Times that the office closes in the week of a class, teacher or room: by a sweep of the mouse, by keys and by the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.timetable.desk import LEFT, NO_KEYS, drag_to
from tests.ui.timetable.school import uid
from tests.ui.timetable.weeks import slot

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
TUESDAY = slot(2, "12.35", "13.15")
MONDAY_LAST = slot(1, "12.35", "13.55")


@pytest.fixture
def office(open_desk, draft):
    desk = open_desk()
    desk.screen.presenter.show("class", uid("8b"))
    desk.settle()
    return desk


def closed(desk):
    return [(one.slot, one.reason) for one in desk.service.sheet(desk.service.versions()[0].id).week.unavailable]


def press(desk, button):
    button.click()
    desk.settle()


@pytest.fixture
def teacher(office):
    office.screen.presenter.show("teacher", uid("hendra"))
    press(office, office.screen.tools.times)
    return office


def sweep(desk, first, last):
    view = desk.screen.week.viewport()
    here, there = (desk.screen.week.slot_rect(one).center() for one in (first, last))
    QTest.mousePress(view, LEFT, NO_KEYS, here)
    drag_to(view, there)
    QTest.mouseRelease(view, LEFT, NO_KEYS, there)
    desk.settle()


def test_a_sweep_over_free_hours_closes_them_for_the_reason_that_was_typed(teacher):
    assert teacher.screen.orders.forms.times._title.text() == "Tutup waktu · Hendra Gunawan"
    teacher.screen.orders.forms.times.reason.setText("MGMP")
    sweep(teacher, TUESDAY, slot(2, "13.15", "13.55"))
    assert closed(teacher) == [(slot(2, "12.35", "13.55"), "MGMP")]
    assert teacher.notes[-1][0] == "Selasa 12.35–13.55 ditutup"
    assert [one.reason for one in teacher.screen.week.board.closed] == ["MGMP"]
    sweep(teacher, TUESDAY, TUESDAY)
    assert closed(teacher) == [(slot(2, "13.15", "13.55"), "MGMP")]
    teacher.press(Key.Key_Z, held=Ctrl)
    assert closed(teacher) == [(slot(2, "12.35", "13.55"), "MGMP")]
    teacher.press(Key.Key_Z, held=Ctrl)
    assert closed(teacher) == []


def test_the_menu_closes_the_hour_under_the_mouse_and_opens_a_closed_time_whole(office):
    at_first = ask_menu(office, TUESDAY)
    assert at_first.text() == "Tutup Selasa 12.35–13.15"
    assert closed(office) == []
    office.screen.presenter.show("teacher", uid("hendra"))
    office.settle()
    ask_menu(office, TUESDAY).trigger()
    office.settle()
    ask_menu(office, slot(2, "13.15", "13.55")).trigger()
    office.settle()
    assert closed(office) == [(slot(2, "12.35", "13.55"), "")]
    opening = ask_menu(office, slot(2, "13.15", "13.55"))
    assert opening.text() == "Buka Selasa 12.35–13.55"
    opening.trigger()
    office.settle()
    assert closed(office) == []


def ask_menu(desk, hour):
    """The one thing that the menu over this hour offers; the menu is closed again."""
    week = desk.screen.week
    point = week.slot_rect(hour).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, week.viewport().mapToGlobal(point), NO_KEYS)
    QApplication.sendEvent(week.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (action,) = menu.actions()
    menu.hide()
    return action


def test_a_sweep_ends_at_the_end_of_its_day_and_takes_no_lesson(teacher):
    sweep(teacher, slot(2, "13.15", "13.55"), slot(4, "08.20", "09.00"))
    assert closed(teacher) == [(slot(2, "13.15", "13.55"), "")]
    assert teacher.screen.presenter.hand is None


def test_keys_close_hours_too(teacher):
    teacher.screen.week.setFocus()
    teacher.press(Key.Key_Down, Key.Key_Right, Key.Key_Left, Key.Key_Down)
    teacher.press(Key.Key_Down, held=Shift)
    teacher.press(Key.Key_Space)
    assert closed(teacher) == [(slot(1, "08.20", "09.40"), "")]
    teacher.press(Key.Key_Up, held=Shift)
    teacher.press(Key.Key_Return)
    assert closed(teacher) == [(slot(1, "09.00", "09.40"), "")]
    teacher.press(Key.Key_Escape)
    assert not teacher.screen.orders.forms.times.is_open()
    teacher.press(Key.Key_Space)
    assert len(closed(teacher)) == 1


def test_a_closed_time_blocks_a_lesson_and_says_why(teacher):
    teacher.screen.orders.forms.times.reason.setText("MGMP")
    sweep(teacher, slot(1, "12.35", "13.15"), slot(1, "13.15", "13.55"))
    press(teacher, teacher.screen.tools.times)
    teacher.screen.presenter.show("class", uid("8b"))
    teacher.settle()
    teacher.take_from_tray("Matematika")
    where = teacher.hover(MONDAY_LAST)
    assert "MGMP" in teacher.screen.carry.said()[1]
    teacher.drop_at(where)
    assert teacher.stored("Matematika", MONDAY_LAST) is None


def test_the_whole_school_has_no_times_to_close(teacher):
    assert teacher.screen.tools.times.isVisible()
    teacher.screen.tools.looks.button("school").click()
    teacher.settle()
    assert not teacher.screen.orders.forms.times.is_open()
    assert not teacher.screen.tools.times.isVisible()
