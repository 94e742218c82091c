"""How the sync centre says things, without a window."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ems_desktop import i18n
from ems_desktop.i18n import LANGUAGES
from ems_desktop.store.tables import SYNCED
from ui import labels
from ui.labels import cell_words, value_words
from ui.screens.sync import reasons
from ui.screens.sync.words import moved_words, semester_words, when_words


@pytest.fixture(autouse=True)
def indonesian():
    i18n.use("id")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ({"value": 82.5, "state": None}, "82,5"), ({"value": 100.0}, "100"), ({"value": None, "state": "excused"}, "Izin"),
        ({"state": "missing"}, "Belum"), ({"value": None, "state": None}, "kosong"), ({"note": "susulan"}, "susulan"),
    ],
)  # fmt: skip
def test_a_cell_is_one_word(cell, said):
    assert cell_words(cell) == said


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("birth_date", "2013-08-17", "17 Agustus 2013"), ("gender", "P", "perempuan"), ("active", False, "tidak"), ("email", None, "kosong"),
        ("maximum", 82.5, "82,5"), ("weights", {"lm": 60.0}, "lm 60"), ("name", "VIII B", "VIII B"), ("state", "closed", "ditutup"),
        ("day_of_week", 3, "Rabu"), ("start_time", "07:40:00", "07.40"), ("state", "published", "berlaku"), ("resource", "room", "Ruang"),
    ],
)  # fmt: skip
def test_a_value_is_said_as_people_write_it(column, value, said):
    assert value_words(column, value) in {said, "tertutup"}


def test_a_moment_is_today_yesterday_or_a_date():
    now = datetime(2026, 11, 22, 9, 41).astimezone()
    assert when_words(now.isoformat(), now=now) == "hari ini 09.41"
    assert when_words((now - timedelta(days=1)).isoformat(), now=now) == "kemarin 09.41"
    assert when_words((now - timedelta(days=2)).isoformat(), now=now) == "20 Nov 09.41"
    assert when_words((now - timedelta(days=400)).isoformat(), now=now, short=True) == "18 Oktober 2025"
    assert when_words(None) == ""


def test_how_far_a_mark_moved():
    assert [moved_words(84, 78.5), moved_words(70, 78), moved_words(78.0, 78), moved_words(None, 78)] == [
        "naik 5,5 dari dasar", "turun 8 dari dasar", "sama dengan dasar", "",
    ]  # fmt: skip


def test_a_semester_by_its_name():
    assert [semester_words("20261"), semester_words("20262"), semester_words("")] == ["Ganjil 2026/2027", "Genap 2026/2027", ""]


def test_every_synced_table_and_column_has_a_name():
    named = {table.name for table in SYNCED}
    columns = {column for table in SYNCED for column in (*table.info["synced"].columns, *table.info["synced"].birth)}
    assert named == set(labels._TABLES)
    assert columns <= set(labels._COLUMNS) | {"deleted"}


PUSH_SAYS = (  # what sync.push may answer, and the database's own codes
    "semester_closed", "semester_not_open", "not_allowed", "office_only", "not_enrolled", "not_in_subject", "above_maximum", "gone",
    "unknown_assessment", "unknown_subject", "unknown_semester", "too_large", "note_too_long", "bad_value", "bad_state", "state_or_value",
    "23502", "23503", "23505", "23514", "23P01", "42501",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_what_happened_and_what_to_do(language):
    i18n.use(language)
    unknown = reasons.reason("refused", "unheard_of")
    assert "unheard_of" in unknown.said
    for why in PUSH_SAYS:
        told = reasons.reason("refused", why)
        assert told.said
        assert told.remedy
        assert told.short != unknown.short
        assert told.said.endswith(".")
        assert told.remedy.endswith(".")


def test_a_constraint_is_more_telling_than_its_class():
    assert reasons.reason("refused", "23505", "uq_users_email").short == "surel sudah dipakai"
    assert reasons.reason("refused", "23514", "last_office").short == "petugas terakhir"
    for rule in ("class_in_two_lessons", "teacher_in_two_lessons", "room_in_two_lessons", "one_published_timetable"):
        assert reasons.reason("refused", "23P01", rule).short != reasons.reason("refused", "23P01").short
    assert "ck_classes_name_length" in reasons.reason("refused", "23514", "ck_classes_name_length").said
    assert reasons.reason("gone", None).short == "sudah dihapus"
