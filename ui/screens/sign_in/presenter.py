"""Sign-in with email or NISN and password; sign-up with an invitation code and a new password. Keeps what was typed over a
change of language, but never a password. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import explain, tr
from ui.work import Run

Page = Literal["sign_in", "sign_up"]

WRONG_PAIR, WRONG_CODE, EMPTY, TOO_SHORT = 1101, 1103, 1104, 1105
FIELD_OF = {WRONG_PAIR: "password", WRONG_CODE: "code", TOO_SHORT: "password"}


@dataclass(frozen=True, slots=True)
class School:
    """What the card says about where one signs in. `people` (identifier, who) and `told_password` are the demo school's: there
    one may be anybody."""

    name: str
    city: str = ""
    npsn: str = ""
    people: tuple[tuple[str, str], ...] = ()
    told_password: str = ""


class Door(Protocol):
    """The accounts service. Both run on a worker thread; both need the network once. What they return goes to `entered`.

    Errors: 1101 wrong name or password, 1102 too many tries, 1103 wrong code, 1104 empty, 1105 too short, 14xx no connection.
    """

    def sign_in(self, identifier: str, password: str) -> Any: ...

    def sign_up(self, code: str, password: str) -> Any: ...


class SignInPresenter:
    """`entered(what the door returned)` goes on from here. The view listens through `watch`."""

    def __init__(self, school: School, door: Door, run: Run, entered: Callable[[Any], None], identifier: str = "") -> None:
        self.school = school
        self._door, self._run, self._entered = door, run, entered
        self._tell: Callable[[], None] = lambda: None
        self.page: Page = "sign_in"
        self.identifier = identifier  # who signed in here last
        self.code = ""
        self.busy = False
        self._errors: dict[str, EmsError] = {}  # field ("" for the whole card) → what is wrong

    def watch(self, tell: Callable[[], None]) -> None:
        """Call `tell()` after each change; one listener, the view that is built now."""
        self._tell = tell

    def show(self, page: Page) -> None:
        self.page, self._errors = page, {}
        self._tell()

    def words(self, field: str = "") -> str:
        """What is wrong with a field ("identifier", "password", "code"), or with "" what is in the way of all of it."""
        error = self._errors.get(field)
        if error is None:
            return ""
        return tr("Fill this in.") if error.code == EMPTY and field else explain(error)

    def sign_in(self, identifier: str, password: str) -> None:
        self.identifier = identifier.strip()
        self._begin({"identifier": self.identifier, "password": password}, lambda: self._door.sign_in(self.identifier, password))

    def sign_up(self, code: str, password: str) -> None:
        self.code = code.strip()
        self._begin({"code": self.code, "password": password}, lambda: self._door.sign_up(self.code, password))

    def _begin(self, typed: dict[str, str], work: Callable[[], Any]) -> None:
        if self.busy:
            return
        self._errors = {field: Mistake(EMPTY) for field, value in typed.items() if not value}
        self.busy = not self._errors
        self._tell()
        if self.busy:
            self._run(work, self._done, self._failed)

    def _done(self, result: Any) -> None:
        self.busy = False
        self._tell()
        self._entered(result)

    def _failed(self, error: EmsError) -> None:
        self.busy = False
        self._errors = {FIELD_OF.get(error.code, ""): error}
        self._tell()
