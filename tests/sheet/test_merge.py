"""The catalogue and its Google Sheet: what people do in the browser and what is typed here come together, and nothing is overwritten unseen."""

from __future__ import annotations

import pytest

from ems_desktop.demo.google.batch import applied
from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.server import Simulator
from ems_desktop.domain.errors import Outage
from ems_desktop.integrations.google_sheets import Spreadsheet
from ems_desktop.integrations.sheet_reading import IMAGES
from tests.google_sheets.simulator import spreadsheet
from tests.sheet.conftest import NewDesk
from tests.sheet.desk import HEADERS, Desk, by_header


def titles(browser: Browser) -> list[str]:
    return [row[name] for row in by_header(browser.texts()) for name in row if name in ("MATERIAL_TITLE", "JUDUL")]


def test_the_rows_of_the_sheet_come_in_with_an_id_each(settled: Desk, browser: Browser) -> None:
    assert settled.titles() == ["Gaya", "Lensa", "Pecahan"]
    assert browser.texts()[0] == [*HEADERS, "EMS_ID"]
    ids = [row[7] for row in browser.texts()[1:]]
    assert len(set(ids)) == 3
    assert settled.by_title("Lensa")["id"] == ids[0]
    assert settled.waiting() == 0


def test_when_nothing_moved_nothing_is_read(settled: Desk, simulator: Simulator) -> None:
    before = simulator.calls.copy()
    assert not settled.round().read
    assert simulator.calls - before == {"version": 1}


def test_a_cell_changed_in_the_browser_comes_in(settled: Desk, browser: Browser) -> None:
    browser.set("C2", "cahaya dan bayangan")
    settled.settle()
    assert settled.by_title("Lensa")["material_desc"] == "cahaya dan bayangan"


def test_a_cell_changed_here_goes_out_as_it_was_typed(settled: Desk, browser: Browser) -> None:
    settled.edit(settled.by_title("Lensa")["id"], material_desc="=1+1", material_level="007")
    settled.settle()
    assert browser.texts()[1][2:5] == ["=1+1", "", "007"]
    assert settled.waiting() == 0


def test_a_new_entry_gets_a_row_and_both_sides_stay_equal(settled: Desk, browser: Browser) -> None:
    settled.add("Magnet", subject_name="IPA")
    settled.settle()
    assert titles(browser) == ["Lensa", "Gaya", "Pecahan", "Magnet"]
    assert settled.titles().count("Magnet") == 1


