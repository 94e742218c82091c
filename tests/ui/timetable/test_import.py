"""From a FET file to a draft in the window: every verdict is seen, nothing is written before the last button, and it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication

from ems_desktop.store import tables as t
from tests.timetable.fets import activity, constraint, fet, start
from tests.ui.timetable.corner import Corner, corner
from ui.screens.timetable.import_fet import FetImport, FetPreview
from ui.tour import snap

FILE = fet(
    activity(1, "MATEMATIKA", ["7A"], teachers=["Guru Matematika"]),
    activity(2, "IPA <b>", ["7A"], teachers=["Guru IPA"]),
    activity(3, "IPA", ["7"], teachers=["Entah & Siapa"]),
    groups={"7": ("7A", "7B")}, teachers=("Guru Matematika", "Guru IPA", "Entah & Siapa"), rooms=(),
    constraints=[start(1, "Senin", "JP 1"), *[constraint("MinDaysBetweenActivities", "")] * 3],
)  # fmt: skip


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Corner]:
    with corner(tmp_path) as made:
        yield made


@pytest.fixture
def told(desk: Corner) -> list[str]:
    """What the screen is told: the new versions, and that one is gone."""
    return []


@pytest.fixture
def way(desk: Corner, told: list[str]) -> FetImport:
    return FetImport(desk.widget, desk.ctx, told.append, lambda: told.append("gone"))


def looked(desk: Corner, way: FetImport, folder: Path, content: str = FILE) -> FetPreview:
    path = folder / "netura.fet"
    path.write_text(content, "utf-8")
    way.ask()
    desk.choose(path)
    return desk.part(FetPreview)


def versions(desk: Corner) -> list[str]:
    return [one.name for one in desk.school.service().versions()]


def test_the_preview_lists_what_needs_a_person_first_and_filters(desk: Corner, way: FetImport, tmp_path: Path):
    preview = looked(desk, way, tmp_path)
    rows = [(one.outcome, one.number, one.subject) for one in preview.table.rows.rows]
    assert rows == [
        ("refused", "2", "IPA <b>"), ("noted", "3", "IPA"), ("carried", "1", "MATEMATIKA"), ("left", "", "MinDaysBetweenActivities"),
    ]  # fmt: skip
    assert preview.words.text().startswith("Kelas 7A tidak punya mapel IPA <b>.")
    preview.filters.button("left").click()
    assert [one.hours for one in preview.table.rows.rows] == ["3 ×"]
    preview.filters.button("carried").click()
    assert preview.words.text() == "Kegiatan ini diambil apa adanya."
    assert versions(desk) == ["Draf 1"]
    preview.cancel.click()


def test_everything_on_it_can_be_read_in_indonesian(desk: Corner, way: FetImport, tmp_path: Path):
    preview = looked(desk, way, tmp_path)
    assert preview.apply.text() == "Impor 3 pelajaran sebagai draf"
    assert (snap.clipped(preview), snap.low_contrast(preview), snap.unnamed(preview)) == ([], [], [])
    preview.cancel.click()


def test_importing_makes_a_draft_and_undo_takes_it_back(desk: Corner, way: FetImport, told: list[str], tmp_path: Path):
    preview = looked(desk, way, tmp_path)
    preview.apply.click()
    desk.settle()
    (one,) = told
    assert (desk.said, desk.school.service().sheet(one).version.name) == (["3 pelajaran diimpor sebagai draf"], "FET netura")
    desk.undo()
    desk.settle()
    assert (told, versions(desk)) == ([one, "gone"], ["Draf 1"])


def test_where_nothing_fits_nothing_can_be_imported(desk: Corner, way: FetImport, tmp_path: Path):
    preview = looked(desk, way, tmp_path, fet(activity(1, "IPA", ["9Z"])))
    assert not preview.apply.isEnabled()
    preview.cancel.click()


def test_a_school_that_changed_meanwhile_is_shown_anew(desk: Corner, way: FetImport, told: list[str], tmp_path: Path):
    preview = looked(desk, way, tmp_path)
    with desk.school.store.applying() as session:
        session.execute(sa.update(t.classes).where(t.classes.c.name == "VII B").values(name="VII Z"))
    preview.apply.click()
    desk.settle()
    assert [said.split()[0] for said in desk.said] == ["EMS-1658"]
    assert (preview.apply.isEnabled(), preview.apply.text(), told) == (True, "Impor 2 pelajaran sebagai draf", [])
    preview.apply.click()
    desk.settle()
    assert len(told) == 1


def test_a_file_that_is_none_is_said_and_opens_nothing(desk: Corner, way: FetImport, tmp_path: Path):
    path = tmp_path / "bukan.fet"
    path.write_text("bukan", "utf-8")
    way.look(path)
    desk.settle()
    assert [said.split()[0] for said in desk.said] == ["EMS-1651"]
    assert way.dialog is None
