"""One school with jobs in every state for the module; each test opens the window it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.demo.jobs import Played
from tests.authority.jobs_door import JobsDoor
from tests.servers import Server
from tests.ui.jobs.desk import JobsDesk, happen, jobs_desk
from tests.world import SchoolWorld
from ui.preferences import Preferences

OpenJobs = Callable[..., JobsDesk]


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as school:
        yield school


@pytest.fixture
def door(world: SchoolWorld) -> Iterator[JobsDoor]:
    with JobsDoor.open(world) as opened:
        yield opened


@pytest.fixture
def made(door: JobsDoor) -> Played:
    return happen(door)


@pytest.fixture
def open_jobs(qapp: QApplication, world: SchoolWorld, tmp_path: Path) -> Iterator[OpenJobs]:
    with ExitStack() as stack:

        def open_it(
            person: str = "budi",
            language: str = "id",
            theme: str = "light",
            scale: int = 100,
            size: tuple[int, int] = (1366, 768),
            n8n: str | None = None,
        ) -> JobsDesk:
            folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return stack.enter_context(jobs_desk(qapp, world, person, folder, Preferences(language, theme, scale), size, n8n))

        yield open_it
