"""Jadwal as the office, a teacher and a pupil meet it: real widgets, mouse and keys over a real file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.timetable.school import PUPIL, TEACHER, uid
from tests.ui.timetable.weeks import slot
from ui.widgets import Decision

Key = Qt.Key
MONDAY_LAST, MONDAY_FIRST = slot(1, "12.35", "13.55"), slot(1, "07.40", "09.00")
WEDNESDAY, THURSDAY = slot(3, "08.20", "09.40"), slot(4, "08.20", "09.40")


@pytest.fixture
def office(open_desk, draft):
    desk = open_desk()
    desk.screen.presenter.show("class", uid("8b"))
    desk.settle()
    return desk


def test_it_opens_on_a_class_with_its_hours_and_no_clash(office):
    tools = office.screen.tools
    assert tools.who.said() == "Kelas VIII B"
    assert (tools.placed.said(), tools.clean.said(), tools.clashing.isVisible()) == ("34 dari 41 JP terpasang", "Tanpa bentrok", False)
    assert [card.title for card in office.screen.tray.list.rows.rows] == ["Bahasa Jawa", "IPA", "Informatika", "Matematika"]
    assert QApplication.focusWidget() is office.screen.week


def test_a_screen_reader_hears_each_lesson_with_its_time_teacher_and_room(office):
    week = QAccessible.queryAccessibleInterface(office.screen.week)
    said = [week.child(n).text(QAccessible.Text.Name) for n in range(week.childCount())]
    assert "Bahasa Indonesia, VIII B, Senin 07.40 sampai 09.00, Ratna Wulandari, R. 8B" in said
    assert "PJOK, VIII B, Rabu 07.00 sampai 08.20, Rudi Hartono, Lapangan, terkunci" in said


def test_a_minute_has_the_same_height_on_every_day(office):
    week = office.screen.week
    monday, friday = week.slot_rect(slot(1, "09.55", "10.35")), week.slot_rect(slot(5, "09.30", "10.05"))
    assert (monday.height() + 2) / 40 == pytest.approx((friday.height() + 2) / 35, rel=0.05)


def test_a_lesson_is_dragged_out_of_the_tray_to_a_free_place(office):
    office.take_from_tray("Matematika")
    assert office.screen.carry.isVisible()
    office.drop(MONDAY_LAST)
    assert office.stored("Matematika", MONDAY_LAST) is not None
    assert office.screen.tools.placed.said() == "36 dari 41 JP terpasang"
    assert not office.screen.carry.isVisible()
    assert office.notes[-1][0] == "Matematika dipindahkan ke Senin 12.35–13.55"


def test_over_a_closed_place_the_bubble_names_whom_where_when_and_the_free_places(office):
    office.take_from_tray("Matematika")
    where = office.hover(WEDNESDAY)
    assert office.screen.carry.said() == [
        "Tidak bisa di sini",
        "Hendra Gunawan mengajar Matematika di VIII A",
        "Rabu 08.20–09.40 · R. 8A",
        "Bebas: Senin 12.35",
    ]
    office.drop_at(where)
    assert office.stored("Matematika", WEDNESDAY) is None
    assert office.screen.presenter.hand is None


def test_a_place_that_is_too_short_says_how_many_hours_there_are(office):
    office.take_from_tray("Matematika")
    office.hover(slot(4, "13.15", "13.55"))
    assert office.screen.carry.said()[1] == "Hanya ada 1 JP berurutan di sini; pelajaran ini perlu 2 JP"


def test_dragging_onto_a_lesson_that_can_change_places_swaps_both(office):
    english = office.stored("Bahasa Inggris", slot(4, "09.55", "11.15"))
    office.take_lesson(english)
    target = office.screen.presenter.hand.swaps[0]
    other = next(card for card in office.screen.week.rows.rows if card.slot == target)
    office.drop(target)
    assert office.stored("Bahasa Inggris", target) is not None
    assert office.stored(other.title, slot(4, "09.55", "11.15")) is not None
    assert office.notes[-1][0] == "Bahasa Inggris ditukar"


def test_a_lesson_dragged_to_the_tray_waits_there(office):
    science = office.stored("IPA", slot(1, "09.55", "11.15"))
    office.take_lesson(science)
    tray = office.screen.tray
    office.drop_at(tray.mapToGlobal(tray.rect().center()))
    assert office.stored("IPA", slot(1, "09.55", "11.15")) is None
    assert len(office.screen.tray.list.rows.rows) == 5


def test_a_drag_that_ends_nowhere_changes_nothing(office):
    science = office.stored("IPA", slot(1, "09.55", "11.15"))
    office.take_lesson(science)
    office.drop_at(office.screen.mapToGlobal(QPoint(office.screen.width() - 5, 5)))
    assert office.stored("IPA", slot(1, "09.55", "11.15")) is not None
    assert office.notes == []


def test_a_locked_lesson_stays_and_says_so(office):
    sport = office.stored("PJOK", slot(3, "07.00", "08.20"))
    office.take_lesson(sport)
    assert office.screen.presenter.hand is None
    assert office.notes[-1][0] == "PJOK terkunci. Buka kuncinya untuk memindahkan."


def test_keys_pick_up_go_through_the_places_and_put_down(office):
    office.choose(office.stored("IPA", slot(4, "07.00", "08.20")))
    office.press(Key.Key_Space)
    carry = office.screen.carry
    assert carry.isVisible()
    assert carry.target.verdict != "blocked"
    first = carry.target
    office.press(Key.Key_Tab)
    assert carry.target != first
    assert QApplication.focusWidget() is office.screen.week
    goal = carry.target.slot
    office.press(Key.Key_Return)
    assert office.stored("IPA", goal) is not None


def test_arrows_go_from_lesson_to_lesson(office):
    office.choose(office.stored("Bahasa Indonesia", MONDAY_FIRST))
    office.press(Key.Key_Down)
    assert office.screen.presenter.lesson(office.screen.presenter.chosen).slot == slot(1, "09.00", "09.40")
    office.press(Key.Key_Right)
    assert office.screen.presenter.lesson(office.screen.presenter.chosen).slot.day == 2


def test_escape_leaves_the_lesson_where_it_was(office):
    office.choose(office.stored("IPA", slot(4, "07.00", "08.20")))
    office.press(Key.Key_Space, Key.Key_Right, Key.Key_Escape)
    assert office.screen.presenter.hand is None
    assert office.stored("IPA", slot(4, "07.00", "08.20")) is not None


def test_enter_on_a_closed_place_keeps_the_lesson_in_the_hand(office):
    office.screen.tray.list.setFocus()
    office.press(Key.Key_End, Key.Key_Return)
    office.press(Key.Key_Right, Key.Key_Right)
    assert office.screen.carry.target.verdict == "blocked"
    office.press(Key.Key_Return)
    assert office.screen.presenter.hand is not None
    assert office.screen.carry.said()[0] == "Tidak bisa di sini"


def test_what_was_moved_comes_back_with_ctrl_z_and_goes_again_with_ctrl_y(office):
    office.take_from_tray("Matematika")
    office.drop(MONDAY_LAST)
    office.press(Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    assert office.stored("Matematika", MONDAY_LAST) is None
    office.press(Key.Key_Y, held=Qt.KeyboardModifier.ControlModifier)
    assert office.stored("Matematika", MONDAY_LAST) is not None


def test_delete_takes_a_lesson_out_and_f4_locks_one(office):
    office.choose(office.stored("IPA", slot(4, "07.00", "08.20")))
    office.press(Key.Key_F4)
    assert office.stored("IPA", slot(4, "07.00", "08.20")).locked
    office.press(Key.Key_Delete)
    assert office.stored("IPA", slot(4, "07.00", "08.20")) is not None
    office.choose(office.stored("IPS", slot(2, "12.35", "13.55")))
    office.press(Key.Key_Delete)
    assert office.stored("IPS", slot(2, "12.35", "13.55")) is None


def test_with_a_lesson_in_the_hand_the_side_counts_places_and_shows_what_it_adds(office):
    office.take_from_tray("Matematika")
    said = [line._words.text() for line in office.screen.inspector._counts]
    assert said == ["1 tempat bebas", "0 tempat dengan tukar", "3 tempat tertutup"]
    first = office.screen.presenter.loads()[0]
    assert (first.name, first.have, first.adds) == ("Hendra Gunawan", 8, 2)
    office.drop_at(office.screen.mapToGlobal(QPoint(5, 5)))


def test_a_lesson_gets_another_room_and_a_taken_one_is_refused(office):
    office.choose(office.stored("IPS", slot(2, "12.35", "13.55")))
    office.screen.inspector.acts.room.choose(uid("room art"))
    office.settle()
    assert office.stored("IPS", slot(2, "12.35", "13.55")).room_id == uid("room art")
    office.screen.inspector.acts.room.choose(uid("room 8a"))  # Bahasa Jawa of VIII A is there
    office.settle()
    assert "Bahasa Jawa VIII A" in office.screen._refusal.said()
    assert office.stored("IPS", slot(2, "12.35", "13.55")).room_id == uid("room art")


def test_a_refusal_stands_beside_the_place(office, service):
    presenter = office.screen.presenter
    presenter.pick(presenter.tray()[-1].id)
    free = next(place for place in presenter.hand.places if place.verdict == "free")
    service.place(office.stored("Bahasa Jawa", None).id, free.slot)  # by a colleague, in the same moment
    presenter.drop(free)
    office.settle()
    assert office.screen._refusal.said().startswith("Matematika VIII B")
    assert office.stored("Matematika", free.slot) is None


def test_what_a_colleague_changed_is_shown(office, service):
    service.unplace(office.stored("IPA", slot(4, "07.00", "08.20")).id)
    office.bus.tell({"schedules"}, None, "pull")
    office.settle()
    assert office.screen.tools.placed.said() == "32 dari 41 JP terpasang"


def test_publishing_asks_once_and_then_nothing_can_be_moved(office):
    publish = office.screen.primary()
    publish.click()
    office.settle()
    dialog = office.window.findChild(Decision)
    next(one for one in dialog.buttons if one.said == "Terbitkan").click()
    office.settle()
    office.window.activateWindow()
    assert QTest.qWaitForWindowActive(office.window)
    assert office.service.versions()[0].state == "published"
    assert not office.screen.tray.isVisible()
    assert office.screen.primary().said == "Ubah sebagai draf"
    office.choose(office.stored("IPA", slot(4, "07.00", "08.20")))
    office.press(Key.Key_Space)
    assert office.screen.presenter.hand is None


def test_the_whole_school_shows_each_class_in_a_row(office):
    office.screen.tools.looks.button("school").click()
    office.settle()
    week = office.screen.week
    assert [name for _, name in week.board.rows] == ["VIII A", "VIII B"]
    assert len(week.rows.rows) == 24
    assert not office.screen.tools.who.isVisible()
    office.choose(office.stored("IPA", slot(4, "07.00", "08.20")))
    office.press(Key.Key_Space)
    assert office.screen.carry.target is not None
    office.press(Key.Key_Escape)
    assert office.screen.presenter.hand is None


def test_without_a_timetable_the_office_is_told_the_next_step(open_desk):
    desk = open_desk()
    assert desk.screen._empty.isVisible()
    desk.press(Key.Key_Space)
    assert desk.screen.week.isVisible()
    assert desk.service.versions()[0].state == "draft"


def test_a_teacher_sees_the_own_week_first(open_desk, service, draft):
    service.publish(draft, date(2026, 11, 30))
    desk = open_desk(TEACHER)
    assert desk.screen.tools.who.said() == "Hendra Gunawan"
    assert {card.title for card in desk.screen.week.rows.rows} == {"Matematika"}
    assert desk.screen.primary() is None
    assert not desk.screen.tray.isVisible()


def test_a_pupil_sees_a_class_and_no_tools(open_desk, service, draft):
    service.publish(draft, date(2026, 11, 30))
    desk = open_desk(PUPIL)
    tools = desk.screen.tools
    assert desk.screen.presenter.look == "class"
    assert not tools.looks.isVisible()
    assert not any(tool.isVisible() for tool in tools.writing)
    assert not desk.screen.tray.isVisible()


def test_the_place_survives_a_window_that_is_built_anew(office):
    office.screen.presenter.show("teacher", uid("hendra"))
    office.settle()
    chosen = office.stored("Matematika", THURSDAY)
    office.choose(chosen)
    here = office.screen.place()
    office.screen.presenter.show("class", uid("8a"))
    office.screen.arrive(**here)
    office.settle()
    assert office.screen.tools.who.said() == "Hendra Gunawan"
    assert office.screen.week.current_lesson() == chosen


def test_the_inbox_opens_it_at_a_lesson(office):
    lesson = office.stored("Informatika", slot(1, "12.35", "13.55"), "VIII A")
    office.state.go("timetable", timetable=office.service.versions()[0].id, lesson=lesson.id)
    office.settle()
    assert office.screen.tools.who.said() == "Kelas VIII A"
    assert office.screen.week.current_lesson() == lesson


def test_the_bell_schedule_of_a_day_is_typed_and_saved(office):
    office.screen.tools.bells.click()
    office.settle()
    form = office.screen.orders.forms.bells
    assert [field.text() for field in form.fields.values()] == ["07.00", "40", "8", "0 Upacara 40; 3 Istirahat 15; 6 Zuhur 40"]
    form.days.button("6").click()
    assert form.fields["hours"].text() == "0"
    for name, typed in (("start", "7.30"), ("length", "35"), ("hours", "3"), ("pauses", "2 Istirahat 10")):
        form.fields[name].set_text(typed)
    form.save.click()
    office.settle()
    saturday = [one for one in office.service.sheet(office.service.versions()[0].id).week.periods if one.slot.day == 6]
    assert [(one.kind, one.slot) for one in saturday] == [
        ("lesson", slot(6, "07.30", "08.05")),
        ("lesson", slot(6, "08.05", "08.40")),
        ("break", slot(6, "08.40", "08.50")),
        ("lesson", slot(6, "08.50", "09.25")),
    ]
    assert [day.name for day in office.screen.week.board.days][-1] == "Sabtu"
    office.press(Key.Key_Escape)
    assert not form.is_open()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("start", "pagi", "Tulis waktu seperti 07.00."),
        ("length", "5", "Bilangan bulat dari 10 sampai 120."),
        ("hours", "99", "Bilangan bulat dari 0 sampai 16."),
        ("pauses", "istirahat", "“istirahat” tidak terbaca: setelah JP ke berapa, kegiatan, berapa menit."),
        ("start", "23.00", ""),
    ],
)
def test_a_bell_schedule_that_is_none_is_refused_at_its_field(office, name, typed, said):
    before = office.service.sheet(office.service.versions()[0].id).week.periods
    office.screen._do("bells")
    form = office.screen.orders.forms.bells
    form.fields[name].set_text(typed)
    form.save.click()
    office.settle()
    wrong = form.fields["hours" if typed == "23.00" else name].error()
    assert wrong == (said or "Hari itu akan berakhir lewat tengah malam.")
    assert office.service.sheet(office.service.versions()[0].id).week.periods == before
