"""The encrypted file without its store: read in plain SQL, beside whoever writes."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake
from ems_desktop.store import tables as t
from ems_desktop.store.file import VERSION, LocalFile

NAME = "select name from classes"


@pytest.fixture
def file(store, small, key) -> LocalFile:
    assert small.class_id
    return LocalFile(store.path, key)


def test_a_file_that_was_never_written_is_not_up_to_date_a_stores_is(tmp_path, key, file):
    assert not LocalFile(tmp_path / "new.db", key).up_to_date()
    assert file.up_to_date()


def test_a_snapshot_stays_as_it_was_and_the_next_one_sees_what_was_written_meanwhile(store, file):
    with file.snapshot() as plain:
        assert plain.execute(NAME).fetchone()["name"] == "VIII B"
        with store.change("renamed") as made:
            made.session.execute(sa.update(t.classes).values(name="VIII C"))
        assert plain.execute(NAME).fetchone()["name"] == "VIII B"
    with file.snapshot() as plain:
        assert plain.execute(NAME).fetchone()["name"] == "VIII C"


def test_threads_read_at_the_same_time(file):
    together = Barrier(4, timeout=20)

    def read(_: int) -> str:
        with file.snapshot() as plain:
            together.wait()
            return str(plain.execute(NAME).fetchone()["name"])

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read, range(4))) == ["VIII B"] * 4


def test_what_fails_inside_a_snapshot_leaves_the_file_readable(file):
    with pytest.raises(RuntimeError), file.snapshot():
        raise RuntimeError
    with file.snapshot() as plain:
        assert plain.execute(NAME).fetchone()["name"] == "VIII B"


def test_another_key_a_newer_file_and_a_folder_that_is_not_there_give_a_sentence(store, file, key):
    with store._writing() as session:
        session.execute(sa.text(f"pragma user_version = {VERSION + 1}"))
    codes = []
    for one in (LocalFile(store.path, os.urandom(32)), file, LocalFile(Path("/proc/nowhere/local.db"), key)):
        with pytest.raises(Mistake) as caught:
            one.up_to_date()
        codes.append(caught.value.code)
    assert codes == [1302, 1301, 1305]
