"""Signing in with Google, for the album: the real cards in the tour's own window. Nobody is asked, and no browser opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ems_desktop.integrations.google_sign_in import Address
from ui.preferences import Preferences
from ui.screens.sign_in.presenter import School, SignInPresenter
from ui.screens.sign_in.view import SignInView
from ui.tour.hands import settle

if TYPE_CHECKING:
    from ui.app import Program

Result = TypeVar("Result")
SCHOOL = School("SMP Negeri 7 Contoh", "Indramayu", "99000007", google=True)


def show_google(program: Program, take: Callable[[str], None]) -> None:
    """The first button and the wait for the browser, in both languages; the desk comes back afterwards as it was."""
    window, before = program.window, program.window.preferences()
    parked = window.park()
    for language in ("id", "en"):
        window.prefer(Preferences(language, "light", 100))
        settle(0.2)
        presenter = SignInPresenter(SCHOOL, _Nobody(), _unanswered, lambda _: None, program.tasks.post)
        window.stage(lambda asked=presenter: SignInView(asked, program.speak, program.show_start))  # type: ignore[misc]
        take(f"masuk-google-{language}")
        presenter.google()
        presenter.address = Address("https://accounts.google.com/o/oauth2/v2/auth")
        take(f"menunggu-google-{language}")
    window.prefer(before)
    settle(0.2)
    window.bring_back(parked)


def _unanswered(
    work: Callable[[], Result], done: Callable[[Result], object] | None = None, failed: Any = None, *, ordered: bool = False
) -> object:
    """Work that is never done: the wait stays on the screen."""
    return work, done, failed, ordered


class _Nobody:
    """The door that `_unanswered` never goes through."""

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(name)
