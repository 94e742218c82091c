"""Closing and opening stretches of a week: the times at which one class, teacher or room cannot be used, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ems_desktop.domain.timetable.week import Slot

Closed = tuple[tuple[Slot, str], ...]  # in order of the week, none over another


def closed(times: Iterable[tuple[Slot, str]], slot: Slot, reason: str) -> Closed:
    """With this slot closed for this reason, whatever stood there before. Neighbours of one reason become one stretch."""
    return _joined([*opened(times, slot), (slot, reason)])


def opened(times: Iterable[tuple[Slot, str]], slot: Slot) -> Closed:
    """Without this slot; what sticks out of it on either side stays closed."""
    return _joined(part for one, reason in times for part in _without(one, reason, slot))


def _without(one: Slot, reason: str, gone: Slot) -> Iterator[tuple[Slot, str]]:
    if not one.overlaps(gone):
        yield one, reason
        return
    if one.start < gone.start:
        yield replace(one, end=gone.start), reason
    if one.end > gone.end:
        yield replace(one, start=gone.end), reason


def _joined(times: Iterable[tuple[Slot, str]]) -> Closed:
    found: list[tuple[Slot, str]] = []
    for slot, reason in sorted(times):
        last = found[-1] if found else None
        if last and (last[0].day, last[1]) == (slot.day, reason) and slot.start <= last[0].end:
            found[-1] = replace(slot, start=last[0].start, end=max(last[0].end, slot.end)), reason
        else:
            found.append((slot, reason))
    return tuple(found)
