"""The whole program, offscreen, on a server of its own: the third door, coming back, signing out; a profile that is in use."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ems_desktop.services.profile import Profile
from tests.ui.programs import DRAFT, stage
from ui.screens.sign_in.view import SignInView
from ui.screens.start.view import StartView
from ui.shell.shell import Shell
from ui.tour.hands import press, type_text, until


def test_an_office_sets_up_a_school_comes_back_without_a_password_and_signs_out(run):
    program = run()
    stage(program, StartView)
    opened = program.doors.set_up(DRAFT)
    program.show_desk(opened)
    stage(program, Shell)
    assert opened.session.roles == {"kurikulum"}
    assert [s.state for s in opened.desk.rosters.semesters()].count("open") == 1
    until(lambda: program.state.status.connection == "online", "the connection")
    program.stop()

    again = run()
    stage(again, Shell)
    assert again.desk is not None
    assert again.desk.opened.session.school_name == "SMP Baru"
    again.sign_out()
    stage(again, SignInView)
    view = again.window.centralWidget()
    assert isinstance(view, SignInView)
    view.card.who.set_text(DRAFT.office_email)
    view.card.password.setFocus()
    type_text("bukan sandinya")
    press(Qt.Key.Key_Return)
    until(lambda: bool(view.card.password.error()), "the reason beside the field")
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(DRAFT.password)
    press(Qt.Key.Key_Return)
    stage(again, Shell)


def test_a_second_window_on_the_same_profile_is_told_so_and_changes_nothing(run, tmp_path):
    holder = Profile(tmp_path / "profile")
    said: list[str] = []
    program = run()
    program.say.warned.connect(lambda _words, code: said.append(code))
    until(lambda: bool(said), "the sentence")
    assert said == ["EMS-1303"]
    holder.close()
