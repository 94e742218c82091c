"""The small school of the tests, made by the owner's hand: names, and a template database a server. `tests/world.py` tells who is who."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg

from ems_desktop.paths import resources
from ems_desktop.store import install
from ems_desktop.store.tables import CATALOGUE, DIRECTORY, OFFICE, SCHOOL
from tests.servers import Server

GATE_PASSWORD = "gate-of-the-test-school"
Connection = psycopg.Connection[Any]
Derive = Callable[[str, bytes], bytes]

STAFF = {"sri": "kurikulum", "budi": "guru", "citra": "guru", "dewi": "guru"}
CLASSES = {"7a": "dewi", "7b": "citra"}
PUPILS = {"ani": ("7a", "Islam"), "beni": ("7a", "Kristen"), "cici": ("7a", "Islam"), "dodi": ("7b", "Islam"), "edo": ("7b", "Islam")}
# class, teacher, religion, only those listed
SUBJECTS: dict[str, tuple[str, str, str | None, tuple[str, ...]]] = {
    "math_7a": ("7a", "budi", None, ()),
    "science_7a": ("7a", "citra", None, ()),
    "pai_7a": ("7a", "budi", "Islam", ()),
    "chess_7a": ("7a", "budi", None, ("ani",)),
    "math_7b": ("7b", "citra", None, ()),
}
SEMESTERS = {"now": ("20261", "open"), "past": ("20252", "closed"), "next": ("20262", "planned")}
TIMETABLES = {"timetable": "published", "draft": "draft"}


def fast_key(password: str, salt: bytes) -> bytes:
    """Stands for argon2id: the server sees only the derived key, and does not care how it was derived."""
    return hashlib.sha256(salt + password.encode()).digest()


def uid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"ems-test-world/{name}"))


def nisn(pupil: str) -> str:
    return f"00{90000000 + sorted(PUPILS).index(pupil):08d}"


_templates: dict[tuple[str, int], str] = {}


def clone(server: Server) -> str:
    place = (server.host, server.port)
    if place not in _templates:
        _templates[place] = _make_template(server)
    name = server.create(_templates[place])
    with psycopg.connect(server.dsn(name), autocommit=True) as connection:  # a clone lacks its template's privileges and settings
        connection.execute(f"alter database {name} owner to ems_admin")
        connection.execute(f"revoke all on database {name} from public")
        connection.execute(f"grant connect on database {name} to ems_user, ems_gate, ems_google_keys, ems_n8n")
        connection.execute(resources("sql", "roles", "hardening.sql").read_bytes())
    return name


def _make_template(server: Server) -> str:
    name = f"school_{secrets.token_hex(4)}"
    install.install(server.dsn(), name, gate_password=GATE_PASSWORD)
    with install.owning(server.dsn(), name) as connection:
        _seed_people(connection)
        _seed_rosters(connection)
        _seed_sheets(connection)
        _seed_timetables(connection)
        _seed_server_tables(connection)
        _seed_files(connection)
        connection.execute("reset role")
        for person in (*STAFF, *PUPILS):
            put_password(connection, uid(person), f"password of {person}", fast_key)
    return name


def put_password(connection: Connection, user: str, password: str, derive: Derive) -> None:
    salt = secrets.token_bytes(16)
    connection.execute("set role ems_core")
    connection.execute("select identity.put_credential(%s, %s, %s)", (user, derive(password, salt), salt))
    connection.execute("reset role")


def _insert(connection: Connection, table: str, **values: Any) -> None:
    columns = ", ".join(values)
    connection.execute(f"insert into ems.{table} ({columns}) values ({', '.join(['%s'] * len(values))})", list(values.values()))


def _seed_people(connection: Connection) -> None:
    _insert(connection, "school", id=SCHOOL, scope_id=SCHOOL, npsn="20301234", name="SMP Uji Coba")
    for name, (code, state) in SEMESTERS.items():
        _insert(connection, "semesters", id=uid(name), scope_id=SCHOOL, code=code, state=state)
    for place, (kind, weight) in enumerate({"formative": 0, "summative": 60, "sas": 40}.items()):
        _insert(
            connection,
            "assessment_kinds",
            id=uid(f"kind.{kind}"),
            scope_id=SCHOOL,
            kind=kind,
            name=kind,
            short=kind[:4],
            weight=weight,
            position=place,
        )
    for person, role in STAFF.items():
        _insert(connection, "users", id=uid(person), scope_id=DIRECTORY, name=person.title(), email=f"{person}@sekolah.test", role=role)
        _insert(connection, "user_roles", user_id=uid(person), role=role, scope_id=DIRECTORY)
    for pupil, (_class, religion) in PUPILS.items():
        _insert(connection, "users", id=uid(pupil), scope_id=DIRECTORY, name=pupil.title(), role="siswa")
        _insert(connection, "user_roles", user_id=uid(pupil), role="siswa", scope_id=DIRECTORY)
        _insert(connection, "students", id=uid(pupil), scope_id=DIRECTORY, nisn=nisn(pupil), religion=religion, gender="P")
        _insert(
            connection,
            "student_private",
            id=uid(pupil),
            scope_id=OFFICE,
            nik="3301" + nisn(pupil) + "00",
            mother_name=f"Ibu {pupil.title()}",
        )


def _seed_rosters(connection: Connection) -> None:
    for name, homeroom in CLASSES.items():
        _insert(
            connection, "classes", id=uid(name), scope_id=uid(name), name=name.upper(), teacher_id=uid(homeroom), grade_level=7, year=2026
        )
    for number, (pupil, (class_, _religion)) in enumerate(PUPILS.items(), 1):
        _insert(connection, "enrolments", class_id=uid(class_), student_id=uid(pupil), scope_id=uid(class_), number=number)
    for subject, (class_, teacher, religion, listed) in SUBJECTS.items():
        key = f"subject.{subject}"
        _insert(
            connection,
            "subjects",
            id=uid(key),
            class_id=uid(class_),
            scope_id=uid(class_),
            name=subject,
            code=subject.split("_")[0],
            religion=religion,
            listed=bool(listed),
        )
        _insert(connection, "subject_teachers", subject_id=uid(key), teacher_id=uid(teacher), scope_id=uid(class_))
        for pupil in listed:
            _insert(connection, "subject_students", subject_id=uid(key), student_id=uid(pupil), scope_id=uid(class_))


def bank_of(subject: str) -> str:
    """The bank's id of a subject: its name's."""
    return str(UUID(hashlib.md5(f"bank {subject}".encode(), usedforsecurity=False).hexdigest()))


def takers(subject: str) -> list[str]:
    """The pupils who take a subject."""
    class_, _teacher, religion, listed = SUBJECTS[subject]
    return [
        p for p, (own, faith) in PUPILS.items() if own == class_ and (not religion or faith == religion) and (not listed or p in listed)
    ]


def _seed_sheets(connection: Connection) -> None:
    for subject in SUBJECTS:
        _seed_sheet(connection, subject, subject, "now")
    _seed_sheet(connection, "math_7a.past", "math_7a", "past")
    for pupil, subject in {"ani": "math_7a", "beni": "math_7a", "dodi": "math_7b"}.items():
        _insert(
            connection,
            "grades",
            id=uid(f"grade.{pupil}"),
            scope_id=uid(subject),
            student_id=uid(pupil),
            subject_id=uid(f"subject.{subject}"),
            semester="20261",
            grade_value=80,
        )


def _seed_timetables(connection: Connection) -> None:
    """Rooms; the published timetable, whose lessons come with the questions' subjects; a draft with one lesson."""
    _insert(connection, "rooms", id=uid("room"), scope_id=SCHOOL, name="Lab")
    for name, state in TIMETABLES.items():
        scope = {"scope_id": uid(name)}
        when = {"day_of_week": 1, "start_time": "07:00", "end_time": "07:40"}
        _insert(connection, "timetables", id=uid(name), semester_id=uid("now"), name=name, state=state, **scope)
        _insert(connection, "periods", id=uid(f"period.{name}"), kind="lesson", number=1, **when, **scope)
        _insert(connection, "unavailable", id=uid(f"closed.{name}"), resource="teacher", resource_id=uid("dewi"), **when, **scope)
    lesson = {"id": uid("lesson.draft"), "class_id": uid("7a"), "subject_id": uid("subject.math_7a"), "scope_id": uid("draft")}
    _insert(connection, "schedules", **lesson)


