"""A teacher's file with a catalogue in it, and the window over it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from tests.catalogues import pulled, sheet_columns
from tests.schools import SmallSchool
from tests.ui.materials.desk import Desk, desk
from ui.preferences import Preferences

OpenDesk = Callable[..., Desk]
ENTRIES: tuple[dict[str, Any], ...] = (
    {
        "subject_name": "IPA", "material_title": "Tekanan zat cair", "material_type": "Video", "material_level": "VIII",
        "material_theme": "Tekanan", "material_desc": "Percobaan botol berlubang.", "extra": {"sumber": "Guru IPA"},
    },
    {"subject_name": "Bahasa Indonesia", "material_title": "Menulis puisi dari foto", "material_type": "PDF", "material_level": "VIII"},
    {"subject_name": "Bahasa Indonesia", "material_title": "Unsur iklan dan slogan", "material_type": "PPTX", "material_level": "IX"},
    {"subject_name": "Matematika", "material_title": "Aljabar", "material_type": "PDF", "material_level": "VII"},
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@pytest.fixture
def small(store: LocalStore) -> SmallSchool:
    return SmallSchool.as_pulled(store, teacher=str(uuid.uuid4()))


@pytest.fixture
def entries(store: LocalStore, small: SmallSchool) -> tuple[str, ...]:
    """Four entries, the newest first."""
    sheet_columns(store)
    return tuple(pulled(store, entry, at=f"2026-11-{20 - n} 02:31:00+00", by=small.teacher.id)[0] for n, entry in enumerate(ENTRIES))


@pytest.fixture
def open_desk(qapp: QApplication, store: LocalStore, small: SmallSchool) -> Iterator[OpenDesk]:
    """Open the window, as often as a test wants; all are closed at its end."""
    with ExitStack() as stack:

        def open_it(
            language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1440, 900),
            person: Person | None = None, **services: Any,
        ) -> Desk:  # fmt: skip
            preferences = Preferences(language, theme, scale)
            return stack.enter_context(desk(qapp, store, person or small.teacher, preferences, size, **services))

        yield open_it
