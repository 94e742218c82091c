"""Copies of files on this computer: encrypted, checked, and thrown away when they take too much room."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.domain.files import MIB
from ems_desktop.store.cache import FileCache

KEY = bytes(range(32))
TEXT = b"Rahasia ujian semester " * 100


@pytest.fixture
def cache(tmp_path: Path) -> FileCache:
    return FileCache(tmp_path / "files", KEY, most=3 * MIB)


def source(folder: Path, content: bytes, name: str = "soal.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def only(folder: Path) -> Path:
    (path,) = (folder / "files").iterdir()
    return path


def hold(cache: FileCache, folder: Path, sign: int) -> str:
    return cache.add(source(folder, bytes([sign]) * (MIB - 100))).sha256


@pytest.mark.parametrize("size", [1, MIB - 1, MIB, MIB + 1, 3 * MIB + 5])
def test_what_goes_in_comes_out(cache: FileCache, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    copied = cache.add(source(tmp_path, content))
    assert (copied.sha256, copied.size, copied.start) == (hashlib.sha256(content).hexdigest(), size, content[:16])
    assert b"".join(cache.pieces(copied.sha256)) == content
    assert b"".join(cache.pieces(copied.sha256, 1, 1)) == content[MIB : 2 * MIB]


def test_neither_content_nor_checksum_nor_name_can_be_read_from_the_folder(cache: FileCache, tmp_path: Path) -> None:
    copied = cache.add(source(tmp_path, TEXT))
    path = only(tmp_path)
    assert TEXT[:16] not in path.read_bytes()
    assert copied.sha256 not in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = FileCache(tmp_path / "files", bytes(32))
    assert copied.sha256 not in other
    path.rename(other._path(copied.sha256))
    with pytest.raises(ValueError):
        list(other.pieces(copied.sha256))


def test_one_altered_bit_or_two_exchanged_pieces_are_found_and_the_copy_is_given_up(cache: FileCache, tmp_path: Path) -> None:
    copied = cache.add(source(tmp_path, os.urandom(2 * MIB)))
    path, whole = only(tmp_path), only(tmp_path).read_bytes()
    half = (len(whole) - 16) // 2
    for damaged in (
        whole[:-1] + bytes([whole[-1] ^ 1]),
        whole[:16] + whole[16 + half :] + whole[16 : 16 + half],
        whole[: 16 + half],
        whole[:20],
    ):
        path.write_bytes(damaged)
        with pytest.raises(Outage, match=r"EMS-1624.*soal.txt"):
            cache.export(copied.sha256, tmp_path / "out.txt", "soal.txt")
        assert copied.sha256 not in cache
        assert not list(tmp_path.glob("out*"))


def test_a_copy_that_is_not_there_has_a_sentence(cache: FileCache, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"EMS-1615.*soal.txt"):
        cache.export("0" * 64, tmp_path / "out.txt", "soal.txt")


def test_what_arrives_damaged_or_not_at_all_leaves_nothing(cache: FileCache, tmp_path: Path) -> None:
    with pytest.raises(Outage, match="EMS-1616"), cache.incoming("0" * 64, "soal.txt") as write:
        write(TEXT)
    with pytest.raises(KeyError), cache.incoming("0" * 64, "soal.txt") as write:
        write(TEXT)
        raise KeyError
    assert list((tmp_path / "files").iterdir()) == []


def test_a_folder_or_a_missing_file_cannot_be_copied(cache: FileCache, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(Mistake, match="EMS-1612"):
            cache.add(path)
    assert list((tmp_path / "files").iterdir()) == []


def test_what_was_used_longest_ago_goes_first_and_what_waits_to_be_sent_never(cache: FileCache, tmp_path: Path) -> None:
    copies = [hold(cache, tmp_path, sign) for sign in range(4)]
    for age, sha256 in enumerate(copies):
        os.utime(cache._path(sha256), (age, age))
    list(cache.pieces(copies[1]))
    cache.evict(keep={copies[0]})
    assert [sha256 in cache for sha256 in copies] == [True, True, False, True]


def test_what_a_killed_program_left_half_written_goes_after_a_day(cache: FileCache, tmp_path: Path) -> None:
    kept = hold(cache, tmp_path, 1)
    old, new = (source(tmp_path / "files", b"x", f"{name}.part") for name in ("old", "new"))
    os.utime(old, (1, 1))
    cache.evict(keep=())
    assert (old.exists(), new.exists(), kept in cache) == (False, True, True)


def test_a_folder_that_is_not_there_yet_has_nothing_to_evict(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "files", KEY)
    cache.evict(keep=())
    assert not (tmp_path / "files").exists()