def _seed_server_tables(connection: Connection) -> None:
    for subject in ("math_7a", "math_7b"):
        key, class_ = uid(f"subject.{subject}"), uid(SUBJECTS[subject][0])
        _insert(
            connection,
            "schedules",
            id=uid(f"lesson.{subject}"),
            scope_id=uid("timetable"),
            class_id=class_,
            subject_id=key,
            day_of_week=1,
            start_time="07:00",
            end_time="07:40",
        )
        _insert(
            connection,
            "schedule_teachers",
            schedule_id=uid(f"lesson.{subject}"),
            teacher_id=uid(SUBJECTS[subject][1]),
            scope_id=uid("timetable"),
        )
        _insert(
            connection,
            "bank_soal",
            id=uid(f"question.{subject}"),
            subject_id=bank_of(subject),
            scope_id=bank_of(subject),
            question_text="1 + 1",
            options='["2", "3"]',
            correct_answer="2",
        )
        what = {"media_type": "image/png", "size": 3, "sha256": hashlib.sha256(subject.encode()).hexdigest()}
        _insert(connection, "question_media", id=uid(f"picture.{subject}"), scope_id=bank_of(subject), name="peta.png", **what)
        _insert(connection, "question_stimuli", id=uid(f"stimulus.{subject}"), scope_id=bank_of(subject), body="Bacalah.")
        _insert(connection, "question_papers", id=uid(f"paper.{subject}"), scope_id=bank_of(subject), title="UTS")
        version = {"id": uid(f"version.{subject}"), "item_id": uid(f"question.{subject}"), "content": "{}"}
        _insert(connection, "question_versions", scope_id=bank_of(subject), **version)
    for person in ("budi", "citra"):
        _insert(connection, "jobs", id=uid(f"job.{person}"), user_id=uid(person), kind="analysis")


