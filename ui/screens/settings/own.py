"""What a person settles about their own account: the password, the computers they are signed in on, and how this computer lets
people in. Three presenters; know nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

from ems_desktop.domain.errors import EmsError, NeedsOnline, Outage
from ems_desktop.i18n import coded, tr
from ems_desktop.services.devices import Device
from ems_desktop.services.profile import Computer
from ui.computers import in_order, label_of
from ui.work import Run

MINUTES = (0, 5, 15, 30)  # without a key or the mouse, until the screen is locked; 0: never
ON_SHARED = 15
WRONG_OLD = 1101
FIELD_OF = {WRONG_OLD: "old"} | dict.fromkeys((1105, 1168, 1169, 1170), "new")


class Account(Protocol):
    """`services.own_account.OwnAccount`."""

    def change_password(self, old: str, new: str) -> None: ...
    def can_unlock(self) -> bool: ...
    def choose_unlocking(self, password: str) -> None: ...
    def computer(self) -> Computer: ...
    def use_as(self, computer: Computer) -> None: ...


class Computers(Protocol):
    """`services.devices.Devices`."""

    def mine(self) -> tuple[Device, ...]: ...
    def end(self, device_id: int) -> None: ...
    def rename(self, device_id: int, label: str) -> None: ...


class Presenter:
    """`say(words)` notes what was done. The view listens through `watch`, and is told after each change."""

    def __init__(self, run: Run, say: Callable[[str], None]) -> None:
        self._run, self._say = run, say
        self._tell: Callable[[], None] = lambda: None
        self.busy = False
        self.errors: dict[str, EmsError] = {}  # field ("" for the whole card) → what is wrong

    def watch(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    def words(self, field: str = "") -> str:
        error = self.errors.get(field)
        return coded(error) if error else ""

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self.busy:
            return
        self.busy, self.errors = True, {}
        self._tell()

        def well(found: Any) -> None:
            self.busy = False
            done(found)
            self._tell()

        self._run(work, well, self._failed)

    def _failed(self, error: EmsError) -> None:
        self.busy = False
        self.errors = {FIELD_OF.get(error.code, ""): error}
        self._tell()


class PasswordPresenter(Presenter):
    """Changing it needs the school, and the old one."""

    def __init__(self, account: Account, run: Run, say: Callable[[str], None]) -> None:
        super().__init__(run, say)
        self._account = account
        self.changing = False

    def words(self, field: str = "") -> str:
        error = self.errors.get(field)
        return tr("This is not your present password.") if error and error.code == WRONG_OLD else super().words(field)

    def begin(self, *, changing: bool) -> None:
        self.changing, self.errors = changing, {}
        self._tell()

    def change(self, old: str, new: str) -> None:
        def done(_: object) -> None:
            self.changing = False
            self._say(tr("Your password is changed. Your other computers stay signed in."))

        self._do(lambda: self._account.change_password(old, new), done)


class ComputersPresenter(Presenter):
    """The list is at school: without it there is a sentence instead."""

    def __init__(self, devices: Computers, run: Run, say: Callable[[str], None]) -> None:
        super().__init__(run, say)
        self._devices = devices
        self.rows: tuple[Device, ...] = ()

    def load(self) -> None:
        self._do(self._devices.mine, self._loaded)

    def _loaded(self, rows: tuple[Device, ...]) -> None:
        self.rows = in_order(rows, datetime.now(UTC))

    def end(self, row: Device) -> None:
        def work() -> tuple[Device, ...]:
            self._devices.end(row.id)
            return self._devices.mine()

        def done(rows: tuple[Device, ...]) -> None:
            self._loaded(rows)
            self._say(
                tr("{computer} is signed out. What is unsent there stays there until you sign in on it again.", computer=label_of(row))
            )

        self._do(work, done)

    def rename(self, row: Device, label: str) -> None:
        def work() -> tuple[Device, ...]:
            self._devices.rename(row.id, label)
            return self._devices.mine()

        self._do(work, self._loaded)

    def _failed(self, error: EmsError) -> None:
        super()._failed(NeedsOnline(1175) if isinstance(error, Outage) else error)


class LockPresenter(Presenter):
    """How this computer is used. `watch_idle(minutes)` begins to wait anew."""

    def __init__(self, account: Account, run: Run, say: Callable[[str], None], watch_idle: Callable[[int], None]) -> None:
        super().__init__(run, say)
        self._account, self._watch_idle = account, watch_idle
        self.computer = Computer()
        self.can_unlock = False

    def load(self) -> None:
        self._do(lambda: (self._account.computer(), self._account.can_unlock()), self._loaded)

    def _loaded(self, found: tuple[Computer, bool]) -> None:
        self.computer, self.can_unlock = found

    def share(self, *, shared: bool) -> None:
        """A shared computer locks itself, unless it does already."""
        self._use(replace(self.computer, shared=shared, lock_after=(self.computer.lock_after or ON_SHARED) if shared else 0))

    def lock_after(self, minutes: int) -> None:
        self._use(replace(self.computer, lock_after=minutes))

    def _use(self, wanted: Computer) -> None:
        def work() -> tuple[Computer, bool]:
            self._account.use_as(wanted)
            return wanted, True

        def done(found: tuple[Computer, bool]) -> None:
            self._loaded(found)
            self._watch_idle(wanted.lock_after)

        self._do(work, done)

    def choose(self, password: str) -> None:
        """A password for unlocking, where this computer knows none."""

        def done(_: object) -> None:
            self.can_unlock = True
            self._say(tr("This computer can let you in with this password now."))

        self._do(lambda: self._account.choose_unlocking(password), done)
