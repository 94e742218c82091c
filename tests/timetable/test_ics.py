"""Calendars of classes and teachers, read back with the library's own parser and as bare lines by the rules of RFC 5545."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.domain.timetable.sheet import Entry, Sheet
from ems_desktop.domain.timetable.week import Slot
from ems_desktop.integrations.calendars import ZONES, write_ics
from tests.timetable.books import HEADING, small_book

AT = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)


def lines(path: Path) -> list[str]:
    """The content lines, unfolded; every line as it stands has at most 75 bytes and ends in CR LF."""
    raw = path.read_bytes()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    return raw.replace(b"\r\n ", b"").decode().split("\r\n")


def events(path: Path) -> list[Any]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_a_teacher_gets_a_weekly_event_for_each_lesson_until_the_semester_ends(tmp_path: Path):
    path = tmp_path / "hendra.ics"
    write_ics(path, HEADING, small_book().teachers[0], AT)
    first, *others = events(path)
    assert len(others) == 2
    assert (str(first["summary"]), first["dtstart"].dt.isoformat()) == ("Matematika · VII A", "2026-07-13T07:40:00+07:00")
    assert first["dtend"].dt - first["dtstart"].dt == timedelta(minutes=80)
    weeks = list(rrulestr(first["rrule"].to_ical().decode(), dtstart=first["dtstart"].dt))
    assert (weeks[1].date(), weeks[-1].date(), len(weeks)) == (date(2026, 7, 20), date(2026, 12, 14), 23)
    assert (str(others[-1]["summary"]), str(others[-1]["location"])) == ("PJOK · VII A, VII B", "Lapangan")


def test_a_class_gets_its_subjects_with_teachers_and_room(tmp_path: Path):
    path = tmp_path / "7a.ics"
    write_ics(path, HEADING, small_book().classes[0], AT)
    by_name = {str(one["summary"]): one for one in events(path)}
    science = by_name["Ilmu Pengetahuan Alam"]
    assert (str(science["location"]), str(science["description"])) == ("Lab IPA", "Sri Wahyuni, M.Pd.")
    assert str(by_name["PJOK"]["description"]) == "Hendra Gunawan, S.Pd.\nSri Wahyuni, M.Pd.\nVII A, VII B"


@pytest.mark.parametrize("zone", ZONES)
def test_the_time_zone_of_the_school_comes_with_it(tmp_path: Path, zone: str):
    path = tmp_path / "7a.ics"
    write_ics(path, replace(HEADING, timezone=zone), small_book().classes[0], AT)
    said = lines(path)
    name, hours = ZONES[zone]
    assert {f"TZID:{zone}", f"TZNAME:{name}", f"TZOFFSETTO:+{hours:02}00", f"DTSTART;TZID={zone}:20260713T074000"} <= set(said)
    until = f"UNTIL=20261218T{23 - hours:02}5959Z"
    assert [line for line in said if line.startswith("RRULE:") and until not in line] == []


def test_names_are_escaped_folded_and_come_back_as_they_were(tmp_path: Path):
    hostile = "A;B,C\\D\r\nEND:VEVENT\r\nBEGIN:VALARM " + "ж𝔘" * 40
    entry = Entry("1", Slot(1, 420, 460), hostile, ("VII A",), ("x, y; z",), "R\n1\x1b", 1)
    path = tmp_path / "x.ics"
    write_ics(path, HEADING, Sheet("class", "a", hostile, (entry,)), AT)
    assert "END:VALARM" not in lines(path)
    (event,) = events(path)
    assert str(event["summary"]).replace("\r\n", "\n") == hostile.replace("\r\n", "\n")
    assert (str(event["description"]), str(event["location"])) == ("x, y; z", "R\n1")


def test_the_same_lesson_has_the_same_uid_at_every_export_and_each_its_own(tmp_path: Path):
    one, again, teacher = (tmp_path / name for name in ("1.ics", "2.ics", "3.ics"))
    write_ics(one, HEADING, small_book().classes[0], AT)
    write_ics(again, replace(HEADING, version="anders"), small_book().classes[0], AT + timedelta(days=3))
    write_ics(teacher, HEADING, small_book().teachers[0], AT)
    uids = [[str(event["uid"]) for event in events(path)] for path in (one, again, teacher)]
    assert uids[0] == uids[1]
    assert len(set(uids[0] + uids[2])) == len(uids[0]) + len(uids[2])


def test_a_lesson_whose_day_never_comes_in_the_semester_is_left_out(tmp_path: Path):
    path = tmp_path / "7a.ics"
    write_ics(path, replace(HEADING, ends_on=date(2026, 7, 14)), small_book().classes[0], AT)
    assert [str(one["summary"]) for one in events(path)] == ["Matematika", "Ilmu Pengetahuan Alam"]


def test_a_semester_without_days_makes_no_calendar(tmp_path: Path):
    with pytest.raises(Mistake) as caught:
        write_ics(tmp_path / "7a.ics", replace(HEADING, ends_on=None), small_book().classes[0], AT)
    assert (caught.value.code, list(tmp_path.iterdir())) == (1659, [])


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path):
    with pytest.raises(Outage) as caught:
        write_ics(tmp_path / "no" / "7a.ics", HEADING, small_book().classes[0], AT)
    assert caught.value.code == 1240
