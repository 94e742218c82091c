"""Sign-in with Google, or with email or NISN and password; sign-up with an invitation code and either of the two. Keeps what was
typed over a change of language, but never a password. Knows nothing of Qt."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import explain, tr
from ems_desktop.integrations.google_sign_in import Address, Attempt
from ui.work import Run

Page = Literal["sign_in", "sign_up", "google"]
Post = Callable[[Callable[[], None]], None]

WRONG_PAIR, WRONG_CODE, EMPTY, TOO_SHORT, CANCELLED = 1101, 1103, 1104, 1105, 1138
FIELD_OF = {WRONG_PAIR: "password", WRONG_CODE: "code", TOO_SHORT: "password"}


@dataclass(frozen=True, slots=True)
class School:
    """What the card says about where one signs in. `google`: the school has set up signing in with Google. `people` (identifier,
    who) and `told_password` are the demo school's: there one may be anybody."""

    name: str
    city: str = ""
    npsn: str = ""
    google: bool = False
    people: tuple[tuple[str, str], ...] = ()
    told_password: str = ""


class Door(Protocol):
    """The accounts service. All run on a worker thread and need the network once. What they return goes to `entered`.

    Errors: 1101 wrong name or password, 1102 too many tries, 1103 wrong code, 1104 empty, 1105 too short, 112x and 113x Google,
    14xx no connection.
    """

    def sign_in(self, identifier: str, password: str) -> Any: ...

    def sign_up(self, code: str, password: str) -> Any: ...

    def sign_in_google(self, attempt: Attempt, code: str) -> Any: ...


class SignInPresenter:
    """`entered(what the door returned)` goes on from here; `post` brings a word from another thread. The view listens through `watch`."""

    def __init__(
        self,
        school: School,
        door: Door,
        run: Run,
        entered: Callable[[Any], None],
        post: Post,
        identifier: str = "",
        open_browser: Callable[[str], bool] = webbrowser.open,
    ) -> None:
        self.school, self._open_browser = school, open_browser
        self._door, self._run, self._entered, self._post = door, run, entered, post
        self._tell: Callable[[], None] = lambda: None
        self.page: Page = "sign_in"
        self.identifier = identifier  # who signed in here last
        self.code = ""
        self.busy = False
        self._errors: dict[str, EmsError] = {}  # field ("" for the whole card) → what is wrong
        self.address: Address | None = None  # of Google's page, while one waits for it
        self._attempt: Attempt | None = None
        self._before: Page = "sign_in"  # the page from which Google was asked

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

    def google(self, code: str = "") -> None:
        """Go on in the browser; `code`: of the invitation, where one was asked for. The page says what to do there until Google has answered."""
        if self.busy:
            return
        self.code = code.strip()
        if self.page == "sign_up" and not self.code:
            self._errors = {"code": Mistake(EMPTY)}
            self._tell()
            return
        self._before, self.page = self.page, "google"
        attempt = Attempt(lambda address: self._post(lambda: self._told(attempt, address)), self._open_browser)
        self._attempt, self.address = attempt, None
        self._begin({}, lambda: self._door.sign_in_google(attempt, self.code))

    def cancel(self) -> None:
        """Google's answer is not waited for any more. The page goes back once the attempt has ended, which is at once."""
        if self._attempt is not None:
            self._attempt.cancel()

    def _told(self, attempt: Attempt, address: Address) -> None:
        if attempt is self._attempt:
            self.address = address
            self._tell()

    def _begin(self, typed: dict[str, str], work: Callable[[], Any]) -> None:
        if self.busy:
            return
        self._errors = {field: Mistake(EMPTY) for field, value in typed.items() if not value}
        self.busy = not self._errors
        self._tell()
        if self.busy:
            self._run(work, self._done, self._failed)

    def _done(self, result: Any) -> None:
        self._ended()
        self._tell()
        self._entered(result)

    def _failed(self, error: EmsError) -> None:
        self._ended()
        self._errors = {} if error.code == CANCELLED else {FIELD_OF.get(error.code, ""): error}
        self._tell()

    def _ended(self) -> None:
        self.busy, self._attempt, self.address = False, None, None
        if self.page == "google":
            self.page = self._before
