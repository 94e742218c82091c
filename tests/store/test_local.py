"""The file on this computer: one action, one transaction, one outbox entry, and nothing can bypass it."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.store import tables as t
from ems_desktop.store.changes import changes_of
from ems_desktop.store.file import VERSION
from ems_desktop.store.local import LocalStore
from tests.schools import SmallSchool


def rows(store: LocalStore, query: str) -> list[tuple[object, ...]]:
    with store.reading() as session:
        return [tuple(row) for row in session.execute(sa.text(query))]


def score(small: SmallSchool, n: int = 0, **values: object) -> dict[str, object]:
    return {"assessment_id": small.assessments[0], "student_id": small.pupils[n], "scope_id": small.sheet_id} | values


def test_a_change_set_is_one_outbox_entry_with_new_values_and_their_base(store, small):
    with store.change("first", "cells") as first:
        first.session.execute(sa.insert(t.scores).values(score(small, value=Decimal("82.5"))))
    with store.change("second", "cells") as second:
        second.session.execute(sa.update(t.scores).values(value=90, note="remedial"))
    with store.reading() as session:
        assert [c.new for c in changes_of(session, first.seq)] == [{"value": 82.5, "deleted": False}]
        (change,) = changes_of(session, second.seq)
    assert change.new == {"value": 90, "note": "remedial"}
    assert change.base == {"value": 82.5, "note": None}
    assert rows(store, "select seq, kind, state from outbox") == [(first.seq, "cells", "pending"), (second.seq, "cells", "pending")]


def test_a_bulk_update_is_journalled_row_by_row(store, small):
    with store.change("all", "cells") as made:
        made.session.execute(sa.insert(t.scores), [score(small, n, value=70) for n in range(5)])
    with store.change("bulk", "cells") as bulk:
        bulk.session.execute(sa.update(t.scores).values(value=75))
    assert rows(store, f"select count(*) from change where seq = {bulk.seq}") == [(5,)]
    assert made.seq != bulk.seq


def test_two_changes_of_one_row_in_a_set_travel_as_one(store, small):
    with store.change("twice") as made:
        made.session.execute(sa.update(t.classes).values(name="VIII C"))
        made.session.execute(sa.update(t.classes).values(name="VIII D", teacher_id=None))
    with store.reading() as session:
        (change,) = changes_of(session, made.seq)
    assert change.new == {"name": "VIII D", "teacher_id": None}
    assert change.base == {"name": "VIII B", "teacher_id": small.teacher.id}


def test_a_set_that_changes_nothing_leaves_no_trace(store, small):
    with store.change("nothing") as made:
        made.session.execute(sa.update(t.classes).values(name="VIII B"))
    assert made.seq is None
    assert rows(store, "select count(*) from outbox") == [(0,)]
    assert small.class_id


def test_a_write_outside_a_change_set_is_refused(store, small):
    with pytest.raises(sa.exc.IntegrityError, match="outside a change set"), store._writing() as session:
        session.execute(sa.update(t.classes).values(name="X"))
    with pytest.raises(sa.exc.IntegrityError, match="marked deleted"), store.change("delete") as made:
        made.session.execute(sa.delete(t.classes))
    assert rows(store, "select name from classes") == [("VIII B",)]
    assert small.class_id


def test_an_error_inside_a_set_undoes_all_of_it_and_the_next_write_works(store, small):
    with pytest.raises(RuntimeError), store.change("fails") as made:
        made.session.execute(sa.update(t.classes).values(name="X"))
        raise RuntimeError
    with store.change("works") as made:
        made.session.execute(sa.update(t.classes).values(name="Y"))
    assert rows(store, "select name from classes") == [("Y",)]
    assert rows(store, "select title from outbox") == [("works",)]
    assert small.class_id


def test_the_same_domain_rules_hold_in_the_file(store, small):
    for bad in ({"value": 101}, {"value": -1}, {"state": "asleep"}, {"value": 80, "state": "excused"}):
        with pytest.raises(sa.exc.IntegrityError), store.change("bad", "cells") as made:
            made.session.execute(sa.insert(t.scores).values(score(small, **bad)))
    assert rows(store, "select count(*) from scores") == [(0,)]


def test_a_set_of_more_than_5000_rows_is_refused_whole(store, small):
    with pytest.raises(Mistake) as caught, store.change("too much") as made:
        made.session.execute(sa.text("update users set name = name"))
        for n in range(5_001):
            made.session.execute(sa.update(t.classes).values(name=f"K{n}"))
    assert caught.value.code == 1307
    assert rows(store, "select name from classes") == [("VIII B",)]
    assert small.class_id


def test_an_invisible_sign_that_the_server_cannot_keep_is_refused_here(store, small):
    with pytest.raises(Mistake) as caught, store.change("nul") as made:
        made.session.execute(sa.update(t.classes).values(name="VIII\x00B"))
    assert caught.value.code == 1310
    assert rows(store, "select name from classes") == [("VIII B",)]
    assert small.class_id


def test_the_file_is_unreadable_without_its_key(store, small, tmp_path):
    store.close()
    assert b"Ratna" not in (tmp_path / "local.db").read_bytes()
    with pytest.raises(Mistake) as caught:
        LocalStore(tmp_path / "local.db", os.urandom(32))
    assert caught.value.code == 1302
    assert small.class_id


def test_a_file_of_a_newer_program_is_refused_in_one_sentence(store, tmp_path, key):
    with store._writing() as session:
        session.execute(sa.text(f"pragma user_version = {VERSION + 1}"))
    store.close()
    with pytest.raises(Mistake) as caught:
        LocalStore(tmp_path / "local.db", key)
    assert caught.value.code == 1301


def test_a_full_disk_refuses_the_edit_visibly_and_keeps_the_older_ones(store, small):
    with store.change("before", "cells") as made:
        made.session.execute(sa.insert(t.scores).values(score(small, value=80)))
    with store._writing() as session:
        pages = session.execute(sa.text("pragma page_count")).scalar_one()
    with pytest.raises(Outage) as caught, store.change("full", "cells") as made:
        made.session.execute(sa.text(f"pragma max_page_count = {pages}"))
        for n in range(1, 5):
            made.session.execute(sa.insert(t.scores).values(score(small, n, value=80, note="x" * 2000)))
        made.session.execute(sa.text("insert into meta values ('big', hex(zeroblob(4000000)))"))
    assert caught.value.code == 1304
    assert rows(store, "select title from outbox") == [("before",)]


def test_a_file_that_another_program_holds_refuses_the_edit_visibly_and_takes_it_afterwards(store, small):
    sa.event.listen(store._engine, "connect", lambda connection, _: connection.execute("pragma busy_timeout = 50"))
    store._engine.dispose()  # the connections that would wait for five seconds
    other = store.connect()
    other.execute("begin immediate")
    with pytest.raises(Outage) as caught, store.change("held", "cells") as made:
        made.session.execute(sa.insert(t.scores).values(score(small, value=80)))
    assert caught.value.code == 1311
    other.execute("rollback")
    other.close()
    with store.change("free", "cells") as made:
        made.session.execute(sa.insert(t.scores).values(score(small, value=81)))
    assert rows(store, "select title from outbox") == [("free",)]


def test_a_folder_that_is_not_there_gives_a_sentence(key):
    with pytest.raises(Mistake) as caught:
        LocalStore(Path("/proc/nowhere/local.db"), key)
    assert caught.value.code == 1305


def test_saved_means_synced_to_the_disk(store):
    with store.reading() as session:
        assert session.execute(sa.text("pragma journal_mode")).scalar_one() == "wal"
        assert session.execute(sa.text("pragma synchronous")).scalar_one() == 2
        version = session.execute(sa.text("select sqlite_version()")).scalar_one()
    assert tuple(map(int, version.split("."))) >= (3, 51, 3), "older ones can corrupt the file when the WAL is reset"
