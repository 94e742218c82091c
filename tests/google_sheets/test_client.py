"""What the client makes of every kind of answer, and of none. Google is the simulator, or a port where nobody listens."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials

from ems_desktop.demo.google.server import KEY
from ems_desktop.domain.errors import Bug, EmsError, NotAllowed, Outage
from ems_desktop.integrations import google_http
from ems_desktop.integrations.google_sheets import Busy, Refused, Spreadsheet
from ems_desktop.paths import root
from tests.google_sheets.simulator import credentials, rows, spreadsheet, texts
from tests.google_sheets.test_batches import put

CALLS: dict[str, Callable[[Spreadsheet], object]] = {
    "version": lambda sheet: sheet.version(),
    "read": lambda sheet: sheet.read(),
    "write": lambda sheet: sheet.write([put(("mine",))]),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


def failure(work: Callable[[], object]) -> EmsError:
    with pytest.raises(EmsError) as caught:
        work()
    return caught.value


@every_call
@pytest.mark.parametrize(
    ("trouble", "kind", "code"),
    [
        ("403", NotAllowed, 1517),
        ("404", NotAllowed, 1518),
        ("429", Busy, 1519),
        ("500", Outage, 1521),
        ("503", Outage, 1521),
        ("late-500", Outage, 1521),
        ("page", Outage, 1522),
        ("cut-before", Outage, 1515),
        ("cut-after", Outage, 1515),
    ],
)
def test_each_trouble_has_its_sentence(simulator, sheet, call, trouble, kind, code):
    simulator.faults.next(trouble)
    error = failure(lambda: call(sheet))
    assert (type(error), error.code) == (kind, code)
    call(sheet)
    assert simulator.faults.waiting == []


@every_call
def test_a_token_that_is_no_longer_good_asks_to_connect_again(simulator, sheet, call):
    simulator.revoke("ratna")
    error = failure(lambda: call(sheet))
    assert isinstance(error, NotAllowed)
    assert error.code == 1516
    assert error.text().endswith("what you typed is kept.")


@pytest.mark.parametrize(("retryable", "code"), [(False, 1516), (True, 1515)])
def test_a_token_that_cannot_be_renewed_is_an_ended_access_or_an_outage(simulator, retryable, code):
    def no_renewal(*_: object, **__: object) -> tuple[str, datetime]:
        raise RefreshError("no", retryable=retryable)

    stale = Credentials(token=None, refresh_handler=no_renewal)
    assert failure(Spreadsheet(KEY, stale, simulator.base).version).code == code


def test_a_token_that_is_refused_is_renewed_and_the_write_is_done_once(simulator):
    good = simulator.token("ratna")
    renewing = Credentials(token="old", refresh_handler=lambda *_, **__: (good, datetime(2099, 1, 1)))  # noqa: DTZ001 - google-auth's times have no zone
    sheet = Spreadsheet(KEY, renewing, simulator.base)
    sheet.write([{"appendCells": {"sheetId": 0, "rows": rows(("once",)), "fields": "userEnteredValue"}}])
    assert texts(sheet.read()) == [["once"]]


def test_nobody_there_is_an_outage():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{closed.getsockname()[1]}"
        error = failure(Spreadsheet(KEY, Credentials(token="t"), base).read)
    assert isinstance(error, Outage)
    assert error.code == 1515


def test_an_answer_that_takes_too_long_is_an_outage(simulator, monkeypatch):
    monkeypatch.setattr(google_http, "TIMEOUT", (5, 0.2))
    sheet = spreadsheet(simulator)
    simulator.faults.next("slow", seconds=1)
    assert failure(sheet.read).code == 1515
    simulator.faults.next("slow", seconds=0.01)
    assert sheet.read()


@pytest.mark.parametrize(("header", "seconds"), [(None, None), ("7", 7.0), ("soon", None), ("Mon, 01 Jan 2001 00:00:00 GMT", 0.0)])
def test_a_wait_that_google_names_is_passed_on(simulator, sheet, header, seconds):
    simulator.faults.next("429", retry_after=header)
    busy = failure(sheet.read)
    assert isinstance(busy, Busy)
    assert busy.retry_after == seconds


def test_a_wait_may_be_a_date(simulator, sheet):
    simulator.faults.next("429", retry_after=format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True))
    busy = failure(sheet.read)
    assert isinstance(busy, Busy)
    assert busy.retry_after is not None
    assert 80 < busy.retry_after <= 90


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("userRateLimitExceeded", 1519),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", 1516),
        ("insufficientPermissions", 1516),
        ("SERVICE_DISABLED", 1520),
        ("accessNotConfigured", 1520),
        ("insufficientFilePermissions", 1517),
    ],
)
@every_call
def test_a_403_is_told_apart_by_its_reason(simulator, sheet, call, reason, code):
    simulator.faults.next("403", reason=reason)
    assert failure(lambda: call(sheet)).code == code


def test_a_refused_batch_says_googles_message_and_changes_nothing(simulator, sheet):
    with pytest.raises(Refused, match="No named range with id: gone"):
        sheet.write([put(("mine",)), {"deleteNamedRange": {"namedRangeId": "gone"}}])
    assert simulator.book.version == 1


def test_a_viewer_reads_and_may_not_write(simulator):
    viewer = spreadsheet(simulator, "budi", "viewer")
    assert viewer.read()["properties"] == {"title": "Katalog Materi"}
    assert failure(lambda: viewer.write([put(("x",))])).code == 1517


def test_another_spreadsheet_is_not_found(simulator):
    assert failure(Spreadsheet("another", credentials(simulator), simulator.base).version).code == 1518
    assert failure(Spreadsheet("another", credentials(simulator), simulator.base).read).code == 1518


@pytest.mark.parametrize(("trouble", "code"), [("cut-after", 1515), ("late-500", 1521)])
def test_a_write_is_never_tried_again_by_itself(simulator, sheet, trouble, code):
    simulator.faults.next(trouble, "write")
    append = {"appendCells": {"sheetId": 0, "rows": rows(("once",)), "fields": "userEnteredValue"}}
    assert failure(lambda: sheet.write([append])).code == code
    assert simulator.calls["write"] == sheet.calls["write"] == 1
    assert texts(sheet.read()) == [["once"]]


def test_another_address_is_one_of_this_computer():
    with pytest.raises(Bug):
        Spreadsheet(KEY, Credentials(token="t"), "https://sheets.example.org").read()


def test_gspread_is_loaded_with_the_first_call_and_not_before():
    program = "import sys, ems_desktop.integrations.google_sheets; print({'gspread', 'requests', 'google.auth'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=root(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
