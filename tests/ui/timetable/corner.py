"""A corner of a window with the timetable's real services over a real file, and what was said there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from ems_desktop.domain.timetable.week import Slot
from ems_desktop.services.timetable_books import TimetableBooks
from ems_desktop.services.timetable_import import TimetableImport
from ems_desktop.services.timetable_views import Sheet
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.timetable.school import OFFICE, School
from tests.ui.foundation.school import TEACHER
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.timetable.output import Output, Shown
from ui.tasks import Tasks

W = TypeVar("W", bound=QWidget)
MONDAY = Slot(1, 460, 500)


@dataclass
class Corner:
    """`undo`: what the last note offers to take back."""

    ctx: Context
    widget: QWidget
    school: School
    sheet: Sheet
    said: list[str] = field(default_factory=list)
    undo: Any = None

    @property
    def output(self) -> Output:
        return Output(self.widget, self.ctx)

    def shown(self, look: str = "class", who: str | None = None) -> Shown:
        return Shown(self.sheet, look, who or self.school.classes["VII A"])  # type: ignore[arg-type]

    def settle(self) -> None:
        assert self.ctx.tasks.wait()
        QApplication.processEvents()
        assert self.ctx.tasks.wait()
        QApplication.processEvents()

    def part(self, kind: type[W]) -> W:
        """The one window of this kind."""
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        assert len(found) == 1
        return found[0]

    def choose(self, path: Path) -> None:
        """What a person does in a file dialog."""
        dialog = self.widget.findChild(QFileDialog)
        assert dialog is not None
        dialog.fileSelected.emit(str(path))
        dialog.close()
        self.settle()

    def hear(self, words: str, undo: object) -> None:
        self.said.append(words)
        self.undo = undo


@contextmanager
def corner(folder: Path) -> Iterator[Corner]:
    store = LocalStore(folder / "local.db", os.urandom(32))
    school = School(store)
    with store.applying() as session:
        session.execute(sa.update(t.semesters).values(starts_on=date(2026, 7, 13), ends_on=date(2026, 12, 18)))
        row = {"id": t.SCHOOL, "scope_id": t.SCHOOL, "npsn": "20200001", "name": "SMP Uji", "address": "Jl. Mawar 5\nMalang", "rev": 1}
        session.execute(sa.insert(t.school).values(row))
    service = school.service()
    draft = service.make(school.semester, "Draf 1")
    service.add(draft, [school.new("VII A", "IPA", MONDAY, room_id=school.room), school.new("VII B", "IPS", MONDAY)])
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    services = Services(timetable=service, timetable_books=TimetableBooks(store), timetable_import=TimetableImport(store, OFFICE))
    widget = QWidget()
    widget.resize(400, 300)
    widget.show()
    ctx = Context(services, TEACHER, tasks, Bus(), say, _nowhere, Preferences, lambda _: None, lambda: None)
    made = Corner(ctx, widget, school, service.sheet(draft))
    say.noted.connect(made.hear)
    say.warned.connect(lambda words, code: made.said.append(f"{code} {words}"))
    say.outages.connect(lambda words, code: made.said.append(f"{code} {words}"))
    yield made
    tasks.close()
    widget.close()
    widget.deleteLater()
    QApplication.processEvents()
    store.close()


def _nowhere(area: str, **where: object) -> None:
    """There is no other screen."""
