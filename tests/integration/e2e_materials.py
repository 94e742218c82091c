"""A material from the form in the window to the Google Sheet and back: the real PostgreSQL, the real n8n, a stand-in for Gemini, and a
simulator of Google Sheets whose every request and answer is judged by Google's own documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.demo import s3 as s3_parts
from ems_desktop.demo.google.browser import Browser
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.lending import Lending
from ems_desktop.services.previews import Previews
from ems_desktop.store.storage import Storage
from sync.sheet import SheetMerge
from tests.files.desks import Computer
from tests.google_sheets.simulator import running, spreadsheet
from tests.integration.n8n_school import N8nSchool
from tests.integration.patience import eventually
from tests.papers import pdf
from tests.sheet.desk import HEADERS, by_header
from tests.ui.materials.desk import Desk, desk
from tests.world import uid
from ui.preferences import Preferences

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]  # the first test may have to install n8n
TITLE = "Cermin cekung"
PDF = pdf(2)


@pytest.fixture
def school(school_with_n8n: N8nSchool) -> N8nSchool:
    return school_with_n8n


@pytest.fixture
def s3(school: N8nSchool, tmp_path: Path) -> Iterator[s3_parts.S3Server]:
    """The school keeps its files in a SeaweedFS."""
    with s3_parts.running(tmp_path) as server:
        with school.world.connect("sri") as connection:
            Storage(connection).set_up(server.settings())
        owner = school.world.superuser("ems_core")
        row = owner.execute("select files.presigned(s, 'PUT', '', '{}', '{}', clock_timestamp(), 60) from files.storage s").fetchone()
        assert row
        assert httpx.put(row[0]).status_code in (200, 409)
        yield server
        with school.world.connect("sri") as connection:
            Storage(connection).set_up(None)


class Office:
    """Budi's computer with its window, and somebody who looks at the Sheet in the browser."""

    def __init__(self, computer: Computer, window: Desk, jobs: Jobs, merge: SheetMerge, browser: Browser) -> None:
        self.computer, self.window, self.jobs, self.merge, self.browser = computer, window, jobs, merge, browser

    def keep_in_step(self) -> None:
        """As the threads do: the school, the files, the Sheet, the school again."""
        self.computer.send()
        while self.merge.round().again:
            pass
        self.computer.sync()
        self.jobs.refresh()
        self.window.ctx.bus.tell({"materials", "files", "jobs"}, origin="pull")
        QTest.qWait(300)
        self.window.settle()

    def type_entry(self, title: str) -> None:
        """Into the form, with keys."""
        self.window.screen.new()
        self.window.settle()
        self.window.type(title)
        self.window.press(Qt.Key.Key_Return)

    def attach(self, content: bytes, path: Path) -> None:
        path.write_bytes(content)
        assert self.window.screen.work.files is not None
        self.window.screen.work.files.attach(path)
        self.window.settle()

    def analysed(self, material: str) -> str:
        """The job that the entry got is told to n8n, and ends well. Its id."""
        (job,) = self.jobs.of_material(material)
        assert self.jobs.nudge(job.id)
        eventually(lambda: self.jobs.refresh() is not None and not self.jobs.of_material(material)[0].running, 60)
        self.keep_in_step()
        assert self.jobs.of_material(material)[0].state == "done", self.jobs.one(job.id)
        return job.id

    def line(self, title: str) -> dict[str, str]:
        """The Sheet's row with this title; empty where there is none."""
        return next((row for row in by_header(self.browser.texts()) if row.get("MATERIAL_TITLE") == title), {})


@pytest.fixture
def office(qapp: QApplication, school: N8nSchool, tmp_path: Path) -> Iterator[Callable[[], Office]]:
    computer = Computer.of(school.world, "budi", tmp_path / "budi")
    jobs = Jobs(computer.store, computer.person, computer.dial, lambda: school.n8n.base)
    services = {
        "files": computer.files,
        "transfers": computer.transfers,
        "lending": Lending(computer.files),
        "previews": Previews(computer.files),
    }
    with (
        running() as simulator,
        desk(qapp, computer.store, computer.person, Preferences("id", "light", 100), (1440, 900), jobs=jobs, **services) as window,
    ):
        browser = Browser(simulator)
        browser.paste("A1", [list(HEADERS)])
        yield lambda: Office(computer, window, jobs, SheetMerge(computer.store, spreadsheet(simulator)), browser)
    jobs.hang_up()
    computer.close()
    # The Sheet had no row of it, so it went to the trash; the tests that share this school want it back.
    school.world.owner().execute("update ems.materials set deleted = false where id = %s", (uid("material.lensa"),))


def test_a_material_goes_from_the_form_to_the_sheet_is_analysed_and_its_accepted_proposal_stands_in_the_sheet(school, s3, office, tmp_path):
    here: Office = office()
    here.keep_in_step()
    window, screen = here.window, here.window.screen
    school.gemini.says = (
        '{"MATERIAL_TITLE": {"value": "Cermin cekung", "confidence": 0.9, "where": "judul"},'
        ' "MATERIAL_THEME": {"value": "Optik geometri", "confidence": 0.8, "where": "hlm. 1"}}'
    )
    here.type_entry(TITLE)
    assert screen.browse.entry.title.text() == TITLE
    here.attach(PDF, tmp_path / "modul.pdf")
    assert screen.browse.entry.preview.place.text() == "1 / 2"
    # to school, to the S3, to the Sheet
    here.keep_in_step()
    assert screen.browse.entry.file.facts.text().endswith("sudah di sekolah")
    assert here.line(TITLE)["MATERIAL_THEME"] == ""
    assert screen.browse.entry.material is not None
    material = screen.browse.entry.material.id
    job = here.analysed(material)
    parts = school.gemini.asked[-1]["contents"][0]["parts"]
    assert any("inlineData" in part for part in parts), "the file went to the model"
    row = screen.browse.entry.proposals.rows["material_theme"]
    row.setFocus()
    window.press(Qt.Key.Key_Y)
    here.keep_in_step()
    assert here.line(TITLE)["MATERIAL_THEME"] == "Optik geometri"
    stored = school.world.owner().execute("select material_theme, reviewed from ems.materials where id = %s", (material,)).fetchone()
    assert stored == ("Optik geometri", {job: {"material_theme": "accepted"}})
    assert window.troubles == []
