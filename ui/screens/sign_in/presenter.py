"""Sign-in with Google, or with email or NISN and password; sign-up with an invitation code and either of the two; coming back as
somebody this computer knows. Keeps what was typed over a change of language, but never a password. Knows nothing of Qt."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import coded, tr
from ems_desktop.integrations.google_sign_in import Address, Attempt
from ui.work import Run

Page = Literal["people", "unlock", "again", "sign_in", "sign_up", "google"]
Post = Callable[[Callable[[], None]], None]

WRONG_PAIR, WRONG_CODE, EMPTY, CANCELLED = 1101, 1103, 1104, 1138
FIELD_OF = {WRONG_CODE: "code"} | dict.fromkeys((WRONG_PAIR, 1105, 1164, 1165, 1168, 1169, 1170), "password")


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


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody this computer knows. `here`: did not sign out, so the password alone opens their work, without a network."""

    id: str
    name: str
    roles: frozenset[str] = frozenset()
    here: bool = True


class Door(Protocol):
    """The accounts service. All run on a worker thread. What they return goes to `entered`.

    Errors: 1101 wrong name or password, 1102 too many tries, 1103 wrong code, 1104 empty, 1105 and 1168 to 1170 a poor password,
    112x and 113x Google, 1164 wait, 1165 not the one known here, 1172 and 1173 not everything of somebody is at school, 14xx no connection.
    """

    def sign_in(self, identifier: str, password: str) -> Any: ...

    def sign_up(self, code: str, password: str) -> Any: ...

    def sign_in_google(self, attempt: Attempt, code: str) -> Any: ...

    def unlock(self, user_id: str, password: str) -> Any:
        """Back to where this person was."""
        ...

    def again(self, user_id: str, password: str) -> Any:
        """A session that ended, taken up over the open file. Needs the network."""
        ...

    def forget(self, user_id: str) -> Any:
        """This computer shall not know this person any more; who is left."""
        ...


class SignInPresenter:
    """`entered(what the door returned)` goes on from here; `post` brings a word from another thread. The view listens through `watch`.

    `faces`: whom this computer knows. `face`: whose password is asked for first; `later`: what they can do instead of signing in again.
    """

    def __init__(
        self,
        school: School,
        door: Door,
        run: Run,
        entered: Callable[[Any], None],
        post: Post,
        identifier: str = "",
        faces: tuple[Face, ...] = (),
        face: Face | None = None,
        later: Callable[[], None] | None = None,
        open_browser: Callable[[str], bool] = webbrowser.open,
    ) -> None:
        self.school, self.faces, self.face, self.later = school, faces, face, later
        self._door, self._run, self._entered, self._post, self._open_browser = door, run, entered, post, open_browser
        self._tell: Callable[[], None] = lambda: None
        self.page: Page = "again" if later else "unlock" if face else self.elsewhere()
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

    def elsewhere(self) -> Page:
        """Where one goes who is not the person on the card."""
        return "people" if len(self.faces) > 1 else "sign_in"

    def choose(self, face: Face) -> None:
        self.face = face
        self.show("unlock")

    def unlock(self, password: str) -> None:
        face = self._face()
        self._begin({"password": password}, lambda: self._door.unlock(face.id, password))

    def again(self, password: str) -> None:
        face = self._face()
        self._begin({"password": password}, lambda: self._door.again(face.id, password))

    def forget(self) -> None:
        """The one on the card, who has to have everything at school."""
        gone = self._face()

        def done(_: Any) -> None:
            self.busy = False
            self.faces = tuple(one for one in self.faces if one.id != gone.id)
            self.face = None
            self.show(self.elsewhere())

        self._begin({}, lambda: self._door.forget(gone.id), done)

    def _face(self) -> Face:
        assert self.face is not None
        return self.face

    def words(self, field: str = "") -> str:
        """What is wrong with a field ("identifier", "password", "code"), or with "" what is in the way of all of it."""
        error = self._errors.get(field)
        if error is None:
            return ""
        return tr("Fill this in.") if error.code == EMPTY and field else coded(error)

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

    def _begin(self, typed: dict[str, str], work: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        if self.busy:
            return
        self._errors = {field: Mistake(EMPTY) for field, value in typed.items() if not value}
        self.busy = not self._errors
        self._tell()
        if self.busy:
            self._run(work, done or self._done, self._failed)

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
