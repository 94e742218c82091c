"""Coming back on a computer that several people use: the list of those it knows, and the card of the one who is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from ems_desktop.i18n import tr
from ui.screens.sign_in.presenter import Face, School, SignInPresenter
from ui.shell.status import role_words
from ui.theme import CENTER, LEFT, T, icons, round_rect, text
from ui.widgets import Banner, Choice, Elided, Field, ListView, button, col, decide, group, hline, label, row
from ui.widgets.layout import Item
from ui.widgets.lists import Index
from ui.widgets.paper import Brand

CARD, FACE_ROW, SEEN = 452, 56, 6  # pixels of the design; so many people are in sight at once


def school_head(school: School) -> QWidget:
    """Where one signs in."""
    place = " · ".join(part for part in (school.city, f"NPSN {school.npsn}" if school.npsn else "") if part)
    names = col(Elided(school.name, "title"), Elided(place, "small", "3"), gap=2)
    line = row(Brand(44), names, gap=14)
    line.setStretch(1, 1)
    return group(line)


def initials(name: str) -> str:
    """Ratna Wulandari → RW; titles and punctuation do not count."""
    words = [word for word in name.split(",", maxsplit=1)[0].split() if word[0].isalpha() and not word.endswith(".")]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def draw_initials(p: QPainter, rect: QRectF, name: str, role: str) -> None:
    round_rect(p, rect, rect.height() / 2, "accent_soft", "accent_line")
    text(p, rect, initials(name), role, "accent", CENTER, elide=False)


class SignInCard(QFrame):
    """What every card of the sign-in stage is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(T.px(CARD))

    def show_state(self) -> None:
        """Something changed in the presenter."""

    def first_focus(self) -> QWidget:
        return self


class Badge(QWidget):
    """A person's initials in a circle: a picture without a meaning of its own, the name stands beside it."""

    def __init__(self, name: str, size: int = 44) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(T.px(size), T.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        draw_initials(QPainter(self), QRectF(self.rect()), self._name, "title")


class PeopleCard(SignInCard):
    """Who is here? A list; choosing a name asks for that person's password."""

    def __init__(self, presenter: SignInPresenter) -> None:
        super().__init__()
        self.people = ListView(tr("People on this computer"), FACE_ROW, _paint_face, _say_face, inset=0)
        self.people.show_rows(presenter.faces, 0, fit=len(presenter.faces) <= SEEN)
        if len(presenter.faces) > SEEN:
            self.people.setFixedHeight(T.px(FACE_ROW) * SEEN)
        self.people.clicked.connect(lambda index: presenter.choose(presenter.faces[index.row()]))
        self.people.opened.connect(presenter.choose)
        self.other = button(tr("Somebody else"), "plus", "ghost")
        self.other.clicked.connect(lambda: presenter.show("sign_in"))
        parts: tuple[Item, ...] = (
            school_head(presenter.school), 28, label(tr("Who is here?"), "heading"), 4,
            label(tr("Everybody has a file of their own on this computer, and their own password."), "body", "2", wrap=True), 16,
            self.people, 12, hline(), 10, row(self.other, None),
        )  # fmt: skip
        self.setLayout(col(*parts, margins=(36, 32, 36, 20), gap=0))

    def first_focus(self) -> QWidget:
        return self.people


class FaceCard(SignInCard):
    """One person: their password opens the way back, or takes up a session that has ended."""

    def __init__(self, presenter: SignInPresenter) -> None:
        super().__init__()
        self._presenter, self._again = presenter, presenter.page == "again"
        face = presenter.face
        assert face is not None
        self._name = face.name
        self.banner = Banner()
        self.password = Field(tr("Password"), "", presenter.school.told_password, secret=True)
        self.password.entered.connect(self.submit)
        self.act = button(self._verb(), kind="primary", tall=True)
        self.act.clicked.connect(self.submit)
        self.google = button(tr("Continue with Google"), "google")
        self.google.clicked.connect(self._by_google)
        self.google.setVisible(presenter.school.google)
        self.other = button(tr("Later, go on without sending") if self._again else tr("Somebody else"), kind="link", small=True)
        self.other.clicked.connect(self._leave)
        self.forget = button(tr("Forget on this computer …"), kind="link", small=True)
        self.forget.clicked.connect(self._ask_to_forget)
        parts: tuple[Item, ...] = (
            school_head(presenter.school), 24, self._who(face), 16, label(self._lead(face), "body", "2", wrap=True), 18, self.banner, 4,
            self.password, 14, self.act, 8, self.google, 20, hline(), 14, row(self.other, None, self.forget),
        )  # fmt: skip
        self.setLayout(col(*parts, margins=(36, 32, 36, 20), gap=0))
        self.forget.setVisible(not self._again)

    @staticmethod
    def _who(face: Face) -> QWidget:
        line = row(Badge(face.name), col(Elided(face.name, "heading"), Elided(role_words(face.roles), "small", "2"), gap=2), gap=14)
        line.setStretch(1, 1)
        return group(line)

    def _lead(self, face: Face) -> str:
        if self._again:
            return tr("Your session at the school has ended. Everything you typed is kept here; sign in again and it is sent.")
        if face.here:
            return tr("Your password opens your work where you left it. No network is needed.")
        return tr("You signed out on this computer. To come in again you need your password and the network.")

    def _verb(self) -> str:
        return tr("Sign in") if self._again else tr("Open")

    def submit(self) -> None:
        (self._presenter.again if self._again else self._presenter.unlock)(self.password.text())

    def _by_google(self) -> None:
        self._presenter.google()

    def _leave(self) -> None:
        presenter = self._presenter
        if presenter.later is not None:
            presenter.later()
        else:
            presenter.show(presenter.elsewhere())

    def _ask_to_forget(self) -> None:
        said = tr("{name}'s encrypted file is deleted from this computer. What is at school stays there.", name=self._name)
        act = Choice(tr("Forget"), self._presenter.forget, "danger")
        decide(self, tr("Forget {name} on this computer?", name=self._name), said, Choice(tr("Cancel")), act)

    def show_state(self) -> None:
        presenter = self._presenter
        self.password.set_error(presenter.words("password"))
        trouble = presenter.words()
        self.banner.say(trouble, "warn" if trouble else "")
        for part in (self.password, self.act, self.google, self.other, self.forget):
            part.setEnabled(not presenter.busy)
        self.act.say(tr("One moment …") if presenter.busy else self._verb())
        if not presenter.busy:
            self.password.setFocus()

    def first_focus(self) -> QWidget:
        return self.password


def _say_face(face: Face) -> str:
    return ", ".join(part for part in (face.name, role_words(face.roles), "" if face.here else tr("signed out")) if part)


def _paint_face(p: QPainter, rect: QRectF, face: Face, on: bool, _index: Index) -> None:
    place = rect.adjusted(0, T.px(2), 0, -T.px(2))
    if on:
        round_rect(p, place, T.px(6), "hover", "line_strong")
    size = T.px(36)
    draw_initials(p, QRectF(place.left() + T.px(8), place.center().y() - size / 2, size, size), face.name, "small_strong")
    words = place.adjusted(T.px(56), T.px(5), -T.px(40), -T.px(5))
    half = words.height() / 2
    text(p, QRectF(words.left(), words.top(), words.width(), half), face.name, "body_medium", "text", LEFT)
    below = role_words(face.roles) if face.here else tr("signed out")
    text(p, QRectF(words.left(), words.top() + half, words.width(), half), below, "small", "text2", LEFT)
    icons.draw(p, "right", place.right() - T.px(28), place.center().y(), "text3", 16)
