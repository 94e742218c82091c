"""`demo --tour DIR`: the real program, its own widgets, driven through the main job; each claim is read back from PostgreSQL."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from ems_desktop import __version__
from ems_desktop.cli.options import Options
from ui.tour.hands import Stuck
from ui.tour.journey import Journey


def main(options: Options) -> int:
    """Pictures and `tour.json` into `options.tour`. 0 only if every fact held and nothing is wrong in the pictures."""
    assert options.tour is not None
    options.tour.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    start = time.monotonic()
    journey = Journey(app, options)
    stuck = ""
    try:
        journey.travel()
    except Stuck as error:
        stuck = f"waited in vain for: {error}"
    finally:
        journey.end()
    found = journey.result() | {"stuck": stuck}
    found["seconds"]["all"] = round(time.monotonic() - start, 1)
    _write(options.tour / "tour.json", {"version": __version__} | found)
    held = not stuck and _held(found)
    _tell(found, held)
    return 0 if held else 1


def _held(found: dict[str, Any]) -> bool:
    return bool(
        found["facts"]
        and all(fact["held"] for fact in found["facts"])
        and found["lost"] == 0
        and found["server_matches"]
        and found["audit_entries_match"]
        and found["conflict_shown"]
        and found["sheet_matches"]
        and found["sheet_clash_shown"]
        and found["forbidden_read"] == "denied"
        and not found["bugs"]
        and not found["wrong_in_pictures"]
    )


def _tell(found: dict[str, Any], held: bool) -> None:
    for fact in found["facts"]:
        sys.stdout.write(f"{'ok  ' if fact['held'] else 'FAIL'} {fact['name']}: {fact['got']}\n")
    for wrong in (*found["bugs"], *found["wrong_in_pictures"]):
        sys.stdout.write(f"FAIL {wrong}\n")
    if found["stuck"]:
        sys.stdout.write(f"FAIL {found['stuck']}\n")
    sys.stdout.write(f"{'Every fact held' if held else 'Not every fact held'} after {found['seconds']['all']} s.\n")


def _write(path: Path, found: dict[str, Any]) -> None:
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
