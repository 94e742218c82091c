"""`./ems admin n8n install` against the real n8n, and the scheduled workflows beside the jobs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import psycopg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256

from ems_desktop.cli.main import main
from ems_desktop.services import n8n_setup
from ems_desktop.services.n8n_setup import Sheet
from ems_desktop.store.verify import verify
from tests.google_tokens import jwks, private_key
from tests.integration.n8n_school import N8nSchool, Web, web
from tests.integration.patience import eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]
DONE = ("COMPLETED", None)
TOKEN = "ya29.token"
BOOK = b"PK\x03\x04 a workbook"


@pytest.fixture
def school(school_with_n8n: N8nSchool) -> N8nSchool:
    return school_with_n8n


@pytest.fixture
def google() -> Iterator[Web]:
    with web() as found:
        yield found


def there(school: N8nSchool, path: str) -> dict[str, str]:
    return {one["name"]: one["id"] for one in school.n8n.api("GET", path)["data"]}


def command(school: N8nSchool, *more: str) -> int:
    arguments = ["admin", "n8n", "install", "--url", school.n8n.base, "--dsn", school.admin, "--gemini-url", school.gemini.base, *more]
    return main(arguments, window=lambda _: 0, tour=lambda _: 0, open_desk=lambda _: None)


def test_a_second_install_changes_no_name_and_no_id_and_jobs_go_on(school):
    before = there(school, "/credentials"), there(school, "/workflows")
    school.install()
    assert (there(school, "/credentials"), there(school, "/workflows")) == before
    assert all(one["active"] for one in school.n8n.api("GET", "/workflows")["data"])
    assert school.end(school.nudged()) == DONE


def test_the_command_sets_up_what_is_there_and_says_so(school, monkeypatch, capsys):
    monkeypatch.setenv("EMS_N8N_API_KEY", school.n8n.key)
    monkeypatch.setenv("EMS_GEMINI_KEY", school.gemini.key)
    try:
        assert command(school, "--model", "gemini-uji", "--reanalysis-days", "90") == 0
        said = capsys.readouterr()
        assert "EMS job" in said.out
        for secret in (school.n8n.key, school.gemini.key):
            assert secret not in said.out + said.err
        job = school.nudged()
        assert school.end(job) == DONE
        assert school.value(job, "result_json")["model"] == "gemini-uji"
    finally:
        school.install()


def test_the_school_is_as_safe_as_before(school):
    with psycopg.connect(school.admin, autocommit=True) as connection:
        assert [found for found in verify(connection) if found.level == "error"] == []


def test_the_passwords_of_the_install_before_open_nothing_any_more(school):
    with psycopg.connect(school.admin) as connection:
        before = connection.execute("select rolname, rolpassword from pg_authid where rolname in ('ems_n8n', 'n8n_google_keys')").fetchall()
    school.install()
    with psycopg.connect(school.admin) as connection:
        after = connection.execute("select rolname, rolpassword from pg_authid where rolname in ('ems_n8n', 'n8n_google_keys')").fetchall()
    assert len(before) == len(after) == 2
    assert set(before) & set(after) == set()


@pytest.mark.parametrize(("key", "code"), [("not a key", "EMS-1551"), ("", "EMS-1556")])
def test_without_the_right_key_nothing_changes(school, monkeypatch, capsys, key, code):
    monkeypatch.setenv("EMS_N8N_API_KEY", key)
    monkeypatch.setenv("EMS_GEMINI_KEY", school.gemini.key)
    before = school.n8n.api("GET", "/workflows")["data"]
    assert command(school) == 1
    assert code in capsys.readouterr().err
    assert school.n8n.api("GET", "/workflows")["data"] == before
    assert school.end(school.nudged()) == DONE


def test_two_workflows_of_one_name_are_left_to_a_person(school, capsys):
    double = n8n_setup.load("error", there(school, "/credentials"), {}, {})
    school.n8n.api("POST", "/workflows", json=double)
    try:
        assert command(school, "--api-key", school.n8n.key, "--gemini-key", school.gemini.key) == 1
        assert "EMS-1554" in capsys.readouterr().err
    finally:
        newest = max(school.n8n.api("GET", "/workflows")["data"], key=lambda one: one["createdAt"])
        assert newest["name"] == "EMS error"
        school.n8n.api("POST", f"/workflows/{newest['id']}/archive")
        school.install()


def test_no_workflow_keeps_what_its_executions_saw(school):
    kept = {one["name"]: one["settings"] for one in school.n8n.api("GET", "/workflows")["data"] if not one["isArchived"]}
    assert set(kept) == {"EMS error", "EMS work", "EMS job", "EMS sweep", "EMS reanalysis", "EMS Google keys"}
    for name, settings in kept.items():
        assert settings["saveDataSuccessExecution"] == "none", name
        assert settings["saveManualExecutions"] is settings["saveExecutionProgress"] is False, name
        assert settings["saveDataErrorExecution"] == ("all" if name in ("EMS Google keys", "EMS reanalysis") else "none"), name


def test_the_sweep_is_delivered_for_every_minute():
    (trigger,) = [node for node in n8n_setup.load("sweep", CREDENTIALS, WORKFLOWS, {})["nodes"] if node["type"].endswith("scheduleTrigger")]
    assert trigger["parameters"]["rule"] == {"interval": [{"field": "minutes", "minutesInterval": 1}]}


CREDENTIALS = {"EMS PostgreSQL": "1"}
WORKFLOWS = {"EMS work": "2", "EMS error": "3"}


def test_google_s_keys_come_to_school(school, google):
    google.pages["/certs"] = (200, json.dumps(jwks("today", "yesterday")).encode())
    keys = school.world.superuser("ems_core")
    with school.every_second("google-keys", url=f"{google.base}/certs"):
        eventually(lambda: keys.execute("select count(*) from identity.google_key").fetchone() == (2,), 30)
    assert google.requests[0][0] == "/certs"


def test_what_is_no_set_of_keys_changes_none(school, google):
    google.pages["/certs"] = (200, json.dumps(jwks("today")).encode())
    keys = school.world.superuser("ems_core")
    with school.every_second("google-keys", url=f"{google.base}/certs"):
        eventually(lambda: keys.execute("select array_agg(kid) from identity.google_key").fetchone() == (["today"],), 30)
        google.pages["/certs"] = (200, b'{"error": "sign in to this network"}')
        google.requests.clear()
        eventually(lambda: len(google.requests) > 1, 30)
    assert keys.execute("select array_agg(kid) from identity.google_key").fetchone() == (["today"],)


def test_a_material_is_analysed_anew_when_its_analysis_is_old(school):
    job = school.nudged()
    assert school.end(job) == DONE
    with school.every_second("reanalysis", older_than_days=30):
        school.lost(job, "ended_at", 29 * 86_400)
        assert jobs(school) == [job]
        school.lost(job, "ended_at", 2 * 86_400)
        eventually(lambda: len(jobs(school)) == 2, 30)
        (new,) = set(jobs(school)) - {job}
        school.lost(new)
        assert school.end(new) == DONE
    assert len(jobs(school)) == 2
    assert school.value(new, "user_id") == school.value(job, "user_id")


def jobs(school: N8nSchool) -> list[str]:
    return [row[0] for row in school.world.owner().execute("select id::text from ems.jobs order by created_at")]


def test_the_sheet_is_kept_as_a_workbook_each_night(school, google, tmp_path):
    key = tmp_path / "key.json"
    pem = private_key("service").private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key.write_text(json.dumps({"client_email": "cadangan@sekolah.test", "private_key": pem.decode(), "token_uri": f"{google.base}/token"}))
    google.pages["/token"] = (200, json.dumps({"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"}).encode())
    google.pages["/drive/v3/files/1AbC/export"] = (200, BOOK)
    folder = school.n8n.data / ".n8n-files"
    folder.mkdir(exist_ok=True)
    sheet = Sheet.read("1AbC", key)
    school.install(sheet)
    try:
        settings = {"sheet_id": sheet.id, "client_email": sheet.email, "token_uri": sheet.token_uri}
        with school.every_second("sheet-backup", **settings, drive_url=google.base, folder=str(folder)):
            eventually(lambda: any(path.read_bytes() == BOOK for path in folder.iterdir()), 30)
    finally:
        workflow = there(school, "/workflows")["EMS Sheet backup"]
        school.n8n.api("POST", f"/workflows/{workflow}/archive")
    (kept,) = folder.iterdir()
    assert kept.name.startswith("katalog-materi-tanggal-")
    claims = signed_by_the_key(google)
    assert (claims["iss"], claims["aud"], claims["scope"]) == (
        sheet.email,
        sheet.token_uri,
        "https://www.googleapis.com/auth/drive.readonly",
    )
    asked = next(headers for path, headers, _ in google.requests if path.startswith("/drive/"))
    assert asked["authorization"] == f"Bearer {TOKEN}"


def signed_by_the_key(google: Web) -> dict[str, str]:
    """The claims of the assertion that n8n sent for a token; its signature fits."""
    from urllib.parse import parse_qs

    body = next(body for path, _, body in google.requests if path == "/token")
    form = parse_qs(body.decode())
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    head, claims, signature = form["assertion"][0].split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    private_key("service").public_key().verify(raw, f"{head}.{claims}".encode(), padding.PKCS1v15(), SHA256())
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return found
