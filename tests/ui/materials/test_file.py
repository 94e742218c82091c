"""The file of the open entry: real widgets over real copies; the school cannot be reached."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog

from ems_desktop.domain.errors import EmsError, Outage
from ems_desktop.services.files import LIMITS, Files
from ems_desktop.services.lending import Lending
from ems_desktop.services.previews import Previews
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from sync.transfers import Transfers
from sync.upload_queue import Progress
from tests.catalogues import PUPIL
from tests.papers import office, pdf, png
from tests.ui.materials.desk import Desk
from tests.ui.sync.looking import Strays, faults


class Programs(QObject):
    """The system's programs: what they were asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def programs(qapp) -> Iterator[Programs]:
    made = Programs()
    QDesktopServices.setUrlHandler("file", made, "open")  # type: ignore[arg-type]  # the stub says bytes, which are refused
    yield made
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def services(store: LocalStore, small, tmp_path: Path):
    cache = FileCache(tmp_path / "files", os.urandom(32))
    files = Files(store, small.teacher, cache)

    def no_way():
        raise Outage(1401)

    return {
        "files": files, "lending": Lending(files), "previews": Previews(files),
        "transfers": Transfers(store, cache, no_way, small.teacher.id, office=False),
    }  # fmt: skip


@pytest.fixture
def open_files(open_desk, services, entries):
    return lambda *given, **named: open_desk(*given, **named, **services)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "modul.pdf"
    path.write_bytes(pdf(3))
    return path


def card(desk: Desk):
    return desk.screen.browse.entry.file


def preview(desk: Desk):
    return desk.screen.browse.entry.preview


def attach(desk: Desk, path: Path) -> None:
    work = desk.screen.work.files
    assert work is not None
    work.attach(path)
    desk.settle()


