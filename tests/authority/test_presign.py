"""Addresses of files computed by PostgreSQL: against AWS's own published example, and what may never be in one."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.world import SchoolWorld

# "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", Amazon S3 API Reference.
EXAMPLE = """select files.presigned(row (true, 'https://{bucket}.s3.amazonaws.com', 'examplebucket', 'us-east-1', 'AKIAIOSFODNN7EXAMPLE',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 1, 1, 1, now(), null)::files.storage, 'GET', 'test.txt', '{}', '{}', '2013-05-24 00:00:00+00', 86400)"""
SIGNED = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"


def test_the_published_example_has_the_published_signature(world: SchoolWorld) -> None:
    row = world.superuser("ems_core").execute(EXAMPLE).fetchone()
    assert row
    assert row[0] == (
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1"
        f"%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature={SIGNED}"
    )


@pytest.mark.parametrize(
    ("text", "slash", "coded"),
    [
        ("aZ09-._~", False, "aZ09-._~"),
        ("a b/c+d", False, "a%20b%2Fc%2Bd"),
        ("a b/c+d", True, "a%20b/c%2Bd"),
        ("é…😀", False, "%C3%A9%E2%80%A6%F0%9F%98%80"),
        ("", False, ""),
    ],
)
def test_texts_are_coded_by_their_bytes(world: SchoolWorld, text: str, slash: bool, coded: str) -> None:
    assert world.superuser("ems_core").execute("select files.encoded(%s, %s)", (text, slash)).fetchone() == (coded,)


@pytest.mark.parametrize("name", ["../../x", "CON.txt", "x" * 300, "a\u202egpj.exe", 'a"; filename="b', "a\r\nSet-Cookie: x", "a\\b|c*?"])
def test_no_name_breaks_out_of_the_header_that_names_a_download(world: SchoolWorld, name: str) -> None:
    row = world.superuser("ems_core").execute("select files.disposition(%s)", (name,)).fetchone()
    assert row
    plain, _, coded = row[0].removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    assert coded
    assert len(coded) < 500
    for sign in '"\\/\r\n\u202e;':
        assert sign not in plain
    assert not {"%2F", "%5C", "%0D", "%0A", "%22", "%E2%80%AE"} & {coded[i : i + n] for i in range(len(coded)) for n in (3, 9)}


def test_an_address_lasts_a_quarter_of_an_hour_and_holds_no_secret(world: SchoolWorld) -> None:
    core = world.superuser("ems_core")
    core.execute(
        "update files.storage set endpoint = 'https://s3.sekolah.test:9000', bucket = 'sekolah', region = 'id-1', access_key = 'AK', secret = 'very-secret'"
    )
    row = core.execute("select files.address('PUT', 'ems/a b', '{}', '{\"content-length\": 3}')").fetchone()
    core.execute("update files.storage set endpoint = null, bucket = null, region = null, access_key = null, secret = null")
    assert row
    asked = parse_qs(urlsplit(row[0]).query)
    assert asked["X-Amz-Expires"] == ["900"]
    assert asked["X-Amz-SignedHeaders"] == ["content-length;host"]
    assert row[0].startswith("https://s3.sekolah.test:9000/sekolah/ems/a%20b?")
    assert "very-secret" not in row[0]
