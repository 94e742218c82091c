"""The sync centre's use cases on a real encrypted file; the server's answers come in by sync's own road."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from ems_desktop.domain.errors import Conflict, Mistake
from ems_desktop.integrations.tables_out import Page
from ems_desktop.services.syncing import Syncing
from ems_desktop.store import tables as t
from ems_desktop.store.changes import changes_of
from tests.clashes import AT, answer, clash_of_marks, clash_of_names, colleague, pull, rename, score, waiting
from tests.schools import uid


@pytest.fixture
def syncing(store, small):
    return Syncing(store, small.teacher)


def cell(store, small, n=0, column=1):
    with store.reading() as session:
        found = session.execute(
            sa.select(t.scores.c.value, t.scores.c.state).where(
                t.scores.c.assessment_id == small.assessments[column], t.scores.c.student_id == small.pupils[n], ~t.scores.c.deleted
            )
        ).one_or_none()
    return tuple(found) if found else None


@pytest.fixture
def other(store):
    return colleague(store)


@pytest.fixture
def clash(store, small, other):
    return clash_of_marks(store, small, other)


def test_a_conflict_tells_who_what_where_and_all_three_values(clash, small):
    assert (clash.who, clash.what, clash.where, clash.semester) == ("Murid 001", "STS 2", "Bahasa Indonesia · VIII B", "20261")
    assert (clash.mine, clash.base, clash.theirs["value"]) == ({"value": 84}, {"value": 78}, 81)
    assert (clash.their_name, clash.their_at, clash.kind, clash.rows) == ("Hendra Gunawan", AT, "cells", 1)
    assert (clash.sheet_id, clash.assessment_id, clash.pupil_id) == (small.sheet_id, small.assessments[1], small.pupils[0])
    assert clash.base_at is not None
    assert clash.base_at < clash.my_at


def test_the_base_has_no_time_when_another_machine_wrote_it(store, small, other, syncing):
    with store.applying() as session:
        values = {"assessment_id": small.assessments[1], "student_id": small.pupils[0], "scope_id": small.sheet_id, "value": 78, "rev": 1}
        session.execute(sa.insert(t.scores).values(values))
    score(store, small, 84)
    answer(store, status="conflict", cells=[{"i": 0, "status": "conflict", "value": 81, "by": other, "at": AT}])
    (kept,) = syncing.kept()
    assert (kept.base, kept.base_at) == ({"value": 78}, None)


def test_keeping_the_schools_value_writes_nothing_and_can_be_taken_back(store, small, syncing, clash):
    given = syncing.keep_theirs(clash.id)
    assert (syncing.kept(), syncing.open_count(), waiting(store), given.seq) == ((), 0, [], None)
    syncing.reopen(given)
    assert [k.id for k in syncing.kept()] == [clash.id]


def test_mine_goes_over_the_value_that_was_seen_at_school(store, small, syncing, clash):
    syncing.take_mine(clash.id)
    assert cell(store, small) == (84, None)
    assert [one["rows"][0] for one in waiting(store)] == [
        {"a": small.assessments[1], "s": small.pupils[0], "n": {"value": 84}, "b": {"value": 81}}
    ]
    assert syncing.open_count() == 0


def test_mine_never_goes_over_a_value_that_was_not_seen(store, small, syncing, clash):
    pull(store, t.scores, {"student_id": small.pupils[0]}, value=90)
    syncing.take_mine(clash.id)
    assert waiting(store)[0]["rows"][0]["b"] == {"value": 81}


def test_the_base_is_sent_even_where_this_machine_has_it_still(store, small, syncing, clash):
    assert cell(store, small) == (78, None)  # the pull has not come yet
    syncing.take_base(clash.id)
    assert cell(store, small) == (78, None)
    assert [(r["n"], r["b"]) for r in waiting(store)[0]["rows"]] == [({"value": 78}, {"value": 81})]


def test_a_third_value_may_be_a_state(store, small, syncing, clash):
    pull(store, t.scores, {"student_id": small.pupils[0]}, value=81)
    syncing.take_other(clash.id, {"value": None, "state": "excused"})
    assert cell(store, small) == (None, "excused")
    assert waiting(store)[0]["rows"][0]["n"] == {"value": None, "state": "excused"}


def test_a_mark_takes_the_place_of_the_schools_state(store, small, syncing, other):
    score(store, small, 84)
    answer(store, status="conflict", cells=[{"i": 0, "status": "conflict", "state": "excused", "by": other, "at": AT}])
    (kept,) = syncing.kept()
    syncing.take_mine(kept.id)
    assert cell(store, small) == (84, None)
    (row,) = waiting(store)[0]["rows"]
    assert (row["n"], row["b"]) == ({"value": 84, "state": None}, {"value": None, "state": "excused"})


def test_taking_a_choice_back_restores_the_value_and_the_question(store, small, syncing, clash):
    pull(store, t.scores, {"student_id": small.pupils[0]}, value=81)
    given = syncing.take_mine(clash.id)
    syncing.reopen(given)
    assert cell(store, small) == (81, None)
    assert [k.id for k in syncing.kept()] == [clash.id]


def test_a_question_is_answered_once(syncing, clash):
    syncing.keep_theirs(clash.id)
    with pytest.raises(Mistake) as told:
        syncing.take_mine(clash.id)
    assert told.value.code == 1501


def test_each_cell_in_conflict_is_a_question_of_its_own(store, small, syncing, other):
    score(store, small, 70, 71, 72)
    answer(store, status="mixed", cells=[{"i": n, "status": "conflict", "value": 60, "by": other, "at": AT} for n in (0, 2)])
    assert [(k.who, k.rows) for k in syncing.kept()] == [("Murid 003", 1), ("Murid 001", 1)]
    assert syncing.open_count() == 2


def test_refused_cells_of_a_paste_are_one_question_for_each_reason(store, small, syncing, other):
    score(store, small, 70, 71, 72, 73, title="Tempel 4 sel")
    refused = [(0, "not_enrolled"), (1, "above_maximum"), (3, "above_maximum")]
    answer(store, status="mixed", cells=[{"i": n, "status": "refused", "why": why} for n, why in refused])
    found = syncing.kept()
    assert sorted((k.why, k.rows, k.title, k.status) for k in found) == [
        ("above_maximum", 2, "Tempel 4 sel", "refused"), ("not_enrolled", 1, "Tempel 4 sel", "refused"),
    ]  # fmt: skip
    two = next(k for k in found if k.rows == 2)
    assert [(d.row, d.column, d.mine, d.told) for d in two.differences] == [
        ("Murid 002 · STS 2", "value", 71, False), ("Murid 004 · STS 2", "value", 73, False),
    ]  # fmt: skip
    assert cell(store, small, 1) is None


def test_what_was_refused_can_be_sent_again_as_a_new_set(store, small, syncing):
    seq = score(store, small, 70, 71)
    answer(store, status="refused", why="semester_closed")
    (kept,) = syncing.kept()
    given = syncing.retry(kept.id)
    assert given.seq > seq
    assert [r["n"] for r in waiting(store)[0]["rows"]] == [{"value": 70}, {"value": 71}]
    assert (cell(store, small), syncing.kept()) == ((70, None), ())


def test_put_away_it_stays_in_the_history_and_comes_back_from_there(store, small, syncing):
    score(store, small, 70, title="STS, Murid 001: 70")
    answer(store, status="refused", why="semester_closed")
    (kept,) = syncing.kept()
    syncing.put_away(kept.id)
    lines = syncing.history()
    assert [(line.title, line.outcome, line.kept_id) for line in lines if line.kept_id] == [("Murid 001 · STS 2", "theirs", kept.id)]
    assert ("STS, Murid 001: 70", 1, "refused", None) in [(line.title, line.rows, line.outcome, line.kept_id) for line in lines]
    syncing.reopen_past(kept.id)
    assert [k.id for k in syncing.kept()] == [kept.id]


def test_a_whole_set_in_conflict_is_one_question_with_its_fields(store, small, syncing, other):
    kept = clash_of_names(store, small, other)
    assert (kept.tbl, kept.who, kept.where, kept.their_name, kept.their_at) == ("classes", "VIII B", "", "Hendra Gunawan", AT)
    assert [(d.column, d.mine, d.base, d.theirs, d.told) for d in kept.differences] == [
        ("name", "VIII B2", "VIII B", "8B", True), ("teacher_id", "Hendra Gunawan", "Ratna Wulandari", None, True),
    ]  # fmt: skip
    syncing.take_mine(kept.id)
    (change,) = waiting(store)[0]["changes"]
    assert (change["op"], change["n"]) == ("u", {"name": "VIII B2", "teacher_id": other})
    assert change["b"] == {"name": "8B", "teacher_id": None}


def test_the_base_of_a_whole_set_is_written_back(store, small, syncing, other):
    rename(store)
    detail = [{"i": 0, "t": "classes", "k": {"id": small.class_id}, "status": "conflict", "server": {"name": "8B"}, "by": other, "at": AT}]
    answer(store, status="conflict", detail=detail)
    (kept,) = syncing.kept()
    syncing.take_base(kept.id)
    (change,) = waiting(store)[0]["changes"]
    assert (change["n"], change["b"]["name"]) == ({"name": "VIII B", "teacher_id": small.teacher.id}, "8B")


def test_dates_booleans_and_documents_come_back_as_they_were(store, small, syncing):
    with store.change("rules") as made:
        made.session.execute(sa.update(t.grade_sheets).values(weights={"lm": 60.0, "sts": 40.0}, kktp=70))
        made.session.execute(sa.update(t.students).where(t.students.c.id == small.pupils[0]).values(birth_date=date(2013, 8, 17)))
        made.session.execute(
            sa.update(t.assessments).where(t.assessments.c.id == small.assessments[0]).values(locked=True, maximum=Decimal("82.5"))
        )
    with store.reading() as session:
        before = changes_of(session, made.seq)
    answer(store, status="refused", why="not_allowed")
    (kept,) = syncing.kept()
    again = syncing.retry(kept.id)
    with store.reading() as session:
        assert [(c.tbl, c.new) for c in changes_of(session, again.seq)] == [(c.tbl, c.new) for c in before]
        assert session.execute(sa.select(t.students.c.birth_date).where(t.students.c.id == small.pupils[0])).scalar() == date(2013, 8, 17)
        assert session.execute(sa.select(t.grade_sheets.c.weights)).scalar() == {"lm": 60.0, "sts": 40.0}


def new_class(store, name):
    one = uid()
    with store.change(name) as made:
        made.session.execute(sa.insert(t.classes).values(id=one, scope_id=one, name=name, grade_level=8, year=2026))
        made.session.execute(sa.insert(t.subjects).values(id=uid(), scope_id=one, class_id=one, name="IPA", code="IPA"))
    return one


def test_refused_new_rows_are_made_again_with_their_birth_columns(store, small, syncing):
    one = new_class(store, "VIII C")
    with store.reading() as session:
        before = waiting(store)[0]["changes"]
    answer(store, status="refused", why="not_allowed")
    (kept,) = syncing.kept()
    assert (kept.title, kept.rows, [d.row for d in kept.differences][:1]) == ("VIII C", 2, [""])
    with store.reading() as session:
        assert session.execute(sa.select(t.classes).where(t.classes.c.id == one)).first() is None
    syncing.retry(kept.id)
    assert waiting(store)[0]["changes"] == before


def test_what_is_gone_from_here_cannot_be_sent_again(store, small, syncing):
    rename(store)
    answer(store, status="gone")
    with store.applying() as session:
        session.execute(sa.delete(t.classes))
    (kept,) = syncing.kept()
    with pytest.raises(Mistake) as told:
        syncing.retry(kept.id)
    assert told.value.code == 1502
    assert syncing.open_count() == 1


def test_a_name_that_is_taken_by_now_is_said_so(store, small, syncing, other):
    with store.change("new") as made:
        made.session.execute(sa.insert(t.users).values(id=uid(), scope_id=t.DIRECTORY, name="Sri", email="sri@contoh.sch.id", role="guru"))
    answer(store, status="refused", why="23505", rule="uq_users_email")
    pull(store, t.users, {"id": other}, email="sri@contoh.sch.id")
    (kept,) = syncing.kept()
    assert kept.rule == "uq_users_email"
    with pytest.raises(Conflict) as told:
        syncing.retry(kept.id)
    assert (told.value.code, waiting(store), made.seq) == (1503, [], kept.seq)


def test_a_copied_profile_keeps_its_refusals_with_their_sets(store, small, syncing):
    score(store, small, 70)
    answer(store, status="fork")
    answer(store, status="refused", why="not_allowed")
    (kept,) = syncing.kept()
    assert (kept.title, kept.seq) == ("STS", syncing.kept()[0].seq)
    assert kept.seq > 1_000_000


def test_the_queue_counts_rows_not_keystrokes(store, small, syncing):
    with store.change("twice", "cells") as made:
        for value in (1, 2):
            made.session.execute(
                sa.dialects.sqlite.insert(t.scores)
                .values(assessment_id=small.assessments[0], student_id=small.pupils[0], scope_id=small.sheet_id, value=value)
                .on_conflict_do_update(index_elements=["assessment_id", "student_id"], set_={"value": value})
            )
    assert [(w.title, w.rows, w.state) for w in syncing.queue()] == [("twice", 1, "pending")]
    assert syncing.unsent() == 1


def test_everything_kept_and_everything_unsent_can_be_exported(store, small, syncing, clash, tmp_path):
    score(store, small, 90, first=2, title="=HYPERLINK(1)")
    (kept,) = syncing.export_rows()
    assert (kept.status, kept.row, kept.where, kept.mine, kept.base, kept.theirs) == (
        "conflict",
        "Murid 001 · STS 2",
        "Bahasa Indonesia · VIII B",
        84,
        78,
        81,
    )
    (unsent,) = syncing.export_queue()
    assert (unsent.status, unsent.title, unsent.row, unsent.column, unsent.mine) == (
        "waiting",
        "=HYPERLINK(1)",
        "Murid 003 · STS 2",
        "value",
        90,
    )
    page = Page("Sinkronisasi", ("Perubahan", "Nilai"), [(unsent.title, int(unsent.mine))])
    syncing.export(tmp_path / "kept.xlsx", page)
    cell_ = load_workbook(tmp_path / "kept.xlsx").worksheets[0]["A2"]
    assert (cell_.value, cell_.data_type) == ("=HYPERLINK(1)", "s")
    syncing.export(tmp_path / "kept.csv", page)
    with (tmp_path / "kept.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file, delimiter=";"))[1] == ["'=HYPERLINK(1)", "90"]


def test_only_the_chosen_ones_are_exported(store, small, syncing, clash):
    score(store, small, 10, 11, first=3)
    answer(store, status="refused", why="not_allowed")
    assert len(syncing.export_rows([clash.id])) == 1
    assert len(syncing.export_rows()) == 3
