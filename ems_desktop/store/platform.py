"""All differences between operating systems below the window: file locks, private files, folders that are no good, free space,
unprivileged children. It knows nothing of PostgreSQL or SQLite."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ems_desktop.domain.errors import EmsError, Mistake, Outage

if sys.platform == "win32":
    import ctypes
    import msvcrt
else:
    import fcntl
    import pwd

_LOCKED_BYTE = 1 << 30  # far behind any content: a locked byte cannot be read on Windows
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_SYNCED_BEGIN = {"onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive", "googledrive": "Google Drive"}
_SYNCED_EXACT = {
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
}
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"}


class FileLock:
    """An exclusive lock on a file, for as long as this process lives or until `release`. The system lets it go when the process
    ends, however it ends; dropping the object does not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        return self._file is not None

    def acquire(self, timeout: float = 0.0) -> bool:
        """Take the lock within `timeout` seconds; 0 tries once. False: another holder has it. Errors: 1305, 1352, 1354."""
        if self._file is not None:
            return True
        deadline = time.monotonic() + timeout
        with explained(self.path.parent):
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        pause = 0.002
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                os.close(file)
                return False
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            _unlock(self._file)
            os.close(self._file)
            self._file = None


if sys.platform == "win32":

    def _try_lock(file: int) -> bool:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def private_folder(path: Path) -> Path:
    """Make the folder if need be, for this account alone (0700). Errors: 1305 not writable, 1352 disk full."""
    with explained(path):
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(path.stat().st_mode & 0o700)  # takes rights away and gives none: a read-only folder is meant
    return writable_folder(path)


def writable_folder(path: Path) -> Path:
    """Make the folder if need be, and a file in it to see that one can. Errors: 1305 not writable, 1352 disk full, 1354."""
    with explained(path):
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".write-{secrets.token_hex(4)}"
        probe.touch(mode=0o600)
        probe.unlink()
    return path


def private_file(path: Path, text: str) -> None:
    """Write a whole file that only this account reads (0600): all of it or nothing. Errors: 1305, 1352."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with explained(path.parent):
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn the system's errors on this folder into sentences. Errors: 1305 not writable, 1352 disk full."""
    try:
        yield
    except OSError as error:
        raise explain(error, folder) from error


def explain(error: OSError, folder: Path) -> EmsError:
    if error.errno in _FULL:
        return Outage(1352, path=str(folder))
    if error.errno in _READ_ONLY:
        return Mistake(1305, path=str(folder))
    return Outage(1354, path=str(folder), detail=error.strerror or type(error).__name__)


def free_space(path: Path) -> int:
    """Bytes that this account may still write where `path` is, or will be."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free


def plain_temporary_folder() -> Path:
    """For files that a C library opens by name: on Windows such a name must be ASCII, which an account's own folder may not be."""
    folder = Path(tempfile.gettempdir())
    return folder if str(folder).isascii() else Path(os.environ.get("PROGRAMDATA", folder))


def refuse_synced_folder(path: Path) -> None:
    """Databases break in folders that a cloud service copies or another computer shares. Errors: 1350 synced, 1351 network."""
    for place in {path.absolute(), Path(os.path.realpath(path))}:
        if service := synced_by(place, os.environ):
            raise Mistake(1350, path=str(path), service=service)
        if _on_network(place):
            raise Mistake(1351, path=str(path))


def synced_by(path: Path, environment: Mapping[str, str]) -> str | None:
    """The cloud service whose folder this is, by its well-known names."""
    for part in (part.lower() for part in path.parts):
        for start, service in _SYNCED_BEGIN.items():
            if part.startswith(start):
                return service
        if part in _SYNCED_EXACT:
            return _SYNCED_EXACT[part]
    roots = [Path(value) for name, value in environment.items() if name.lower().startswith("onedrive") and value]
    return "OneDrive" if any(path.is_relative_to(root) for root in roots) else None


def mounted_type(path: Path, mounts: str) -> str:
    """The type of the file system under an absolute path, from the text of /proc/mounts; '' if none is named there."""
    best, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), fields[2]
    return found


if sys.platform == "win32":

    def _on_network(path: Path) -> bool:
        drive_remote = 4
        return path.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == drive_remote

elif sys.platform == "darwin":

    def _on_network(path: Path) -> bool:
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=10).stdout
        # "//guest@nas/share on /Volumes/share (smbfs, nodev)" in the form of /proc/mounts
        lines = (line.rpartition(" on ")[2].partition(" (") for line in listed.splitlines())
        mounts = "\n".join(f"- {point.replace(' ', chr(92) + '040')} {rest.partition(',')[0].rstrip(')')}" for point, _, rest in lines)
        return mounted_type(path, mounts) in _NETWORK_TYPES

else:

    def _on_network(path: Path) -> bool:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        return mounted_type(path, mounts) in _NETWORK_TYPES


def refuse_unencodable(path: Path, encoding: str | None = None) -> None:
    """PostgreSQL on Windows takes paths in the system's ANSI code page only. Errors: 1353."""
    encoding = encoding or ("mbcs" if sys.platform == "win32" else None)
    if encoding is None:
        return
    text = str(path)
    with contextlib.suppress(UnicodeError):
        if text.encode(encoding).decode(encoding) == text:
            return
    raise Mistake(1353, path=text)


@dataclass(frozen=True, slots=True)
class Unprivileged:
    """How to start a child that is not the administrator: words before the command, or an account (uid, gid) to become."""

    prefix: Sequence[str] = ()
    account: tuple[int, int] | None = None


@cache
def unprivileged() -> Unprivileged:
    """Servers refuse to run as root (a container, a build machine). Errors: 1446 there is no way to become less."""
    if sys.platform == "win32":
        return Unprivileged()
    else:  # noqa: RET505  mypy reads each system's branch only so
        if os.geteuid() != 0:
            return Unprivileged()
        unshare = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
        with contextlib.suppress(OSError):
            if subprocess.run([*unshare, "true"], capture_output=True, check=False, timeout=30).returncode == 0:
                return Unprivileged(prefix=unshare)
        return another_account()


def another_account() -> Unprivileged:
    """Where the system forbids user namespaces. Errors: 1446."""
    if sys.platform != "win32":
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                found = pwd.getpwnam(name)
                return Unprivileged(account=(found.pw_uid, found.pw_gid))
    raise Outage(1446)


def give(path: Path, to: Unprivileged) -> None:
    """Let the unprivileged child own this file or folder."""
    if to.account is not None:
        shutil.chown(path, *to.account)


def child_options(to: Unprivileged | None = None) -> dict[str, Any]:
    """Arguments for subprocess: no console window on Windows, the right account, a clean environment."""
    options: dict[str, Any] = {"env": _child_environment(), "stdin": subprocess.DEVNULL}
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NO_WINDOW
    elif to is not None and to.account is not None:
        options |= {"user": to.account[0], "group": to.account[1], "extra_groups": []}
    return options


def _child_environment() -> dict[str, str]:
    """A frozen bundle points the loader at its own libraries: put back what was. PG… would redirect PostgreSQL's tools."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        original = env.pop(f"{name}_ORIG", None)
        env.pop(name, None)
        if original is not None:
            env[name] = original
    return env | {"LC_ALL": "C", "TZ": "UTC"}
