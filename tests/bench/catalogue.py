"""The material catalogue and its Google Sheet of 5,000 rows: our merge against gspread's usual way (`get_all_records`, then `update_cell`
for each change), both against the simulator on loopback. What counts at Google is the number of calls; its own time is not in these figures."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.server import Simulator
from ems_desktop.integrations.google_http import Http
from ems_desktop.store.tables import materials
from tests.bench.figures import Figure, load, seconds
from tests.google_sheets.simulator import credentials, spreadsheet
from tests.sheet.desk import HEADERS, Desk

ROWS, CHANGES, RUNS = 5_000, 50, 5


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, Simulator() as simulator:
        simulator.quota.on = False
        Browser(simulator).paste("A1", [list(HEADERS), *([f"Mapel {n % 12}", f"Materi {n}", f"Tentang {n}"] for n in range(ROWS))])
        desk = Desk(Path(folder), spreadsheet(simulator))
        try:
            return [*_first(desk, simulator), *_poll(desk, simulator), *_changes(desk, simulator)]
        finally:
            desk.close()


def _gspread(simulator: Simulator) -> Any:
    import gspread

    client = gspread.Client(credentials(simulator), http_client=partial(Http, base=simulator.base))  # type: ignore[arg-type]
    return client.open_by_key(simulator.book.id).get_worksheet(0)


def _calls(simulator: Simulator) -> int:
    return simulator.calls["read"] + simulator.calls["write"]


def _first(desk: Desk, simulator: Simulator) -> list[Figure]:
    before = _calls(simulator)
    ours = seconds(desk.settle)
    calls = _calls(simulator) - before
    floor = seconds(lambda: _gspread(simulator).get_all_records(numericise_ignore=["all"]))
    told = f"{ROWS} rows without ids: {calls} calls of Sheets in all rounds; load {load()}"
    return [Figure("catalogue: first load, ids given and read back", ours, "s", None, "value", floor, "get_all_records once", told)]


def _poll(desk: Desk, simulator: Simulator) -> list[Figure]:
    before = _calls(simulator)
    ours = min(seconds(desk.round) for _ in range(RUNS))
    floor = min(seconds(desk.sheet.version) for _ in range(RUNS))
    told = f"{_calls(simulator) - before} calls of Sheets; best of {RUNS}; load {load()}"
    return [Figure("catalogue: nothing new", ours * 1000, "ms", None, "value", floor * 1000, "Drive's version alone", told)]


def _changes(desk: Desk, simulator: Simulator) -> list[Figure]:
    with desk.store.reading() as session:
        ids = list(session.execute(sa.select(materials.c.id).limit(CHANGES)).scalars())
    for number, id_ in enumerate(ids):
        desk.edit(id_, material_theme=f"Tema {number}")
    start = _calls(simulator)
    ours = seconds(desk.round)
    our_calls = _calls(simulator) - start

    def usual() -> None:
        sheet = _gspread(simulator)
        records = sheet.get_all_records(numericise_ignore=["all"])
        for row in range(2, 2 + CHANGES):
            assert records[row - 2]["MATERIAL_TITLE"]
            sheet.update_cell(row, 5, f"Jenjang {row}")

    start = _calls(simulator)
    theirs = seconds(usual)
    their_calls = _calls(simulator) - start
    told = f"{ROWS} rows, {CHANGES} of them changed; load {load()}"
    return [
        Figure("catalogue: calls for 50 changes", our_calls, "", 2, "value", their_calls, "get_all_records and update_cell", told),
        Figure("catalogue: time for 50 changes", ours * 1000, "ms", None, "value", theirs * 1000, "the same", told),
    ]
