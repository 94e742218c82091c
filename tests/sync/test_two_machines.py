"""A mark's road: typed here, saved here, pushed, pulled by another machine; and what happens when two type at once."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import Outage
from ems_desktop.services.grade_views import Cell
from ems_desktop.store import tables as t
from tests.sync.conftest import server_value
from tests.world import SchoolWorld


def test_what_is_typed_without_a_network_reaches_the_server_and_the_other_machine(world, machine):
    here, there = machine("budi"), machine("sri")
    here.online = False
    here.engine.hang_up()
    here.type("math_7a", {("task", "ani"): 41.5, ("task", "beni"): Cell(state="excused", note="izin")})
    with pytest.raises(Outage):
        here.sync()
    assert here.mark("math_7a", "task", "ani").mark == "unsent"
    assert server_value(world, "math_7a", "task", "ani") is None

    here.online = True
    here.sync()
    assert server_value(world, "math_7a", "task", "ani") == Decimal("41.50")
    assert here.mark("math_7a", "task", "ani") == Cell(Decimal("41.5"))
    assert here.count("select count(*) from shadow") == 0

    there.sync()
    assert there.mark("math_7a", "task", "ani") == Cell(Decimal("41.5"))
    assert there.mark("math_7a", "task", "beni") == Cell(state="excused", note="izin")


def test_two_machines_of_one_person_see_each_others_marks(machine):
    laptop, office = machine("budi"), machine("budi")
    laptop.type("math_7a", {("task", "cici"): 30})
    laptop.sync()
    office.sync()
    office.type("math_7a", {("task", "cici"): 31})
    office.sync()
    laptop.sync()
    assert laptop.mark("math_7a", "task", "cici") == Cell(Decimal(31))


def test_the_same_cell_typed_twice_keeps_both_values_until_somebody_chooses(world, machine):
    budi, sri = machine("budi"), machine("sri")
    budi.type("math_7a", {("quiz", "ani"): 84, ("quiz", "beni"): 90})
    sri.type("math_7a", {("quiz", "ani"): 81})
    sri.sync()
    report = budi.sync()
    assert (report.tally.applied, report.tally.conflicts) == (1, 1)
    (kept,) = budi.syncing.kept()
    assert (kept.mine["value"], kept.base["value"], kept.theirs["value"]) == (84, 70, 81)
    assert (kept.status, kept.who, kept.their_name) == ("conflict", name_of(world, "ani"), name_of(world, "sri"))
    assert budi.mark("math_7a", "quiz", "ani") == Cell(Decimal(81), mark="conflict")
    assert budi.mark("math_7a", "quiz", "beni") == Cell(Decimal(90))

    budi.syncing.take_mine(kept.id)
    budi.sync()
    assert server_value(world, "math_7a", "quiz", "ani") == 84
    assert budi.syncing.kept() == ()


def name_of(world: SchoolWorld, person: str) -> str:
    row = world.owner().execute("select name from ems.users where id = %s", (world.id(person),)).fetchone()
    assert row is not None
    return str(row[0])


def test_the_same_value_typed_twice_is_no_conflict(world, machine):
    budi, sri = machine("budi"), machine("sri")
    for one in (budi, sri):
        one.type("math_7a", {("quiz", "ani"): 88})
        one.sync()
    assert sri.syncing.kept() == ()
    assert server_value(world, "math_7a", "quiz", "ani") == 88


def test_marks_pulled_while_others_are_pending_do_not_overwrite_them(world, machine):
    budi, sri = machine("budi"), machine("sri")
    sri.type("math_7a", {("quiz", "ani"): 81, ("quiz", "beni"): 82})
    sri.sync()
    budi.type("math_7a", {("quiz", "cici"): 77})
    budi.sync()
    assert [budi.mark("math_7a", "quiz", p).value for p in ("ani", "beni", "cici")] == [81, 82, 77]
    assert server_value(world, "math_7a", "quiz", "cici") == 77


def test_a_chain_of_edits_of_one_cell_arrives_as_the_last(world, machine):
    budi = machine("budi")
    for value in (60, 61, 62, 63):
        budi.type("math_7a", {("quiz", "ani"): value})
    budi.grades.undo(world.id("math_7a"))
    budi.sync()
    assert server_value(world, "math_7a", "quiz", "ani") == 62
    assert budi.mark("math_7a", "quiz", "ani") == Cell(Decimal(62))


def test_a_refused_mark_is_kept_with_its_reason_and_blocks_nothing_behind_it(world, machine):
    budi = machine("budi")
    budi.type("math_7a", {("task", "ani"): 60})  # the task's maximum is 50
    budi.type("math_7a", {("task", "beni"): 45})
    budi.sync()
    (kept,) = budi.syncing.kept()
    assert (kept.status, kept.why) == ("refused", "above_maximum")
    assert budi.mark("math_7a", "task", "ani") == Cell(mark="refused")
    assert server_value(world, "math_7a", "task", "beni") == 45


def test_a_semester_closed_meanwhile_refuses_and_keeps_what_was_typed(world, machine):
    budi = machine("budi")
    budi.type("math_7a", {("quiz", "ani"): 99})
    world.owner().execute("update ems.semesters set state = 'closed' where code = '20261'")
    budi.sync()
    (kept,) = budi.syncing.kept()
    assert (kept.why, kept.mine["value"]) == ("semester_closed", 99)
    assert server_value(world, "math_7a", "quiz", "ani") == 70
    assert budi.grades.sheet(world.id("math_7a")).closed


def test_a_push_whose_answer_was_lost_takes_effect_once(world, machine):
    budi = machine("budi")
    budi.type("math_7a", {("quiz", "ani"): 91})
    with budi.store.reading() as session:
        from sync.outbox import pending

        batch = [one.payload() for one in pending(session)]
    world.connect_as(budi.login).execute("select sync.push(%s::jsonb)", (json.dumps({"sets": batch}),))  # applied, answer never seen
    budi.sync()
    row = world.owner().execute("select count(*) from sync.journal where person = %s and kind = 'cells'", (world.id("budi"),)).fetchone()
    assert row == (1,)
    assert server_value(world, "math_7a", "quiz", "ani") == 91
    assert budi.syncing.unsent() == 0


def test_a_copied_profile_goes_on_under_numbers_of_its_own(world, machine, tmp_path):
    budi = machine("budi")
    budi.type("math_7a", {("quiz", "ani"): 91})
    with budi.store.reading() as session:
        other = [{"seq": 1, "kind": "cells", "title": "twin", "scope": world.id("math_7a"),
                  "rows": [{"a": world.id("math_7a.quiz"), "s": world.id("beni"), "n": {"value": 55}, "b": {"value": 70}}]}]  # fmt: skip
        assert session.execute(sa.text("select seq from outbox")).scalar_one() == 1
    world.connect_as(budi.login).execute("select sync.push(%s::jsonb)", (json.dumps({"sets": other}),))  # what its twin did under number 1
    budi.sync()
    assert server_value(world, "math_7a", "quiz", "ani") == 91
    assert server_value(world, "math_7a", "quiz", "beni") == 55
    assert budi.syncing.unsent() == 0


def test_lost_permission_purges_the_cache_and_gained_permission_fills_it(world, machine):
    budi = machine("budi")
    assert budi.count(f"select count(*) from scores where scope_id = '{world.id('math_7a')}'") > 0
    world.owner().execute("update ems.subject_teachers set deleted = true where subject_id = %s", (world.id("subject.math_7a"),))
    world.owner().execute(
        "insert into ems.subject_teachers (subject_id, teacher_id, scope_id) values (%s, %s, %s)",
        (world.id("subject.math_7b"), world.id("budi"), world.id("7b")),
    )
    budi.sync()
    assert budi.count(f"select count(*) from scores where scope_id = '{world.id('math_7a')}'") == 0
    assert budi.count(f"select count(*) from scores where scope_id = '{world.id('math_7b')}'") > 0
    assert world.id("math_7b") in {ref.id for ref in budi.grades.sheets("20261") if ref.mine}


def test_marks_still_pending_in_a_sheet_that_was_taken_away_are_kept_for_their_author(world, machine):
    budi = machine("budi")
    budi.type("math_7a", {("quiz", "ani"): 97})
    world.owner().execute("update ems.subject_teachers set deleted = true where subject_id = %s", (world.id("subject.math_7a"),))
    budi.sync()
    (kept,) = budi.syncing.kept()
    assert (kept.status, kept.why, kept.mine["value"]) == ("refused", "not_allowed", 97)
    assert budi.count(f"select count(*) from scores where scope_id = '{world.id('math_7a')}'") == 0
    assert budi.count("select count(*) from shadow") == 0


def test_after_the_network_heals_every_cache_equals_a_fresh_one(world, machine):
    budi, sri, citra = machine("budi"), machine("sri"), machine("citra")
    for n, one in enumerate((budi, sri, citra, budi, sri)):
        sheet = "math_7b" if one is citra else "math_7a"
        pupil = "dodi" if one is citra else ("ani", "beni", "cici")[n % 3]
        one.type(sheet, {("quiz", pupil): 60 + n})
        one.sync()
    for one in (budi, sri, citra):
        one.sync()
        twin = machine({world.id("budi"): "budi", world.id("sri"): "sri", world.id("citra"): "citra"}[one.person.id])
        for table in t.SYNCED:
            assert one.fresh_rows(table.name) == twin.fresh_rows(table.name), table.name


def test_a_pupil_holds_only_what_is_their_own_and_has_no_outbox(world, machine):
    ani = machine("ani")
    assert ani.count("select count(distinct student_id) from scores") == 1
    assert ani.count("select count(*) from student_private") == 0
    world.owner().execute(
        "update ems.scores set value = 93 where assessment_id = %s and student_id = %s", (world.id("math_7a.quiz"), world.id("ani"))
    )
    ani.sync()
    assert ani.mark("math_7a", "quiz", "ani").value == 93


def test_a_roster_step_travels_whole(world, machine):
    sri, budi = machine("sri"), machine("budi")
    sri.rosters.change_class(world.id("7a"), "VII A", world.id("budi"))
    sri.sync()
    budi.sync()
    assert next(c for c in budi.rosters.classes() if c.id == world.id("7a")).name == "VII A"
    sri.rosters.undo()
    sri.sync()
    budi.sync()
    assert next(c for c in budi.rosters.classes() if c.id == world.id("7a")).name != "VII A"


def test_a_server_restored_from_a_backup_gets_back_what_this_machine_still_holds(world, machine):
    budi = machine("budi")
    budi.type("math_7a", {("quiz", "ani"): 95})
    budi.sync()
    owner = world.owner()  # the restore: the mark, its journal entry and the device's count are of yesterday, the epoch is new
    world.superuser().execute("set session_replication_role = replica")
    world.superuser().execute(
        "update ems.scores set value = 70, rev = 1 where assessment_id = %s and student_id = %s",
        (world.id("math_7a.quiz"), world.id("ani")),
    )
    world.superuser().execute("delete from sync.journal where person = %s", (world.id("budi"),))
    world.superuser().execute("update identity.device set last_seq = 0")
    world.superuser().execute("update sync.epoch set epoch = gen_random_uuid()")
    world.superuser().execute("set session_replication_role = origin")
    assert owner is not None
    budi.sync()
    assert server_value(world, "math_7a", "quiz", "ani") == 95


def test_history_says_what_one_typed_oneself_also_where_anothers_value_stands(world, machine):
    budi, sri = machine("budi"), machine("sri")
    for one, value in ((sri, 91), (budi, 92)):
        one.type("math_7a", {("quiz", "ani"): value})
    sri.sync()
    budi.sync()
    (step,) = budi.grades.history(world.id("math_7a"), world.id("math_7a.quiz"), world.id("ani"))
    assert (step.old.value, step.new.value) == (70, 92)
    assert budi.grades.sheet(world.id("math_7a")).cell(world.id("math_7a.quiz"), world.id("ani")).value == 91
