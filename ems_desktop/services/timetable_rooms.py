"""The school's rooms: a list in the order in which people look for them. They are of all timetables, and have their own stack of undo."""

from __future__ import annotations

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.rooms import room_name
from ems_desktop.services import timetable_reading as read
from ems_desktop.services import timetable_writing as write
from ems_desktop.services.timetable_changes import Changes
from ems_desktop.services.undo import Touched
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

ROOMS = "rooms"  # the stack of undo


class Rooms(Changes):
    """Errors of what writes: 1060 not the office, 1690 a name that is none, 1691 taken by another room, 1692 the room is gone."""

    def add_room(self, name: str) -> str:
        """At the end of the list; its id."""
        one = write.new_id()
        with self._new(name.strip(), ROOMS) as made:
            there = read.rooms(made.session)
            last = made.session.execute(sa.select(sa.func.coalesce(sa.func.max(t.rooms.c.position), -1))).scalar_one()
            values = {"id": one, "scope_id": t.SCHOOL, "name": room_name(name, there.values()), "position": last + 1}
            made.session.execute(sa.insert(t.rooms).values(values))
        return one

    def rename_room(self, room_id: str, name: str) -> None:
        """In every timetable, for it is the same room."""
        with self._new(name.strip(), ROOMS) as made:
            there = _there(made.session, room_id)
            others = [said for one, said in there.items() if one != room_id]
            _put(made.session, [room_id], name=room_name(name, others))

    def move_room(self, room_id: str, by: int) -> None:
        """So many lines down, or up where it is less than 0; not beyond either end."""
        with self._new("Urutan ruang", ROOMS) as made:
            order = list(_there(made.session, room_id))
            at = order.index(room_id)
            order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
            for position, one in enumerate(order):
                _put(made.session, [one], position=position)

    def remove_room(self, room_id: str, *, clear: bool = False) -> None:
        """`clear`: lessons of drafts that take place there are without a room then. Error 1693 there are such lessons, and `clear` was
        not said. What is published keeps the room's name."""
        with self._new("− ruang", ROOMS) as made:
            name, used = _there(made.session, room_id)[room_id], self._used(made.session, room_id)
            if used and not clear:
                raise Mistake(1693, room=name, count=len(used))
            made.session.execute(sa.update(t.schedules).where(t.schedules.c.id.in_(used)).values(room_id=None))
            _put(made.session, [room_id], deleted=True)

    def undo_rooms(self) -> Touched:
        """Take back the last step with the rooms on this computer. Error 1695 a lesson's room is taken by now."""
        with self._store.reading() as session:
            drafts = self._drafts(session)
        return self.steps.undo(ROOMS, self._no_new_clash(drafts))

    def _drafts(self, session: Session) -> list[str]:
        return [one.id for one in read.versions(session, office=self._person.office) if one.writable]

    def _used(self, session: Session, room_id: str) -> list[str]:
        """The lessons of drafts that take place there."""
        s = t.schedules.c
        return list(
            session.execute(sa.select(s.id).where(s.room_id == room_id, s.scope_id.in_(self._drafts(session)), ~s.deleted)).scalars()
        )


def _there(session: Session, room_id: str) -> dict[str, str]:
    found = read.rooms(session)
    if room_id not in found:
        raise Mistake(1692)
    return found


def _put(session: Session, rooms: list[str], **values: object) -> None:
    session.execute(sa.update(t.rooms).where(t.rooms.c.id.in_(rooms)).values(values))
