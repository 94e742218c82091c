"""What Kelas & Siswa shows, as one frozen whole, and how it is read from the services on a worker thread. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ems_desktop.services.roster_views import Card, ClassRow, PupilRow, StaffRow, SubjectRow
from ui.screens.rosters.service import RostersService


@dataclass(frozen=True, slots=True)
class Now:
    """What is open. `class_id` None: all pupils of the school. `years`: academic years with classes, newest first."""

    loaded: bool = False
    years: tuple[int, ...] = ()
    year: int = 0
    all_classes: tuple[ClassRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    total: int = 0
    class_id: str | None = None
    search: str = ""
    pupils: tuple[PupilRow, ...] = ()
    subjects: tuple[SubjectRow, ...] = ()
    card: Card | None = None

    @property
    def classes(self) -> tuple[ClassRow, ...]:
        """Those of the year that is shown."""
        return tuple(one for one in self.all_classes if one.year == self.year)

    @property
    def open_class(self) -> ClassRow | None:
        return next((one for one in self.all_classes if one.id == self.class_id), None)

    @property
    def empty(self) -> bool:
        """A school without anybody: the next step is the import."""
        return self.loaded and not self.all_classes and not self.total


def read_now(service: RostersService, before: Now, semester: str, *, office: bool) -> Now:
    """Everything anew; the class that was open stays open while it is there. At first the first class of the year is."""
    classes = service.classes()
    years = tuple(sorted({one.year for one in classes}, reverse=True))
    year = before.year if before.year in years else year_of(semester, years)
    kept = next((one for one in classes if one.id == before.class_id), None)
    first = next((one.id for one in classes if one.year == year), None)
    open_id = kept.id if kept else first if before.class_id or not before.loaded else None
    everybody = service.pupils()
    return replace(
        before,
        loaded=True,
        years=years,
        year=kept.year if kept else year,
        all_classes=classes,
        staff=service.staff() if office else (),
        total=len(everybody),
        class_id=open_id,
        pupils=service.pupils(open_id, before.search) if open_id or before.search else everybody,
        subjects=service.subjects(open_id) if open_id else (),
    )


def year_of(semester: str, years: Sequence[int]) -> int:
    """The open semester's academic year; without one the newest, else the calendar's."""
    if semester:
        return int(semester[:4])
    today = date.today()  # noqa: DTZ011 - the calendar on this computer's wall
    return years[0] if years else today.year if today.month >= 7 else today.year - 1
