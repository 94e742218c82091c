"""A school without an S3: files go in pieces into its PostgreSQL, up to a quota, and come back whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed, Outage
from ems_desktop.domain.files import MIB
from ems_desktop.store.storage import Storage
from tests.files.desks import LENSA, Computer, write
from tests.world import SchoolWorld

New = Callable[[str], Computer]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def quota(world: SchoolWorld, **bytes_: int) -> None:
    for column, value in bytes_.items():
        world.superuser("ems_core").execute(f"update files.storage set {column} = %s", (value,))


def test_what_one_puts_to_a_material_another_reads(computer: New, tmp_path: Path) -> None:
    budi, citra = computer("budi"), computer("citra")
    path = write(tmp_path, 2 * MIB + 17)
    budi.files.attach(LENSA, path)
    content = path.read_bytes()
    path.unlink()
    budi.sync()
    budi.uploads.send()
    mine = budi.files.of(LENSA)
    assert mine
    assert (mine.at_school, budi.queue(), budi.uploads.send()) == (True, [], None)
    citra.sync()
    view = citra.files.of(LENSA)
    assert view
    assert (view.name, view.size, view.here, view.at_school) == ("lensa.pdf", len(content), False, True)
    citra.transfers.fetch(view.id)
    assert citra.files.content(view) == content
    target = tmp_path / view.suggested
    citra.files.save_as(view, target)
    assert target.read_bytes() == content


def test_without_a_network_it_waits_and_is_sent_when_the_school_answers(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    budi.online = False
    budi.files.attach(LENSA, write(tmp_path, 100))
    budi.uploads.send()
    assert [(one.name, one.state, one.sent) for one in budi.files.uploads()] == [("lensa.pdf", "waiting", 0)]
    budi.close()
    budi.open()
    budi.online = True
    budi.send()
    assert budi.files.uploads() == ()
    view = budi.files.of(LENSA)
    assert view
    assert view.at_school


def test_a_row_that_is_not_at_school_yet_is_not_tried(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    budi.files.attach(LENSA, write(tmp_path, 100))
    assert budi.uploads.send() is not None
    assert budi.queue() == [("waiting", None, 0)]


def test_an_upload_that_was_cut_goes_on_where_it_was(
    computer: New, tmp_path: Path, world: SchoolWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    budi = computer("budi")
    path = write(tmp_path, 4 * MIB)
    id_ = budi.files.attach(LENSA, path)
    real, sent = Storage.put_chunk, list[int]()

    def cut(self: Storage, id_: str, number: int, data: bytes) -> None:
        sent.append(number)
        if len(sent) == 3:
            raise Outage(1411)
        real(self, id_, number, data)

    monkeypatch.setattr(Storage, "put_chunk", cut)
    budi.send()
    assert budi.queue() == [("waiting", 1411, 2 * MIB)]
    budi.close()
    budi.open()
    budi.send()
    assert sent == [0, 1, 2, 2, 3]
    assert world.owner().execute("select stored from ems.files where id = %s", (id_,)).fetchone() == ("database",)
    assert [one.sent for one in budi.told if one.state == "done"] == [4 * MIB]


def test_pausing_takes_hold_between_two_pieces_and_resuming_sends_the_rest(computer: New, tmp_path: Path) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, 3 * MIB))
    budi.when(MIB, lambda: budi.files.pause(id_))
    budi.send()
    assert [one.state for one in budi.told] == ["sending", "paused"]
    assert budi.queue()[0][0] == "paused"
    budi.send()
    assert len(budi.told) == 2
    budi.files.resume(id_)
    budi.send()
    assert budi.told[-1].state == "done"


def test_who_gives_an_upload_up_is_left_without_the_file(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, 100))
    budi.sync()
    budi.files.cancel(LENSA, id_)
    budi.send()
    budi.send()
    assert budi.queue() == []
    assert budi.files.of(LENSA) is None
    assert world.owner().execute("select stored, deleted from ems.files where id = %s", (id_,)).fetchone() == (None, True)


def test_limits_are_said_before_anything_is_copied(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    quota(world, most_database=2 * MIB, quota=3 * MIB)
    budi = computer("budi")
    budi.files.attach(LENSA, write(tmp_path, 1 * MIB + 1))
    budi.send()
    assert (budi.files.limits().place, budi.files.limits().most) == ("database", 2 * MIB)
    with pytest.raises(Mistake, match=r"EMS-1610.*3 MB large.* 2 MB"):
        budi.files.attach(LENSA, write(tmp_path, 2 * MIB + 1, "besar.mp4"))
    budi.files.attach(LENSA, write(tmp_path, 100, "kecil.txt"))
    budi.send()
    with pytest.raises(Mistake, match=r"EMS-1611.*only 1 MB left"):
        budi.files.attach(LENSA, write(tmp_path, 2 * MIB, "lagi.pdf"))
    with pytest.raises(Mistake, match="EMS-1613"):
        budi.files.check(write(tmp_path, 0, "kosong.txt"))
    with pytest.raises(Mistake, match="EMS-1612"):
        budi.files.attach(LENSA, tmp_path / "tidak-ada.txt")
    assert len(list((budi.folder / "files").iterdir())) == 2


def test_what_grew_too_large_offline_stays_in_the_queue_and_says_why(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, 2 * MIB))
    quota(world, most_database=MIB)
    budi.send()
    assert budi.queue() == [("failed", 1610, 0)]
    assert "2 MB" in (budi.told[-1].error or Outage(1617)).text()
    quota(world, most_database=5 * MIB, quota=MIB)
    budi.files.resume(id_)
    budi.send()
    assert budi.queue() == [("waiting", 1611, MIB)]
    quota(world, quota=5 * MIB)
    budi.send()
    assert budi.queue() == []


def test_other_bytes_than_announced_are_refused_and_thrown_away(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, 2 * MIB))
    budi.sync()
    with budi.uploads.school() as storage:
        for number in (0, 1):
            storage.put_chunk(id_, number, bytes(MIB))
        with pytest.raises(Outage, match="EMS-1614"):
            storage.finish(id_)
        for number, data in ((2, b"x"), (-1, bytes(MIB)), (0, b"x"), (0, b"")):
            with pytest.raises(Outage, match="EMS-1614"):
                storage.put_chunk(id_, number, data)
    assert world.superuser().execute("select count(*) from files.chunk").fetchone() == (0,)
    budi.send()
    assert budi.queue() == []


def test_a_copy_that_is_damaged_on_its_way_is_not_kept(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi, citra = computer("budi"), computer("citra")
    id_ = budi.files.attach(LENSA, write(tmp_path, 100))
    budi.send()
    world.superuser().execute("update files.chunk set data = '\\x00'")
    citra.sync()
    with pytest.raises(Outage, match="EMS-1616"):
        citra.transfers.fetch(id_)
    assert list((citra.folder / "files").iterdir()) == []


def test_what_is_not_uploaded_yet_or_unknown_has_a_sentence(computer: New, tmp_path: Path) -> None:
    budi, citra = computer("budi"), computer("citra")
    id_ = budi.files.attach(LENSA, write(tmp_path, 100))
    budi.sync()
    citra.sync()
    with pytest.raises(Outage, match=r"EMS-1619.*lensa.pdf"):
        citra.transfers.fetch(id_)
    with pytest.raises(Mistake, match="EMS-1615"):
        citra.transfers.fetch(LENSA)
    view = citra.files.of(LENSA)
    assert view
    with pytest.raises(Mistake, match="EMS-1615"):
        citra.files.content(view)


def test_another_person_s_file_can_be_read_but_not_sent(computer: New, tmp_path: Path) -> None:
    budi, citra = computer("budi"), computer("citra")
    id_ = budi.files.attach(LENSA, write(tmp_path, 100))
    budi.sync()
    with citra.uploads.school() as storage:
        for attempt in (lambda: storage.put_chunk(id_, 0, bytes(100)), lambda: storage.finish(id_), lambda: storage.chunks(id_)):
            with pytest.raises(NotAllowed, match="EMS-1623"):
                attempt()


@pytest.mark.parametrize(
    ("person", "sees"), [("sri", True), ("budi", True), ("dewi", True), ("ani", True), ("beni", False), ("dodi", False)]
)
def test_a_photo_is_for_the_office_the_pupil_and_the_teachers_of_the_class(computer: New, tmp_path: Path, person: str, sees: bool) -> None:
    sri = computer("sri")
    path = tmp_path / "ani.png"
    path.write_bytes(PNG)
    sri.files.set_photo(SchoolWorld.id("ani"), path)
    sri.send()
    one = sri if person == "sri" else computer(person)
    with psycopg.connect(one.world.server.dsn(one.world.database, one.login.role, one.login.password)) as connection:
        try:
            found = Storage(connection).get_chunk(SchoolWorld.id("ani"), 0)
        except EmsError as error:
            found = bytes([error.code % 256])
    assert (found == PNG) is sees


def test_a_teacher_of_another_class_does_not_get_a_photo_nor_by_a_file_of_that_name(
    computer: New, tmp_path: Path, world: SchoolWorld
) -> None:
    sri, citra = computer("sri"), computer("citra")
    path = tmp_path / "dodi.png"
    path.write_bytes(PNG)
    sri.files.set_photo(SchoolWorld.id("dodi"), path)
    sri.send()
    view = sri.files.photo(SchoolWorld.id("dodi"))
    assert view
    world.push(
        "budi",
        {"kind": "whole", "title": "x", "changes": [
            {"t": "files", "scope": world.id("catalogue"), "k": {"id": world.id("dodi")}, "op": "i", "b": {},
             "n": {"name": "x", "media_type": "image/png", "size": len(PNG), "sha256": view.sha256}},
        ]},
    )  # fmt: skip
    with world.connect("budi") as connection, pytest.raises(NotAllowed, match="EMS-1623"):
        Storage(connection).get_chunk(world.id("dodi"), 0)
    citra.sync()
    assert citra.transfers.fetch(world.id("dodi")) == view.sha256


def test_only_a_picture_of_a_fitting_size_becomes_a_photo_and_only_by_the_office(computer: New, tmp_path: Path) -> None:
    sri, budi = computer("sri"), computer("budi")
    ani = SchoolWorld.id("ani")
    text = tmp_path / "foto.png"
    text.write_text("<svg onload='x'/>")
    with pytest.raises(Mistake, match="EMS-1620"):
        sri.files.set_photo(ani, text)
    text.write_bytes(PNG + bytes(5 * MIB))
    with pytest.raises(Mistake, match="EMS-1620"):
        sri.files.set_photo(ani, text)
    for refused in (lambda: budi.files.set_photo(ani, text), lambda: budi.files.remove_photo(ani)):
        with pytest.raises(NotAllowed, match="EMS-1060"):
            refused()
    assert list((sri.folder / "files").iterdir()) == []


def test_a_new_photo_takes_the_place_of_the_old_one(computer: New, tmp_path: Path) -> None:
    sri, ani = computer("sri"), computer("ani")
    path = tmp_path / "ani.png"
    for colour in (b"merah", b"biru"):
        path.write_bytes(PNG + colour)
        sri.files.set_photo(ani.person.id, path)
        sri.send()
    ani.sync()
    view = ani.files.photo(ani.person.id)
    assert view
    ani.transfers.fetch(ani.person.id)
    assert ani.files.content(view).endswith(b"biru")
    sri.files.remove_photo(ani.person.id)
    sri.send()
    ani.sync()
    assert ani.files.photo(ani.person.id) is None


def test_a_new_file_takes_the_place_of_the_old_one_unless_another_material_has_it(
    computer: New, tmp_path: Path, world: SchoolWorld
) -> None:
    budi = computer("budi")
    first = budi.files.attach(LENSA, write(tmp_path, 10))
    second = budi.files.attach(LENSA, write(tmp_path, 11))
    budi.send()
    gone = dict(world.owner().execute("select id::text, deleted from ems.files").fetchall())
    assert (gone[first], gone[second]) == (True, False)
    assert budi.queue() == []
    budi.files.detach(LENSA)
    budi.files.detach(LENSA)
    budi.sync()
    assert dict(world.owner().execute("select id::text, deleted from ems.files").fetchall())[second] is True


def test_the_office_clears_away_what_was_thrown_away_a_month_ago(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi, sri = computer("budi"), computer("sri")
    lost = budi.files.attach(LENSA, write(tmp_path, 20))
    budi.send()
    kept = budi.files.attach(LENSA, write(tmp_path, 10))
    budi.send()
    sri.transfers.sweep()
    owner = world.superuser()
    assert owner.execute("select count(*) from files.object").fetchone() == (2,)
    owner.execute("set session_replication_role = replica")
    for table in ("ems.files set updated_at", "ems.materials set updated_at", "files.object set at"):
        owner.execute(f"update {table} = now() - interval '31 days'")
    owner.execute("reset session_replication_role")
    sri.transfers.sweep()
    assert owner.execute("select file_id::text from files.object").fetchall() == [(kept,)]
    assert owner.execute("select count(*) from files.chunk").fetchone() == (1,)
    assert owner.execute("select stored from ems.files where id = %s", (lost,)).fetchone() == (None,)
    with budi.uploads.school() as storage, pytest.raises(NotAllowed):
        storage.sweep()


def test_a_school_restored_from_a_backup_gets_again_what_is_still_here(computer: New, tmp_path: Path, world: SchoolWorld) -> None:
    budi = computer("budi")
    id_ = budi.files.attach(LENSA, write(tmp_path, 10))
    budi.send()
    world.superuser().execute("delete from files.object; delete from files.chunk")
    world.owner().execute("update ems.files set stored = null where id = %s", (id_,))
    budi.send()
    assert world.owner().execute("select stored from ems.files where id = %s", (id_,)).fetchone() == ("database",)
