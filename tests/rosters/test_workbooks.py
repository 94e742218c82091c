"""Files from somebody else's machine: what is not a harmless table is refused with a reason, and nothing is unpacked before."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.workbooks import Table, open_table
from tests.rosters.books import CLEAN, archive, raw_xlsx, sheet_xml, write_xlsx

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def code(path: Path) -> int:
    return mistake(path).code


def mistake(path: Path) -> Mistake:
    with pytest.raises(Mistake) as caught:
        open_table(path)
    assert caught.value.params["file"] == path.name
    assert caught.value.text()
    return caught.value


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_cells_keep_their_type_and_their_place(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [[], [None, "007", 7, 7.5, True, date(2013, 8, 17), datetime(2013, 8, 17, 6, 30)], ["=1+1"]])  # noqa: DTZ001
    table = open_table(path)
    assert table.rows[1] == (None, "007", 7.0, 7.5, True, date(2013, 8, 17), datetime(2013, 8, 17, 6, 30))  # noqa: DTZ001
    assert table.rows[0] == (None,) * 7


def test_a_formula_is_never_calculated(tmp_path):
    path = raw_xlsx(
        tmp_path / "a.xlsx",
        sheet_xml('<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://x")</f><v>kept</v></c><c r="B1"><f>1+1</f></c></row>'),
    )
    assert open_table(path).rows == (("kept",),)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\r\n <!DOCTYPE html><html><table><tr><td>Nama</td></tr></table></html>", "HTML"),
        (b"\xef\xbb\xbf<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "Excel 97–2003 (.xls)"),
        (archive({"word/document.xml": "<w/>"}), "Word (.docx)"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument (.ods)"),
        (archive({"xl/workbook.bin": "x"}), "Excel Binary (.xlsb)"),
        (archive({"foto.txt": "x"}), "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(tmp_path, data, what):
    error = mistake(written(tmp_path / "daftar.xlsx", data))
    assert (error.code, error.params["what"]) == (1203, what)


@pytest.mark.parametrize("data", [b"Nama;NISN\n", b"\0\1\2\3" * 100])
def test_a_file_of_no_known_kind_is_no_workbook(tmp_path, data):
    assert code(written(tmp_path / "daftar.xlsx", data)) == 1204


def test_a_web_page_is_no_csv_either(tmp_path):
    assert code(written(tmp_path / "daftar.csv", b"<html>Session expired</html>")) == 1203


def test_a_password_is_told_apart_from_an_old_format(tmp_path):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    assert code(written(tmp_path / "a.xlsx", data)) == 1205


def test_an_encrypted_archive_wants_a_password(tmp_path):
    data = bytearray(CLEAN.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code(written(tmp_path / "a.xlsx", bytes(data))) == 1205


def test_an_empty_file_a_missing_one_and_a_folder_are_told_apart(tmp_path):
    assert code(written(tmp_path / "a.xlsx", b"")) == 1202
    assert code(tmp_path / "nowhere.xlsx") == 1200
    (tmp_path / "b.xlsx").mkdir()
    assert code(tmp_path / "b.xlsx") == 1213


def test_a_file_that_excel_holds_is_told_to_be_closed(tmp_path, monkeypatch):
    path = written(tmp_path / "a.xlsx", CLEAN.read_bytes())

    def held(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "open", held)
    assert code(path) == 1201


def test_the_mark_that_excel_leaves_beside_an_open_file_is_no_workbook(tmp_path):
    assert code(written(tmp_path / "~$daftar.xlsx", b"\x05Admin".ljust(165))) == 1204


def test_a_device_is_not_read():
    assert code(Path(os.devnull)) == 1201


def test_a_file_past_the_limit_is_not_even_read(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert code(path) == 1207


@pytest.mark.parametrize("kept", [30, 1000, 40_000, 84_000, 84_220])
def test_a_truncated_file_is_damaged(tmp_path, kept):
    assert code(written(tmp_path / "a.xlsx", CLEAN.read_bytes()[:kept])) == 1206


def test_a_changed_byte_is_damage(tmp_path):
    data = bytearray(CLEAN.read_bytes())
    with zipfile.ZipFile(CLEAN) as book:
        info = book.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 2000] ^= 0xFF
    assert code(written(tmp_path / "a.xlsx", bytes(data))) == 1206


def test_a_part_that_is_not_well_formed_is_damage(tmp_path):
    assert code(raw_xlsx(tmp_path / "a.xlsx", sheet_xml("<row><c></row>"))) == 1206


def test_a_bomb_is_refused_by_its_directory_before_it_is_unpacked(tmp_path):
    bomb = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(ONE_CELL), {"xl/media/zeros.xml": "\0" * 40_000_000})
    assert bomb.stat().st_size < 100_000
    assert code(bomb) == 1208


def test_a_bomb_that_declares_its_size_is_refused_whatever_its_ratio(tmp_path):
    data = bytearray(archive({"xl/workbook.xml": "<w/>"}))
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 200_000_001)
    assert code(written(tmp_path / "a.xlsx", bytes(data))) == 1208


def test_a_bomb_that_lies_about_its_size_is_cut_off_where_it_said_it_would_end(tmp_path):
    source = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(ONE_CELL), {"xl/sharedStrings.xml": "<sst>" + " " * 3_000_000 + "</sst>"})
    data = bytearray(source.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 5)
    assert code(written(tmp_path / "b.xlsx", bytes(data))) == 1206


def test_more_parts_than_a_workbook_has_are_refused(tmp_path):
    assert code(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(ONE_CELL), {f"xl/media/{i}.bin": "" for i in range(2_000)})) == 1208


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/theme/theme1.xml", "docProps/core.xml"])
def test_a_document_type_declaration_in_any_part_is_refused(tmp_path, part, encoding):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + sheet_xml(ONE_CELL)
    target = io.BytesIO(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(ONE_CELL)).read_bytes())
    if part == "xl/worksheets/sheet1.xml":
        target = io.BytesIO(archive({"xl/workbook.xml": "<workbook/>"}))
    with zipfile.ZipFile(target, "a") as book:
        book.writestr(part, f'<?xml version="1.0" encoding="{encoding}"?>{bomb}'.encode(encoding))
    assert code(written(tmp_path / "b.xlsx", target.getvalue())) == 1209


def test_an_external_entity_is_not_fetched(tmp_path):
    secret = written(tmp_path / "secret.txt", b"secret")
    declared = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    assert code(raw_xlsx(tmp_path / "a.xlsx", declared + sheet_xml('<row><c t="str"><v>&a;</v></c></row>'))) == 1209


@pytest.mark.parametrize(
    "rows",
    [
        ONE_CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        ONE_CELL + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is/></c></row>',
        ONE_CELL + '<row r="1048576">' + "<c><v>1</v></c>" * 16_384 + "</row>",
        '<x:row r="1048576"><x:c r="XFD1048576" xmlns:x="x"><x:v>1</x:v></x:c></x:row>'.replace("<x:row", '<x:row xmlns:x="x"') + ONE_CELL,
    ],
)
def test_two_cells_at_the_far_corners_do_not_take_all_memory(tmp_path, rows):
    assert code(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(rows))) == 1211


@pytest.mark.parametrize("reference", ["ZZZZZZ99999999999", "A0", "a1", "1A", "", "A1048576000"])
def test_a_cell_at_a_place_that_no_sheet_has_is_damage(tmp_path, reference):
    assert code(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(f'<row r="1"><c r="{reference}"><v>1</v></c></row>'))) == 1206


def test_formatted_but_empty_cells_far_away_do_no_harm(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", sheet_xml(ONE_CELL + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'))
    assert open_table(path).rows == ((1.0,),)


def test_a_date_cell_far_before_the_calendar_is_damage_and_not_a_crash(tmp_path, capfd):
    assert code(raw_xlsx(tmp_path / "a.xlsx", sheet_xml('<row r="1"><c r="A1" s="1"><v>-1e12</v></c></row>'))) == 1206
    capfd.readouterr()  # the reader reports its own panic


@pytest.mark.parametrize("rows", ["", '<row r="1"/>', '<row r="1"><c r="A1" s="1"/></row>'])
def test_a_workbook_with_nothing_in_it_is_refused(tmp_path, rows):
    assert code(raw_xlsx(tmp_path / "a.xlsx", sheet_xml(rows))) == 1210


def test_the_preferred_sheet_is_taken_else_the_first_with_something_in_it(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.create_sheet("Kedua")["A1"] = "two"
    book.create_sheet("Daftar")["A1"] = "list"
    hidden = book.create_sheet("Rahasia")
    hidden["A1"] = "hidden"
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert open_table(tmp_path / "a.xlsx") == Table("a.xlsx", "Kedua", (("two",),))
    assert open_table(tmp_path / "a.xlsx", prefer=("Daftar",)).sheet == "Daftar"
    assert open_table(tmp_path / "a.xlsx", prefer=("Rahasia",)).sheet == "Kedua"


def test_a_workbook_under_another_suffix_is_still_a_workbook(tmp_path):
    assert open_table(written(tmp_path / "daftar.csv", CLEAN.read_bytes())).sheet == "Daftar Peserta Didik"


@pytest.mark.parametrize("data", [b"Nama;\0;NISN", b"Nama\n\x81\x8d", b'"' + b"x" * 200_000])
def test_a_csv_that_cannot_be_read_is_refused(tmp_path, data):
    assert code(written(tmp_path / "a.csv", data)) == 1212


def test_a_csv_of_empty_lines_is_refused(tmp_path):
    assert code(written(tmp_path / "a.csv", b"\r\n\r\n")) == 1210


def test_a_csv_keeps_blank_lines_so_that_row_numbers_agree_with_excel(tmp_path):
    assert open_table(written(tmp_path / "a.csv", b"a,b\r\n\r\n007,\r\n")).rows == (("a", "b"), (), ("007", None))
