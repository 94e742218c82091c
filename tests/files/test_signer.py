"""Every address that PostgreSQL computes is the one that AWS's own signer would have made."""

from __future__ import annotations

import json
from itertools import product
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.files.presigner import presigned
from tests.world import SchoolWorld

pytestmark = pytest.mark.integration
KEYS = ("a/b c+d.txt", "ems/é…😀", "~-._/(x)'!*", "x%20y")
HEADERS = {"content-length": "17", "content-type": "text/plain", "x-amz-checksum-sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}


@pytest.mark.parametrize("endpoint", ["https://s3.sekolah.test", "http://127.0.0.1:9000", "https://{bucket}.s3.id-1.amazonaws.com"])
def test_every_address_is_the_one_that_aws_s_own_signer_makes(world: SchoolWorld, endpoint: str) -> None:
    queries: tuple[dict[str, str], ...] = (
        {},
        {"uploads": ""},
        {"partNumber": "10", "uploadId": "a+b/c=d é"},
        {"response-content-disposition": 'attachment; filename="ä b.txt"'},
    )
    cases, ours = [], []
    core = world.superuser("ems_core")
    sql = """select files.presigned(row (true, %s, 'sekolah', 'id-1', 'AK/SEKOLAH', 'rahasia/dari+sekolah', 1, 1, 1, now(), null)::files.storage,
                                    %s, %s, %s, %s, to_timestamp(1800000000), 900)"""
    for method, key, query, headers in product(("GET", "PUT"), KEYS, queries, ({}, HEADERS)):
        host, path = (endpoint.replace("{bucket}", "sekolah"), "") if "{" in endpoint else (endpoint, "/sekolah")
        asked = f"?{urlencode(query, quote_via=quote, safe='-_.~')}" if query else ""
        cases.append({"method": method, "url": f"{host}{path}/{quote(key, safe='/-_.~')}{asked}", "headers": headers})
        row = core.execute(sql, (endpoint, method, key, json.dumps(query), json.dumps(headers))).fetchone()
        assert row
        ours.append(row[0])
    theirs = presigned(1_800_000_000, cases)
    assert len(theirs) == len(ours) == 64
    assert [sorted(urlsplit(one).query.split("&")) for one in ours] == [sorted(urlsplit(one).query.split("&")) for one in theirs]
    assert [urlsplit(one)[:3] for one in ours] == [urlsplit(one)[:3] for one in theirs]
