"""Kelas & Siswa with real widgets over a real file, driven as a person does: mostly by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from ems_desktop.services.roster_views import NewSubject
from ems_desktop.store import tables as t
from tests.ui.rosters.desk import texts
from ui.screens.rosters.class_page import SUBJECTS
from ui.screens.rosters.finder import finder

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def test_classes_stand_at_the_left_and_their_pupils_at_the_right(open_desk, office):
    desk = open_desk(office)
    browse = desk.screen.browse
    assert browse.pane.list.hasFocus()
    assert [entry.row.name for entry in browse.pane.list.rows.rows[1:4]] == ["7A", "7B", "7C"]
    desk.press(Key.Key_Down)
    assert browse.page.title.text() == "7B"
    assert len(browse.page.table().rows.rows) == 33
    desk.press(Key.Key_Home)
    assert len(browse.page.table().rows.rows) == 283


def test_enter_opens_a_card_arrows_leaf_and_escape_comes_back_to_the_same_row(open_desk, office):
    desk = open_desk(office)
    browse = desk.screen.browse
    table = browse.page.table()
    table.setFocus()
    desk.press(Key.Key_Down)
    name = table.current_row().name
    desk.press(Key.Key_Return)
    assert browse.card.name.text() == name
    desk.press(Key.Key_Space, browse.card.next)
    assert browse.card.name.text() != name
    desk.press(Key.Key_Escape, browse.card.back)
    assert (browse.page.isVisible(), table.hasFocus(), table.current_row().name) == (True, True, name)


def test_typing_into_search_brings_pupils_into_sight(qtbot, open_desk, office):
    desk = open_desk(office)
    someone = next(p for p in office.rosters.pupils() if p.class_name == "9C")
    desk.press(Key.Key_F, desk.screen.browse.pane.list, Ctrl)
    assert desk.screen.tools.search.hasFocus()
    desk.type(someone.nisn)
    qtbot.waitUntil(desk.screen.browse.page.nobody.isVisible)
    desk.screen.browse.page.widen.click()
    desk.settle()
    assert [p.id for p in desk.screen.browse.page.table().rows.rows] == [someone.id]


def test_a_class_is_added_by_keys_refused_in_place_and_taken_back(open_desk, office):
    desk = open_desk(office)
    browse = desk.screen.browse
    browse.pane.add.click()
    form = browse.new_class
    assert form.name.edit.hasFocus()
    desk.type("7A")
    desk.press(Key.Key_Return)
    assert form.wrong().startswith("Kelas 7A sudah ada")
    assert form.name.edit.hasFocus(), "the focus stays where the mistake is"
    desk.press(Key.Key_Backspace)
    assert form.wrong() == ""
    desk.type("D")
    desk.press(Key.Key_Return)
    assert (form.is_open(), browse.page.title.text()) == (False, "7D")
    desk.press(Key.Key_Z, browse.pane.list, Ctrl)
    assert "7D" not in [entry.row.name for entry in browse.pane.list.rows.rows[1:]]
    assert desk.notes[-1][0] == "Sudah diurungkan"


def test_subjects_get_teachers_from_a_list_that_stays_open_while_ticking(open_desk, office):
    desk = open_desk(office)
    page = desk.screen.browse.page
    page.show_view(SUBJECTS)
    page.subjects.open_new()
    desk.type("Matematika")
    desk.press(Key.Key_Return)
    assert [row.name for row in page.subjects.table.rows.rows] == ["Matematika"]
    page.subjects.teachers.open()
    menu = page.subjects.teachers.menu_shown()
    for _ in range(2):
        desk.press(Key.Key_Down, menu)
        desk.press(Key.Key_Space, menu)
    assert menu.isVisible()
    desk.press(Key.Key_Escape, menu)
    assert len(page.subjects.table.rows.rows[0].teachers) == 2
    page.subjects.remove.click()
    desk.settle()
    assert page.subjects.none.isVisible()


def test_the_class_menu_numbers_anew_and_refuses_to_remove_what_is_not_empty(open_desk, office):
    desk = open_desk(office)
    menu = QMenu()
    desk.screen.browse.page.fill_menu(menu)
    number, remove = menu.actions()
    number.trigger()
    remove.trigger()
    desk.settle()
    assert desk.notes[-1][0] == "Nomor absen 7A diurutkan menurut nama"
    assert desk.warnings == ["EMS-1231: Kelas ini masih berisi siswa atau mapel. Pindahkan dulu; kelas yang kosong bisa dihapus."]


def test_back_from_a_card_found_elsewhere_the_list_stands_at_the_pupil(open_desk, office):
    desk = open_desk(office)
    browse = desk.screen.browse
    someone = next(p for p in browse.presenter.service.pupils() if p.class_name == "9C" and p.number == 9)
    desk.state.go("rosters", pupil=someone.id)
    desk.settle()
    assert browse.card.name.text() == someone.name
    desk.press(Key.Key_Escape, browse.card.back)
    assert (browse.presenter.now.open_class.name, browse.page.table().current_row().id) == ("9C", someone.id)


def test_a_pupil_is_moved_and_leaves_from_the_card(open_desk, office):
    desk = open_desk(office)
    browse = desk.screen.browse
    browse.presenter.open_card(browse.presenter.now.pupils[0].id)
    desk.settle()
    browse.card.open_move()
    desk.type("nonsense", browse.card.move_form.day.edit)
    desk.press(Key.Key_Return, browse.card.move_form.day.edit)
    assert browse.card.move_form.wrong().startswith("Ini bukan tanggal")
    browse.card.move_form.day.set_text("1/9/2026")
    desk.press(Key.Key_Return, browse.card.move_form.day.edit)
    assert browse.card.facts.text().startswith("7B")
    browse.card.open_leave()
    desk.press(Key.Key_Return, browse.card.leave_form.day.edit)
    assert (browse.presenter.now.card.state, browse.card.leaves.isVisible()) == ("left", False)


def test_an_attendance_list_is_saved_where_the_person_says_or_the_reason_is_told(open_desk, office, tmp_path):
    desk = open_desk(office)
    outages: list[str] = []
    desk.ctx.say.outages.connect(lambda said, code: outages.append(code))
    desk.screen.save_list(tmp_path / "hadir.xlsx")
    desk.settle()
    assert (desk.notes[-1][0], (tmp_path / "hadir.xlsx").exists()) == ("hadir.xlsx tersimpan", True)
    desk.screen.save_list(tmp_path / "nowhere" / "hadir.pdf")
    desk.settle()
    assert outages == ["EMS-1240"]


def test_a_teacher_looks_and_changes_nothing(open_desk, office):
    desk = open_desk(office, "guru")
    screen, browse = desk.screen, desk.screen.browse
    assert (screen.importing, screen.primary(), browse.pane.add.isVisible(), browse.page.change.isVisible()) == (None, None, False, False)
    assert not screen.acceptDrops()
    browse.presenter.open_card(browse.presenter.now.pupils[0].id)
    desk.settle()
    assert (browse.card.moves.isVisible(), browse.card.leaves.isVisible()) == (False, False)
    assert "Data pribadi" not in texts(browse.card)
    browse.page.show_view(SUBJECTS)
    assert not browse.page.subjects.foot.isVisibleTo(browse.page)


def test_an_empty_school_says_the_next_step(open_desk, empty):
    office, teacher = open_desk(empty), open_desk(empty, "guru")
    assert "Belum ada kelas dan siswa" in texts(office.screen)
    assert "Belum ada kelas" in texts(teacher.screen)
    assert office.screen.toolbar() is None


def test_what_others_change_comes_into_sight_by_itself(open_desk, office):
    desk = open_desk(office)
    office.rosters.add_class("7D", 2026)
    desk.ctx.bus.tell({"classes"}, origin="pull")
    desk.settle()
    assert "7D" in [entry.row.name for entry in desk.screen.browse.pane.list.rows.rows[1:]]


def test_ctrl_k_finds_classes_and_pupils(open_desk, office):
    desk = open_desk(office)
    find = finder(desk.ctx)
    pupil = office.rosters.pupils()[40]
    assert find("7 b")[0].where == {"class_id": office.rosters.classes()[1].id}
    (found,) = find(pupil.nisn)
    desk.ctx.go(found.area, **found.where)
    desk.settle()
    assert desk.screen.browse.card.name.text() == pupil.name


def test_a_teacher_finds_pupils_of_other_classes_last_and_is_not_told_that_they_have_no_class(open_desk, office):
    desk = open_desk(office, "guru")
    gone = next(p for p in office.rosters.pupils() if p.class_name == "7A")
    with office.store.applying() as session:
        session.execute(t.enrolments.delete().where(t.enrolments.c.student_id == gone.id))
    found = finder(desk.ctx)(gone.name.split()[0])
    assert [hit.detail for hit in finder(desk.ctx)(gone.nisn)] == [f"bukan di kelas saya · {gone.nisn}"]
    here = ["bukan" not in hit.detail for hit in found]
    assert here == sorted(here, reverse=True)
    desk.screen.presenter.open_card(gone.id)
    desk.settle()
    assert desk.screen.browse.card.facts.text().startswith("bukan di kelas saya")


def test_a_grade_on_the_card_leads_to_its_sheet(open_desk, office):
    first = office.rosters.classes()[0]
    office.rosters.add_subjects([NewSubject(first.id, "IPA", "IPA")])
    desk = open_desk(office)
    desk.screen.presenter.open_card(office.rosters.pupils(first.id)[0].id)
    desk.settle()
    desk.press(Key.Key_Return, desk.screen.browse.card.grades)
    assert desk.state.area == "grades"
    assert desk.state.where["sheet"]
