"""An S3 that fails: says 500, stops in the middle of a word, takes what it should not say yes to. Scripted on loopback; it checks nothing."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from ems_desktop.domain.errors import Outage
from ems_desktop.domain.files import PART, S3Settings
from ems_desktop.store.storage import Storage
from sync.s3 import S3
from tests.files.desks import LENSA, Computer, write
from tests.world import SchoolWorld

New = Callable[[str], Computer]
OK, CUT, SLOW = "ok", "cut", "slow"


class Scripted(ThreadingHTTPServer):
    """Answers in turn as `script` says: a status, OK, CUT (the connection breaks off) or SLOW (no answer); then OK. Keeps what was put."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[int | str] = []
        self.kept: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.end = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: Scripted
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self._body()
        if self._well():
            self.server.kept[self.path] = body
            self._answer(200, etag='"x"')

    def do_POST(self) -> None:
        self._body()
        if self._well():
            said = b"<Error><Code>InternalError</Code></Error>" if self.server.script[:1] == ["error"] else b"<UploadId>a&amp;b</UploadId>"
            self._answer(200, said)

    def do_GET(self) -> None:
        if self._well():
            content = next(iter(self.server.kept.values()), b"")
            self._answer(200, content)

    def do_DELETE(self) -> None:
        if self._well():
            self._answer(404)

    def _body(self) -> bytes:
        try:
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        except OSError:
            return b""

    def _well(self) -> bool:
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        self.server.asked.append(f"{self.command} {' '.join(name for name in query if not name.startswith('X-'))}")
        step = self.server.script.pop(0) if self.server.script and self.server.script[0] != "error" else OK
        if step == SLOW:
            self.server.end.wait(20)
        if step in (CUT, SLOW):
            self.close_connection = True
            self.connection.close()
            return False
        if isinstance(step, int):
            self._answer(step, b"<Error><Code>SlowDown</Code><Message>Sri's file</Message></Error>")
            return False
        return True

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True


@pytest.fixture
def scripted(world: SchoolWorld) -> Iterator[Scripted]:
    server = Scripted()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    with world.connect("sri") as connection:
        Storage(connection).set_up(S3Settings(f"http://127.0.0.1:{server.server_port}", "sekolah", "id-1", "AK", "rahasia"))
    yield server
    server.end.set()
    server.shutdown()
    thread.join()
    server.server_close()


def impatient(computer: Computer) -> None:
    computer.uploads.s3 = S3(lambda: httpx.Client(timeout=0.5))


@pytest.mark.parametrize(("fault", "code"), [(500, 1618), (503, 1618), (403, 1618), (307, 1618), (CUT, 1617), (SLOW, 1617)])
def test_whatever_goes_wrong_the_file_waits_and_the_next_try_sends_it(
    computer: New, tmp_path: Path, scripted: Scripted, fault: int | str, code: int
) -> None:
    budi = computer("budi")
    impatient(budi)
    path = write(tmp_path, 5000)
    budi.files.attach(LENSA, path)
    scripted.script = [fault]
    budi.send()
    assert [row[:2] for row in budi.queue()] == [("waiting", code)]
    error = budi.told[-1].error
    assert error
    assert "Sri" not in error.text()
    budi.send()
    assert (budi.queue(), budi.told[-1].state) == ([], "done")
    assert list(scripted.kept.values()) == [path.read_bytes()]


def test_what_failed_is_not_tried_again_before_its_time(computer: New, tmp_path: Path, scripted: Scripted) -> None:
    budi = computer("budi")
    budi.files.attach(LENSA, write(tmp_path, 10))
    scripted.script = [500] * 9
    budi.send()
    asked = len(scripted.asked)
    due = budi.uploads.send()
    assert len(scripted.asked) == asked
    assert due is not None
    assert 0 < due <= 5.0


def test_a_part_that_fails_is_sent_again_and_no_other(computer: New, tmp_path: Path, scripted: Scripted) -> None:
    budi = computer("budi")
    impatient(budi)
    budi.files.attach(LENSA, write(tmp_path, 2 * PART + 1))
    scripted.script = [OK, OK, 500]
    budi.send()
    budi.send()
    assert budi.queue() == []
    assert scripted.asked == ["POST uploads", *["PUT partNumber uploadId"] * 4, "POST uploadId"]


def test_an_error_inside_a_200_is_an_error(computer: New, tmp_path: Path, scripted: Scripted) -> None:
    budi = computer("budi")
    budi.files.attach(LENSA, write(tmp_path, PART + 1))
    scripted.script = [OK, OK, OK, "error"]
    budi.send()
    assert [row[:2] for row in budi.queue()] == [("waiting", 1618)]
    scripted.script = []
    budi.send()
    assert budi.queue() == []


def test_a_download_that_brings_other_bytes_or_breaks_off_is_not_kept(computer: New, tmp_path: Path, scripted: Scripted) -> None:
    budi, citra = computer("budi"), computer("citra")
    id_ = budi.files.attach(LENSA, write(tmp_path, 5000))
    budi.send()
    citra.sync()
    (place,) = scripted.kept
    content = scripted.kept[place]
    for script, kept, code in (([], content[:-1] + b"x", "1616"), ([CUT], content, "1617"), ([404], content, "1618")):
        scripted.script, scripted.kept[place] = list(script), kept
        with pytest.raises(Outage, match=f"EMS-{code}"):
            citra.transfers.fetch(id_)
    assert citra.transfers.fetch(id_) == hashlib.sha256(content).hexdigest()


def test_a_copy_that_is_lost_or_damaged_before_it_was_sent_is_a_person_s_business(
    computer: New, tmp_path: Path, scripted: Scripted
) -> None:
    budi = computer("budi")
    budi.files.attach(LENSA, write(tmp_path, 10))
    (copy,) = (budi.folder / "files").iterdir()
    copy.write_bytes(copy.read_bytes()[:-1] + b"\x00")
    budi.send()
    assert [row[:2] for row in budi.queue()] == [("failed", 1612)]
    error = budi.told[-1].error
    assert error
    assert "lensa.pdf" in error.text()


def test_the_thread_sends_what_waits_and_stops(computer: New, tmp_path: Path, scripted: Scripted) -> None:
    budi = computer("budi")
    done = threading.Event()
    budi.transfers.on_progress = lambda one: done.set() if one.state == "done" else None
    budi.files.queued = budi.transfers.wake
    budi.files.attach(LENSA, write(tmp_path, 10))
    budi.sync()
    budi.transfers.start()
    assert done.wait(20)
    budi.transfers.stop()
    assert not budi.transfers._thread.is_alive()
