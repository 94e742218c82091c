"""Google's quotas, by a clock that the test moves: 60 reads and 60 writes a minute for each user, 300 of each for all."""

from __future__ import annotations

import pytest

from ems_desktop.integrations.google_sheets import Busy
from tests.google_sheets.simulator import spreadsheet
from tests.google_sheets.test_batches import put


def test_the_61st_read_of_a_minute_is_refused_and_the_next_minute_is_a_new_one(simulator, sheet, clock):
    for _ in range(60):
        sheet.read()
        clock.now += 0.5
    with pytest.raises(Busy):
        sheet.read()
    sheet.write([put(("a",))])
    sheet.version()
    clock.now += 31
    assert sheet.read()["properties"]["title"] == "Katalog Materi"


def test_the_61st_write_of_a_minute_is_refused_and_does_nothing(simulator, sheet):
    for number in range(60):
        sheet.write([put((number,))])
    before = simulator.book.version
    with pytest.raises(Busy):
        sheet.write([put(("late",))])
    assert simulator.book.version == before


def test_all_teachers_together_have_300(simulator):
    sheets = [spreadsheet(simulator, f"teacher {i}") for i in range(6)]
    for sheet in sheets[:5]:
        for _ in range(60):
            sheet.read(["A1"])
    with pytest.raises(Busy):
        sheets[5].read(["A1"])
    assert simulator.calls["read"] == 301


def test_quotas_can_be_switched_off(simulator, sheet):
    simulator.quota.on = False
    for _ in range(70):
        sheet.read(["A1"])
    assert sheet.calls["read"] == 70


def test_polling_the_version_costs_nothing_of_the_quota(sheet):
    versions = {sheet.version() for _ in range(100)}
    assert versions == {"1"}
    assert sheet.read()
