"""Settings: what can be chosen and what it would be. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ems_desktop.i18n import tr
from ui.preferences import SCALES, Preferences

LANGUAGE_NAMES = {"id": "Indonesia", "en": "English"}  # each in its own language


class SettingsPresenter:
    """Takes effect at once; there is nothing to save."""

    def __init__(self, preferences: Callable[[], Preferences], prefer: Callable[[Preferences], None]) -> None:
        self._preferences, self._prefer = preferences, prefer

    @property
    def now(self) -> Preferences:
        return self._preferences()

    def languages(self) -> list[tuple[str, str]]:
        return list(LANGUAGE_NAMES.items())

    def themes(self) -> list[tuple[str, str]]:
        return [("system", tr("Like the system")), ("light", tr("Light")), ("dark", tr("Dark"))]

    def scales(self) -> list[tuple[str, str]]:
        return [(str(scale), f"{scale} %") for scale in SCALES]

    def speak(self, language: str) -> None:
        self._prefer(replace(self.now, language=language))

    def wear(self, theme: str) -> None:
        self._prefer(replace(self.now, theme=theme))

    def enlarge(self, scale: str) -> None:
        self._prefer(replace(self.now, scale=int(scale)))
