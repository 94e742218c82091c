"""Locks, private files, and folders that are no place for a database."""

from __future__ import annotations

import errno
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ems_desktop.domain.errors import EmsError, Mistake, Outage
from ems_desktop.store import platform
from ems_desktop.store.platform import FileLock

_HOLDER = """
import sys
from pathlib import Path
from ems_desktop.store.platform import FileLock
assert FileLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_is_held_by_one_only(tmp_path: Path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.acquire()
    assert one.acquire()
    assert not other.acquire()
    one.release()
    assert other.acquire()
    assert not one.held
    other.release()


def test_waiting_for_a_lock_ends_in_time(tmp_path: Path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    one.acquire()
    start = time.monotonic()
    assert not other.acquire(timeout=0.2)
    assert 0.2 <= time.monotonic() - start < 5
    one.release()


def test_the_lock_of_a_killed_program_is_free_at_once(tmp_path: Path):
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        lock = FileLock(tmp_path / "lock")
        assert not lock.acquire()
        holder.kill()
        assert lock.acquire(timeout=10)
        lock.release()


def test_a_forgotten_lock_object_does_not_let_go(tmp_path: Path):
    FileLock(tmp_path / "lock").acquire()
    assert not FileLock(tmp_path / "lock").acquire()


def test_a_private_file_is_whole_and_for_this_account_alone(tmp_path: Path):
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o644)
    platform.private_file(path, "new ü")
    assert path.read_text(encoding="utf-8") == "new ü"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_a_private_folder_is_for_this_account_alone(tmp_path: Path):
    path = platform.private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert not list(path.iterdir())


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [(errno.ENOSPC, Outage, 1352), (errno.EROFS, Mistake, 1305), (errno.EACCES, Mistake, 1305), (errno.ENOTDIR, Outage, 1354)],
)
def test_troubles_with_a_folder_get_their_sentence(tmp_path: Path, number: int, kind: type[EmsError], code: int):
    with pytest.raises(kind) as caught, platform.explained(tmp_path):
        raise OSError(number, "no")
    assert caught.value.code == code
    assert str(tmp_path) in caught.value.text()


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(Outage) as caught:
        platform.private_folder(tmp_path / "file" / "sub")
    assert caught.value.code == 1354


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/Users/siti/OneDrive/EMS", "OneDrive"),
        ("/home/siti/OneDrive - SMP Negeri 7/EMS", "OneDrive"),
        ("/Users/siti/Dropbox (Personal)/EMS", "Dropbox"),
        ("/Users/siti/Library/CloudStorage/GoogleDrive-siti@x.id/My Drive/EMS", "Google Drive"),
        ("/Users/siti/Library/Mobile Documents/com~apple~CloudDocs/EMS", "iCloud"),
        ("/home/siti/Nextcloud/EMS", "Nextcloud"),
        ("/data/Sinkron/EMS", "OneDrive"),
        ("/home/siti/Documents/EMS", None),
        ("/home/siti/dropped boxes/EMS", None),
    ],
)
def test_synced_folders_are_known_by_their_names(path: str, service: str | None):
    assert platform.synced_by(Path(path), {"OneDriveCommercial": "/data/Sinkron", "HOME": "/home/siti"}) == service


def test_a_link_into_a_synced_folder_is_seen_through(tmp_path: Path):
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "OneDrive")
    with pytest.raises(Mistake) as caught:
        platform.refuse_synced_folder(tmp_path / "plain" / "EMS")
    assert caught.value.code == 1350


def test_a_folder_on_the_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here = platform.mounted_type(tmp_path, Path("/proc/mounts").read_text(encoding="utf-8"))
    monkeypatch.setattr(platform, "_NETWORK_TYPES", {here})  # as if the disk under this test were the school's NAS
    with pytest.raises(Mistake) as caught:
        platform.refuse_synced_folder(tmp_path / "EMS")
    assert caught.value.code == 1351
    assert not (tmp_path / "EMS").exists()


def test_an_ordinary_folder_is_fine(tmp_path: Path):
    platform.refuse_synced_folder(tmp_path)
    platform.refuse_unencodable(tmp_path / "ü")
    assert platform.synced_by(tmp_path, {}) is None


def test_the_file_system_is_the_one_mounted_nearest():
    mounts = "/dev/sda1 / ext4 rw 0 0\nnas:/school /mnt/our\\040school nfs4 rw 0 0\n/dev/sdb1 /mnt/our\\040school/usb ext4 rw 0 0\nbroken\n"
    assert platform.mounted_type(Path("/mnt/our school/EMS"), mounts) == "nfs4"
    assert platform.mounted_type(Path("/mnt/our school/usb/EMS"), mounts) == "ext4"
    assert platform.mounted_type(Path("/mnt/our schools"), mounts) == "ext4"
    assert platform.mounted_type(Path("/"), "") == ""


def test_letters_outside_the_code_page_are_refused():
    platform.refuse_unencodable(Path("/home/Siti/é"), "cp1252")
    with pytest.raises(Mistake) as caught:
        platform.refuse_unencodable(Path("/home/ᬲᬶᬢᬶ"), "cp1252")
    assert caught.value.code == 1353


def test_free_space_is_told_for_folders_yet_to_be_made(tmp_path: Path):
    assert platform.free_space(tmp_path / "not" / "yet") > 0
