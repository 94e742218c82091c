"""Copies of files on this computer, found by their checksum and encrypted: a person's folder holds nothing that the neighbour could open.

A copy is 16 random bytes, then pieces of 1 MiB, each AES-256-GCM under a nonce of its own, bound to copy and place. Its name tells
nothing: an HMAC of the checksum.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.domain.files import MIB, PIECE
from ems_desktop.store.platform import explained, private_folder

MOST = 500 * MIB  # bytes that copies which could be fetched again may take
_NONCE, _TAG, _HEAD = 12, 16, 16
_STALE = 86_400  # seconds
Write = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """`sha256`: 64 hexadecimal digits; `size` in bytes; `start`: the first bytes, which tell a picture."""

    sha256: str
    size: int
    start: bytes


class _Part:
    """A copy that is being written. Pieces come in any length and go out in whole ones."""

    def __init__(self, path: Path, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher, self._head, self._waiting, self._index = AESGCM(key), secrets.token_bytes(_HEAD), b"", 0
        self.size, self.start, self._hash = 0, b"", hashlib.sha256()
        self._out = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._out.write(self._head)

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self.start, self.size = self.start or data[:16], self.size + len(data)
        self._waiting += data
        while len(self._waiting) >= PIECE:
            self._flush()

    def _flush(self) -> None:
        piece, self._waiting = self._waiting[:PIECE], self._waiting[PIECE:]
        nonce = secrets.token_bytes(_NONCE)
        self._out.write(nonce + self._cipher.encrypt(nonce, piece, self._head + self._index.to_bytes(8)))
        self._index += 1

    def finish(self) -> Copied:
        if self._waiting:
            self._flush()
        self._out.flush()
        os.fsync(self._out.fileno())
        return Copied(self._hash.hexdigest(), self.size, self.start)

    def close(self) -> None:
        self._out.close()


class FileCache:
    """One person's copies. `key`: of that person's file, 32 bytes. Errors of all that write: 1305, 1352, 1354."""

    def __init__(self, folder: Path, key: bytes, most: int = MOST) -> None:
        self._folder, self._most = folder, most
        self._key = hmac.digest(key, b"EMS Desktop: copies of files", "sha256")

    def __contains__(self, sha256: object) -> bool:
        return self._path(str(sha256)).exists()

    def add(self, source: Path) -> Copied:
        """Copy a file; what happens to it afterwards is no trouble. Error 1612 it cannot be read."""
        with self._making() as (part, keep):
            for data in _read(source):
                part.write(data)
            copied = part.finish()
            keep(copied.sha256)
        return copied

    def add_bytes(self, data: bytes) -> Copied:
        """Keep a copy of what is in memory."""
        with self._making() as (part, keep):
            part.write(data)
            copied = part.finish()
            keep(copied.sha256)
        return copied

    @contextlib.contextmanager
    def incoming(self, sha256: str, name: str) -> Iterator[Write]:
        """What is written in the block becomes the copy with this checksum. Error 1616 it is not that: nothing is kept."""
        with self._making() as (part, keep):
            yield part.write
            if part.finish().sha256 != sha256:
                raise Outage(1616, name=name)
            keep(sha256)

    @contextlib.contextmanager
    def _making(self) -> Iterator[tuple[_Part, Callable[[str], None]]]:
        path = private_folder(self._folder) / f"{secrets.token_hex(8)}.part"

        def keep(sha256: str) -> None:
            part.close()
            path.replace(self._path(sha256))

        with explained(self._folder):
            part = _Part(path, self._key)
            try:
                yield part, keep
            finally:
                part.close()
                path.unlink(missing_ok=True)

    def pieces(self, sha256: str, first: int = 0, count: int | None = None) -> Iterator[bytes]:
        """The content in pieces of 1 MiB, from the piece numbered `first` on. FileNotFoundError: no copy; ValueError: it is damaged."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        path, cipher, index = self._path(sha256), AESGCM(self._key), first
        with path.open("rb") as source:
            head = source.read(_HEAD)
            source.seek(_HEAD + first * (_NONCE + PIECE + _TAG))
            while (count is None or index < first + count) and (block := source.read(_NONCE + PIECE + _TAG)):
                try:
                    yield cipher.decrypt(block[:_NONCE], block[_NONCE:], head + index.to_bytes(8))
                except InvalidTag as error:
                    raise ValueError(sha256) from error
                index += 1
        with contextlib.suppress(OSError):
            os.utime(path)  # used last just now

    def export(self, sha256: str, target: Path, name: str) -> None:
        """The content as a file of the person's own. Errors: 1615 no copy here, 1624 the copy is damaged, 1305, 1352, 1354."""
        part = target.with_name(f"{target.name}.part")
        try:
            with explained(target.parent), self.told(sha256, name), part.open("wb") as out:
                check = hashlib.sha256()
                for piece in self.pieces(sha256):
                    check.update(piece)
                    out.write(piece)
                if check.hexdigest() != sha256:
                    raise ValueError(sha256)
            with explained(target.parent):
                part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    @contextlib.contextmanager
    def told(self, sha256: str, name: str) -> Iterator[None]:
        """What a copy that is not there (1615), or damaged (1624), is for a person. A damaged one is given up."""
        try:
            yield
        except FileNotFoundError as error:
            raise Mistake(1615, name=name) from error
        except ValueError as error:
            self.remove(sha256)
            raise Outage(1624, name=name) from error

    def remove(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def evict(self, keep: Collection[str]) -> None:
        """Above the limit the copies go that were not used for longest, but none of `keep`: those are nowhere else yet. So does what a
        program that was killed left half-written a day ago."""
        if not self._folder.exists():
            return
        for part in self._folder.glob("*.part"):
            if part.stat().st_mtime < time.time() - _STALE:
                part.unlink(missing_ok=True)
        kept = {self._path(sha256).name for sha256 in keep}
        there = [(path.stat(), path) for path in self._folder.iterdir() if path.suffix != ".part"]
        total = sum(stat.st_size for stat, _ in there)
        for stat, path in sorted(there, key=lambda one: one[0].st_mtime_ns):
            if total <= self._most:
                return
            if path.name not in kept:
                path.unlink(missing_ok=True)
                total -= stat.st_size

    def _path(self, sha256: str) -> Path:
        return self._folder / hmac.digest(self._key, bytes.fromhex(sha256), "sha256").hex()


def _read(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as opened:
            while data := opened.read(PIECE):
                yield data
    except OSError as error:
        raise Mistake(1612, name=source.name) from error
