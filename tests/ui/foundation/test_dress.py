"""The window in another language, theme or size: built anew, at the same place."""

from __future__ import annotations

from dataclasses import replace

from ems_desktop.domain.errors import NotAllowed
from tests.ui.foundation.test_shell import titles
from ui.theme import T


def test_another_language_rebuilds_the_window_and_keeps_the_place(open_world):
    world = open_world(language="id")
    old = world.show_shell("grades")
    world.state.go("grades", sheet="s1")
    world.window.prefer(replace(world.window.preferences(), language="en"))
    world.settle()
    assert world.shell is not old
    assert world.shell.current().title == "Semester"
    assert world.shell.current().content.arrived == {"sheet": "s1"}
    assert titles(world.shell)[-1] == "Settings"
    assert world.saved[-1].language == "en"


def test_another_theme_and_size_take_effect_at_once(open_world):
    world = open_world()
    world.show_shell("home")
    world.window.prefer(replace(world.window.preferences(), theme="dark", scale=150))
    world.settle()
    assert (T.name, T.scale) == ("dark", 1.5)
    assert world.window.size().toTuple() == (1366, 768)


def test_a_note_in_the_language_of_before_goes(open_world):
    world = open_world(language="id")
    world.show_shell("home")
    world.say.failed(NotAllowed(1104))
    assert not world.window.toast.isHidden()
    world.window.prefer(replace(world.window.preferences(), language="en"))
    world.settle()
    assert world.window.toast.isHidden()


def test_the_same_preferences_rebuild_nothing(open_world):
    world = open_world()
    shell = world.show_shell()
    world.window.prefer(world.window.preferences())
    world.settle()
    assert world.shell is shell
    assert world.saved == []


def test_what_the_status_line_says_survives_a_rebuild(open_world):
    world = open_world()
    world.show_shell()
    world.window.prefer(replace(world.window.preferences(), language="en"))
    world.settle()
    assert world.shell.status._unsent.said == "16 changes not sent"
