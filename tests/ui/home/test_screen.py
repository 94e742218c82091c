"""Beranda with real widgets over a real file: each line is one key away from its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ems_desktop.services.people import Person
from ems_desktop.services.roster_views import NewSubject
from tests.ui.rosters.desk import desk as open_it
from ui.preferences import Preferences
from ui.tour.snap import clipped, low_contrast, unnamed, untranslated

Key = Qt.Key


@pytest.fixture
def taught(office):
    """Two subjects in 7A, one without a teacher; the homeroom of 7B is Ratna's."""
    first, second = office.rosters.classes()[:2]
    office.rosters.add_subjects([NewSubject(first.id, "IPA", "IPA", (office.staff[1],)), NewSubject(first.id, "IPS", "IPS")])
    office.rosters.change_class(second.id, second.name, office.staff[1])
    return office


def test_the_first_line_has_the_keys_and_enter_goes_to_its_place(open_desk, taught):
    desk = open_desk(taught, area="home")
    home = desk.home
    assert home.waiting.list.hasFocus()
    assert [line.key for line in home.waiting.list.rows.rows] == ["no_subjects", "no_homeroom", "no_teacher", "unsent"]
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert (desk.state.area, desk.screen.browse.page.title.text()) == ("rosters", "7A")
    assert desk.screen.browse.page.subjects.isVisible()


def test_a_click_does_the_same(open_desk, taught):
    desk = open_desk(taught, area="home")
    view = desk.home.waiting.list
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.rows.index(3, 0)).center())
    desk.settle()
    assert desk.state.area == "sync"


def test_the_board_shows_what_a_class_lacks_and_enter_goes_into_it(open_desk, taught):
    desk = open_desk(taught, area="home")
    home = desk.home
    assert [line.title for line in home.lacking.list.rows.rows] == ["IPA", "IPS"]
    home.board.list.setFocus()
    desk.press(Key.Key_Return)
    assert home.lacking.list.hasFocus()
    desk.press(Key.Key_Return)
    assert (desk.state.area, bool(desk.state.where["sheet"])) == ("grades", True)


def test_a_teacher_sees_own_sheets_and_the_own_class(open_desk, taught):
    home = open_desk(taught, "guru", area="home").home
    assert [line.title for line in home.mine.list.rows.rows] == ["IPA · 7A"]
    assert [line.title for line in home.board.list.rows.rows] == ["7B"]
    assert home.subjects.isHidden()


def test_an_empty_school_offers_the_import(open_desk, empty):
    desk = open_desk(empty, area="home")
    assert [line.key for line in desk.home.waiting.list.rows.rows] == ["import"]
    teacher = open_desk(empty, "guru", area="home").home
    assert teacher.mine.isVisible()
    assert teacher.mine.list.isHidden()


def test_what_changes_elsewhere_comes_into_sight(qtbot, open_desk, taught):
    desk = open_desk(taught, area="home")
    taught.rosters.set_teachers(
        taught.rosters.subjects(taught.rosters.classes()[0].id)[1].id, taught.rosters.classes()[0].id, taught.staff[2:3]
    )
    desk.ctx.bus.tell({"subject_teachers"}, origin="pull")
    qtbot.waitUntil(lambda: "no_teacher" not in [line.key for line in desk.home.waiting.list.rows.rows])


@pytest.mark.parametrize(("language", "scale", "size"), [("id", 100, (1440, 900)), ("en", 125, (1366, 768)), ("id", 200, (1366, 768))])
@pytest.mark.parametrize("role", ["kurikulum", "guru"])
def test_nothing_is_clipped_nameless_or_untranslated(open_desk, taught, role, language, scale, size):
    home = open_desk(taught, role, language=language, scale=scale, size=size, area="home").home
    assert (clipped(home), unnamed(home), untranslated(home, language)) == ([], [], [])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_can_be_read_on_its_ground(open_desk, taught, theme):
    assert low_contrast(open_desk(taught, theme=theme, area="home").home) == []


def test_a_pupil_sees_the_own_marks(qapp, taught):

    pupil = taught.rosters.pupils(taught.rosters.classes()[0].id)[0]
    person = Person(pupil.id, pupil.name, frozenset({"siswa"}))
    with open_it(qapp, taught, person, Preferences("id", "light", 100), (1366, 768), "home") as desk:
        home = desk.home
        assert [line.title for line in home.subjects.list.rows.rows] == ["IPA", "IPS"]
        assert (home.waiting.isHidden(), home.mine.isHidden(), home.board.isHidden()) == (True, True, True)
        desk.press(Key.Key_Return, home.subjects.list)
        assert desk.state.area == "home"
