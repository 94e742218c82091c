"""Jadwal looked at as a person would: clipped, pale, nameless or untranslated parts, in both languages, both themes and at 200 %."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from tests.ui.sync.looking import Strays, faults
from tests.ui.timetable.school import OFFICE, PUPIL, uid
from tests.ui.timetable.weeks import slot
from ui.theme import T, color

WINDOWS = [
    ("id", "light", 100, (1440, 900)),
    ("id", "dark", 100, (1440, 900)),
    ("en", "dark", 125, (1366, 768)),
    ("id", "light", 200, (1366, 768)),
    ("en", "light", 200, (1366, 768)),
]


@pytest.mark.parametrize(("language", "theme", "scale", "size"), WINDOWS)
def test_nothing_is_clipped_pale_nameless_or_astray(qapp, open_desk, draft, language, theme, scale, size):
    strays = Strays()
    qapp.installEventFilter(strays)
    desk = open_desk(OFFICE, language, theme, scale, size)
    desk.screen.presenter.show("class", uid("8b"))
    desk.settle()
    assert (desk.window.width(), desk.window.height()) == size
    assert faults(desk.window, language) == []
    desk.take_from_tray("Matematika")
    desk.hover(slot(3, "08.20", "09.40"))
    assert faults(desk.window, language) == []
    desk.drop_at(desk.window.mapToGlobal(desk.window.rect().bottomRight()))
    for form in ("bells", "rooms", "times", "lesson"):
        desk.screen._do(form)
        desk.settle()
        assert faults(desk.window, language) == []
    desk.screen._do("lesson")
    for look, who in (("teacher", uid("hendra")), ("room", uid("room lab")), ("school", None)):
        desk.screen.presenter.show(look, who)
        desk.settle()
        assert faults(desk.window, language) == []
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_empty_states_are_whole_too(open_desk, language):
    assert faults(open_desk(OFFICE, language, scale=200, size=(1366, 768)).window, language) == []
    assert faults(open_desk(PUPIL, language).window, language) == []


def test_a_narrow_window_gives_the_week_its_room(open_desk, draft):
    desk = open_desk(scale=200, size=(1366, 768))
    assert not desk.screen.inspector.isVisible()
    assert desk.screen.week.width() > 0.8 * desk.screen.width()
    desk.screen._do("panel")
    assert desk.screen.inspector.isVisible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_places_wear_a_frame_that_is_not_told_by_colour_alone(open_desk, draft, theme):
    desk = open_desk(OFFICE, "id", theme)
    desk.screen.presenter.show("class", uid("8b"))
    desk.settle()
    before = desk.screen.week.grab().toImage()
    desk.take_from_tray("Matematika")
    free = desk.screen.week.slot_rect(slot(1, "12.35", "13.55"))
    after = desk.screen.week.grab().toImage()
    edge = {QColor(after.pixel(free.left() + n, free.center().y())).name() for n in range(4)}
    assert color("ok").name() in edge
    inside = {after.pixel(x, free.center().y()) for x in range(free.left() + T.px(14), free.left() + T.px(60))}
    assert len(inside) > 5  # a word stands in it
    assert before != after
    desk.drop_at(desk.window.mapToGlobal(desk.window.rect().bottomRight()))
