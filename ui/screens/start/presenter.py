"""First run: three doors. What each does is the composition root's (`FirstRun`); this keeps what is under way and what went
wrong. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import coded, tr
from ui.work import Run

Door = Literal["demo", "join", "set_up"]
POOR = {1105, 1168, 1169, 1170}  # what can be wrong with a password


@dataclass(frozen=True, slots=True)
class SchoolDraft:
    """What an office types to set up a school on this computer. `password`: of the office's first account."""

    name: str = ""
    npsn: str = ""
    city: str = ""
    office_name: str = ""
    office_email: str = ""
    password: str = ""


class FirstRun(Protocol):
    """Each call runs on a worker thread, may take a minute, and raises EmsError. What it returns goes to `opened` as it is."""

    def open_demo(self) -> Any:
        """Start the embedded server with the demo school and sign in."""
        ...

    def join(self, school_file: Path) -> Any:
        """Keep this school file in the profile. Errors: 143x with what is wrong with the file."""
        ...

    def set_up(self, draft: SchoolDraft) -> Any:
        """Make an empty school on this computer, with its office account, and sign in."""
        ...


class StartPresenter:
    """`opened(door, what FirstRun returned)` goes on from here. The view listens through `watch`."""

    def __init__(self, first_run: FirstRun, run: Run, opened: Callable[[Door, Any], None]) -> None:
        self._first_run, self._run, self._opened = first_run, run, opened
        self._tell: Callable[[], None] = lambda: None
        self.busy: Door | None = None
        self.draft: SchoolDraft | None = None  # not None while the third door's form is open
        self.trouble: EmsError | None = None
        self.mistakes: dict[str, str] = {}  # field of the draft → what is wrong, in today's language

    def watch(self, tell: Callable[[], None]) -> None:
        """Call `tell()` after each change; one listener, the view that is built now."""
        self._tell = tell

    def words(self) -> str:
        """What went wrong, in today's language."""
        return coded(self.trouble) if self.trouble else ""

    def open_demo(self) -> None:
        self._begin("demo", self._first_run.open_demo)

    def join(self, school_file: Path) -> None:
        self._begin("join", lambda: self._first_run.join(school_file))

    def open_form(self) -> None:
        self.draft, self.trouble, self.mistakes = SchoolDraft(), None, {}
        self._tell()

    def close_form(self) -> None:
        self.draft = None
        self.trouble = None
        self._tell()

    def set_up(self, draft: SchoolDraft) -> None:
        """Mistakes the form can see are said at once, beside their fields; the others come from the service."""
        self.draft, self.mistakes, self.trouble = draft, self._check(draft), None
        if self.mistakes:
            self._tell()
        else:
            self._begin("set_up", lambda: self._first_run.set_up(draft))

    @staticmethod
    def _check(draft: SchoolDraft) -> dict[str, str]:
        wrong: dict[str, str] = {}
        for field in ("name", "office_name", "office_email", "password"):
            if not getattr(draft, field).strip():
                wrong[field] = tr("Fill this in.")
        if len(draft.npsn) != 8 or not draft.npsn.isdecimal():
            wrong["npsn"] = tr("An NPSN has 8 digits.")
        if draft.office_email.strip() and "@" not in draft.office_email:
            wrong["office_email"] = tr("Type the whole address, with @.")
        return wrong

    def _begin(self, door: Door, work: Callable[[], Any]) -> None:
        if self.busy:
            return
        self.busy, self.trouble = door, None
        self._tell()
        self._run(work, lambda result: self._done(door, result), self._failed)

    def _done(self, door: Door, result: Any) -> None:
        self.busy = None
        self._tell()
        self._opened(door, result)

    def _failed(self, error: EmsError) -> None:
        self.busy = None
        if isinstance(error, Mistake) and self.draft is not None and error.code in POOR:
            self.mistakes = {"password": coded(error)}
        else:
            self.trouble = error
        self._tell()
