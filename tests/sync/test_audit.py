"""The audit's use cases, asked of a real PostgreSQL by people at their machines."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ems_desktop.domain.errors import Mistake, NeedsOnline, NotAllowed
from ems_desktop.integrations.tables_out import Page
from ems_desktop.services import audit as audit_service
from ems_desktop.services.audit import Audit, merged
from ems_desktop.services.audit_views import AuditEntry, Filter
from ems_desktop.services.grade_views import Cell
from ems_desktop.store.line import Line
from tests.sync.conftest import Machine, NewMachine
from tests.world import SchoolWorld, cells, change, whole

CELL = ("task", "ani")


@pytest.fixture
def office(machine: NewMachine, world: SchoolWorld) -> Machine:
    """Sri's machine, in a school where Budi typed, pasted and renamed and the office corrected."""
    made = machine("sri")
    world.push("budi", cells("math_7a", {CELL: 40}, title="task, Ani: 40"))
    world.push("sri", cells("math_7a", {CELL: {"value": 41, "note": "cek"}}, {CELL: 40}, title="task, Ani: 41"))
    world.push("budi", cells("math_7a", {("task", "beni"): 30.5, ("task", "cici"): 31}, title="2 nilai ditempel"))
    topic = change(
        "assessments", "math_7a", {"id": world.id("math_7a.task")}, "u", {"topic": "Bab 1", "weight": 2}, {"topic": None, "weight": 1}
    )
    world.push("budi", whole(topic, title="task"))
    return made


def pushed(machine: Machine, wanted: Filter = Filter()) -> tuple[AuditEntry, ...]:  # noqa: B008 - frozen
    return tuple(one for one in machine.audit.page(wanted).entries if one.kind != "hand")


def test_entries_are_told_with_their_people_places_and_values(office: Machine) -> None:
    found = pushed(office)
    assert [one.title for one in found] == ["task", "2 nilai ditempel", "task, Ani: 41", "task, Ani: 40"]
    last = found[-1]
    assert (last.who, last.device, last.class_name, last.subject, last.semester) == ("Budi", "PC of budi", "7A", "math_7a", "20261")
    assert (last.pupil, last.assessment, last.old, last.new, last.changes) == ("Ani", "task", {"value": None}, {"value": 40}, 1)
    assert last.sheet == office.world.id("math_7a")
    assert abs(last.at.timestamp() - time.time()) < 60
    assert found[2].new == {"value": 41, "note": "cek"}
    assert (found[1].old, found[1].changes, found[0].changes) == (None, 2, 1)


def test_pages_are_told_apart_and_the_last_says_so(office: Machine) -> None:
    first = office.audit.page(Filter(), limit=3)
    second = office.audit.page(Filter(), after=first.entries[-1], limit=200)
    assert first.more
    assert not second.more
    assert not {one.id for one in first.entries} & {one.id for one in second.entries}
    assert [*first.entries, *second.entries] == list(office.audit.page(Filter(), limit=203).entries)


def test_filters_by_person_pupil_class_semester_text_and_day(office: Machine) -> None:
    world, today = office.world, datetime.now().astimezone().date()
    titles: Callable[[Filter], list[str]] = lambda wanted: [one.title for one in pushed(office, wanted)]  # noqa: E731
    assert titles(Filter(person=world.id("sri"))) == ["task, Ani: 41"]
    assert titles(Filter(person=world.id("cici"))) == ["2 nilai ditempel"]
    assert titles(Filter(class_id=world.id("7b"))) == []
    assert len(titles(Filter(semester_id=world.id("now")))) == 4
    assert titles(Filter(text="tempel")) == ["2 nilai ditempel"]
    assert len(titles(Filter(since=today, until=today))) == 4
    assert titles(Filter(until=today - timedelta(days=1))) == []
    assert titles(Filter(since=today + timedelta(days=1))) == []


def test_what_an_entry_changed_cell_by_cell_and_row_by_row(office: Machine) -> None:
    task, pasted = (office.audit.changes(one.id) for one in pushed(office)[:2])
    assert [(c.who, c.what, c.old, c.new) for c in pasted] == [
        ("Beni", "task", {"value": None}, {"value": 30.5}), ("Cici", "task", {"value": None}, {"value": 31}),
    ]  # fmt: skip
    assert [(c.table, c.what, c.old, c.new) for c in task] == [
        ("assessments", "task", {"topic": None, "weight": 1}, {"topic": "Bab 1", "weight": 2})
    ]