def drop(desk: Desk, *urls: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    where = QPointF(30, 300)
    event = QDropEvent(where, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    desk.screen.browse.entry.dropEvent(event)
    desk.settle()


def test_before_a_file_is_chosen_it_says_what_fits(open_files, store):
    store.remember(LIMITS, '{"place": "database", "most": 5242880, "free": 104857600}')
    desk = open_files()
    assert card(desk).attach.isVisible()
    assert card(desk).hint.text() == "Atau seret ke sini. Paling besar 5 MB. Ruang sekolah tersisa 100 MB."
    assert not preview(desk).isVisible()


def test_a_file_is_attached_by_the_dialog_and_waits_to_be_sent(open_files, services, entries, paper):
    desk = open_files()
    dialog = desk.screen.work.files.ask_file()
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(paper))
    dialog.close()
    desk.settle()
    assert services["files"].of(entries[0]).name == "modul.pdf"
    assert card(desk).name.text() == "modul.pdf"
    assert card(desk).facts.text().endswith("· menunggu dikirim")
    assert card(desk).pause.isVisible()
    assert desk.screen.browse.list.rows.index(0).data() is not None


def test_files_are_dropped_on_the_entry_one_at_a_time(open_files, services, entries, paper, tmp_path):
    desk = open_files()
    drop(desk, "https://luar.test/a.pdf")
    assert "1667" in desk.troubles[-1]
    drop(desk, paper.as_uri(), (tmp_path / "b.pdf").as_uri())
    assert "1666" in desk.troubles[-1]
    assert services["files"].of(entries[0]) is None
    drop(desk, paper.as_uri())
    assert services["files"].of(entries[0]).name == "modul.pdf"


def test_what_is_too_large_is_refused_before_anything_is_copied(open_files, services, store, entries, paper, tmp_path):
    store.remember(LIMITS, '{"place": "database", "most": 100, "free": null}')
    desk = open_files()
    attach(desk, paper)
    assert "1610" in desk.troubles[-1]
    assert services["files"].of(entries[0]) is None
    assert not (tmp_path / "files").exists()


def test_pause_resume_and_stopping(open_files, services, entries, paper):
    desk = open_files()
    attach(desk, paper)
    card(desk).pause.click()
    desk.settle()
    assert card(desk).facts.text().endswith("dijeda di 0 %")
    card(desk).resume.click()
    desk.settle()
    assert card(desk).facts.text().endswith("menunggu dikirim")
    card(desk).cancel.click()
    desk.settle()
    assert services["files"].of(entries[0]) is None
    assert card(desk).attach.isVisible()
    assert not preview(desk).isVisible()


def test_progress_comes_from_the_thread_that_sends(open_files, services, store, entries, paper):
    desk = open_files()
    attach(desk, paper)
    view = services["files"].of(entries[0])

    def tell(state: str, sent: int, error: EmsError | None = None) -> None:
        thread = threading.Thread(target=services["transfers"].on_progress, args=[Progress(view.id, state, sent, 100, error)])
        thread.start()
        thread.join()
        desk.settle()

    tell("sending", 0)
    tell("sending", 62)
    assert card(desk).facts.text().endswith("mengirim 62 %")
    assert card(desk).bar.value() == 62
    services["files"].queued()
    with store.applying() as session:
        session.exec_driver_sql("update upload set state = 'failed', code = 1610")
    tell("failed", 62, Outage(1610, name="modul.pdf", size=30, most=20))
    assert card(desk).trouble.said().startswith("“modul.pdf”")
    assert card(desk).resume.said == "Ulangi"
    with store.applying() as session:
        session.exec_driver_sql("delete from upload")
    tell("done", 100)
    assert card(desk).facts.text().endswith("sudah di sekolah")


def test_the_list_shows_how_much_of_an_upload_is_sent(open_files, store, paper):
    desk = open_files(jobs=True)
    attach(desk, paper)
    assert not desk.screen.browse.list.rows.index(0).data().endswith("%")
    with store.applying() as session:
        session.exec_driver_sql("update upload set sent = size * 63 / 100")
    desk.screen.presenter.load()
    desk.settle()
    assert desk.screen.browse.list.rows.index(0).data().endswith("62 %")
    with store.applying() as session:
        session.exec_driver_sql("update upload set state = 'failed'")
    desk.screen.presenter.load()
    desk.settle()
    assert desk.screen.browse.list.rows.index(0).data().endswith("gagal")


def test_no_network_is_said_calmly(open_files, services, entries, paper, store):
    desk = open_files()
    attach(desk, paper)
    services["transfers"].uploads.send()
    with store.applying() as session:
        session.exec_driver_sql("update upload set code = 1401")
    desk.screen.work.files.show(desk.screen.browse.entry.material)
    desk.settle()
    assert card(desk).facts.text().endswith("menunggu jaringan")
    assert card(desk).trouble.said() == ""


def test_a_pdf_is_leafed_through(open_files, paper):
    desk = open_files()
    attach(desk, paper)
    assert preview(desk).place.text() == "1 / 3"
    assert not preview(desk).back.isEnabled()
    preview(desk).on.click()
    preview(desk).on.click()
    desk.settle()
    assert preview(desk).place.text() in ("2 / 3", "3 / 3")
    preview(desk).page_asked.emit(3)
    desk.settle()
    assert not preview(desk).on.isEnabled()
    assert not preview(desk).picture.pixmap().isNull()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("rusak.pdf", b"%PDF-1.7 bukan", "tidak dapat ditampilkan"), ("bom.png", png(60_000, 60_000), "terlalu besar"),
        ("film.mp4", b"film", "tidak punya pratinjau"), ("kosong.docx", office(body=""), "tidak punya pratinjau"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_said_in_place(open_files, tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    desk = open_files()
    attach(desk, path)
    assert said in preview(desk).said.text()
    assert preview(desk).said.isVisible()
    assert desk.troubles == []


def test_pictures_and_text_are_shown(open_files, tmp_path):
    picture, page = tmp_path / "foto.png", tmp_path / "hal.html"
    picture.write_bytes(png(40, 30))
    page.write_text("<img src=http://luar.test/x><b>tebal</b>", "utf-8")
    desk = open_files()
    attach(desk, picture)
    assert preview(desk).picture.isVisible()
    attach(desk, page)
    assert preview(desk).text.toPlainText() == "<img src=http://luar.test/x><b>tebal</b>"


def test_open_hands_a_copy_to_the_systems_program(open_files, services, programs, paper):
    desk = open_files()
    attach(desk, paper)
    card(desk).open.click()
    desk.settle()
    (copy,) = programs.opened
    assert copy.read_bytes() == paper.read_bytes()
    assert copy.name == "modul.pdf"
    services["lending"].clear()


def test_a_program_is_not_opened(open_files, programs, tmp_path):
    path = tmp_path / "setup.exe"
    path.write_bytes(b"MZ")
    desk = open_files()
    attach(desk, path)
    card(desk).open.click()
    desk.settle()
    assert programs.opened == []
    assert "1665" in desk.troubles[-1]


def test_save_as_writes_it_where_the_person_says(open_files, services, entries, paper, tmp_path):
    desk = open_files()
    attach(desk, paper)
    desk.screen.work.files.save(services["files"].of(entries[0]), tmp_path / "salinan.pdf")
    desk.settle()
    assert (tmp_path / "salinan.pdf").read_bytes() == paper.read_bytes()
    assert desk.notes[-1][0] == "Disimpan sebagai salinan.pdf"


def test_a_file_that_is_only_at_school_is_fetched_when_it_is_wanted(open_files, services, store, entries, paper, tmp_path):
    desk = open_files()
    attach(desk, paper)
    for copy in (tmp_path / "files").iterdir():
        copy.unlink()
    with store.applying() as session:
        session.exec_driver_sql("delete from upload")
        session.exec_driver_sql("update files set stored = 'database'")
    desk.screen.work.files.show(desk.screen.browse.entry.material)
    desk.settle()
    assert preview(desk).fetch.isVisible()
    outages: list[str] = []
    desk.ctx.say.outages.connect(lambda _said, code: outages.append(code))
    preview(desk).fetch.click()
    desk.settle()
    assert outages == ["EMS-1401"], "the school cannot be reached"


def test_removing_asks_first(open_files, services, store, entries, paper):
    desk = open_files()
    attach(desk, paper)
    with store.applying() as session:
        session.exec_driver_sql("delete from upload")
    desk.screen.work.files.show(desk.screen.browse.entry.material)
    desk.settle()
    card(desk).remove.click()
    desk.screen.work.files.question.buttons[1].click()
    desk.settle()
    assert services["files"].of(entries[0]) is None


def test_a_pupil_sees_the_file_and_changes_nothing(open_files, open_desk, services, entries, paper):
    services["files"].attach(entries[0], paper)
    desk = open_files(person=PUPIL)
    assert card(desk).open.isVisible()
    assert not any(part.isVisible() for part in (card(desk).replace, card(desk).remove, card(desk).cancel, card(desk).pause))
    drop(desk, paper.as_uri())
    assert desk.troubles == []


@pytest.mark.parametrize(
    ("language", "theme", "scale", "size"),
    [
        ("id", "light", 100, (1440, 900)),
        ("en", "dark", 125, (1366, 768)),
        ("id", "light", 200, (1366, 768)),
        ("en", "dark", 200, (1366, 768)),
    ],
)
def test_nothing_is_clipped_pale_nameless_or_untranslated(qapp, open_files, services, entries, tmp_path, language, theme, scale, size):
    path = tmp_path / ("nama berkas yang sangat panjang " * 6 + ".pdf")
    path.write_bytes(pdf(3, "x"))
    strays = Strays()
    qapp.installEventFilter(strays)
    desk = open_files(language, theme, scale, size)
    desk.screen.arrive(material=entries[0], key="material_title")
    desk.settle()
    assert faults(desk.window, language) == []
    attach(desk, path)
    assert faults(desk.window, language) == []
    preview(desk).say(preview(desk).said.text(), fetch=True)
    desk.settle()
    assert faults(desk.window, language) == []
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]
