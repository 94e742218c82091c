"""A school with an S3, a real one that checks signatures: files arrive through every accident, and no address does more than it says."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
import psycopg
import pytest

from ems_desktop.demo.s3 import S3Server
from ems_desktop.domain.errors import NotAllowed, Outage
from ems_desktop.domain.files import MIB, PART
from ems_desktop.store.storage import Answer, Signed, Storage
from sync.s3 import S3, Refused
from tests.files.desks import LENSA, Computer, write
from tests.world import SchoolWorld

pytestmark = pytest.mark.integration
New = Callable[[str], Computer]


@pytest.fixture(autouse=True)
def real(stored_in_s3: S3Server) -> S3Server:
    return stored_in_s3


def announced(computer: Computer, folder: Path, size: int = 1000, name: str = "lensa.pdf") -> str:
    """A file whose row is at school, and whose bytes are not."""
    id_ = computer.files.attach(LENSA, write(folder, size, name))
    computer.sync()
    return id_


def bytes_of(computer: Computer, id_: str) -> bytes:
    view = computer.files.file(id_)
    assert view
    return computer.files.content(view)


def objects(world: SchoolWorld) -> list[Any]:
    return world.superuser().execute("select file_id::text, size from files.object where place = 's3'").fetchall()


@pytest.mark.parametrize("size", [1, 1000, PART, PART + 1, 3 * PART - 5])
def test_a_file_of_any_size_arrives_and_comes_back(computer: New, tmp_path: Path, world: SchoolWorld, size: int) -> None:
    budi, citra = computer("budi"), computer("citra")
    id_ = budi.files.attach(LENSA, write(tmp_path, size, "Lensa “cekung” ../ké.pdf".replace("/", "\u2215")))
    budi.send()
    assert (budi.queue(), objects(world)) == ([], [(id_, size)])
    citra.sync()
    citra.transfers.fetch(id_)
    assert bytes_of(citra, id_) == bytes_of(budi, id_)
    assert [one.sent for one in budi.told if one.state == "sending"][-1] == size


def test_a_download_in_the_browser_has_a_safe_name_and_its_kind(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, 10))
    budi.files.rename(id_, "../../x\u202egpj.exe")
    budi.send()
    with budi.uploads.school() as storage:
        answer = httpx.get(storage.get(id_).url)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment; filename=\".._.._x_gpj.exe\"; filename*=UTF-8''.._.._x_gpj.exe"


def test_an_upload_that_was_killed_goes_on_with_the_parts_that_are_missing(
    computer: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    budi, citra = computer("budi"), computer("citra")
    id_ = budi.files.attach(LENSA, write(tmp_path, 3 * PART))
    real, numbers = S3.put, list[str]()

    def killed(self: S3, signed: Signed, body: Iterator[bytes]) -> str:
        numbers.append(dict(parse_qsl(urlsplit(signed.url).query))["partNumber"])
        if len(numbers) == 2:
            next(body)
            raise KeyboardInterrupt
        return real(self, signed, body)

    monkeypatch.setattr(S3, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        budi.send()
    budi.close()
    budi.open()
    budi.send()
    assert numbers == ["1", "2", "2", "3"]
    citra.sync()
    citra.transfers.fetch(id_)
    assert bytes_of(citra, id_) == bytes_of(budi, id_)


def test_a_storage_that_dies_in_the_middle_and_comes_back_loses_nothing(computer: New, tmp_path: Path, real: S3Server) -> None:
    budi = computer("budi")
    budi.files.attach(LENSA, write(tmp_path, 2 * PART))
    budi.when(PART + 2 * MIB, real.kill)
    budi.send()
    assert [row[:2] for row in budi.queue()] == [("waiting", 1617)]
    real.start()
    budi.send()
    assert (budi.queue(), budi.told[-1].state) == ([], "done")


def test_an_upload_that_the_s3_forgot_begins_anew(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, PART + 1))
    budi.when(PART, lambda: budi.files.pause(id_))
    budi.send()
    upload = budi.local("select upload from upload")
    with budi.uploads.school() as storage:
        signed = storage.abort(id_, upload)
    assert signed
    budi.uploads.s3.delete(signed)
    budi.files.resume(id_)
    budi.send()
    assert budi.local("select upload from upload") is None
    budi.send()
    assert budi.queue() == []


def test_who_gives_up_leaves_no_parts_behind(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, PART + 1))
    budi.when(PART, lambda: budi.files.pause(id_))
    budi.send()
    upload = budi.local("select upload from upload")
    budi.files.cancel(LENSA, id_)
    budi.send()
    assert budi.queue() == []
    query = "select files.address('GET', files.key_of(%s, sha256), jsonb_build_object('uploadId', %s::text)) from ems.files where id = %s"
    row = world.superuser("ems_core").execute(query, (id_, upload, id_)).fetchone()
    assert row
    assert httpx.get(row[0]).status_code == 404


def test_what_was_thrown_away_is_deleted_in_the_s3(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi, sri = computer("budi"), computer("sri")
    id_ = budi.files.attach(LENSA, write(tmp_path, 10))
    budi.send()
    with budi.uploads.school() as storage:
        signed = storage.get(id_)
    budi.files.detach(LENSA)
    budi.sync()
    assert sri.transfers.sweep() == 0
    owner = world.superuser()
    owner.execute("set session_replication_role = replica")
    owner.execute("update ems.files set updated_at = now() - interval '31 days'; update files.object set at = now() - interval '31 days'")
    owner.execute("reset session_replication_role")
    assert sri.transfers.sweep() == 1
    assert httpx.get(signed.url).status_code == 404
    assert objects(world) == []


def altered(url: str, **query: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query, keep_blank_values=True)), **query})))


def moved(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=path))


def put(url: str, headers: dict[str, str], body: bytes, method: str = "PUT") -> int:
    return httpx.request(method, url, headers=headers, content=iter([body])).status_code


def test_an_address_to_send_to_takes_these_bytes_there_and_nothing_else(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    id_ = announced(budi, tmp_path)
    body = bytes_of(budi, id_)
    with budi.uploads.school() as storage:
        signed = storage.put(id_)
    url, headers = signed.url, signed.headers
    path = urlsplit(url).path
    other = b64encode(hashlib.sha256(b"x").digest()).decode()
    refused = {
        "other bytes of this length": put(url, headers, bytes(1000)),
        "a longer body": put(url, headers | {"content-length": "1001"}, body + b"x"),
        "a shorter body": put(url, headers | {"content-length": "999"}, body[:-1]),
        "another kind": put(url, headers | {"content-type": "text/html"}, body),
        "no kind": put(url, {name: value for name, value in headers.items() if name != "content-type"}, body),
        "another checksum": put(url, headers | {"x-amz-checksum-sha256": other}, body),
        "no checksum": put(url, {name: value for name, value in headers.items() if name != "x-amz-checksum-sha256"}, body),
        "another key": put(moved(url, path[:-1] + ("0" if path[-1] != "0" else "1")), headers, body),
        "another bucket": put(moved(url, path.replace("/sekolah/", "/lain/")), headers, body),
        "a longer life": put(altered(url, **{"X-Amz-Expires": "90000"}), headers, body),
        "a part of something": put(altered(url, partNumber="1", uploadId="x"), headers, body),
        "another signature": put(re.sub("[0-9a-f]$", lambda m: "0" if m[0] != "0" else "1", url), headers, body),
        "reading": put(url, headers, body, "GET"),
        "deleting": put(url, headers, body, "DELETE"),
    }
    assert {what: code for what, code in refused.items() if code not in (400, 403)} == {}
    assert put(url, headers, body) == 200


def test_an_address_to_read_from_reads_this_and_nothing_else(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    id_ = announced(budi, tmp_path)
    budi.send()
    with budi.uploads.school() as storage:
        url = storage.get(id_).url
    assert httpx.get(url).status_code == 200
    refused = [
        httpx.get(moved(url, urlsplit(url).path + "0")),
        httpx.get(moved(url, "/sekolah/")),
        httpx.get(altered(url, **{"response-content-type": "text/html"})),
        httpx.get(altered(url, **{"X-Amz-Expires": "90000"})),
        httpx.put(url, content=b"x"),
        httpx.delete(url),
    ]
    assert {answer.status_code for answer in refused} == {403}


def test_an_address_ends(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi = computer("budi")
    id_ = announced(budi, tmp_path)
    budi.send()
    query = """select files.presigned(s, 'GET', o.key, '{}', '{}', clock_timestamp() - make_interval(secs => %s), 900)
                 from files.storage s, files.object o where o.file_id = %s"""
    found = [world.superuser("ems_core").execute(query, (age, id_)).fetchone() for age in (890, 905)]
    assert [httpx.get(row[0]).status_code for row in found if row] == [200, 403]


def test_a_part_takes_its_own_bytes_and_length_only(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    id_ = announced(budi, tmp_path, PART + 10)
    body = bytes_of(budi, id_)
    with budi.uploads.school() as storage:
        upload = budi.uploads.s3.begin(storage.begin(id_))
        signed = storage.part(id_, upload, 2, hashlib.sha256(body[PART:]).hexdigest())
        for number in (0, 3, -1, 2**31 - 1):
            with pytest.raises(Outage, match="EMS-1614"):
                storage.part(id_, upload, number, "0" * 64)
    assert put(signed.url, signed.headers, bytes(10)) == 400
    assert put(signed.url, signed.headers | {"content-length": "11"}, bytes(11)) == 403
    assert put(altered(signed.url, partNumber="1"), signed.headers, body[PART:]) == 403
    assert put(signed.url, signed.headers, body[PART:]) == 200


def test_nobody_gets_an_address_for_what_is_another_person_s_or_gone(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi, citra, ani = computer("budi"), computer("citra"), computer("ani")
    id_ = announced(budi, tmp_path)
    for one in (citra, ani):
        with one.uploads.school() as storage:
            for attempt in (
                storage.put,
                storage.begin,
                storage.stored,
                lambda i, s=storage: s.abort(i, "x"),
                lambda i, s=storage: s.complete(i, "x"),
            ):
                with pytest.raises(NotAllowed, match="EMS-1623"):
                    attempt(id_)
            with pytest.raises(Answer):
                storage.get(id_)
    budi.send()
    with budi.uploads.school() as storage, pytest.raises(Answer):
        storage.put(id_)
    budi.files.detach(LENSA)
    budi.sync()
    with ani.uploads.school() as storage, pytest.raises(NotAllowed, match="EMS-1623"):
        storage.get(id_)
    ended = world.connect_as(citra.login)
    world.superuser("ems_core").execute(
        "update identity.device set valid_until = now() - interval '1 s' where login = %s", (citra.login.role,)
    )
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        ended.execute("select files.presign_get(%s)", (id_,))


def test_a_job_s_address_reads_for_a_quarter_of_an_hour_and_is_granted_to_nobody(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi = computer("budi")
    id_ = announced(budi, tmp_path)
    budi.send()
    row = world.superuser("ems_core").execute("select files.job_url(%s)", (id_,)).fetchone()
    assert row
    assert httpx.get(row[0]).content == bytes_of(budi, id_)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.session("sri").execute("select files.job_url(%s)", (id_,))


def test_settings_that_the_s3_refuses_are_not_kept(computer: New, tmp_path: Path, real: S3Server) -> None:
    sri, budi = computer("sri"), computer("budi")
    sri.transfers.set_up(real.settings())
    assert sri.transfers.set_limits(most=30 * MIB).most == 30 * MIB
    with pytest.raises(Refused, match=r"EMS-1618.*403 SignatureDoesNotMatch"):
        sri.transfers.set_up(real.settings("salah"))
    with pytest.raises(Outage, match="EMS-1617"):
        sri.transfers.set_up(replace(real.settings(), endpoint="http://127.0.0.1:9"))
    with pytest.raises(NotAllowed, match="EMS-1623"):
        budi.transfers.set_up(real.settings())
    budi.files.attach(LENSA, write(tmp_path, 10))
    budi.send()
    assert budi.queue() == []


def test_wrong_keys_hold_nothing_up_for_ever(computer: New, tmp_path: Path, world: SchoolWorld, real: S3Server) -> None:
    budi = computer("budi")
    budi.files.attach(LENSA, write(tmp_path, 10))
    right = "select secret from files.storage"
    (secret,) = world.superuser().execute(right).fetchone() or ("",)
    world.superuser("ems_core").execute("update files.storage set secret = 'salah'")
    budi.send()
    assert budi.queue()[0][:2] == ("waiting", 1618)
    world.superuser("ems_core").execute("update files.storage set secret = %s", (secret,))
    budi.send()
    assert budi.queue() == []


def test_a_school_that_takes_an_s3_later_serves_old_files_from_its_database(
    computer: New, tmp_path: Path, world: SchoolWorld, real: S3Server
) -> None:
    budi, citra = computer("budi"), computer("citra")
    with world.connect("sri") as connection:
        Storage(connection).set_up(None)
    old = budi.files.attach(LENSA, write(tmp_path, 10))
    budi.send()
    with world.connect("sri") as connection:
        Storage(connection).set_up(real.settings())
    citra.sync()
    citra.transfers.fetch(old)
    assert bytes_of(citra, old) == bytes_of(budi, old)


def test_a_school_that_gives_its_s3_up_says_that_the_bytes_are_not_there(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi, citra = computer("budi"), computer("citra")
    id_ = budi.files.attach(LENSA, write(tmp_path, 10))
    budi.send()
    with world.connect("sri") as connection:
        Storage(connection).set_up(None)
    citra.sync()
    with pytest.raises(Outage, match="EMS-1619"):
        citra.transfers.fetch(id_)
