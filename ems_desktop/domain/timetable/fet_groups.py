"""Which groups of a class a FET file teaches at the same time: those may stand beside each other, and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ems_desktop.domain.timetable.week import Lesson

Taught = tuple[int, Lesson]  # FET's id of the activity, and the lesson of one class that it becomes


def parallels(groups: Sequence[Taught], together: Iterable[frozenset[int]]) -> tuple[dict[str, str], int]:
    """What `parallel` each of these lessons, all of groups of classes, gets: by lesson id, and how many of the sets say something.

    Together are lessons of one class whose activities are in one set of `together` (activities that start at the same time), and those
    that the file has put at the same time. A group that is alone gets none.
    """
    same = _Same()
    of: dict[int, list[Lesson]] = defaultdict(list)
    for activity, lesson in groups:
        of[activity].append(lesson)
    said = sum(same.join([lesson for one in sorted(ids) for lesson in of.get(one, ())]) for ids in together)
    same.join_overlapping([lesson for _, lesson in groups])
    return same.named(), said


class _Same:
    """Lessons of one class that belong together, directly or by another one."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}  # lesson id → an earlier one that it is together with

    def join(self, lessons: Iterable[Lesson]) -> bool:
        """Those of each class with each other; whether there were any."""
        heads: dict[str, str] = {}
        found = False
        for lesson in lessons:
            head = heads.setdefault(lesson.class_id, lesson.id)
            if head != lesson.id:
                self._link(head, lesson.id)
                found = True
        return found

    def join_overlapping(self, lessons: Iterable[Lesson]) -> None:
        last: Lesson | None = None
        for lesson in sorted((one for one in lessons if one.slot), key=lambda one: (one.class_id, one.slot)):
            if last and last.slot and lesson.slot and last.class_id == lesson.class_id and last.slot.overlaps(lesson.slot):
                self._link(last.id, lesson.id)
                lesson = replace(lesson, slot=replace(lesson.slot, end=max(lesson.slot.end, last.slot.end)))  # noqa: PLW2901
            last = lesson

    def named(self) -> dict[str, str]:
        return {one: self._head(one) for one in self._first}

    def _link(self, one: str, other: str) -> None:
        a, b = self._head(one), self._head(other)
        self._first[a] = a
        self._first[b] = a

    def _head(self, one: str) -> str:
        while (first := self._first.get(one, one)) != one:
            self._first[one] = self._first.get(first, first)  # so that the next way is shorter
            one = first
        return one
