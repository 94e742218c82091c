"""Rooms, lessons and clashes as the office keeps them in the window: real widgets over a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ems_desktop.services.timetable_views import NewLesson
from tests.ui.timetable.school import PUPIL, uid
from tests.ui.timetable.weeks import slot
from ui.widgets import Decision

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
THURSDAY_FIRST = slot(4, "07.00", "08.20")


@pytest.fixture
def office(open_desk, draft):
    desk = open_desk()
    desk.screen.presenter.show("class", uid("8b"))
    desk.settle()
    return desk


def rooms(desk):
    return list(desk.service.sheet(desk.service.versions()[0].id).rooms.values())


def lessons(desk, subject):
    sheet = desk.service.sheet(desk.service.versions()[0].id)
    found = [one for one in sheet.week.lessons if sheet.subjects[one.subject_id] == subject and one.class_id == uid("8b")]
    return sorted((one.periods, one.slot) for one in found if one.slot), [one.periods for one in found if not one.slot]


def press(desk, button):
    button.click()
    desk.settle()


# -- rooms


@pytest.fixture
def room_form(office):
    press(office, office.screen.tools.rooms)
    return office.screen.orders.forms.rooms


def choose_room(desk, form, name):
    form.list.setCurrentIndex(form.list.rows.index([said for _, said in form.list.rows.rows].index(name)))
    desk.settle()


def test_a_room_is_added_renamed_and_moved_in_the_window(office, room_form):
    room_form.name.set_text("Perpustakaan")
    press(office, room_form.save)
    assert rooms(office)[-1] == "Perpustakaan"
    assert room_form.list.current_row()[1] == "Perpustakaan"
    room_form.name.set_text("Perpus")
    press(office, room_form.rename)
    press(office, room_form.up)
    assert rooms(office)[-2:] == ["Perpus", "R. Seni"]
    press(office, room_form.down)
    assert rooms(office)[-1] == "Perpus"
    assert room_form.list.current_row()[1] == "Perpus"


def test_a_name_that_is_taken_is_said_in_the_form(office, room_form):
    before = rooms(office)
    room_form.name.set_text("lapangan")
    press(office, room_form.save)
    assert room_form.wrong() == "Ruang lapangan sudah ada. Pilih nama lain."
    assert rooms(office) == before


def test_a_room_that_lessons_use_goes_only_after_a_question(office, room_form):
    choose_room(office, room_form, "Lapangan")
    press(office, room_form.remove)
    dialog = office.window.findChild(Decision)
    assert "Lapangan" in rooms(office)
    press(office, next(one for one in dialog.buttons if one.said == "Hapus ruang"))
    assert "Lapangan" not in rooms(office)
    assert office.stored("PJOK", slot(3, "07.00", "08.20")).room_id is None
    said, undo = office.notes[-1]
    assert said == "Lapangan dihapus"
    undo()
    office.settle()
    assert "Lapangan" in rooms(office)
    assert office.stored("PJOK", slot(3, "07.00", "08.20")).room_id == uid("room field")


def test_a_room_that_nobody_uses_goes_at_once(office, room_form):
    room_form.name.set_text("Gudang")
    press(office, room_form.save)
    press(office, room_form.remove)
    assert "Gudang" not in rooms(office)
    assert office.window.findChild(Decision) is None


def test_one_form_is_open_at_a_time_and_escape_closes_it(office, room_form):
    press(office, office.screen.tools.bells)
    assert (room_form.is_open(), office.screen.orders.forms.bells.is_open()) == (False, True)
    assert (office.screen.tools.rooms.isChecked(), office.screen.tools.bells.isChecked()) == (False, True)
    office.press(Key.Key_Escape)
    assert not office.screen.orders.forms.bells.is_open()
    assert QApplication.focusWidget() is office.screen.week


# -- lessons


def test_a_lesson_is_added_to_the_tray_for_the_class_that_is_shown(office):
    press(office, office.screen.tray.add)
    form = office.screen.orders.forms.lesson
    assert form.class_.said() == "VIII B"
    form.subject.choose(uid("8b bk"))
    form.length.choose(3)
    press(office, form.save)
    assert lessons(office, "BK")[1] == [3]
    assert office.notes[-1][0] == "BK menunggu ditempatkan"
    form.class_.choose(uid("8a"))
    assert form.subject.current() == uid("8a bk")


def test_the_teachers_of_a_new_lesson_can_be_picked(office):
    press(office, office.screen.tray.add)
    form = office.screen.orders.forms.lesson
    form.teachers.show_choice(form.teachers._options, (uid("budi"), uid("dewi")))
    form.subject.choose(uid("8b bk"))
    press(office, form.save)
    made = office.stored("BK", None)
    assert set(made.teachers) == {uid("budi"), uid("dewi")}


def test_a_lesson_is_split_joined_and_made_longer_beside_the_week(office):
    office.choose(office.stored("IPA", THURSDAY_FIRST))
    acts = office.screen.inspector.acts
    assert acts.split.said == "Bagi (1 + 1)"
    press(office, acts.split)
    assert lessons(office, "IPA") == ([(1, slot(4, "07.00", "07.40")), (2, slot(1, "09.55", "11.15"))], [1, 1])
    other = next(value for value, said in acts.other.options() if said == "1 JP · belum terpasang")
    acts.other.choose(other)
    office.settle()
    assert lessons(office, "IPA")[0][0] == (2, slot(1, "09.55", "11.15"))
    assert (2, THURSDAY_FIRST) in lessons(office, "IPA")[0]
    acts.length.choose(1)
    office.settle()
    assert (1, slot(4, "07.00", "07.40")) in lessons(office, "IPA")[0]
    acts.length.choose(3)
    office.settle()
    assert "Matematika VIII B" in office.screen._refusal.said()


def test_the_teachers_of_a_lesson_are_ticked_and_one_who_is_busy_is_refused(office):
    office.choose(office.stored("IPA", THURSDAY_FIRST))
    picker = office.screen.inspector.acts.teachers
    picker.picked.emit((uid("siti"), uid("nining")))
    office.settle()
    assert set(office.stored("IPA", THURSDAY_FIRST).teachers) == {uid("siti"), uid("nining")}
    office.choose(office.stored("IPS", slot(2, "12.35", "13.55")))
    picker.picked.emit((uid("sulastri"),))
    office.settle()
    assert "Bahasa Jawa VIII A" in office.screen._refusal.said()


def test_a_lesson_is_removed_beside_the_week_and_by_del_in_the_tray(office):
    office.choose(office.stored("IPS", slot(2, "12.35", "13.55")))
    press(office, office.screen.inspector.acts.remove)
    assert office.stored("IPS", slot(2, "12.35", "13.55")) is None
    assert lessons(office, "IPS")[1] == []
    office.screen.tray.list.setFocus()
    office.press(Key.Key_Home, Key.Key_Delete)
    assert lessons(office, "Bahasa Jawa") == ([], [])
    office.press(Key.Key_Z, held=Ctrl)
    assert lessons(office, "Bahasa Jawa") == ([], [2])


def test_a_locked_lesson_is_neither_cut_nor_removed(office):
    office.choose(office.stored("PJOK", slot(3, "07.00", "08.20")))
    acts = office.screen.inspector.acts
    assert not any(part.isEnabled() for part in (acts.length, acts.split, acts.out, acts.remove))
    assert acts.lock.isEnabled()


# -- clashes


def test_the_chip_goes_from_clash_to_clash_and_says_what_is_in_the_way(office, service, draft):
    for day in (4, 5):
        service.close_time(draft, "class", uid("8b"), slot(day, "07.30", "08.20"), "Tes")
    office.bus.tell({"unavailable"}, None, "pull")
    office.settle()
    chip = office.screen.tools.clashing
    assert chip.said == "2 bentrok"
    seen = []
    for _ in range(3):
        press(office, chip)
        seen.append(office.screen.week.current_lesson().slot)
        assert office.screen.inspector._clash.text().endswith(": Tes")
    assert seen == [THURSDAY_FIRST, slot(5, "07.30", "08.40"), THURSDAY_FIRST]


def test_an_undo_that_would_clash_names_both_lessons(office, service):
    ipa = office.stored("IPA", THURSDAY_FIRST)
    office.choose(ipa)
    office.press(Key.Key_Delete)
    other = service.sheet(service.versions()[0].id)
    informatics = next(one for one in other.week.lessons if one.slot is None and other.subjects[one.subject_id] == "Informatika")
    service.place(informatics.id, THURSDAY_FIRST)  # by a colleague, in the same place
    office.press(Key.Key_Z, held=Ctrl)
    assert office.stored("Informatika", THURSDAY_FIRST) is not None
    trouble = office.troubles[-1]
    assert "IPA VIII B" in trouble
    assert "Informatika VIII B" in trouble


def test_groups_of_a_class_are_counted_in_the_view_of_the_whole_school(office, service, draft):
    group = uid("groups")
    for name in ("lintang", "nining", "sulastri"):
        service.add(draft, [NewLesson(uid("8b"), uid("8b pai"), 2, (uid(name),), slot(3, "08.20", "09.40"), parallel=group)])
    plain = school_picture(office)
    with_word = [card for card in office.screen.week.board.cards if card.lanes == 3]
    assert len(with_word) == 3
    rect = office.screen.week.visualRect(office.screen.week.rows.index(office.screen.week.rows.rows.index(with_word[1])))
    inks = {plain.pixel(x, rect.center().y()) for x in range(rect.left() + 4, rect.right() - 2)}
    assert len(inks) > 5  # a word stands over the middle one


def school_picture(desk):
    desk.screen.presenter.show("school")
    desk.bus.tell({"schedules"}, None, "pull")
    desk.settle()
    return desk.screen.week.viewport().grab().toImage()


def test_a_pupil_has_none_of_this(open_desk, service, draft):
    service.publish(draft)
    desk = open_desk(PUPIL)
    tools = desk.screen.tools
    assert not any(tool.isVisible() for tool in (tools.times, tools.rooms, tools.bells))
    assert not desk.screen.inspector.acts.isVisible()
