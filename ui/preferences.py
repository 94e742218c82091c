"""How this person wants the window to look, kept in a small file of the profile. Knows nothing of Qt."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ems_desktop.i18n import LANGUAGES

THEMES = ("system", "light", "dark")
SCALES = (90, 100, 110, 125, 150, 175, 200)  # per cent


@dataclass(frozen=True, slots=True)
class Preferences:
    language: str = "id"
    theme: str = "system"
    scale: int = 100  # per cent

    def sane(self) -> Preferences:
        """Values of a file somebody edited, brought back to what there is."""
        return Preferences(
            self.language if self.language in LANGUAGES else "id",
            self.theme if self.theme in THEMES else "system",
            min(max(self.scale, SCALES[0]), SCALES[-1]),
        )


def load(path: Path) -> Preferences:
    """What was kept; the defaults when there is nothing readable."""
    try:
        read = json.loads(path.read_text("utf-8"))
        return Preferences(str(read["language"]), str(read["theme"]), int(read["scale"])).sane()
    except (OSError, ValueError, KeyError, TypeError):
        return Preferences()


def save(path: Path, preferences: Preferences) -> None:
    """Whole or not at all. Errors: 1305 not writable, 1352 disk full, 1354."""
    from ems_desktop.store.platform import explained, private_file

    with explained(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    private_file(path, json.dumps(asdict(preferences)))
