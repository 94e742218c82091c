"""What the demo school's Google Sheet holds, read over HTTP, and what was asked of it. Beside `facts.py`, which reads PostgreSQL."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, Request, build_opener

from ems_desktop.domain.catalogue.sheet import ID
from ems_desktop.store.tables import MATERIAL_FIELDS

if TYPE_CHECKING:
    import psycopg

    from ems_desktop.demo.google.server import Exchange, Simulator

Row = dict[str, str]  # column's key → text
_CATALOGUE = "select columns from ems.catalogue"
_MATERIALS = "select to_jsonb(m) from ems.materials m where not deleted"


class SheetWitness:
    """`rounds`: what each round of the program asked for since this witness is there, read and write; a round begins by asking Drive."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self.rounds: list[Counter[str]] = []
        simulator.watchers.append(self._saw)

    def _saw(self, exchange: Exchange) -> None:
        """On the simulator's thread. The witness's own reading is not the program's."""
        if exchange.path.startswith("/drive/"):
            self.rounds.append(Counter())
        elif self.rounds and "/values/" not in exchange.path:
            self.rounds[-1]["write" if exchange.method == "POST" else "read"] += 1

    def most(self, kind: str) -> int:
        """In one round."""
        return max((one[kind] for one in self.rounds), default=0)

    def rows(self, columns: dict[str, str]) -> dict[str, Row]:
        """Id → row. `columns`: header → key."""
        url = f"{self._simulator.base}/v4/spreadsheets/{self._simulator.book.id}/values/Materi"
        asked = Request(url, headers={"Authorization": "Bearer witness"})  # noqa: S310 - the simulator's address, on this computer
        with build_opener(ProxyHandler({})).open(asked, timeout=10) as answer:
            head, *lines = json.load(answer)["values"]
        keys = [ID if header == ID.upper() else columns.get(header, header) for header in head]
        rows = [dict(zip(keys, line, strict=False)) for line in lines]
        return {row.pop(ID, ""): {key: text for key, text in row.items() if text} for row in rows}


def columns(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """Header → key, as the school knows them."""
    found = connection.execute(_CATALOGUE).fetchone()
    assert found
    return {one["header"]: one["key"] for one in found[0]}


def materials(connection: psycopg.Connection[Any]) -> dict[str, Row]:
    """Id → row, as PostgreSQL has it, without what is in the trash."""
    found = (row for (row,) in connection.execute(_MATERIALS))
    return {
        row["id"]: {key: text for key, text in {**row["extra"], **{n: row[n] for n in MATERIAL_FIELDS}}.items() if text} for row in found
    }


def differing(sheet: dict[str, Row], school: dict[str, Row]) -> list[str]:
    """Ids of rows that only one of them has, or that say something else."""
    return sorted(id_ for id_ in sheet.keys() | school.keys() if sheet.get(id_) != school.get(id_))