def test_rows_sorted_inserted_and_moved_stay_themselves(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    browser.sort("B")
    browser.insert_rows(2, 3)
    browser.move_rows(5, 8)
    settled.edit(lensa, material_theme="optik")
    settled.settle()
    assert {row["MATERIAL_TITLE"]: row["MATERIAL_THEME"] for row in by_header(browser.texts())} == {
        "Gaya": "",
        "Lensa": "optik",
        "Pecahan": "",
    }
    assert settled.titles() == ["Gaya", "Lensa", "Pecahan"]


def test_headers_renamed_and_columns_added_or_moved_are_respected(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    browser.rename("MATERIAL_TITLE", "JUDUL")
    browser.insert_column("A")
    browser.set("A1", "PENULIS")
    browser.set("A2", "Ratna")
    settled.settle()
    assert settled.row(lensa)["extra"] == {"PENULIS": "Ratna"}
    assert settled.row(lensa)["material_title"] == "Lensa"
    browser.move_column(browser.column("JUDUL"), "A")
    settled.edit(lensa, material_title="Lensa cembung", extra={"PENULIS": "Budi"})
    settled.settle()
    first = by_header(browser.texts())[0]
    assert (first["JUDUL"], first["PENULIS"]) == ("Lensa cembung", "Budi")


def test_a_cell_changed_on_both_sides_takes_the_sheet_s_text_and_keeps_mine_beside_it(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    settled.edit(lensa, material_desc="punyaku", material_theme="optik")
    browser.set("C2", "punya mereka")
    settled.settle()
    assert settled.row(lensa)["material_desc"] == "punya mereka"
    assert settled.clash(lensa) == {"material_desc": ("punyaku", "punya mereka")}
    assert by_header(browser.texts())[0]["MATERIAL_THEME"] == "optik"


def test_the_same_text_on_both_sides_is_no_clash(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    settled.edit(lensa, material_desc="sama")
    browser.set("C2", "sama")
    settled.settle()
    assert settled.clash(lensa) == {}


def test_a_row_removed_in_the_browser_goes_to_the_trash(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    browser.delete_rows(2)
    settled.settle()
    assert settled.row(lensa)["deleted"]
    assert settled.clash(lensa) == {}
    settled.edit(lensa, deleted=False)
    settled.settle()
    assert titles(browser) == ["Gaya", "Pecahan", "Lensa"]


def test_an_entry_thrown_away_here_leaves_the_sheet(settled: Desk, browser: Browser) -> None:
    settled.remove(settled.by_title("Gaya")["id"])
    settled.settle()
    assert titles(browser) == ["Lensa", "Pecahan"]
    assert settled.waiting() == 0


def test_what_was_changed_there_and_thrown_away_here_comes_back_and_asks(settled: Desk, browser: Browser) -> None:
    gaya = settled.by_title("Gaya")["id"]
    settled.remove(gaya)
    browser.set("C3", "gaya gesek")
    settled.settle()
    assert not settled.row(gaya)["deleted"]
    assert settled.row(gaya)["material_desc"] == "gaya gesek"
    assert settled.clash(gaya) == {"deleted": ("true", "false")}


def test_what_was_changed_here_and_removed_there_goes_to_the_trash_and_asks(settled: Desk, browser: Browser) -> None:
    gaya = settled.by_title("Gaya")["id"]
    settled.edit(gaya, material_desc="gaya gesek")
    browser.delete_rows(3)
    settled.settle()
    assert settled.row(gaya)["deleted"]
    assert settled.row(gaya)["material_desc"] == "gaya gesek"
    assert settled.clash(gaya) == {"deleted": ("false", "true")}


def test_a_copied_row_becomes_an_entry_of_its_own(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    browser.copy_row(2, 6)
    browser.set("B6", "Lensa cekung")
    settled.settle()
    assert settled.titles() == ["Gaya", "Lensa", "Lensa cekung", "Pecahan"]
    assert settled.by_title("Lensa")["id"] == lensa


def test_somebody_types_into_the_same_cell_between_our_reading_and_our_write(settled: Desk, browser: Browser, simulator: Simulator) -> None:
    lensa = settled.by_title("Lensa")["id"]
    settled.edit(lensa, material_desc="punyaku")
    simulator.between = lambda: browser.set("C2", "tepat di antaranya")
    settled.settle()
    assert browser.texts()[1][2] == "tepat di antaranya"
    assert settled.clash(lensa) == {"material_desc": ("punyaku", "tepat di antaranya")}


def test_rows_are_sorted_between_our_reading_and_our_write(settled: Desk, browser: Browser, simulator: Simulator) -> None:
    lensa = settled.by_title("Lensa")["id"]
    settled.edit(lensa, material_desc="punyaku")
    simulator.between = lambda: browser.sort("B")
    settled.settle()
    rows = {row["MATERIAL_TITLE"]: row["MATERIAL_DESC"] for row in by_header(browser.texts())}
    assert rows == {"Lensa": "punyaku", "Gaya": "gerak", "Pecahan": ""}
    assert settled.titles() == ["Gaya", "Lensa", "Pecahan"]


def test_a_row_is_inserted_between_our_reading_and_our_removal(settled: Desk, browser: Browser, simulator: Simulator) -> None:
    settled.remove(settled.by_title("Gaya")["id"])

    def insert() -> None:
        browser.insert_rows(2)
        browser.set("B2", "Cermin")

    simulator.between = insert
    settled.settle()
    assert sorted(titles(browser)) == ["Cermin", "Lensa", "Pecahan"]
    assert settled.titles() == ["Cermin", "Lensa", "Pecahan"]


def test_two_programs_that_write_at_once_do_not_pass_each_other(
    settled: Desk, simulator: Simulator, browser: Browser, new_desk: NewDesk
) -> None:
    other = new_desk()
    other.settle()
    settled.edit(settled.by_title("Lensa")["id"], material_desc="satu")
    other.edit(other.by_title("Gaya")["id"], material_desc="dua")
    simulator.between = other.round
    assert settled.round().again
    settled.settle()
    other.settle()
    rows = {row["MATERIAL_TITLE"]: row["MATERIAL_DESC"] for row in by_header(browser.texts())}
    assert (rows["Lensa"], rows["Gaya"]) == ("satu", "dua")


def test_an_answer_that_got_lost_is_found_again(settled: Desk, simulator: Simulator, browser: Browser) -> None:
    settled.add("Magnet")
    simulator.between = lambda: browser.set("C3", "gaya gesek")
    simulator.faults.next("cut-after", "write")
    with pytest.raises(Outage):
        settled.round()
    settled.settle()
    assert titles(browser).count("Magnet") == 1
    assert settled.titles().count("Magnet") == 1


def test_who_may_only_read_the_sheet_still_takes_what_is_new(settled: Desk, browser: Browser, simulator: Simulator) -> None:
    settled.merge._sheet = spreadsheet(simulator, "tamu", "viewer")
    settled.add("Magnet")
    browser.set("C2", "baru")
    last = settled.settle()
    assert last.read_only
    assert settled.by_title("Lensa")["material_desc"] == "baru"
    assert "Magnet" not in titles(browser)
    assert settled.waiting() == 1


def test_a_formula_in_the_sheet_is_not_overwritten(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    browser.set("C2", "=1+1")
    settled.settle()
    assert settled.row(lensa)["material_desc"] == "2"
    settled.edit(lensa, material_desc="punyaku")
    settled.settle()
    assert settled.clash(lensa) == {"material_desc": ("punyaku", "2")}
    assert browser.texts()[1][2] == "2"


def test_an_empty_spreadsheet_gets_its_headers(simulator: Simulator, new_desk: NewDesk) -> None:
    desk = new_desk()
    desk.add("Magnet")
    desk.settle()
    assert Browser(simulator).texts()[0] == [*HEADERS, "EMS_ID"]
    assert titles(Browser(simulator)) == ["Magnet"]


def test_one_round_is_one_reading_and_at_most_one_write(settled: Desk, browser: Browser) -> None:
    sheet = settled.merge._sheet
    assert isinstance(sheet, Spreadsheet)
    for number in range(30):
        settled.add(f"Materi {number}")
    browser.set("C2", "baru")
    before = sheet.calls.copy()
    settled.round()
    assert sheet.calls - before == {"version": 1, "read": 1, "write": 1}


def test_without_the_column_of_ids_rows_are_known_by_what_they_hold(settled: Desk, browser: Browser) -> None:
    lensa = settled.by_title("Lensa")["id"]
    browser.delete_column(browser.column("EMS_ID"))
    settled.settle()
    assert settled.titles() == ["Gaya", "Lensa", "Pecahan"]
    assert settled.by_title("Lensa")["id"] == lensa
    assert lensa in [row[7] for row in browser.texts()[1:]]


@pytest.mark.parametrize(
    "said",
    [
        '{"m": 7, "k": "a", "id": "x", "keys": ["y"]}',
        '{"m": 7}',
        "[]",
        '{"m": "x", "k": 1}',
        '{"m": 7, "k": "h", "keys": {"a": "b"}}',
        "x",
        f'{{"m": 7, "k": "h", "keys": {{"{"9" * 5000}": "x"}}}}',
    ],
    ids=lambda said: said[:30],
)
def test_nonsense_in_the_hidden_tab_is_left_aside(settled: Desk, browser: Browser, simulator: Simulator, said: str) -> None:
    hidden = Browser(simulator, IMAGES)
    hidden.set(f"A{len(hidden.texts()) + 1}", said)
    settled.edit(settled.by_title("Lensa")["id"], material_theme="optik")
    settled.settle()
    assert by_header(browser.texts())[0]["MATERIAL_THEME"] == "optik"
    assert settled.titles() == ["Gaya", "Lensa", "Pecahan"]


def test_a_hidden_tab_that_somebody_threw_away_is_made_anew(settled: Desk, browser: Browser, simulator: Simulator) -> None:
    with simulator.lock:
        simulator.book, _ = applied(simulator.book, [{"deleteSheet": {"sheetId": IMAGES}}])
    settled.edit(settled.by_title("Lensa")["id"], material_theme="optik")
    settled.settle()
    simulator.between = lambda: browser.set("C2", "tepat di antaranya")
    settled.edit(settled.by_title("Lensa")["id"], material_desc="punyaku")
    settled.settle()
    first = by_header(browser.texts())[0]
    assert (first["MATERIAL_THEME"], first["MATERIAL_DESC"]) == ("optik", "tepat di antaranya")
    assert settled.clash(settled.by_title("Lensa")["id"])["material_desc"] == ("punyaku", "tepat di antaranya")


def test_a_sheet_whose_last_tab_is_ours_is_said_to_be_gone(settled: Desk, simulator: Simulator) -> None:
    with simulator.lock:
        simulator.book, _ = applied(simulator.book, [{"deleteSheet": {"sheetId": 0}}])
    with pytest.raises(Outage, match="EMS-1518"):
        settled.settle()
    assert settled.titles() == ["Gaya", "Lensa", "Pecahan"]


def test_a_column_called_deleted_is_no_clash_about_the_whole_entry(settled: Desk, browser: Browser) -> None:
    browser.set("I1", "deleted")
    browser.set("I2", "ya")
    settled.settle()
    lensa = settled.by_title("Lensa")
    (key,) = (key for key, value in lensa["extra"].items() if value == "ya")
    settled.edit(lensa["id"], extra=lensa["extra"] | {key: "mungkin"})
    browser.set("I2", "tidak")
    settled.settle()
    assert settled.clash(lensa["id"]) == {key: ("mungkin", "tidak")}
    assert settled.titles() == ["Gaya", "Lensa", "Pecahan"]
