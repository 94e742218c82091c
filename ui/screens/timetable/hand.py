"""A lesson that is picked up: where it may go, judged once, and which of these places the week shows. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ems_desktop.domain.timetable.clashes import places
from ems_desktop.domain.timetable.week import Lesson, Place, Slot
from ems_desktop.services.timetable_views import Sheet
from ui.screens.timetable import words
from ui.screens.timetable.board import Board

REACH = 45  # minutes between the hand and the start of the place it means


@dataclass(frozen=True)
class Hand:
    """`places`: all but the lesson's own. `home`: where it was taken from, None for the tray."""

    sheet: Sheet
    lesson: Lesson
    places: tuple[Place, ...]

    @property
    def home(self) -> Slot | None:
        return self.lesson.slot

    def near(self, day: int, minute: float) -> Place | None:
        """The place whose start is nearest to this time, None where there is none about."""
        there = [place for place in self.places if place.slot.day == day]
        best = min(there, key=lambda place: abs(place.slot.start - minute), default=None)
        return best if best and abs(best.slot.start - minute) <= REACH else None

    def shown(self, board: Board) -> tuple[Place, ...]:
        """The places to draw, none over another: where it can go first, then what is closed though nothing is to be seen there."""
        row = board.row_of(self.lesson)
        taken = [card.slot for card in board.cards if card.row == row and card.lesson.id != self.lesson.id]
        chosen: list[Place] = []
        for verdict in ("swap", "free", "blocked"):
            for place in self.places:
                if place.verdict != verdict or (verdict == "blocked" and _meets(place.slot, taken)):
                    continue
                if not _meets(place.slot, (one.slot for one in chosen)):
                    chosen.append(place)
        return tuple(sorted(chosen, key=lambda place: place.slot))

    @cached_property
    def free(self) -> tuple[Slot, ...]:
        return tuple(place.slot for place in self.places if place.verdict == "free")

    @cached_property
    def swaps(self) -> tuple[Slot, ...]:
        return tuple(place.slot for place in self.places if place.verdict == "swap")

    def why(self, place: Place) -> tuple[str, str, str]:
        """What the bubble says under its title: whom it meets, when and where, and where it can go instead."""
        return (*words.reason(self.sheet, self.lesson, place), words.ways_out(self.free, self.swaps))


def pick(sheet: Sheet, lesson: Lesson) -> Hand:
    """Take a lesson into the hand. All places are judged here, once."""
    return Hand(sheet, lesson, tuple(place for place in places(sheet.week, lesson) if place.slot != lesson.slot))


def moved(sheet: Sheet, slots: Mapping[str, Slot | None]) -> Sheet:
    """The week with these lessons, and those joined to them, in other places."""
    joints = {one.joint: slots[one.id] for one in sheet.week.lessons if one.id in slots and one.joint}

    def put(one: Lesson) -> Lesson:
        if one.id in slots:
            return replace(one, slot=slots[one.id])
        return replace(one, slot=joints[one.joint]) if one.joint in joints else one

    return replace(sheet, week=replace(sheet.week, lessons=tuple(put(one) for one in sheet.week.lessons)))


def _meets(slot: Slot, others: Iterable[Slot]) -> bool:
    return any(slot.overlaps(other) for other in others)
