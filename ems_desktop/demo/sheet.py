"""The demo school's Google Sheet: a simulator that runs as long as the demo program does, over a file in the demo's profile."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ems_desktop import paths
from ems_desktop.store.tables import MATERIAL_FIELDS

if TYPE_CHECKING:
    from ems_desktop.demo.google.server import Simulator
    from ems_desktop.store.school_file import SchoolFile

HEADERS = tuple(name.upper() for name in MATERIAL_FIELDS)
EVERYBODY = "everybody"  # whoever asks is this user of Google's, with one quota for all


def catalogue() -> list[dict[str, str]]:
    """The materials that the Sheet holds when the school begins: column → text."""
    found: list[dict[str, str]] = json.loads(paths.resources("demo", "materials.json").read_text(encoding="utf-8"))
    return found


def lines() -> list[list[str]]:
    """The Sheet when the school begins: seven columns that the house knows, two that the teachers added in the browser."""
    further = json.loads(paths.resources("demo", "sheet.json").read_text(encoding="utf-8"))
    more: dict[str, list[str]] = further["cells"]
    known = [[entry[name] for name in MATERIAL_FIELDS] + more.get(entry["material_title"], []) for entry in catalogue()]
    return [[*HEADERS, *further["columns"]], *known, *further["rows"]]


class DemoSheet:
    """Of one profile. From any thread."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / "sheet.json"
        self._lock = threading.Lock()
        self._simulator: Simulator | None = None

    def start(self, lines: Sequence[Sequence[str]] = (HEADERS,)) -> Simulator:
        """It runs from here on. `lines`: what a Sheet begins with that was not there before."""
        with self._lock:
            if self._simulator is None:
                self._simulator = self._started(lines)
            return self._simulator

    def _started(self, lines: Sequence[Sequence[str]]) -> Simulator:
        from ems_desktop.demo.google.browser import Browser
        from ems_desktop.demo.google.server import Simulator

        new = not self._file.exists()
        simulator = Simulator(file=self._file)
        simulator.accepts_any = EVERYBODY
        if new:
            Browser(simulator).paste("A1", lines)
        simulator.start()
        return simulator

    def known_to(self, school: SchoolFile) -> SchoolFile:
        """The school file with today's address of the Sheet."""
        simulator = self.start()
        return replace(school, google_api=simulator.base, sheet_id=simulator.book.id)

    def stop(self) -> None:
        with self._lock:
            if self._simulator is not None:
                self._simulator.stop()
            self._simulator = None
