"""A class's or teacher's week as an iCalendar file (RFC 5545), for the calendar of a telephone. Folding and escaping are the library's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.sheet import Entry, Heading, Sheet
from ems_desktop.integrations.tables_out import printable, save_whole

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

ZONES: Final = {"Asia/Jakarta": ("WIB", 7), "Asia/Makassar": ("WITA", 8), "Asia/Jayapura": ("WIT", 9)}  # none has summer time
PRODUCT: Final = "-//EMS Desktop//Jadwal//ID"


def write_ics(path: Path, heading: Heading, sheet: Sheet, at: datetime) -> None:
    """`at`: the moment of the export. Errors: 1240 it cannot be written, 1659 the semester has no days."""
    content = calendar(heading, sheet, at).to_ical()
    save_whole(path, lambda part: part.write_bytes(content))


def calendar(heading: Heading, sheet: Sheet, at: datetime) -> Calendar:
    """One weekly event for each lesson, from the semester's first day to its last. Error 1659 when it has none."""
    from icalendar import Calendar

    if heading.starts_on is None or heading.ends_on is None:
        raise Mistake(1659)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", " ".join(f"{sheet.name} · {heading.school}".split()))  # the library does not escape what begins with x-
    made.add_component(_zone(heading.timezone))
    for entry in sheet.entries:
        first = _first(heading.starts_on, entry.slot.day)
        if first <= heading.ends_on:
            made.add_component(_event(heading, sheet, entry, first, at))
    return made


def _zone(name: str) -> Timezone:
    from icalendar import Timezone, TimezoneStandard

    short, hours = ZONES[name]
    standard, zone = TimezoneStandard(), Timezone()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local time, as the standard wants it here
    standard.add("tzoffsetfrom", timedelta(hours=hours))
    standard.add("tzoffsetto", timedelta(hours=hours))
    standard.add("tzname", short)
    zone.add("tzid", name)
    zone.add_component(standard)
    return zone


def _event(heading: Heading, sheet: Sheet, entry: Entry, first: date, at: datetime) -> Event:
    """The UID is the same at every export, so a calendar that has the event moves it instead of showing it twice."""
    from icalendar import Event

    assert heading.ends_on is not None
    zone = {"TZID": heading.timezone}
    made = Event()
    made.add("uid", f"{entry.id}.{sheet.resource}.{sheet.id}@{heading.npsn or 'sekolah'}.ems-desktop")
    made.add("dtstamp", at.astimezone(UTC))
    made.add("dtstart", _moment(first, entry.slot.start), parameters=zone)
    made.add("dtend", _moment(first, entry.slot.end), parameters=zone)
    made.add("rrule", {"freq": "weekly", "until": _midnight(heading.ends_on, heading.timezone)})
    classes = ", ".join(entry.classes)
    made.add("summary", printable(entry.subject if sheet.resource == "class" else f"{entry.subject} · {classes}"))
    if entry.room:
        made.add("location", printable(entry.room))
    said = [] if sheet.resource == "teacher" else list(entry.teachers)
    if len(entry.classes) > 1:
        said.append(classes)
    if said:
        made.add("description", printable("\n".join(said)))
    return made


def _first(start: date, day: int) -> date:
    """The first such day on or after `start`."""
    return start + timedelta(days=(day - start.isoweekday()) % 7)


def _moment(day: date, minutes: int) -> datetime:
    """Local time without a zone of Python's own: the file carries its zone, so no computer needs a database of them."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _midnight(day: date, zone: str) -> datetime:
    """The last second of a day, as the standard wants the end of a repetition: in UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC) - timedelta(hours=ZONES[zone][1])
