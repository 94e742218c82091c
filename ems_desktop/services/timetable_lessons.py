"""What the office does with the lessons of a draft: placing, swapping, cutting, and who teaches them where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.week import Lesson, Resource, Slot
from ems_desktop.services import timetable_writing as write
from ems_desktop.services.timetable_changes import Changes, Open, find_lesson, refuse_locked
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.services.timetable_words import lesson_words, refusal, too_short


class Lessons(Changes):
    """Each method that writes is one whole change set and one step of undo of its version."""

    def place(self, lesson_id: str, slot: Slot) -> None:
        """Where `slot` begins; its end is the bell schedule's. What the school refused of this lesson before is settled with it.
        Errors: 1640, 1641 something is in the way, 1642 too short, 1643 locked."""
        with self._moving(lesson_id, "→ ", slot) as it:
            write.put(it.session, it.group, **write.when(_room_for(it, it.lesson, slot)))
            write.settle_refusals(it.session, it.group)

    def unplace(self, lesson_id: str) -> None:
        """Back into the tray. Error 1643 locked."""
        with self._moving(lesson_id, "−") as it:
            write.put(it.session, it.group, **write.when(None))

    def swap(self, lesson_id: str, other_id: str) -> None:
        """Two lessons change places. Errors: 1640, 1641 something else is in the way, 1643 locked, 1644 they are not of one length."""
        with self._moving(lesson_id, "⇄") as it:
            other = find_lesson(it.sheet, other_id)
            mine, theirs = it.lesson.slot, other.slot
            if mine is None or theirs is None or other.periods != it.lesson.periods or other in it.group:
                raise Mistake(1644, lesson=it.said, other=lesson_words(it.sheet, other))
            group = it.index.group(other)
            refuse_locked(it.sheet, group)
            for lesson, to, leaving in ((it.lesson, theirs, group), (other, mine, it.group)):
                if found := it.index.clashes(lesson, to, leaving):
                    raise refusal(it.sheet, lesson, to, found[0], it.index.places(lesson))
            write.put(it.session, it.group, **write.when(theirs))
            write.put(it.session, group, **write.when(mine))
            write.settle_refusals(it.session, (*it.group, *group))

    def lock(self, lesson_id: str, locked: bool) -> None:
        """A locked lesson keeps its place."""
        with self._changing(lesson_id, "🔒" if locked else "🔓") as it:
            write.put(it.session, it.group, locked=locked)

    def set_room(self, lesson_id: str, room_id: str | None) -> None:
        """Errors: 1640, 1641 the room is taken or closed then."""
        with self._changing(lesson_id, "Ruang") as it:
            _refuse_taken(it, replace(it.lesson, room_id=room_id), "room")
            write.put(it.session, it.group, room_id=room_id)

    def set_teachers(self, lesson_id: str, teachers: Sequence[str]) -> None:
        """Errors: 1640, 1641 one of them teaches elsewhere or is not there then."""
        with self._changing(lesson_id, "Guru") as it:
            _refuse_taken(it, replace(it.lesson, teachers=tuple(teachers)), "teacher")
            write.set_teachers(it.session, it.sheet.version.id, it.group, teachers)

    def add(self, timetable_id: str, lessons: Sequence[NewLesson]) -> tuple[str, ...]:
        """New lessons; those that name a slot stand there, and nobody asks whether they may: the school does. Their ids."""
        with self.change(timetable_id, "+") as made:
            return write.add(made.session, timetable_id, lessons)

    def remove(self, lesson_id: str) -> None:
        """Out of the version; of a joint only this class's. Error 1643 locked."""
        with self._moving(lesson_id, "−") as it:
            write.put(it.session, [it.lesson], deleted=True)
            write.settle_refusals(it.session, [it.lesson])

    def set_length(self, lesson_id: str, periods: int) -> None:
        """So many hours (JP), from where it begins. Errors: 1640, 1641 something is in the way, 1642 too short, 1643 locked."""
        with self._moving(lesson_id, f"{periods} JP") as it:
            write.put(it.session, it.group, periods=periods, **write.when(_as_long(it, periods)))

    def split(self, lesson_id: str, first: int) -> None:
        """Into one of `first` hours, which keeps its place, and one of the rest, which goes to the tray. Error 1643 locked."""
        with self._moving(lesson_id, "÷") as it:
            if not 0 < first < it.lesson.periods:
                return
            joint = write.new_id() if it.lesson.joint else None
            rest = [
                NewLesson(one.class_id, one.subject_id, one.periods - first, one.teachers, None, one.room_id, joint, one.parallel)
                for one in it.group
            ]
            write.put(it.session, it.group, periods=first, **write.when(_shortened(it, first)))
            write.add(it.session, it.sheet.version.id, rest)

    def join(self, lesson_id: str, other_id: str) -> None:
        """The other's hours come to this lesson, which keeps its place, teachers and room; the other one goes. Errors: 1640, 1641
        something is in the way, 1642 too short, 1643 locked, 1694 they are not of the same classes and subject."""
        with self._moving(lesson_id, "+ ") as it:
            other = find_lesson(it.sheet, other_id)
            group = it.index.group(other)
            if other in it.group or {_of(one) for one in group} != {_of(one) for one in it.group}:
                raise Mistake(1694, lesson=it.said, other=lesson_words(it.sheet, other))
            refuse_locked(it.sheet, group)
            periods = it.lesson.periods + other.periods
            write.put(it.session, it.group, periods=periods, **write.when(_as_long(it, periods, group)))
            write.put(it.session, group, deleted=True)


def _of(lesson: Lesson) -> tuple[str, str]:
    return lesson.class_id, lesson.subject_id


def _room_for(it: Open, lesson: Lesson, slot: Slot, leaving: tuple[Lesson, ...] = ()) -> Slot:
    """The slot from this start that the bell schedule has for the lesson. Errors 1640 to 1642. `leaving`: they make room."""
    places = it.index.places(lesson)
    found = next((one for one in places if (one.slot.day, one.slot.start) == (slot.day, slot.start)), None)
    if found is None or found.fits < lesson.periods:
        raise too_short(it.sheet, lesson, slot, found.fits if found else 0, places)
    if clashes := it.index.clashes(lesson, found.slot, leaving):
        raise refusal(it.sheet, lesson, found.slot, clashes[0], places)
    return found.slot


def _as_long(it: Open, periods: int, leaving: tuple[Lesson, ...] = ()) -> Slot | None:
    """Where the lesson stands with so many hours. What becomes shorter is always free."""
    if it.lesson.slot is None:
        return None
    if periods <= it.lesson.periods:
        return _shortened(it, periods)
    return _room_for(it, replace(it.lesson, periods=periods), it.lesson.slot, leaving)


def _refuse_taken(it: Open, changed: Lesson, resource: Resource) -> None:
    """What the lesson shall have besides must be free where it stands."""
    if changed.slot is None:
        return
    for clash in it.index.clashes(changed, changed.slot):
        if clash.resource == resource:
            raise refusal(it.sheet, changed, changed.slot, clash, it.index.places(changed))


def _shortened(it: Open, hours: int) -> Slot | None:
    """The lesson's slot with only its first hours, by the bell schedule; else by equal parts."""
    slot = it.lesson.slot
    if slot is None:
        return None
    short = replace(it.lesson, periods=hours)
    found = (
        one.slot for one in it.index.places(short) if (one.slot.day, one.slot.start, one.fits >= hours) == (slot.day, slot.start, True)
    )
    return next(found, replace(slot, end=slot.start + (slot.end - slot.start) * hours // it.lesson.periods))
