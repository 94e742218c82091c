"""The whole program, offscreen, on a server of its own: the third door, coming back, signing out; a profile that is in use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ems_desktop.domain.errors import Outage
from ems_desktop.i18n import coded, explain, tr
from ems_desktop.paths import root
from ems_desktop.services.profile import Profile
from sync.worker import Status
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
    assert program.desk is not None
    program.desk._show(Status(error=Outage(1405)))
    assert program.state.status.trouble == coded(Outage(1405))
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


def test_a_profile_that_cannot_be_written_is_said_on_the_first_run_and_the_language_can_still_be_chosen(run, tmp_path):
    (tmp_path / "profile").touch()  # a file where the folder should be
    program = run()
    stage(program, StartView)
    until(
        lambda: program.window.toast.said() == explain(Outage(1354, path=str(tmp_path / "profile"), detail="File exists")), "the sentence"
    )
    with pytest.raises(Outage):
        program.speak("en")
    until(lambda: tr("Set up a school") in [one.text() for one in program.window.findChildren(QLabel)], "the other language")
    assert program.window.preferences().language == "en"


def test_a_second_window_on_the_same_profile_is_told_so_and_changes_nothing(run, tmp_path):
    holder = Profile(tmp_path / "profile")
    said: list[str] = []
    program = run()
    program.say.warned.connect(lambda _words, code: said.append(code))
    until(lambda: bool(said), "the sentence")
    assert said == ["EMS-1303"]
    holder.close()


def test_ctrl_c_in_the_terminal_closes_the_window_without_a_word(tmp_path):
    command = [sys.executable, "-P", "-m", "ems_desktop", "--data-dir", str(tmp_path / "profile")]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root())}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        until((tmp_path / "profile" / "profile.lock").exists, "the window")
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, b"")
