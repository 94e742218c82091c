"""Several people on one computer: who is here, the locked screen, a session that ended, and the ways that lead there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import coded
from tests.ui.foundation.school import FACES, Desk, World, sign_in
from ui.context import SeatDoors
from ui.screens.sign_in.people import FaceCard, PeopleCard, initials
from ui.screens.sign_in.view import SignInView
from ui.shell.shell import Shell
from ui.shell.state import Status
from ui.widgets import Decision


@pytest.fixture
def back(open_world):
    def make(answer: object = "in", **known: Any):
        world, desk = open_world(), Desk(answer)
        presenter, entered = sign_in(desk, world.tasks, "ratna@sekolah.id", faces=FACES, **known)
        world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))
        world.window.show()
        world.settle()
        view = world.window.centralWidget()
        assert isinstance(view, SignInView)
        return world, desk, view, entered

    return make


def the(view, kind):
    found = [one for one in view.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_whoever_is_here_is_chosen_from_the_list_and_asked_for_their_own_password(back, qtbot):
    world, desk, view, entered = back()
    people = the(view, PeopleCard).people
    assert people.hasFocus()
    qtbot.keyClick(people, Qt.Key.Key_Down)
    qtbot.keyClick(people, Qt.Key.Key_Down)
    qtbot.keyClick(people, Qt.Key.Key_Return)
    world.settle()
    face = the(view, FaceCard)
    assert face.password.edit.hasFocus()
    qtbot.keyClicks(face.password.edit, "tiga kata sandi")
    qtbot.keyClick(face.password.edit, Qt.Key.Key_Return)
    world.settle()
    assert desk.asked == [("unlock", "p3", "tiga kata sandi")]
    assert entered == ["in"]


def test_a_click_on_a_name_is_enough(back, qtbot):
    world, _, view, _ = back()
    people = the(view, PeopleCard).people
    place = people.visualRect(people.rows.index(3)).center()
    qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=place)
    world.settle()
    assert the(view, FaceCard)._name == FACES[3].name


def test_a_locked_screen_asks_whom_it_locked_out_and_lets_others_by(back):
    world, desk, view, _ = back(Mistake(1165), face=FACES[3])
    face = the(view, FaceCard)
    face.password.set_text("salah")
    face.submit()
    world.settle()
    assert face.password.error() == coded(Mistake(1165))
    face.other.click()
    world.settle()
    the(view, PeopleCard).other.click()
    world.settle()
    assert view.card.who.text() == "ratna@sekolah.id"
    assert desk.asked == [("unlock", "p4", "salah")]


def test_an_empty_password_is_said_before_anybody_is_asked(back):
    _world, desk, view, _ = back(face=FACES[3])
    the(view, FaceCard).submit()
    assert the(view, FaceCard).password.error() == "Isi dulu bagian ini."
    assert desk.asked == []


def test_a_session_that_ended_is_taken_up_again_or_left_for_later(back):
    later = []
    world, desk, view, entered = back("seat", face=FACES[3], later=lambda: later.append(1))
    face = the(view, FaceCard)
    face.password.set_text("tiga kata sandi")
    face.submit()
    world.settle()
    assert desk.asked == [("again", "p4", "tiga kata sandi")]
    assert entered == ["seat"]
    face.other.click()
    assert later == [1]


def test_forgetting_somebody_is_asked_about_and_leaves_the_others(back):
    world, desk, view, _ = back(face=FACES[1])
    the(view, FaceCard).forget.click()
    dialog = view.findChild(Decision)
    assert dialog.buttons[0].said == "Batal"
    dialog.buttons[1].click()
    world.settle()
    assert desk.asked == [("forget", "p2")]
    assert [row.id for row in the(view, PeopleCard).people.rows.rows] == ["p1", "p3", "p4"]


def test_somebody_with_unsent_work_is_not_forgotten(back):
    world, _, view, _ = back(Mistake(1172, name="Hendra Gunawan", count=12), face=FACES[1])
    view._presenter.forget()
    world.settle()
    assert "12 perubahan" in the(view, FaceCard).banner.said()


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("Ratna Wulandari", "RW"), ("Agus", "A"), ("Drs. H. Agus Prasetyo, M.Pd.", "AP"), ("siti nur aini", "SA"), ("7 x", "X"), ("", "")],
)
def test_initials_leave_titles_out(name, drawn):
    assert initials(name) == drawn


# -- the ways there


def seated(world: World, doors: SeatDoors) -> Shell:
    """The shell with these ways to leave."""
    world.ctx = replace(world.ctx, seat=doors)
    return world.show_shell("grades")


def test_ctrl_l_locks_the_screen(open_world, qtbot):
    locked = []
    shell = seated(open_world(), SeatDoors(lock=lambda: locked.append(1)))
    qtbot.keyClick(shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    shell.status.person.click()
    shell.status._menu.actions()[2].trigger()
    shell.status._menu.close()
    assert locked == [1, 1]


def test_what_a_desk_did_is_not_told_to_whoever_stands_before_the_cover(open_world):
    world = open_world()
    world.show_shell("grades")
    world.say.note("Ratna Wulandari: 82,5", lambda: None)
    assert world.window.toast.said()
    parked = world.window.park()
    assert not world.window.toast.said()
    presenter, _ = sign_in(Desk(), world.tasks, faces=FACES)
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))
    world.say.note("Ratna Wulandari: 82,5", lambda: None)
    assert not world.window.toast.said()
    world.window.bring_back(parked)
    world.say.note("8 × 2")
    assert world.window.toast.said() == "8 × 2"


@pytest.mark.parametrize("scale", [100, 200])
def test_a_session_that_ended_is_a_calm_word_in_the_status_line_and_one_click_from_signing_in(open_world, scale):
    world, asked = open_world(scale=scale), []
    shell = seated(world, SeatDoors(again=lambda: asked.append(1)))
    assert not shell.status.again.isVisible()
    world.state.set_status(Status(2, 0, "ended", None))
    world.settle()
    assert shell.status.again.isVisible()
    assert shell.status.again.said == "Masuk lagi untuk mengirim"
    shell.status.again.click()
    assert asked == [1]
    assert world.window.findChild(Decision) is None
    world.state.set_status(Status(0, 0, "online", None))
    world.settle()
    assert not shell.status.again.isVisible()


def test_whoever_signs_in_with_google_comes_back_that_way(back):
    world, desk, view, entered = back(face=FACES[3], google=True)
    view._card.google.click()
    desk.answered.set()
    world.settle()
    assert desk.asked == [("google", "")]
    assert entered == ["in"]
