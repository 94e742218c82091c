"""Where things are: the shipped resources, and the folder of one profile on this computer. All platform differences in paths
live here."""

from __future__ import annotations

import sys
from pathlib import Path


def root() -> Path:
    """The checkout, or the bundle's folder."""
    return Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def resources(*parts: str) -> Path:
    return root().joinpath("resources", *parts)


def default_data_dir() -> Path:
    """The profile's folder: local, never the roaming one."""
    from platformdirs import user_data_path

    return user_data_path("EMS Desktop", appauthor=False, roaming=False)
