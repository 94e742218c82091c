"""The catalogue as a grid: Excel's habits, blocks, filling, sorting; and that it is quick with 5,000 entries."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ems_desktop.services.materials_views import Wanted
from tests.catalogues import PUPIL, clashed, many
from ui.widgets.grid.moves import Block

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier
TITLE, SUBJECT, DESC, TYPE, LEVEL, THEME = range(6)


@pytest.fixture
def desk(open_desk, entries):
    made = open_desk()
    made.in_table()
    return made


def choose(desk, row: int, col: int, to: tuple[int, int] | None = None) -> None:
    desk.screen.table.view.choose((row, col), (row, col), to or (row, col))


def column(desk, key: str) -> list[str]:
    """Of all entries, as they stand on the disk, the newest first at the start."""
    order = [row.id for row in desk.screen.table.model.rows]
    return [desk.materials.entry(one).cell(key) for one in order]


def test_typing_replaces_enter_goes_down_and_tab_right(desk):
    choose(desk, 0, LEVEL)
    desk.type("IX")
    desk.press(Key.Key_Return)
    assert desk.screen.table.chosen.at == (1, LEVEL)
    desk.type("VII")
    desk.press(Key.Key_Tab)
    assert desk.screen.table.chosen.at == (1, THEME)
    assert column(desk, "material_level") == ["IX", "VII", "IX", "VII"]
    assert QApplication.focusWidget() is desk.screen.table.view


def test_f2_edits_what_stands_there_line_ends_and_all(desk):
    choose(desk, 0, DESC)
    desk.press(Key.Key_F2)
    editor = desk.screen.table.editor
    assert (editor.toPlainText(), editor.accessibleName()) == ("Percobaan botol berlubang.", "Keterangan, Tekanan zat cair")
    desk.press(Key.Key_Return, Held.AltModifier)
    desk.type("Baris dua")
    desk.press(Key.Key_Return)
    assert column(desk, "material_desc")[0] == "Percobaan botol berlubang.\nBaris dua"


def test_escape_leaves_the_cell_as_it_was(desk):
    choose(desk, 0, THEME)
    desk.type("salah")
    desk.press(Key.Key_Escape)
    assert column(desk, "material_theme")[0] == "Tekanan"


def test_a_blank_title_is_refused_in_place_with_the_reason(desk):
    choose(desk, 0, TITLE)
    desk.press(Key.Key_F2)
    desk.screen.table.editor.selectAll()
    desk.type(" ")
    desk.press(Key.Key_Return)
    assert desk.screen.table.editor.at == (0, TITLE)
    assert desk.screen.table.bubble.said().startswith("Materi perlu judul")
    desk.press(Key.Key_Escape)
    assert column(desk, "material_title")[0] == "Tekanan zat cair"


def test_a_block_is_copied_and_pasted_with_its_line_ends_and_quotes(desk):
    desk.materials.set_cells({desk.screen.table.model.rows[0].id: {"material_desc": 'a "b"\n=1+1\tc'}})
    desk.screen.presenter.load()
    desk.settle()
    choose(desk, 0, DESC, (0, TYPE))
    desk.press(Key.Key_C, CTRL)
    choose(desk, 2, DESC)
    desk.press(Key.Key_V, CTRL)
    assert column(desk, "material_desc")[2] == 'a "b"\n=1+1\tc'
    assert column(desk, "material_type")[2] == "Video"


def test_a_pasted_block_says_how_many_went_in_and_which_not_and_is_one_step(desk):
    choose(desk, 2, TITLE)
    QGuiApplication.clipboard().setText("Iklan\tB. Indonesia\n \tMTK\nlebih\tbaris\n")
    desk.press(Key.Key_V, CTRL)
    assert column(desk, "material_title")[2:] == ["Iklan", "Aljabar"]
    assert column(desk, "subject_name")[2:] == ["B. Indonesia", "MTK"]
    said, undo = desk.notes[-1]
    assert said.startswith("3 sel masuk. 1 sel ditolak. Materi perlu judul")
    assert said.endswith("1 baris tidak muat di bawah materi terakhir.")
    undo()
    desk.settle()
    assert column(desk, "subject_name")[2:] == ["Bahasa Indonesia", "Matematika"]


def test_one_value_fills_the_selection_and_ctrl_d_fills_down(desk):
    choose(desk, 0, LEVEL, (3, LEVEL))
    QGuiApplication.clipboard().setText("Fase D")
    desk.press(Key.Key_V, CTRL)
    assert column(desk, "material_level") == ["Fase D"] * 4
    choose(desk, 0, THEME, (3, THEME))
    desk.press(Key.Key_D, CTRL)
    assert column(desk, "material_theme") == ["Tekanan"] * 4
    desk.press(Key.Key_Z, CTRL)
    assert column(desk, "material_theme") == ["Tekanan", "", "", ""]
    desk.press(Key.Key_Y, CTRL)
    assert column(desk, "material_theme") == ["Tekanan"] * 4


def test_dragging_the_fill_handle_repeats_the_block(desk):
    choose(desk, 0, THEME)
    desk.screen.table.filled.emit(Block(0, THEME, 0, THEME), Block(0, THEME, 2, THEME))
    desk.settle()
    assert column(desk, "material_theme")[:3] == ["Tekanan"] * 3


def test_delete_clears_and_never_the_titles_of_a_block(desk):
    choose(desk, 0, TITLE, (1, TYPE))
    desk.press(Key.Key_Delete)
    assert column(desk, "material_title")[:2] == ["Tekanan zat cair", "Menulis puisi dari foto"]
    assert column(desk, "material_type")[:2] == ["", ""]


def test_the_bar_below_fills_a_column_of_the_selection(desk):
    choose(desk, 1, LEVEL, (3, LEVEL))
    bulk = desk.screen.table.bulk
    assert bulk.said.text() == "3 materi · Jenjang"
    bulk.text.setFocus()
    desk.type("Fase D")
    desk.press(Key.Key_Return)
    assert column(desk, "material_level") == ["VIII", "Fase D", "Fase D", "Fase D"]
    assert desk.notes[-1][0] == "3 sel masuk."
    choose(desk, 1, TITLE, (3, TITLE))
    bulk.text.clear()
    bulk.fill.click()
    desk.settle()
    assert bulk.text.property("invalid")
    assert column(desk, "material_title")[3] == "Aljabar"


def test_selected_entries_go_to_the_trash_and_come_back_from_there(desk):
    choose(desk, 0, TITLE, (1, TITLE))
    desk.screen.table.bulk.throw.click()
    desk.settle()
    assert [row.title for row in desk.screen.table.model.rows] == ["Unsur iklan dan slogan", "Aljabar"]
    desk.screen.tools.pills.button("trash").click()
    desk.settle()
    view = desk.in_table()
    choose(desk, 0, THEME)
    desk.press(Key.Key_F2, on=view)
    assert desk.screen.table.bubble.said().startswith("Isi tempat sampah hanya bisa dibaca")
    choose(desk, 0, TITLE, (1, TITLE))
    desk.press(Key.Key_Delete, CTRL, on=view)
    assert desk.materials.find(Wanted()).total == 4


def test_a_header_or_alt_down_sorts_and_once_more_turns_it_round(desk):
    desk.screen.table.header.sectionClicked.emit(TITLE)
    desk.settle()
    titles = [row.title for row in desk.screen.table.model.rows]
    assert titles == sorted(titles)
    choose(desk, 0, TITLE)
    desk.press(Key.Key_Down, Held.AltModifier, on=desk.screen.table.view)
    assert [row.title for row in desk.screen.table.model.rows] == titles[::-1]


def test_an_edit_moves_no_row_though_the_newest_stand_first(desk):
    choose(desk, 3, LEVEL)
    desk.type("IX")
    desk.press(Key.Key_Return)
    assert desk.screen.table.model.rows[3].title == "Aljabar"


def test_ctrl_enter_opens_the_entry_and_ctrl_t_leads_back_to_its_row(desk):
    choose(desk, 2, LEVEL)
    desk.press(Key.Key_Return, CTRL)
    assert desk.screen.browse.entry.title.text() == "Unsur iklan dan slogan"
    desk.screen.browse.list.setFocus()
    desk.press(Key.Key_T, CTRL)
    assert desk.screen.table.chosen.at[0] == 2
    desk.press(Key.Key_F7)
    assert QApplication.focusWidget() is not desk.screen.table.view


def test_the_context_menu_names_the_keys(desk):
    choose(desk, 0, THEME)
    desk.screen.table.menu_asked.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    said = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    assert {"Ubah teks", "Isi ke bawah", "Urutkan menurut kolom ini"} <= set(said)


def test_a_clash_is_marked_in_its_cell_and_spoken(open_desk, store, entries):
    clashed(store, entries[0], "material_theme", "dulu", "saya", "Sheet")
    desk = open_desk()
    desk.in_table()
    index = desk.screen.table.model.index(0, THEME)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Tema: Sheet, diubah juga di Sheet"
    choose(desk, 0, THEME)
    desk.type("lain")
    desk.press(Key.Key_Return)
    assert desk.materials.entry(entries[0]).clashes == {"material_theme"}, "a decision is taken where both values are seen"


def test_a_pupils_grid_only_reads(open_desk, entries):
    desk = open_desk(person=PUPIL)
    view = desk.in_table()
    desk.press(Key.Key_X, on=view)
    assert desk.screen.table.editor.at is None
    assert desk.screen.table.bubble.said()
    QGuiApplication.clipboard().setText("x")
    desk.press(Key.Key_V, CTRL, on=view)
    assert column(desk, "material_title")[0] == "Tekanan zat cair"


# -- 5,000 entries


def test_5000_entries_are_read_anew_at_once_and_scroll_without_a_stutter(open_desk, store, small):
    many(store)
    desk = open_desk()
    took = []
    for _ in range(3):
        start = time.perf_counter()
        desk.screen.presenter.load()
        desk.settle()
        took.append(time.perf_counter() - start)
    assert len(desk.titles()) == 5_000
    assert min(took) < 0.3, took
    frames = {"list": scrolled(desk.screen.browse.list), "table": scrolled(desk.in_table())}
    assert all(sorted(times)[len(times) // 2] < 0.016 for times in frames.values()), frames


def scrolled(view) -> list[float]:
    """Seconds a frame, three rows at a time as a wheel turns."""
    bar, times = view.verticalScrollBar(), []
    for n in range(120):
        start = time.perf_counter()
        bar.setValue(n * 84)
        QApplication.processEvents()
        times.append(time.perf_counter() - start)
    return times
