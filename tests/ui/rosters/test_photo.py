"""A pupil's photo on the card: the office chooses and removes it, everybody who sees the card sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.offices import Office
from tests.ui.rosters.conftest import OpenDesk
from ui import pictures


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    path = tmp_path / "kamera.png"
    assert image.save(str(path))
    return path


def card_of_first(desk):
    browse = desk.screen.browse
    browse.presenter.open_card(browse.presenter.now.pupils[0].id)
    desk.settle()
    return browse.card


def test_the_office_chooses_a_photo_which_is_cut_small_and_seen_again(open_desk: OpenDesk, office: Office, picture: Path):
    desk = open_desk(office)
    card = card_of_first(desk)
    name = card.name.text()
    assert card.photo.accessibleName() == f"Belum ada foto {name}"
    card.photo.put(picture)
    desk.settle()
    assert card.photo.there
    assert (card.photo.accessibleName(), desk.notes[-1][0]) == (f"Foto {name}", f"Foto {name} diganti")
    files = desk.ctx.services.files
    view = files.photo(card._presenter.now.card.pupil.id)
    image = pictures.of_file(files.content(view), "jpeg", view.name)
    assert (view.media_type, image.width(), image.height()) == ("image/jpeg", 600, 800)
    assert [upload.name for upload in files.uploads()] == [view.name]


def test_it_is_removed_again(open_desk: OpenDesk, office: Office, picture: Path):
    desk = open_desk(office)
    card = card_of_first(desk)
    card.photo.put(picture)
    desk.settle()
    card.photo.remove()
    desk.settle()
    assert not card.photo.there
    assert desk.ctx.services.files.photo(card._presenter.now.card.pupil.id) is None


@pytest.mark.parametrize(("content", "code"), [(b"", "1662"), (b"<svg/>", "1662"), (None, "1612")])
def test_what_is_no_picture_is_said_and_nothing_changes(
    open_desk: OpenDesk, office: Office, tmp_path: Path, content: bytes | None, code: str
):
    path = tmp_path / "bukan.jpg"
    if content is not None:
        path.write_bytes(content)
    desk = open_desk(office)
    card = card_of_first(desk)
    card.photo.put(path)
    desk.settle()
    assert code in desk.warnings[-1]
    assert not card.photo.there


def test_a_teacher_sees_it_and_changes_nothing(open_desk: OpenDesk, office: Office, picture: Path):
    first = open_desk(office)
    card_of_first(first).photo.put(picture)
    first.settle()
    card = card_of_first(open_desk(office, role="guru"))
    assert card.photo.there
    assert not card.photo.isEnabled()
