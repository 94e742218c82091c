"""A teacher's file with a bank in it, and the window over it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.questions.item import FULL, Answer, Item, Option, Pair, Stimulus, true_false
from ems_desktop.services.people import Person
from ems_desktop.services.questions import Questions
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from tests.banks import choice, pulled_bank
from tests.schools import SmallSchool
from tests.ui.questions.desk import Desk, desk
from ui.preferences import Preferences

OpenDesk = Callable[..., Desk]
ABOUT = Stimulus("s", "Bakau menahan [b]ombak[/b] dan menjadi tempat kepiting bertelur.", "Mangrove")
ITEMS = (
    choice("Gagasan utama teks itu adalah …", "tambak", "hutan bakau", "wisata", key=1, stimulus=ABOUT, tags=("teks laporan",), level="L2", difficulty="medium", status="ready"),
    choice(r"Penyelesaian \(2x-7=9\) adalah …", "1", r"\(\frac{16}{2}\)", key=1, tags=("aljabar",), level="C3", difficulty="easy"),
    Item("short", "Ibu kota Jawa Barat?", answers=(Answer("Bandung"),), tags=("geografi",)),
    Item("matching", "Pasangkan", pairs=(Pair("air", "cair"), Pair("es", "padat"), Pair("", "gas"))),
    true_false("Bumi bulat.", truth=True),
    Item("essay", "Jelaskan akibat banjir.", guide="Dua akibat: 2 poin."),
    choice("بِسْمِ اللَّهِ artinya …", "Dengan nama Allah", "Segala puji", status="retired"),
    Item("multiple", "Pilih yang prima", (Option("2", FULL / 2), Option("4"), Option("5", FULL / 2))),
)  # fmt: skip


@pytest.fixture
def key() -> bytes:
    return os.urandom(32)


@pytest.fixture
def store(tmp_path: Path, key: bytes) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", key)
    yield opened
    opened.close()


@pytest.fixture
def cache(tmp_path: Path, key: bytes) -> FileCache:
    return FileCache(tmp_path / "files", key)


@pytest.fixture
def small(store: LocalStore) -> SmallSchool:
    return SmallSchool.as_pulled(store, teacher=str(uuid.uuid4()))


@pytest.fixture
def bank(store: LocalStore, small: SmallSchool) -> str:
    return pulled_bank(store)


@pytest.fixture
def items(store: LocalStore, small: SmallSchool, cache: FileCache, bank: str) -> tuple[str, ...]:
    """One of each kind, in this order in the list."""
    questions = Questions(store, small.teacher, cache)
    ids = questions.add_many(bank, ITEMS)
    questions.index()
    return ids


@pytest.fixture
def open_desk(qapp: QApplication, store: LocalStore, cache: FileCache, small: SmallSchool) -> Iterator[OpenDesk]:
    """Open the window, as often as a test wants; all are closed at its end."""
    with ExitStack() as stack:

        def open_it(
            language: str = "id", theme: str = "light", scale: int = 100, size: tuple[int, int] = (1440, 900), person: Person | None = None, **services: Any,
        ) -> Desk:  # fmt: skip
            preferences = Preferences(language, theme, scale)
            return stack.enter_context(desk(qapp, store, cache, person or small.teacher, preferences, size, **services))

        yield open_it