def test_a_cell_s_history_is_the_school_s_with_what_is_not_sent_yet_on_top(machine: NewMachine, office: Machine) -> None:
    budi = machine("budi")
    ids = (office.world.id("math_7a.task"), office.world.id("ani"))
    budi.type("math_7a", {CELL: 42})
    sheet = office.world.id("math_7a")
    steps = merged(budi.grades.history(sheet, *ids), budi.audit.history(*ids))
    assert [(s.who, s.old.value, s.new.value, s.new.note, s.place, s.sent) for s in steps] == [
        ("budi", Decimal(41), Decimal(42), None, "here", False),
        ("Sri", Decimal(40), Decimal(41), "cek", "PC of sri", True),
        ("Budi", None, Decimal(40), None, "PC of budi", True),
    ]
    budi.sync()
    steps = merged(budi.grades.history(sheet, *ids), budi.audit.history(*ids))
    assert next((s.who, s.new.value, s.place, s.sent) for s in steps) == ("Budi", Decimal(42), "here", True)
    assert len(steps) == 3


def test_a_column_that_a_change_does_not_tell_of_is_as_the_one_before_left_it(office: Machine) -> None:
    ids = (office.world.id("math_7a.task"), office.world.id("ani"))
    office.world.push("budi", cells("math_7a", {CELL: 43}, {CELL: 41}))
    newest = office.audit.history(*ids)[0]
    assert (newest.old, newest.new) == (Cell(Decimal(41), note="cek"), Cell(Decimal(43), note="cek"))


def test_a_sheet_as_of_a_day(office: Machine) -> None:
    today, sheet = datetime.now().astimezone().date(), office.world.id("math_7a")
    now = office.audit.as_of(sheet, today)
    assert [c.title for c in now.columns] == ["quiz", "task"]
    assert [p.name for p in now.pupils] == ["Ani", "Beni", "Cici"]
    assert now.cells[office.world.id("math_7a.task"), office.world.id("ani")] == Cell(Decimal(41), note="cek")
    assert (now.at + timedelta(microseconds=1)).astimezone().date() == today + timedelta(days=1)
    assert office.audit.as_of(sheet, today - timedelta(days=1)).columns == ()


def test_a_sheet_of_erased_values_says_so(office: Machine) -> None:
    office.world.superuser("ems_retention").execute("select sync.erase_values(now())")
    with pytest.raises(Mistake, match="EMS-1602"):
        office.audit.as_of(office.world.id("math_7a"), date(2020, 1, 1))


def test_the_chains_are_read_and_a_broken_one_is_named(office: Machine) -> None:
    fine = office.audit.verify()
    assert (fine.broken, fine.chains) == ((), 20)  # nineteen scopes, five banks among them, and what came by hand
    assert fine.entries > 30
    superuser = office.world.superuser()
    superuser.execute("set session_replication_role = replica")
    superuser.execute("update sync.journal set data = '[]' where title = '2 nilai ditempel'")
    superuser.execute("delete from sync.audit_other where place = 2")
    superuser.execute("reset session_replication_role")
    found = {one.where: (one.place, one.why) for one in office.audit.verify().broken}
    assert found == {("7A", "math_7a", "20261"): (3, "changed"), ("", "", ""): (3, "removed")}


def test_only_the_office_checks_the_chains(machine: NewMachine) -> None:
    with pytest.raises(NotAllowed, match="EMS-1414"):
        machine("budi").audit.verify()


def test_an_export_is_written_down_before_it_is_read(office: Machine) -> None:
    lines = office.audit.collect(Filter(class_id=office.world.id("7a"), person=office.world.id("budi")), "Jejak: 7A, Budi")
    assert [(line.entry.title, line.change.who if line.change else None) for line in lines] == [
        ("task", ""), ("2 nilai ditempel", "Beni"), ("2 nilai ditempel", "Cici"), ("task, Ani: 40", "Ani"),
    ]  # fmt: skip
    newest = pushed(office)[0]
    assert (newest.kind, newest.title, newest.who, newest.changes) == ("export", "Jejak: 7A, Budi", "Sri", 0)


