"""Another teacher at another computer: a profile of their own, no window, the same real services and sync."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from ems_desktop.demo import build
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.grade_views import Entry
from ems_desktop.services.profile import Profile
from sync.desk import Desk
from ui.doors import FirstRunDoors


class Colleague:
    """Their cable is never pulled."""

    def __init__(self, data_dir: Path, doors: FirstRunDoors) -> None:
        assert doors.school is not None
        self._profile = Profile(data_dir / "colleague")
        school = replace(doors.school, port=doors.server.start().port)
        self._profile.join(school)
        self._desk = Desk(Accounts(self._profile, school).sign_in(build.email(build.COLLEAGUE), build.PASSWORD))
        self._desk.sync()

    def enter(self, sheet: str, entries: Sequence[Entry]) -> None:
        self._desk.grades.enter(sheet, "61", entries)
        self._desk.sync()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._desk.close()
        self._profile.close()
