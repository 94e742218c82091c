"""Kelas & Siswa with real widgets over a real file, driven as a person does: mostly by keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from ems_desktop.services.roster_views import NewSubject
from tests.offices import DEMO, MESSY
from tests.ui.rosters.desk import Desk
from ui.preferences import Preferences
from ui.screens.rosters.class_page import PUPILS, SUBJECTS
from ui.screens.rosters.finder import finder
from ui.tour.snap import clipped, low_contrast, unnamed, untranslated

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


def test_a_dropped_list_is_previewed_and_applied_by_keys_and_one_key_takes_it_back(open_desk, empty):
    desk = open_desk(empty)
    screen = desk.screen
    assert screen.browse.first_focus() is None
    drop(screen, str(DEMO))
    desk.settle()
    importing = desk.importing
    assert importing.isVisible()
    assert empty.rosters.pupils() == ()
    desk.press(Key.Key_Return, importing.table)
    importing.foot.apply.click()
    desk.settle()
    assert len(empty.rosters.pupils()) == 283
    assert (importing.isVisible(), desk.notes[-1][0]) == (False, "Impor tersimpan: 283 baru, 0 berubah")
    desk.press(Key.Key_Z, screen.browse.page.table(), Ctrl)
    assert empty.rosters.pupils() == ()
    assert screen.browse.presenter.now.empty


def drop(screen: QWidget, path: str) -> None:
    """As the window system tells of a file that is let go over a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    at, left, none = QPoint(10, 10), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(screen, QDragEnterEvent(at, Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(screen, QDropEvent(at.toPointF(), Qt.DropAction.CopyAction, data, left, none))


def test_something_else_that_is_dropped_is_not_taken(open_desk, empty, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    desk = open_desk(empty)
    drop(desk.screen, str(tmp_path / "a.pdf"))
    desk.settle()
    assert not desk.importing.isVisible()


def test_a_refused_cell_is_mended_without_leaving_the_keyboard(qtbot, open_desk, empty):
    desk = open_desk(empty)
    importing = open_messy(desk, MESSY)
    assert importing.table.current_row().row == 11
    for _ in range(2):
        desk.press(Key.Key_Down, importing.table)
    desk.press(Key.Key_Return, importing.table)
    field = importing.side.fix
    assert field.edit.hasFocus()
    field.edit.selectAll()
    desk.type("abc")
    qtbot.waitUntil(lambda: bool(field.error()))
    assert "hanya" in field.error() or "digit" in field.error()
    field.edit.selectAll()
    desk.type("0131234567")
    qtbot.waitUntil(lambda: not field.error())
    desk.press(Key.Key_Return, field.edit)
    assert importing.presenter.now.preview.counts["refused"] == 5
    desk.press(Key.Key_Escape)
    assert importing.table.hasFocus()
    desk.press(Key.Key_Z, importing.table, Ctrl)
    assert importing.presenter.now.preview.counts["refused"] == 6, "the last answer is taken back, nothing else"
    desk.press(Key.Key_Escape, importing.table)
    assert not importing.isVisible()


def open_messy(desk: Desk, path):
    desk.screen.open_file(path)
    desk.settle()
    return desk.importing


def test_a_file_that_is_none_gives_its_reason_in_place(open_desk, empty, tmp_path):
    (tmp_path / "a.xlsx").write_text("<html>")
    desk = open_desk(empty)
    importing = open_messy(desk, tmp_path / "a.xlsx")
    assert "EMS-1203" in " ".join(texts(importing))
    desk.press(Key.Key_Space)
    assert not importing.isVisible()


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_the_window_is_rebuilt_in_another_language_with_the_answers_kept(open_desk, empty):
    desk = open_desk(empty)
    importing = open_messy(desk, MESSY)
    importing.presenter.leave_out()
    desk.settle()
    desk.ctx.prefer(Preferences("en", "dark", 100))
    desk.settle()
    again = desk.importing
    assert again is not importing
    assert again.isVisible()
    assert again.presenter.now.preview.counts["skipped"] == 1
    assert again.foot.words()[0] == "59 rows will be saved: 59 new"


def test_refused_rows_and_attendance_lists_are_saved_where_the_person_says(open_desk, office, empty, tmp_path):
    desk = open_desk(office)
    desk.screen.save_list(tmp_path / "hadir.xlsx")
    desk.settle()
    assert (desk.notes[-1][0], (tmp_path / "hadir.xlsx").exists()) == ("hadir.xlsx tersimpan", True)
    desk.screen.save_list(tmp_path / "nowhere" / "hadir.xlsx")
    desk.settle()
    importing = open_messy(desk, MESSY)
    importing.presenter.save_refused(tmp_path / "ditolak.xlsx")
    desk.settle()
    assert (tmp_path / "ditolak.xlsx").exists()


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


def test_a_grade_on_the_card_leads_to_its_sheet(open_desk, office):
    first = office.rosters.classes()[0]
    office.rosters.add_subjects([NewSubject(first.id, "IPA", "IPA")])
    desk = open_desk(office)
    desk.screen.presenter.open_card(office.rosters.pupils(first.id)[0].id)
    desk.settle()
    desk.press(Key.Key_Return, desk.screen.browse.card.grades)
    assert desk.state.area == "grades"
    assert desk.state.where["sheet"]


class Strays(QObject):
    """Windows that came up: a part without a parent flashes as one."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def walk(desk: Desk, path):
    """Through every part of the screen, step by step."""
    screen, browse = desk.screen, desk.screen.browse
    importing = desk.importing
    steps = (
        [lambda: browse.page.show_view(PUPILS)],
        [lambda: browse.new_class.show_class(None, browse.presenter.now.staff)],
        [browse.saved, lambda: browse.page.show_view(SUBJECTS)],
        [browse.page.subjects.open_new, browse.page.subjects.form.save.click],
        [browse.saved, browse.page.change.click],
        [browse.saved, lambda: browse.presenter.open_card(browse.presenter.now.pupils[0].id)],
        [browse.card.open_move],
        [browse.card.open_leave],
        [browse.saved, browse.close_card, lambda: browse.presenter.search("zzz")],
        [lambda: screen.open_file(path)],
        [importing._open_side],
        [lambda: importing.presenter.filter("new")],
    )
    for number, step in enumerate(steps):
        for act in step:
            act()
        desk.settle()
        yield number


@pytest.fixture
def busy(office):
    """One subject without a teacher, one pupil who left."""
    office.rosters.add_subjects([NewSubject(office.rosters.classes()[0].id, "Pendidikan Pancasila", "PP")])
    office.rosters.leave(office.rosters.pupils()[1].id, date(2026, 9, 1), "pindah")
    return office


@pytest.mark.parametrize(
    ("language", "scale", "size"), [("id", 100, (1440, 900)), ("en", 125, (1366, 768)), ("id", 200, (1366, 768)), ("en", 200, (1366, 768))]
)
def test_nothing_is_clipped_nameless_or_astray(qapp, open_desk, busy, language, scale, size):
    strays = Strays()
    qapp.installEventFilter(strays)
    desk = open_desk(busy, language=language, theme="dark" if scale == 125 else "light", scale=scale, size=size)
    for number in walk(desk, MESSY):
        assert (clipped(desk.screen), unnamed(desk.screen)) == ([], []), number
        assert (desk.window.width(), desk.window.height()) == size, "the window does not grow by itself"
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_word_is_in_the_language_that_is_spoken(open_desk, busy, language):
    desk = open_desk(busy, language=language)
    assert [words for number in walk(desk, MESSY) if number in {3, 5, 7, 10} and (words := untranslated(desk.screen, language))] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_can_be_read_on_its_ground(open_desk, office, theme):
    desk = open_desk(office, theme=theme)
    screen = desk.screen
    for step in (lambda: None, lambda: screen.presenter.open_card(screen.presenter.now.pupils[0].id), lambda: screen.open_file(MESSY)):
        step()
        desk.settle()
        assert low_contrast(screen) == []
