"""What a person asked for on the command line, handed to the window, the tour and the admin commands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ems_desktop.demo.full import Parts


@dataclass(frozen=True, slots=True)
class Options:
    """`data_dir` is the profile's folder and may not exist yet; paths are absolute. `language` is None where nobody chose
    one. `tour` is the folder for pictures; `keep` leaves the server running when the program ends; `parts` run for the demo."""

    data_dir: Path
    language: str | None = None
    school: Path | None = None
    demo: bool = False
    tour: Path | None = None
    keep: bool = False
    parts: Parts | None = None
