"""Small FET files, written as FET writes them: today's way, or that of 2009."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from ems_desktop.domain.timetable.fet import FetFile
from ems_desktop.domain.timetable.fet_names import Named, School, SubjectOf
from ems_desktop.integrations.fet_reading import open_fet

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat")
HOURS = ("JP 1", "JP 2", "JP 3", "JP 4")
YEARS: Mapping[str, Sequence[str]] = {"7": ("7A", "7B"), "8": ("8A",)}
TEACHERS = ("01 Drs. H. BUDI SANTOSO, M.Pd.", "02 SRI WAHYUNI, S.Pd.")


def activity(number: int, subject: str, students: Iterable[str], *, teachers: Iterable[str] = TEACHERS[:1], hours: int = 2, more: str = "") -> str:  # fmt: skip
    who = "".join(f"<Teacher>{escape(name)}</Teacher>" for name in teachers)
    which = "".join(f"<Students>{escape(name)}</Students>" for name in students)
    length = f"<Duration>{hours}</Duration><Total_Duration>{hours}</Total_Duration>"
    return f"<Activity>{who}<Subject>{escape(subject)}</Subject>{which}{length}<Id>{number}</Id><Activity_Group_Id>0</Activity_Group_Id>{more}</Activity>"


def start(number: int, day: str, hour: str, *, locked: bool = True) -> str:
    place = f"<Preferred_Day>{day}</Preferred_Day><Preferred_Hour>{hour}</Preferred_Hour>"
    lock = f"<Permanently_Locked>{str(locked).lower()}</Permanently_Locked>"
    return constraint("ActivityPreferredStartingTime", f"<Activity_Id>{number}</Activity_Id>{place}{lock}")


def not_available(kind: str, whom: str, *cells: tuple[str, str]) -> str:
    """`kind`: Teacher, StudentsSet or Room."""
    times = "".join(f"<Not_Available_Time><Day>{day}</Day><Hour>{hour}</Hour></Not_Available_Time>" for day, hour in cells)
    return constraint(f"{kind}NotAvailableTimes", f"<{kind.removesuffix('Set')}>{whom}</{kind.removesuffix('Set')}>{times}".replace("Student>", "Students>"))  # fmt: skip


def breaks(*cells: tuple[str, str]) -> str:
    return constraint("BreakTimes", "".join(f"<Break_Time><Day>{day}</Day><Hour>{hour}</Hour></Break_Time>" for day, hour in cells))


def room(number: int, name: str) -> str:
    return constraint("ActivityPreferredRoom", f"<Activity_Id>{number}</Activity_Id><Room>{name}</Room>")


def together(*activities: int, weight: str = "100") -> str:
    ids = "".join(f"<Activity_Id>{number}</Activity_Id>" for number in activities)
    said = f"<Number_of_Activities>{len(activities)}</Number_of_Activities>{ids}"
    return constraint("ActivitiesSameStartingTime", said, weight=weight)


def constraint(kind: str, inside: str, *, active: bool = True, weight: str = "100") -> str:
    weight = f"<Weight_Percentage>{weight}</Weight_Percentage>"
    return f"<Constraint{kind}>{weight}{inside}<Active>{str(active).lower()}</Active></Constraint{kind}>"


def years(groups: Mapping[str, Sequence[str]], subgroups: Mapping[str, Sequence[str]]) -> str:
    def named(tag: str, name: str, inside: str = "") -> str:
        return f"<{tag}><Name>{escape(name)}</Name><Number_of_Students>30</Number_of_Students>{inside}</{tag}>"

    def group(name: str) -> str:
        return named("Group", name, "".join(named("Subgroup", one) for one in subgroups.get(name, ())))

    return "".join(named("Year", name, "".join(map(group, mine))) for name, mine in groups.items())


def fet(
    *activities: str, constraints: Iterable[str] = (), hours: Sequence[str] = HOURS, days: Sequence[str] = DAYS, head: str = "",
    groups: Mapping[str, Sequence[str]] = YEARS, subgroups: Mapping[str, Sequence[str]] | None = None,
    teachers: Sequence[str] = TEACHERS, rooms: Sequence[str] = ("Lab IPA",),
) -> str:  # fmt: skip
    """A file as FET 6 writes it."""

    def listed(tag: str, names: Sequence[str]) -> str:
        each = "".join(f"<{tag}><Name>{escape(name)}</Name><Long_Name></Long_Name></{tag}>" for name in names)
        return f"<{tag}s_List><Number_of_{tag}s>{len(names)}</Number_of_{tag}s>{each}</{tag}s_List>"

    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<fet version="6.9.0">\n<Institution_Name>SMP Coba</Institution_Name>'
        f"{listed('Day', days)}{listed('Hour', hours)}{listed('Subject', ('Matematika', 'IPA'))}{listed('Teacher', teachers)}"
        f"<Students_List>{years(groups, subgroups or {})}</Students_List>\n<Activities_List>{''.join(activities)}</Activities_List>\n"
        f"{listed('Room', rooms)}<Time_Constraints_List>{constraint('BasicCompulsoryTime', '')}{''.join(constraints)}</Time_Constraints_List></fet>"
    )


OLD = """<!DOCTYPE FET><FET version="5.0.0">
<Institution_Name>SMP Lama</Institution_Name>
<Hours_List><Number>3</Number><Name>07:00</Name><Name>07:40</Name><Name>08:20</Name></Hours_List>
<Days_List><Number>2</Number><Name>Senin</Name><Name>Selasa</Name></Days_List>
<Students_List><Year><Name>7A</Name><Number_of_Students>30</Number_of_Students></Year></Students_List>
<Teachers_List><Teacher><Name>Budi</Name></Teacher></Teachers_List>
<Subjects_List><Subject><Name>IPA</Name></Subject></Subjects_List>
<Activities_List><Activity><Teacher>Budi</Teacher><Subject>IPA</Subject><Duration>2</Duration><Total_Duration>2</Total_Duration>
<Id>1</Id><Activity_Group_Id>0</Activity_Group_Id><Active>yes</Active><Students>7A</Students></Activity></Activities_List>
<Time_Constraints_List><ConstraintTeacherNotAvailable><Weight_Percentage>100</Weight_Percentage><Teacher_Name>Budi</Teacher_Name>
<Day>Selasa</Day><Start_Hour>07:00</Start_Hour><End_Hour>08:20</End_Hour></ConstraintTeacherNotAvailable>
<ConstraintActivityPreferredTime><Weight_Percentage>100</Weight_Percentage><Activity_Id>1</Activity_Id>
<Preferred_Day>Senin</Preferred_Day><Preferred_Hour>07:40</Preferred_Hour></ConstraintActivityPreferredTime></Time_Constraints_List></FET>"""


def opened(folder: Path, text: str | bytes) -> FetFile:
    path = folder / "jadwal.fet"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_fet(path)


def school(*classes: str, subjects: Sequence[str] = ("Matematika", "IPA"), teachers: Sequence[str] = ("Budi Santoso", "Sri Wahyuni, S.Pd."), rooms: Sequence[str] = ("Lab IPA",)) -> School:  # fmt: skip
    """Ids are the names."""
    return School(
        tuple(Named(name, name) for name in classes),
        tuple(SubjectOf(f"{name} {subject}", name, subject) for name in classes for subject in subjects),
        tuple(Named(name, name) for name in teachers),
        tuple(Named(name, name) for name in rooms),
    )
