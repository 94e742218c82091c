"""The school file: what is written is read, and whatever else comes is refused with a sentence."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.store import school_file
from ems_desktop.store.school_file import SchoolFile
from tests.connect.wire import Authority

GOOD: dict[str, Any] = {
    "name": "SMP Negeri 7 Contoh",
    "npsn": "20212345",
    "host": "127.0.0.1",
    "port": 5432,
    "database": "ems",
    "gate_user": "ems_gate",
    "gate_password": "let me in",
    "loopback": True,
}


def read(path: Path, content: object) -> SchoolFile:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return school_file.read(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / f"school{school_file.SUFFIX}"


def test_what_was_written_is_read(path: Path, authority: Authority):
    for school in (
        SchoolFile(**GOOD),
        SchoolFile(**{**GOOD, "host": "ems.smpn7.sch.id", "loopback": False}, ca=authority.pem),
        SchoolFile(**GOOD, google_client_id="1-a.apps.googleusercontent.com", sheet_id="1aB_-", n8n_url="https://n8n.smpn7.sch.id/"),
        SchoolFile(
            **GOOD, google_client_id="1-a", google_client_secret="GOCSPX-a_1", google_domains=("smpn7.sch.id", "guru.smp.belajar.id")
        ),
    ):
        school_file.write(path, school)
        assert school_file.read(path) == school


def test_what_opens_something_is_not_shown_by_accident():
    shown = repr(SchoolFile(**GOOD, google_client_secret="GOCSPX-a_1"))
    assert "let me in" not in shown
    assert "GOCSPX" not in shown


def test_an_editors_byte_order_mark_and_unknown_fields_do_no_harm(path: Path):
    path.write_text(json.dumps({**GOOD, "motto": "maju"}), encoding="utf-8-sig")
    assert school_file.read(path) == SchoolFile(**GOOD)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "PK\x03\x04", "[" * 60_000, "{" + " " * 70_000 + "}"])
def test_what_is_no_school_file_is_refused(path: Path, text: str):
    with pytest.raises(Mistake) as caught:
        read(path, text)
    assert caught.value.code == 1431


def test_other_encodings_are_refused(path: Path):
    path.write_bytes(json.dumps(GOOD).encode("utf-16"))
    with pytest.raises(Mistake) as caught:
        school_file.read(path)
    assert caught.value.code == 1431


def test_a_missing_file_is_said(path: Path):
    with pytest.raises(Mistake) as caught:
        school_file.read(path)
    assert caught.value.code == 1430


@pytest.mark.parametrize("name", [name for name in GOOD if name != "loopback"])
def test_each_missing_field_is_named(path: Path, name: str):
    with pytest.raises(Mistake) as caught:
        read(path, {key: value for key, value in GOOD.items() if key != name})
    assert (caught.value.code, caught.value.params["field"]) == (1432, name)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("name", 7, 1433),
        ("name", None, 1433),
        ("port", "5432", 1433),
        ("port", True, 1433),
        ("port", 5432.0, 1433),
        ("loopback", "yes", 1433),
        ("ca", [], 1433),
        ("version", "1", 1433),
        ("name", "", 1434),
        ("name", "two\nlines", 1434),
        ("npsn", "123", 1434),
        ("port", 0, 1434),
        ("port", 65536, 1434),
        ("host", "", 1434),
        ("host", "one.example,other.example", 1434),
        ("host", "/var/run/postgresql", 1434),
        ("host", "@abstract", 1434),
        ("host", "a b", 1434),
        ("host", "host\n", 1434),
        ("database", "ems sslmode=disable", 1434),
        ("database", "postgres://x", 1434),
        ("gate_user", "", 1434),
        ("gate_password", "a\0b", 1434),
        ("google_domains", "smpn7.sch.id", 1433),
        ("google_domains", [7], 1433),
        ("google_domains", None, 1433),
        ("google_domains", {"smpn7.sch.id": 1}, 1433),
        ("google_domains", ["smpn7.sch.id", "*"], 1434),
        ("google_domains", ["SMPN7.SCH.ID"], 1434),
        ("google_client_secret", "a b", 1434),
        ("n8n_url", "javascript:alert(1)", 1434),
        ("n8n_url", "http://n8n.example/", 1434),
        ("version", 0, 1434),
        ("version", 2, 1435),
        ("host", "ems.smpn7.sch.id", 1436),
    ],
)
def test_each_bad_value_is_named(path: Path, name: str, value: object, code: int):
    with pytest.raises(Mistake) as caught:
        read(path, {**GOOD, name: value})
    assert caught.value.code == code
    assert caught.value.params.get("field", name) == name
    assert caught.value.text().endswith(".")


def test_a_file_for_a_newer_program_says_so_whatever_else_it_lacks(path: Path):
    with pytest.raises(Mistake) as caught:
        read(path, {"version": 2})
    assert caught.value.code == 1435


@pytest.mark.parametrize(
    ("ca", "code"),
    [
        (None, 1432),
        ("", 1432),
        ("not a certificate", 1434),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", 1434),
        ("ü", 1434),
    ],
)
def test_a_server_elsewhere_needs_the_schools_authority(path: Path, ca: str | None, code: int):
    with pytest.raises(Mistake) as caught:
        read(path, {**GOOD, "loopback": False, "ca": ca})
    assert (caught.value.code, caught.value.params["field"]) == (code, "ca")


def test_a_school_cannot_be_made_wrong_in_the_program_either():
    with pytest.raises(Mistake):
        dataclasses.replace(SchoolFile(**GOOD), port=-1)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)


@given(changed=st.dictionaries(st.sampled_from([field.name for field in dataclasses.fields(SchoolFile)]), _JSON, max_size=4))
def test_whatever_the_fields_hold_it_is_a_school_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, changed: dict[str, object]):
    path = tmp_path_factory.getbasetemp() / "any.sekolah"
    with contextlib.suppress(EmsError):
        assert isinstance(read(path, {**GOOD, **changed}), SchoolFile)
