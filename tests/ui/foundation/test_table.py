"""Tables of declared columns: sorted here or by SQL, the chosen row kept, everything by keyboard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt

from ui.widgets import Column, RowsModel, TableView


@dataclass(frozen=True)
class Pupil:
    nisn: str
    name: str
    number: int


PUPILS = (Pupil("3", "Citra", 3), Pupil("1", "adelia", 1), Pupil("2", "Bagas", 2))
COLUMNS = (
    Column("number", "No", 52, lambda p: str(p.number), align="right", sort=lambda p: p.number),
    Column("name", "Nama", 200, lambda p: p.name, sort=lambda p: p.name.casefold(), stretch=True, tip=lambda p: f"<b>{p.name}"),
    Column("nisn", "NISN", 120, lambda p: p.nisn),
)


@pytest.fixture
def table(qtbot) -> TableView:
    made = TableView(RowsModel(COLUMNS, PUPILS, identity=lambda p: p.nisn), "Siswa")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def shown(table: TableView) -> list[str]:
    return [table.rows.index(n, 1).data() for n in range(table.rows.rowCount())]


def press_head(qtbot, table: TableView, section: int) -> None:
    head = table.horizontalHeader()
    at = head.viewport().rect().topLeft()
    at.setX(head.sectionViewportPosition(section) + 20)
    at.setY(head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_press_on_a_title_sorts_and_another_turns_it_round(qtbot, table):
    press_head(qtbot, table, 1)
    assert shown(table) == ["adelia", "Bagas", "Citra"]
    press_head(qtbot, table, 1)
    assert shown(table) == ["Citra", "Bagas", "adelia"]


def test_a_column_without_a_key_does_not_sort(qtbot, table):
    press_head(qtbot, table, 2)
    assert shown(table) == ["Citra", "adelia", "Bagas"]


def test_the_chosen_row_stays_chosen_when_rows_move_or_come_in(table):
    assert table.choose("2")
    table.rows.sort(1)
    assert table.current_row().name == "Bagas"
    table.rows.replace([Pupil("9", "Aisyah", 9), *PUPILS])
    assert shown(table) == ["adelia", "Aisyah", "Bagas", "Citra"]
    assert table.current_row().name == "Bagas"
    assert [p.name for p in table.selected_rows()] == ["Bagas"]


def test_a_row_that_is_not_shown_cannot_be_chosen(table):
    assert not table.choose("404")


def test_sql_can_do_the_sorting(qtbot):
    asked: list[tuple[str, bool]] = []

    def by_sql(key: str, descending: bool) -> list[Pupil]:
        asked.append((key, descending))
        return [PUPILS[1], PUPILS[2], PUPILS[0]]

    table = TableView(RowsModel(COLUMNS, PUPILS, sorter=by_sql), "Siswa")
    qtbot.addWidget(table)
    table.rows.sort(2, Qt.SortOrder.DescendingOrder)
    assert asked == [("nisn", True)]
    assert shown(table) == ["adelia", "Bagas", "Citra"]


def test_it_is_read_and_opened_with_the_keyboard(qtbot, table):
    chosen: list[Pupil] = []
    opened: list[Pupil] = []
    table.chosen.connect(chosen.append)
    table.opened.connect(opened.append)
    table.setFocus()
    for pressed in (Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(table, pressed)
    assert [p.name for p in chosen] == ["Bagas", "adelia", "Citra", "adelia"]
    assert [p.name for p in opened] == ["adelia"]


def test_tab_leaves_the_table(qtbot, table):
    assert not table.tabKeyNavigation()


def test_a_cell_is_spoken_with_its_column(table):
    assert table.rows.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Nama: Citra"
    assert "<b>" not in table.rows.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_the_column_that_stretches_takes_the_rest(table):
    assert sum(table.columnWidth(n) for n in range(3)) == table.viewport().width()


def test_rows_that_come_later_are_put_below_and_nothing_that_is_shown_moves(table):
    table.selectRow(1)
    chosen: list[Pupil] = []
    table.chosen.connect(chosen.append)
    table.rows.append([Pupil("4", "Dewi", 4), Pupil("5", "Eko", 5)])
    table.rows.append([])
    assert shown(table) == ["Citra", "adelia", "Bagas", "Dewi", "Eko"]
    assert table.current_row().name == "adelia"
    assert chosen == []
