"""A lesson that the school refused, as the office meets it in the sync centre: both lessons named, and a way to the timetable."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.store import tables as t
from tests.clashes import answer, pull, settle
from tests.timetable.school import FIRST
from tests.ui.sync.looking import faults
from ui.screens.sync.panes import RefusedPane


@pytest.fixture
def refused(store, small) -> tuple[str, str]:
    """The version and the lesson that was placed where the school has another one by now."""
    office = Timetable(store, Person(small.teacher.id, small.teacher.name, frozenset({"kurikulum"})))
    with store.reading() as session:
        semester = session.execute(sa.select(t.semesters.c.id)).scalar_one()
    draft = office.make(semester, "Draf 1")
    mine, theirs = office.add(draft, [NewLesson(small.class_id, small.subject_id)] * 2)
    with store.reading() as session:
        made = list(session.execute(sa.text("select seq from outbox")).scalars())
    for seq in made:
        settle(store, seq)
    office.place(mine, FIRST)
    answer(store, status="refused", why="23P01", rule="class_in_two_lessons")
    pull(store, t.schedules, {"id": theirs}, day_of_week=2, start_time="07:00:00", end_time="07:40:00")
    return draft, mine


@pytest.fixture
def centre(open_centre, refused):
    opened = open_centre()
    opened.screen._choose_segment("refused")
    opened.settle()
    return opened


def test_both_lessons_are_named_with_the_free_hours(centre):
    pane = centre.screen.decisions.pane
    assert isinstance(pane, RefusedPane)
    said = " ".join(label.text() for label in pane.findChildren(QLabel))
    assert "Bahasa Indonesia VIII B tidak bisa pada Selasa 07.00–07.40: VIII B sudah terpakai untuk Bahasa Indonesia VIII B." in said
    assert "Bebas: Senin 07.40, Senin 08.20, Senin 09.00." in said
    assert "Tempatkan pelajaran di waktu lain pada jadwal" in said


def test_a_click_leads_to_the_lesson_in_the_timetable(centre, refused):
    draft, lesson = refused
    button = centre.screen.decisions.pane.open_button
    assert button is not None
    assert button.text().strip() == "Buka jadwal"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert centre.went[-1] == ("timetable", {"timetable": draft, "lesson": lesson})


def test_putting_it_away_lets_the_school_s_stand(centre, store):
    pane = centre.screen.decisions.pane
    (away,) = [one for one in pane.findChildren(QAbstractButton) if one.text().strip() == "Simpan ke riwayat"]
    QTest.mouseClick(away, Qt.MouseButton.LeftButton)
    centre.settle()
    assert centre.screen.presenter.refused == ()
    with store.reading() as session:
        assert session.execute(sa.text("select count(*) from outbox where state = 'pending'")).scalar_one() == 0


@pytest.mark.parametrize(("language", "scale"), [("id", 100), ("en", 200)])
def test_nothing_is_clipped_or_left_untranslated(open_centre, refused, language, scale):
    opened = open_centre(language, "dark", scale)
    opened.screen._choose_segment("refused")
    opened.settle()
    assert faults(opened.window, language) == []
