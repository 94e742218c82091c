"""Sign-in on screen: one card on ruled paper. What works without a network is said here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ems_desktop import __version__
from ems_desktop.i18n import tr
from ui.screens.sign_in.people import FaceCard, PeopleCard, SignInCard, school_head
from ui.screens.sign_in.presenter import SignInPresenter
from ui.screens.sign_in.waiting import WaitingCard
from ui.shell.cover import Cover
from ui.widgets import Banner, Button, Field, Switcher, box, button, col, group, hline, icon_label, label, row
from ui.widgets.layout import Item

CARDS: dict[str, Callable[[SignInPresenter], SignInCard]] = {
    "people": PeopleCard,
    "unlock": FaceCard,
    "again": FaceCard,
    "google": WaitingCard,
}


class SignInView(Cover):
    """`other_school` goes back to the three doors."""

    def __init__(self, presenter: SignInPresenter, speak: Callable[[str], None], other_school: Callable[[], None]) -> None:
        self._presenter = presenter
        self._content = QWidget()
        change = button(tr("Another school"), "school", "ghost", small=True)
        change.clicked.connect(other_school)
        version = label(tr("EMS Desktop {version}", version=__version__), "caption", "3")
        super().__init__(self._content, row(change, None, version), speak)
        self._page = ""
        self._layout = col(None, None, gap=0)
        self._content.setLayout(self._layout)
        self._card: SignInCard | None = None
        change.setHidden(presenter.page == "again")
        presenter.watch(self._show)
        self._show()

    @property
    def card(self) -> Card:
        """The form, where it is one."""
        assert isinstance(self._card, Card)
        return self._card

    @property
    def waiting(self) -> WaitingCard | None:
        """The card that waits for Google, while it does."""
        return self._card if isinstance(self._card, WaitingCard) else None

    def _show(self) -> None:
        if self._page != self._presenter.page:
            self._page = self._presenter.page
            if self._card is not None:
                self._card.hide()
                self._card.deleteLater()
            self._card = CARDS.get(self._page, Card)(self._presenter)
            self._layout.insertLayout(1, row(None, self._card, None))
            if self.isVisible():
                self._card.first_focus().setFocus()
        card = self._card
        assert card is not None
        card.show_state()
        QTimer.singleShot(0, card, lambda: self.reveal(card.first_focus()))  # in a low window what is said under a field, too

    def first_focus(self) -> QWidget:
        assert self._card is not None
        return self._card.first_focus()


class Card(SignInCard):
    """The form for one of the two ways in."""

    def __init__(self, presenter: SignInPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._joining = presenter.page == "sign_up"
        self.banner = Banner()
        self._make_fields()
        self.act = button(tr("Create account") if self._joining else tr("Sign in"), kind="primary", tall=True)
        self.act.clicked.connect(self.submit)
        google = self._by_google()
        ways = [self.who, 12, *google] if self._joining else [*google, self.who, 10]  # an invitation's code comes before either way
        parts: tuple[Item, ...] = (
            school_head(presenter.school), 28, label(tr("Use an invitation code") if self._joining else tr("Welcome back"), "heading"), 4,
            self._lead(), 20, *self._people(), self.banner, 4, *ways, self.password, 14, self.act, 20, hline(), 16,
            self._offline(), 14, self._other_way(),
        )  # fmt: skip
        self.setLayout(col(*parts, margins=(36, 32, 36, 20), gap=0))

    def _lead(self) -> QWidget:
        said = tr("The office gave you a code. It works once.") if self._joining else tr("Use the account the school's office invited.")
        return label(said, "body", "2", wrap=True)

    def _people(self) -> list[Item]:
        """In the demo school one may be anybody: choosing a name fills the card in."""
        school = self._presenter.school
        if not school.people or self._joining:
            return []
        now = self.who.text() or school.people[0][0]
        self.person = Switcher(tr("Person"), school.people, now)
        self.person.chosen.connect(self._be)
        self._be(now)
        line = row(icon_label("play", "accent", 16), label(tr("Demo school: be"), "small", "2"), self.person, None, margins=(12, 4, 8, 4))
        return [box("well", line), 12]

    def _by_google(self) -> list[Item]:
        """The first button, where the school has set it up. With an invitation: after its code, instead of a password."""
        self.google: Button | None = None
        if not self._presenter.school.google:
            return []
        self.google = button(tr("Continue with Google"), "google", tall=True)
        self.google.clicked.connect(self._ask_google)
        words = tr("or with a password")
        divider = row(hline(), label(words, "small", "3"), hline(), gap=12)
        divider.setStretch(0, 1)
        divider.setStretch(2, 1)
        return [self.google, 18, divider, 14]

    def _ask_google(self) -> None:
        self._presenter.google(self.who.text() if self._joining else "")

    def _be(self, identifier: str) -> None:
        self.who.set_text(identifier)
        self.password.set_text(self._presenter.school.told_password)

    def _make_fields(self) -> None:
        if self._joining:
            self.who = Field(tr("Invitation code"), "", self._presenter.code)
            hint = tr("At least 8 characters; several words are best.")
            self.password = Field(tr("Choose a password"), "", "", secret=True, hint=hint)
        else:
            self.who = Field(tr("Email or NISN"), "", self._presenter.identifier)
            forgot = button(tr("Forgot your password?"), kind="link", small=True)
            forgot.clicked.connect(self._forgot)
            self.password = Field(tr("Password"), "", "", secret=True, beside=forgot)
        for field in (self.who, self.password):
            field.entered.connect(self.submit)

    def _offline(self) -> QWidget:
        said = tr("The first sign-in needs the network. After it you can work on this computer without one; what you type is sent later.")
        line = row(icon_label("cloud", "text3", 16), label(said, "caption", "2", wrap=True), gap=8)
        line.setStretch(1, 1)
        return group(line)

    def _other_way(self) -> QWidget:
        ask = tr("Already have an account?") if self._joining else tr("No account yet?")
        faces: list[Item] = []
        if self._presenter.faces and not self._joining:
            back = button(tr("People on this computer"), kind="link", small=True)
            back.clicked.connect(lambda: self._presenter.show("people"))
            faces = [back]
        self.other: Button = button(tr("Sign in") if self._joining else tr("Use an invitation code"), kind="link", small=True)
        self.other.clicked.connect(lambda: self._presenter.show("sign_in" if self._joining else "sign_up"))
        return group(row(label(ask, "small", "2"), self.other, None, *faces, gap=6))

    def _forgot(self) -> None:
        self.banner.say(tr("Ask the office for a new invitation code; with it you choose a new password."))

    def submit(self) -> None:
        go = self._presenter.sign_up if self._joining else self._presenter.sign_in
        go(self.who.text(), self.password.text())

    def show_state(self) -> None:
        presenter, who = self._presenter, "code" if self._joining else "identifier"
        self.who.set_error(presenter.words(who))
        self.password.set_error(presenter.words("password"))
        trouble = presenter.words()
        self.banner.say(trouble, "warn" if trouble else "")
        for part in (self.who, self.password, self.act, self.other, *([self.google] if self.google else [])):
            part.setEnabled(not presenter.busy)
        self.act.say(self._verb())
        wrong = next((f for f in (self.who, self.password) if f.error()), None)
        if wrong is not None:
            wrong.setFocus()

    def _verb(self) -> str:
        if self._presenter.busy:
            return tr("One moment …")
        return tr("Create account") if self._joining else tr("Sign in")

    def first_focus(self) -> QWidget:
        return self.password if self.who.text() else self.who
