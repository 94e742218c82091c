"""The demo school's Google Sheet: there from the first day, kept from one start to the next, found at today's address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.sheet import HEADERS, DemoSheet, catalogue, lines
from ems_desktop.store.school_file import SchoolFile

SCHOOL = SchoolFile("SMP Negeri 7 Contoh", "99000007", "127.0.0.1", 5432, "ems", "ems_gate", "gate", loopback=True)


@pytest.fixture
def sheet(tmp_path: Path) -> Iterator[DemoSheet]:
    made = DemoSheet(tmp_path)
    yield made
    made.stop()


def rows_over_http(school: SchoolFile) -> list[list[str]]:
    url = f"{school.google_api}/v4/spreadsheets/{school.sheet_id}/values/Materi"
    found: list[list[str]] = httpx.get(url, headers={"Authorization": "Bearer whoever"}).raise_for_status().json()["values"]
    return found


def test_it_begins_with_the_catalogue_two_further_columns_and_rows_of_the_browser(sheet):
    sheet.start(lines())
    head, *rows = rows_over_http(sheet.known_to(SCHOOL))
    assert head == [*HEADERS, "SUMBER", "CATATAN GURU"]
    assert [row[1] for row in rows[:40]] == [entry["material_title"] for entry in catalogue()]
    assert len(rows) == 44
    assert rows[0][7:] == ["Buku siswa, bab 3", "Dipakai minggu ke-12"]


def test_the_next_start_finds_what_was_written_at_an_address_of_its_own(sheet, tmp_path):
    Browser(sheet.start(lines())).set("B2", "Diganti lewat peramban")
    before = sheet.known_to(SCHOOL)
    sheet.stop()
    with pytest.raises(httpx.TransportError):
        rows_over_http(before)

    again = DemoSheet(tmp_path)
    try:
        again.start(lines())
        after = again.known_to(before)
        assert rows_over_http(after)[1][1] == "Diganti lewat peramban"
        assert replace(after, google_api=None) == replace(before, google_api=None)
    finally:
        again.stop()


def test_a_demo_school_that_is_older_than_its_sheet_finds_an_empty_one(sheet):
    assert rows_over_http(sheet.known_to(SCHOOL)) == [list(HEADERS)]
