"""What of a file is shown, and that hostile files harm nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.services.file_views import FileView
from ems_desktop.services.files import Files
from ems_desktop.services.lending import Lending
from ems_desktop.services.previews import LETTERS, MOST, Previews
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from tests.catalogues import pulled, sheet_columns
from tests.papers import office, pdf, png
from tests.schools import SmallSchool, uid

Attach = Callable[[str, bytes], FileView]
BOMB = office(body="<w:t>" + "0" * 40_000_000 + "</w:t>")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@pytest.fixture
def files(store: LocalStore, tmp_path: Path) -> Files:
    small = SmallSchool.as_pulled(store, teacher=uid())
    sheet_columns(store)
    return Files(store, small.teacher, FileCache(tmp_path / "files", os.urandom(32)))


@pytest.fixture
def attach(store: LocalStore, files: Files, tmp_path: Path) -> Attach:
    def attached(name: str, data: bytes) -> FileView:
        path = tmp_path / name
        path.write_bytes(data)
        entry = pulled(store, {"material_title": name})[0]
        files.attach(entry, path)
        found = files.of(entry)
        assert found is not None
        return found

    return attached


def test_a_pdf_is_shown_page_by_page(files, attach):
    view, previews = attach("modul.pdf", pdf(3)), Previews(files)
    seen = [page for number in (1, 3, 9) if (page := previews.look(view, number, 300).page)]
    assert [one.pages for one in seen] == [3, 3, 3]
    assert (seen[0].width, seen[0].height) == (300, 425)
    assert seen[0].pixels != seen[1].pixels
    assert seen[1].pixels == seen[2].pixels, "past the end: the last page"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"%PDF-" + os.urandom(20_000), pdf(1)[:200]])
def test_a_broken_pdf_is_a_sentence_and_nothing_else(files, attach, data):
    with pytest.raises(Mistake, match="EMS-1662"):
        Previews(files).look(attach("rusak.pdf", data))


def test_a_page_as_large_as_a_town_is_drawn_small(files, attach):
    view = attach("kota.pdf", pdf(1).replace(b"[0 0 595 842]", b"[0 0 9 9999999]"[:13].ljust(13)))
    page = Previews(files).look(view, 1, 5_000).page
    assert page is not None
    assert page.height <= 4_000
    assert page.width <= 2_000


def test_pictures_are_known_by_their_bytes(files, attach):
    previews = Previews(files)
    assert (previews.look(attach("foto.png", png(4, 3))).kind, previews.look(attach("a.jpg", png(4, 3))).format) == ("picture", "png")
    assert previews.look(attach("foto.webp", b"RIFF\0\0\0\0WEBPVP8 ")).format == "webp"
    with pytest.raises(Mistake, match="EMS-1662"):
        previews.look(attach("foto.jpg", b"<html><script>"))


def test_text_is_shown_as_it_is_written(files, attach):
    said = "<img src=http://luar.test/x>\nBaris dua"
    assert Previews(files).look(attach("halaman.html", said.encode())).text == said
    assert len(Previews(files).look(attach("panjang.txt", "é".encode() * 50_000)).text) == LETTERS
    with pytest.raises(Mistake, match="EMS-1662"):
        Previews(files).look(attach("biner.txt", b"abc\0def"))


@pytest.mark.parametrize(
    ("name", "part"),
    [("a.docx", "word/document.xml"), ("a.pptx", "ppt/slides/slide1.xml"), ("a.xlsx", "xl/sharedStrings.xml")],
)
def test_office_files_show_their_first_text(files, attach, name, part):
    data = office(part, "<p><t>Menulis</t></p><p><t>puisi</t></p>")
    assert Previews(files).look(attach(name, data)).text == "Menulis\npuisi"


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 not a zip", office("lain.xml"), office(body="<w:t>tak ditutup")],
)
def test_a_damaged_office_file_is_a_sentence(files, attach, data):
    with pytest.raises(Mistake, match="EMS-1662"):
        Previews(files).look(attach("a.docx", data))


def test_entities_of_an_office_file_are_refused(files, attach, tmp_path):
    import zipfile

    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x><t>&a;</t></x>')
    with pytest.raises(Mistake, match="EMS-1662"):
        Previews(files).look(attach("evil.docx", evil.read_bytes()))


def test_of_a_zip_bomb_only_the_beginning_is_unpacked(files, attach):
    assert len(BOMB) < 100_000
    assert len(Previews(files).look(attach("bom.docx", BOMB)).text) <= 4_000


def test_what_cannot_be_shown_is_not_even_read(files, attach, monkeypatch):
    assert Previews(files).look(attach("film.mp4", b"film")).kind == "none"
    view = attach("besar.pdf", pdf(1))
    monkeypatch.setattr("ems_desktop.services.previews.MOST", 100)
    with pytest.raises(Mistake, match="EMS-1663"):
        Previews(files).look(view)
    assert MOST > 100


def test_a_lent_copy_lies_under_a_safe_name_in_a_folder_of_its_own_and_goes_in_the_end(files, attach):
    lending = Lending(files)
    view = attach("modul.pdf", pdf(1))
    files.rename(view.id, "../../etc/pass\u202ewd.pdf")
    path = lending.lend(files.file(view.id) or view)
    assert path.read_bytes() == pdf(1)
    assert path.name == ".._.._etc_pass_wd.pdf".strip(". ")
    if os.name == "posix":
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    lending.clear()
    assert not path.parent.exists()


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.bat", "a.lnk", "a.docm", "tanpa", "a.pdf.desktop"])
def test_what_could_run_is_not_opened_from_here(files, attach, name):
    with pytest.raises(Mistake, match="EMS-1665"):
        Lending(files).lend(attach(name, b"x"))
