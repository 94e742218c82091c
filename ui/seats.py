"""The people whose desks are open in this program: one in front, the others behind the cover, each as they left it. What was
typed and not entered stays with them; what they did is sent meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.bus import Bus
from ui.shell.state import ShellState

if TYPE_CHECKING:
    from ems_desktop.services.accounts import SignedIn
    from ui.desk import Opened
    from ui.feedback import Feedback
    from ui.shell.parking import Parked
    from ui.shell.stage import Stage
    from ui.shell.window import Window
    from ui.tasks import Tasks

MOST = 3  # open desks; the one that was left longest ago is closed for a fourth


class Seat:
    """One person's place at this program."""

    def __init__(self, opened: Opened, tasks: Tasks, say: Feedback, before: Callable[[], None]) -> None:
        from ui.desk import LiveDesk

        self.opened = opened
        self.bus, self.state = Bus(), ShellState()
        self.desk = LiveDesk(opened, tasks, self.bus, say, self.state, before)
        self.parked: Parked | None = None

    @property
    def signed_in(self) -> SignedIn:
        return self.opened.signed_in


class Seats:
    """Changes who is in front. GUI thread; `find` may be asked from any."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._open: tuple[Seat, ...] = ()  # who sat here last is last
        self.front: Seat | None = None

    def find(self, user_id: str) -> Seat | None:
        return next((seat for seat in self._open if seat.signed_in.person.id == user_id), None)

    def sit(self, seat: Seat, build: Callable[[], Stage]) -> None:
        """Somebody new: in front from now on."""
        self._open = (*self._open, seat)
        self.front = seat
        self._window.stage(build)
        for left in self._open[:-MOST]:
            self.leave(left)

    def park(self) -> Seat | None:
        """Nobody is in front any more: show a cover next."""
        seat, self.front = self.front, None
        if seat is not None:
            seat.parked = self._window.park()
        return seat

    def back(self, seat: Seat) -> None:
        """Somebody comes back to where they were."""
        assert seat.parked is not None
        parked, seat.parked = seat.parked, None
        self._open = (*(one for one in self._open if one is not seat), seat)
        self.front = seat
        self._window.bring_back(parked)
        seat.desk.crew.worker.wake()

    def leave(self, seat: Seat) -> None:
        """Close a desk. What was typed is on the disk."""
        self._open = tuple(one for one in self._open if one is not seat)
        if self.front is seat:
            self.front = None
        seat.desk.stop()
        if seat.parked is not None:
            seat.parked.discard()

    def close(self) -> None:
        for seat in self._open:
            self.leave(seat)
