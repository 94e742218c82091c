"""The status line: who sits here, in which semester; what is not sent yet; how the connection is. Calm: an outage is a word
here, never a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QWidget

from ems_desktop.i18n import clock, day, tr, trn
from ui.context import Session
from ui.shell.state import Status
from ui.theme import SIZE, T, icons
from ui.widgets import Elided, button, label, restyle, row, vline
from ui.widgets.labels import key
from ui.widgets.text import plain_tip
from ui.words import semester_title

CONNECTIONS = {
    "online": ("cloud", "ok"),
    "connecting": ("sync", "text2"),
    "offline": ("cloud_off", "text2"),
    "refused": ("alert", "warn"),
    "ended": ("key", "warn"),
}


def role_words(roles: frozenset[str]) -> str:
    """The person's roles as the school calls them."""
    names = (("kurikulum", tr("Office")), ("guru", tr("Teacher")), ("siswa", tr("Student")))
    return ", ".join(words for role, words in names if role in roles)


def unsent_words(count: int) -> str:
    return trn("{n} change not sent", "{n} changes not sent", count) if count else tr("Everything is sent")


def connection_words(status: Status) -> str:
    return {
        "online": tr("Connected to the school"),
        "connecting": tr("Connecting …"),
        "offline": tr("Working without network"),
        "refused": tr("The school refuses"),
        "ended": tr("Sign in again to send"),
    }[status.connection]


def synced_words(when: datetime | None) -> str:
    """When the last sync was; the day too, if it was not today."""
    if when is None:
        return tr("never synced")
    local = when.astimezone()
    said = clock(when) if local.date() == datetime.now().astimezone().date() else f"{day(local.date(), short=True)} {clock(when)}"
    return tr("last {time}", time=said)


class StatusLine(QFrame):
    """`asked` says which part was pressed: "person", "sync", "again" or "shortcuts"."""

    asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(T.px(SIZE.h_status))
        self._menu = QMenu(self)
        self.person = button(session.name, "users", "status", small=True, ink="text3", tip=tr("Account"))
        self.person.clicked.connect(lambda: self.asked.emit("person"))
        self._unsent = button("", "upload", "status", small=True, ink="text3")
        self._unsent.clicked.connect(lambda: self.asked.emit("sync"))
        self.again = button(tr("Sign in again to send"), "key", "status", small=True, ink="warn")
        self.again.setProperty("ink", "warn")
        self.again.clicked.connect(lambda: self.asked.emit("again"))
        self._badge, self._connection, self._synced = QLabel(), Elided("", "small", "2"), label("", "small", "3")
        help_ = button(tr("Shortcuts"), "", "status", small=True)
        help_.setProperty("ink", "3")
        help_.clicked.connect(lambda: self.asked.emit("shortcuts"))
        self._wide: list[QWidget] = []
        self._ended = False
        state = tr("open") if session.semester_open else tr("closed")
        left = [self.person, Elided(role_words(session.roles), "small", "2", 60)]
        term: list[QWidget] = []
        if session.semester:
            term = [vline(14), label(semester_title(session.semester), "small", "2"), label(state, "small", "3")]
        link = [vline(14), self._badge, self._connection, self._synced, vline(14), key("F1"), help_]
        self._wide += [*term, *link]
        self._narrow = False
        self.setLayout(self._line([*left, *term], [self._unsent, self.again, *link]))

    @staticmethod
    def _line(left: Sequence[QWidget], right: Sequence[QWidget]) -> QHBoxLayout:
        return row(*left, None, *right, margins=(10, 0, 16, 0), gap=7)

    @property
    def narrow(self) -> bool:
        return self._narrow

    def fold(self, narrow: bool) -> None:
        """Without room: who, and what is not sent."""
        self._narrow = narrow
        for part in self._wide:
            part.setVisible(not narrow)
        self._show_again()

    def _show_again(self) -> None:
        """The way to sign in again stands instead of how the connection is, and also where there is no room for that."""
        for part in (self._badge, self._connection):
            part.setVisible(not self._narrow and not self._ended)
        self.again.setVisible(self._ended)

    def show_status(self, status: Status) -> None:
        ink = "warn" if status.unsent else "text3"
        self._unsent.setIcon(icons.icon("upload", ink, 16))
        self._unsent.setProperty("ink", "warn" if status.unsent else None)
        self._unsent.say(unsent_words(status.unsent))
        restyle(self._unsent)
        icon, tone = CONNECTIONS[status.connection]
        self._badge.setPixmap(icons.pixmap(icon, "warn" if status.trouble else tone, 16, self.devicePixelRatioF()))
        self._connection.say(status.trouble or connection_words(status))
        self._ended = status.connection == "ended"
        self._show_again()
        self._synced.setText(synced_words(status.synced_at))
        self._synced.setToolTip(plain_tip(tr("Last sync with the school")))

    def show_trouble(self, said: str) -> None:
        """An outage, until the next status says how things are."""
        self._badge.setPixmap(icons.pixmap("alert", "warn", 16, self.devicePixelRatioF()))
        self._connection.say(said)

    def person_menu(self, *actions: tuple[str, str, Callable[[], object]]) -> QMenu:
        """Opens above the name: (words, icon, what to do)."""
        menu = self._menu
        menu.clear()
        for said, icon, act in actions:
            menu.addAction(icons.icon(icon), said, act)
        menu.popup(self.person.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        return menu
