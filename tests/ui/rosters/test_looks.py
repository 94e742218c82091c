"""Every part of Kelas & Siswa at every size, in both languages and themes: nothing cut, nothing nameless, all legible."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from ems_desktop.services.roster_views import NewSubject
from tests.offices import MESSY
from tests.ui.rosters.desk import Desk
from ui.screens.rosters.class_page import PUPILS, SUBJECTS
from ui.tour.snap import clipped, low_contrast, unnamed, untranslated

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


class Strays(QObject):
    """Windows that came up: a part without a parent flashes as one."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def walk(desk: Desk, path):
    """Through every part of the screen, step by step."""
    screen, browse = desk.screen, desk.screen.browse
    importing = desk.importing
    steps = (
        [lambda: browse.page.show_view(PUPILS)],
        [lambda: browse.new_class.show_class(None, browse.presenter.now.staff)],
        [browse.saved, lambda: browse.page.show_view(SUBJECTS)],
        [browse.page.subjects.open_new, browse.page.subjects.form.save.click],
        [browse.saved, browse.page.change.click],
        [browse.saved, lambda: browse.presenter.open_card(browse.presenter.now.pupils[0].id)],
        [browse.card.open_move],
        [browse.card.open_leave],
        [browse.saved, browse.close_card, lambda: browse.presenter.search("zzz")],
        [lambda: screen.open_file(path)],
        [importing._open_side],
        [lambda: importing.presenter.filter("new")],
    )
    for number, step in enumerate(steps):
        for act in step:
            act()
        desk.settle()
        yield number


@pytest.fixture
def busy(office):
    """One subject without a teacher, one pupil who left."""
    office.rosters.add_subjects([NewSubject(office.rosters.classes()[0].id, "Pendidikan Pancasila", "PP")])
    office.rosters.leave(office.rosters.pupils()[1].id, date(2026, 9, 1), "pindah")
    return office


@pytest.mark.parametrize(
    ("language", "scale", "size"), [("id", 100, (1440, 900)), ("en", 125, (1366, 768)), ("id", 200, (1366, 768)), ("en", 200, (1366, 768))]
)
def test_nothing_is_clipped_nameless_or_astray(qapp, open_desk, busy, language, scale, size):
    strays = Strays()
    qapp.installEventFilter(strays)
    desk = open_desk(busy, language=language, theme="dark" if scale == 125 else "light", scale=scale, size=size)
    for number in walk(desk, MESSY):
        assert (clipped(desk.screen), unnamed(desk.screen)) == ([], []), number
        assert (desk.window.width(), desk.window.height()) == size, "the window does not grow by itself"
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_word_is_in_the_language_that_is_spoken(open_desk, busy, language):
    desk = open_desk(busy, language=language)
    assert [words for number in walk(desk, MESSY) if number in {3, 5, 7, 10} and (words := untranslated(desk.screen, language))] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_can_be_read_on_its_ground(open_desk, office, theme):
    desk = open_desk(office, theme=theme)
    screen = desk.screen
    for step in (lambda: None, lambda: screen.presenter.open_card(screen.presenter.now.pupils[0].id), lambda: screen.open_file(MESSY)):
        step()
        desk.settle()
        assert low_contrast(screen) == []