def _seed_files(connection: Connection) -> None:
    for name, by in (("lensa", "budi"), ("lama", "citra")):
        gone, sha = name == "lama", hashlib.sha256(name.encode()).hexdigest()
        what = {"media_type": "text/plain", "size": len(name), "sha256": sha, "uploaded_by": uid(by)}
        _insert(connection, "files", id=uid(f"file.{name}"), scope_id=CATALOGUE, name=f"{name}.txt", deleted=gone, **what)
        given = {"material_title": name.title(), "deleted": gone, "file_id": uid(f"file.{name}")}
        _insert(connection, "materials", id=uid(f"material.{name}"), scope_id=CATALOGUE, **given)
    for pupil in ("ani", "dodi"):
        sha = hashlib.sha256(pupil.encode()).hexdigest()
        _insert(connection, "photos", id=uid(pupil), scope_id=DIRECTORY, media_type="image/jpeg", size=len(pupil), sha256=sha)
    _insert(connection, "sheet_rows", id=uid("material.lensa"), scope_id=CATALOGUE, cells='{"material_title": "Lensa"}')


def _seed_sheet(connection: Connection, sheet: str, subject: str, semester: str) -> None:
    scope = uid(sheet)
    _insert(
        connection,
        "grade_sheets",
        id=scope,
        scope_id=scope,
        subject_id=uid(f"subject.{subject}"),
        class_id=uid(SUBJECTS[subject][0]),
        semester_id=uid(semester),
    )
    for place, (name, maximum) in enumerate({"quiz": 100, "task": 50}.items()):
        _insert(
            connection,
            "assessments",
            id=uid(f"{sheet}.{name}"),
            scope_id=scope,
            kind="formative",
            title=name,
            maximum=maximum,
            position=place,
        )
    for pupil in takers(subject):
        _insert(connection, "scores", assessment_id=uid(f"{sheet}.quiz"), student_id=uid(pupil), scope_id=scope, value=70)
