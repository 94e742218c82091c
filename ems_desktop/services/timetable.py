"""The timetable of a semester: its versions, the bell schedule and closed times. What is done with lessons and rooms is inherited.

Each method that writes is one whole change set and one step of undo of its version. What would put a class, teacher or room into two
lessons is refused before anything is written; the school's constraints say the same of what two people did at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from ems_desktop.domain.timetable.closed import closed, opened
from ems_desktop.domain.timetable.week import Period, Resource, Slot
from ems_desktop.services import timetable_reading as read
from ems_desktop.services import timetable_versions as versions
from ems_desktop.services.timetable_lessons import Lessons
from ems_desktop.services.timetable_rooms import Rooms
from ems_desktop.services.timetable_views import Sheet, Version
from ems_desktop.services.timetable_words import when_words
from ems_desktop.store import tables as t


class Timetable(Lessons, Rooms):
    """Errors of what writes: 1060 not the office, 1645 not a draft, 1647 the lesson is gone."""

    # -- reading

    def versions(self) -> tuple[Version, ...]:
        """Newest semester first: the published one, then drafts, then old ones."""
        with self._store.reading() as session:
            return read.versions(session, office=self._person.office)

    def sheet(self, timetable_id: str) -> Sheet:
        """Error 1645 when the version is not there (any more)."""
        with self._store.reading() as session:
            return self._sheet(session, timetable_id)

    def mine(self, semester: str | None = None) -> Sheet | None:
        """The published week of this person: a teacher's own lessons, a pupil's of the classes he is in. `semester`: a code; the newest
        that has one, if not said. None: nothing is published."""
        with self._store.reading() as session:
            return read.mine(session, self._person, semester)

    # -- a version, the bells, closed times

    def make(self, semester_id: str, name: str, copy_of: str | None = None) -> str:
        """A new draft: a copy of a version, or one with the usual bell schedule and nothing else. Its id."""
        with self._new(name) as made:
            return versions.make(made.session, semester_id, name, copy_of)

    def make_draft(self, copy_of: str | None = None) -> str:
        """A draft named by its number: a copy, or for the open semester with the usual bell schedule and all subjects' usual hours in the
        tray. Errors: 1649 no semester, 1307 a school too large for one set."""
        with self._new("Draf jadwal") as made:
            return versions.make_draft(made.session, copy_of)

    def fill(self, timetable_id: str, hours: Mapping[str, int]) -> tuple[str, ...]:
        """Lessons into the tray until each subject has so many hours (JP) a week. The new ones' ids."""
        with self.change(timetable_id, "Mapel → jadwal") as made:
            return versions.fill(made.session, timetable_id, hours)

    def set_periods(self, timetable_id: str, periods: Sequence[Period]) -> None:
        """The whole bell schedule; a period without an id is new. Error 1648 two lines overlap."""
        with self.change(timetable_id, "Bel") as made:
            versions.set_periods(made.session, timetable_id, periods)

    def set_unavailable(self, timetable_id: str, resource: Resource, resource_id: str, closed: Sequence[tuple[Slot, str]]) -> None:
        """All times at which this class, teacher or room cannot be used, with the reasons."""
        with self.change(timetable_id, "Waktu tidak tersedia") as made:
            versions.set_unavailable(made.session, timetable_id, resource, resource_id, closed)

    def close_time(self, timetable_id: str, resource: Resource, resource_id: str, slot: Slot, reason: str = "") -> None:
        """This class, teacher or room cannot be used then; what was closed there before goes. Lessons that stand there stay, as clashes."""
        with self.change(timetable_id, f"Tutup {when_words(slot)}") as made:
            versions.change_unavailable(made.session, timetable_id, resource, resource_id, lambda now: closed(now, slot, reason.strip()))

    def open_time(self, timetable_id: str, resource: Resource, resource_id: str, slot: Slot) -> None:
        """It can be used then."""
        with self.change(timetable_id, f"Buka {when_words(slot)}") as made:
            versions.change_unavailable(made.session, timetable_id, resource, resource_id, lambda now: opened(now, slot))

    def publish(self, timetable_id: str, starts_on: date | None = None) -> None:
        """Everybody reads it from then on; the one before is put away in the same set. Error 1646 lessons are in each other's way."""
        with self.change(timetable_id, "Terbitkan jadwal") as made:
            versions.publish(made.session, self._sheet(made.session, timetable_id), starts_on)

    def remove_version(self, timetable_id: str) -> None:
        """A draft that is not needed."""
        with self.change(timetable_id, "− jadwal") as made:
            made.session.execute(sa.update(t.timetables).where(t.timetables.c.id == timetable_id).values(deleted=True))