def test_an_export_of_nothing_is_refused_and_not_written_down(office: Machine) -> None:
    with pytest.raises(Mistake, match="EMS-1604"):
        office.audit.collect(Filter(text="tidak ada"), "Jejak")
    assert pushed(office)[0].kind != "export"


def test_an_export_goes_on_from_batch_to_batch_and_ends_where_it_is_too_much(office: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_service, "BATCH", 2)
    wanted = Filter(semester_id=office.world.id("now"))
    everything = office.audit.collect(wanted, "Jejak")
    assert len({line.entry.id for line in everything}) == len(office.audit.page(wanted).entries)
    monkeypatch.setattr(audit_service, "MOST", len(everything) - 1)
    with pytest.raises(Mistake, match="EMS-1605"):
        office.audit.collect(wanted, "Jejak")


def test_text_stays_text_in_both_kinds_of_file(tmp_path: Path) -> None:
    page = Page("Jejak", ("Judul", "Lama"), [('=HYPERLINK("x")', 80.5), ("007", None)])
    Audit.write(tmp_path / "jejak.xlsx", page)
    Audit.write(tmp_path / "jejak.csv", page)
    sheet = load_workbook(tmp_path / "jejak.xlsx").worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [['=HYPERLINK("x")', 80.5], ["007", None]]
    assert sheet["A2"].data_type == "s"
    with (tmp_path / "jejak.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file, delimiter=";"))[1:] == [['\'=HYPERLINK("x")', "80.5"], ["007", ""]]


def test_without_the_school_every_question_says_so_and_what_is_here_is_still_told(office: Machine) -> None:
    office.audit.hang_up()
    office.online = False
    today = date(2026, 11, 22)
    for asked in (
        lambda: office.audit.page(Filter()), lambda: office.audit.changes("1.1"), office.audit.verify,
        lambda: office.audit.as_of(office.world.id("math_7a"), today), lambda: office.audit.collect(Filter(), "x"),
        lambda: office.audit.history(office.world.id("math_7a.task"), office.world.id("ani")),
    ):  # fmt: skip
        with pytest.raises(NeedsOnline, match="EMS-1601"):
            asked()
    choices = office.audit.choices()
    assert [one.name for one in choices.classes] == ["7A", "7B"]
    assert [one.name for one in choices.semesters] == ["20262", "20261", "20252"]
    assert [one.name for one in choices.people][:4] == ["Budi", "Citra", "Dewi", "Sri"]
    assert len(choices.people) == 9
    assert ("7A", "math_7a", "20252") in [(s.class_name, s.subject, s.semester) for s in choices.sheets]


# the line


def test_questions_share_one_connection_that_is_given_back_when_idle(world: SchoolWorld) -> None:
    dialled: list[object] = []

    def dial() -> object:
        dialled.append(world.connect("sri", autocommit=False))
        return dialled[-1]

    line = Line(dial, idle=0.2)  # type: ignore[arg-type]
    for _ in range(3):
        with line.talk() as school:
            assert school.execute("select 1").fetchone() == (1,)
            assert school.autocommit
    assert len(dialled) == 1
    end = time.monotonic() + 5
    while not school.closed and time.monotonic() < end:
        time.sleep(0.02)
    assert school.closed
    with line.talk() as again:
        assert again is not school
    line.hang_up()
    assert again.closed


def test_a_connection_that_the_server_ended_is_dialled_anew(world: SchoolWorld) -> None:
    line = Line(lambda: world.connect("sri", autocommit=False))
    with line.talk() as first:
        pid = first.info.backend_pid
    world.superuser().execute("select pg_terminate_backend(%s)", (pid,))
    with line.talk() as second:
        assert second.execute("select 1").fetchone() == (1,)
    line.hang_up()


def test_after_an_error_the_line_is_clean(world: SchoolWorld) -> None:
    line = Line(lambda: world.connect("sri", autocommit=False))
    with pytest.raises(ZeroDivisionError), line.talk() as first:
        raise ZeroDivisionError
    assert first.closed
    with line.talk() as second:
        assert second.execute("select 1").fetchone() == (1,)
    line.hang_up()
