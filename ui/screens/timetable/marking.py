"""Hours of a week that a person marks, with the mouse or by keys: always hours of one day, from where it began to where it is. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from ems_desktop.domain.timetable.week import Slot
from ui.screens.timetable.board import Day


class Marking:
    """`begun`, `at`: lesson hours of the bell schedule; None: nothing is marked yet."""

    def __init__(self, days: Sequence[Day]) -> None:
        self._hours = {day.day: day.hours for day in days if day.hours}
        self.begun: Slot | None = None
        self.at: Slot | None = None

    def span(self) -> Slot | None:
        """From the first marked hour to the last, with what lies between."""
        if self.begun is None or self.at is None:
            return None
        return Slot(self.at.day, min(self.begun.start, self.at.start), max(self.begun.end, self.at.end))

    def near(self, day: int, minute: float) -> Slot | None:
        """The lesson hour of that day that is nearest to this time."""
        hours = self._hours.get(day, ())
        return min(hours, key=lambda hour: abs((hour.start + hour.end) / 2 - minute), default=None)

    def start(self, hour: Slot | None) -> None:
        self.begun = self.at = hour

    def reach(self, hour: Slot | None) -> None:
        """As far as this hour, if it is of the day on which it began."""
        if hour is not None and self.begun is not None and hour.day == self.begun.day:
            self.at = hour

    def step(self, days: int, hours: int, *, extend: bool) -> None:
        """To another hour by keys; `extend`: what was marked stays, on this day."""
        if self.at is None:
            self.start(next((day[0] for day in self._hours.values()), None))
        elif days and not extend:
            known = list(self._hours)
            there = known[min(max(known.index(self.at.day) + days, 0), len(known) - 1)]
            self.start(self.near(there, (self.at.start + self.at.end) / 2))
        elif hours:
            today = self._hours[self.at.day]
            hour = today[min(max(today.index(self.at) + hours, 0), len(today) - 1)]
            (self.reach if extend else self.start)(hour)
