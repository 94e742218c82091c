"""Files as hostile clients would have them: rows that lie, settings that are not the office's, bytes from the wrong session."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
import pytest

from tests.world import SchoolWorld, change, uid, whole

GOOD = {"name": "x.pdf", "media_type": "application/pdf", "size": 3, "sha256": "ab" * 32}
S3 = ("https://s3.sekolah.test", "sekolah", "id-1", "AK", "rahasia")
SET = "select files.set_storage(%s, %s, %s, %s, %s)"


def announce(world: SchoolWorld, person: str, short: str, **values: Any) -> dict[str, Any]:
    return world.push(person, whole(change("files", "catalogue", {"id": uid(short)}, "i", GOOD | values)))[0]


def row(world: SchoolWorld, name: str) -> Any:
    return world.owner().execute("select uploaded_by::text, stored, sha256 from ems.files where id = %s", (uid(name),)).fetchone()


def test_who_announced_a_file_is_the_server_s_word(world: SchoolWorld) -> None:
    assert announce(world, "citra", "hers")["status"] == "applied"
    assert row(world, "hers") == (uid("citra"), None, GOOD["sha256"])
    world.push("budi", whole(change("files", "catalogue", {"id": uid("hers")}, "u", {"name": "renamed"}, {"name": "x.pdf"})))
    assert row(world, "hers") == (uid("citra"), None, GOOD["sha256"])


@pytest.mark.parametrize("column", ["stored", "uploaded_by", "rev", "scope_id", "updated_by"])
def test_what_is_the_server_s_cannot_be_sent(world: SchoolWorld, column: str) -> None:
    answer = announce(world, "budi", f"lies about {column}", **{column: uid("budi")})
    assert (answer["status"], answer["why"]) == ("refused", "bad_column")
    changed = change("files", "catalogue", {"id": uid("file.lensa")}, "u", {column: uid("budi")})
    assert world.push("sri", whole(changed))[0]["why"] == "bad_column"


@pytest.mark.parametrize("column", ["sha256", "size", "media_type"])
def test_what_a_file_is_never_changes(world: SchoolWorld, column: str) -> None:
    answer = world.push("budi", whole(change("files", "catalogue", {"id": uid("file.lensa")}, "u", {column: "1"})))[0]
    assert (answer["status"], answer["why"]) == ("refused", "bad_column")


@pytest.mark.parametrize(
    "lie",
    [
        {"sha256": "../" * 21 + "x"}, {"sha256": "AB" * 32}, {"sha256": "ab"}, {"sha256": None}, {"size": 0}, {"size": -1}, {"size": None}, {"size": "x"},
        {"media_type": "text/html; charset=x"}, {"media_type": "text/html\r\nx: y"}, {"media_type": "TEXT/HTML"}, {"media_type": "x"}, {"name": ""}, {"name": "x" * 1001},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_of_no_shape_is_refused(world: SchoolWorld, lie: dict[str, Any]) -> None:
    assert announce(world, "budi", f"a lie {lie}", **lie)["status"] == "refused"
    assert row(world, f"a lie {lie}") is None


def test_a_material_cannot_name_a_file_that_is_not_there(world: SchoolWorld) -> None:
    answer = world.push(
        "budi", whole(change("materials", "catalogue", {"id": uid("m")}, "i", {"material_title": "x", "file_id": uid("nothing")}))
    )[0]
    assert (answer["status"], answer["why"]) == ("refused", "23503")


def test_a_file_and_its_material_arrive_in_one_set_in_any_order(world: SchoolWorld) -> None:
    made = [
        change("materials", "catalogue", {"id": uid("both")}, "i", {"material_title": "x", "file_id": uid("both file")}),
        change("files", "catalogue", {"id": uid("both file")}, "i", GOOD),
    ]
    assert world.push("budi", whole(*made))[0]["status"] == "applied"


def test_new_bytes_of_a_photo_are_not_stored_yet(world: SchoolWorld) -> None:
    world.owner().execute("update ems.photos set stored = 's3' where id = %s", (uid("ani"),))
    before = world.owner().execute("select sha256 from ems.photos where id = %s", (uid("ani"),)).fetchone()
    assert before
    world.push("sri", whole(change("photos", "directory", {"id": uid("ani")}, "u", {"sha256": "cd" * 32}, {"sha256": before[0]})))
    assert world.owner().execute("select stored, uploaded_by::text from ems.photos where id = %s", (uid("ani"),)).fetchone() == (
        None,
        uid("sri"),
    )


@pytest.mark.parametrize("person", ["budi", "dewi", "ani"])
@pytest.mark.parametrize("call", ["select files.set_storage(null, null, null, null, null)",
                                  "select files.set_limits(1, 1, 1)", "select * from files.probe()", "select * from files.sweep()", "select files.swept('x')"])  # fmt: skip
def test_only_the_office_sets_up_and_clears_away(world: SchoolWorld, person: str, call: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.session(person).execute(call)


@pytest.mark.parametrize(
    "wrong",
    [
        {0: "http://s3.sekolah.test"}, {0: "ftp://s3.sekolah.test"}, {0: "https://a@b"}, {0: "https://x/y"}, {0: "https://x?y"}, {0: "https://"}, {0: "https://x\nhost: y"},
        {0: None}, {1: "a/b"}, {1: "A"}, {1: ""}, {2: "x y"}, {2: ""}, {3: "a/b"}, {3: ""}, {4: ""}, {4: "x" * 300}, {4: None},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_s3_is_refused_and_changes_nothing(world: SchoolWorld, wrong: dict[int, str | None]) -> None:
    given = [wrong.get(place, value) for place, value in enumerate(S3)]
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        world.session("sri").execute(SET, given)
    assert world.superuser().execute("select endpoint from files.storage").fetchone() == (None,)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://s3.ap-southeast-3.amazonaws.com",
        "https://{bucket}.s3.amazonaws.com",
        "https://nas:9000",
        "http://127.0.0.1:8333",
        "http://localhost:1",
    ],
)
def test_an_s3_anywhere_over_tls_and_here_without(world: SchoolWorld, endpoint: str) -> None:
    sri = world.session("sri")
    sri.execute(SET, (endpoint, *S3[1:]))
    assert sri.execute("select place, most, free from files.limits()").fetchone() == ("s3", 524288000, None)
    sri.execute(SET, (None,) * 5)
    assert sri.execute("select place, most, free from files.limits()").fetchone() == ("database", 20971520, 2147483648)


def test_the_secret_is_in_no_answer_and_no_function(world: SchoolWorld) -> None:
    sri = world.session("sri")
    sri.execute(SET, (*S3[:4], "sangat-rahasia-sekali"))
    announce(world, "sri", "signed")
    try:
        found = [sri.execute(f"select {call}", (uid("signed"),)).fetchone() for call in ("files.presign_put(%s)", "files.begin_parts(%s)")]
        found += sri.execute("select url from files.probe()").fetchall()
        said = sri.execute("select string_agg(prosrc, '') from pg_proc").fetchone()
    finally:
        sri.execute(SET, (None,) * 5)
    assert len(found) == 5
    assert "sangat-rahasia-sekali" not in str((found, said))


def test_that_a_file_is_stored_stands_in_the_trail(world: SchoolWorld) -> None:
    announce(world, "budi", "small", size=1, sha256="2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")
    budi = world.session("budi")
    before = world.owner().execute("select rev from sync.scope where id = %s", (world.id("catalogue"),)).fetchone()
    budi.execute("select files.put_chunk(%s, 0, 'x')", (uid("small"),))
    assert budi.execute("select files.finish(%s)", (uid("small"),)).fetchone() == (True,)
    after = world.owner().execute("select rev from ems.files where id = %s", (uid("small"),)).fetchone()
    assert before
    assert after == (before[0] + 1,)
    assert world.owner().execute("select count(*) from sync.audit_other where after::text like %s", (f"%{uid('small')}%",)).fetchone() == (
        1,
    )


def test_a_session_that_does_not_wait_for_the_disk_sends_nothing(world: SchoolWorld) -> None:
    announce(world, "budi", "hasty")
    with world.connect("budi") as connection:
        connection.execute("set synchronous_commit = off")
        for call in ("files.put_chunk(%s, 0, 'abc')", "files.finish(%s)"):
            with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
                connection.execute(f"select {call}", (uid("hasty"),))


@pytest.mark.parametrize(
    "call", ["files.presign_get(%s)", "files.get_chunk(%s, 0)", "files.presign_put(%s)", "files.chunks(%s)", "files.presign_abort(%s, 'x')"]
)
@pytest.mark.parametrize("person", ["budi", "ani"])
def test_what_is_not_there_and_what_is_not_one_s_own_have_the_same_answer(world: SchoolWorld, person: str, call: str) -> None:
    session, said = world.session(person), set()
    for one in ("nothing", "dodi"):
        with pytest.raises(psycopg.Error) as refused:
            session.execute(f"select {call}", (uid(one),))
        said.add((refused.value.sqlstate, refused.value.diag.message_primary))
    assert said == {("42501", "no such file")}


# what a hostile teacher tried


def test_a_pupil_s_photo_does_not_go_to_n8n_under_the_name_of_a_material(world: SchoolWorld) -> None:
    """A file of the catalogue that has the id of a photo is the photo, not the file."""
    world.session("sri").execute(SET, S3)
    world.superuser().execute(
        "insert into files.object (file_id, sha256, size, place, key) select id, sha256, 3, 's3', 'the photo' from ems.photos where id = %s",
        (uid("dodi"),),
    )
    world.superuser().execute("update ems.photos set stored = 's3' where id = %s", (uid("dodi"),))
    assert world.superuser().execute("select files.job_url(%s), files.job_chunk(%s, 0)", (uid("dodi"), uid("dodi"))).fetchone() == (
        None,
        None,
    )
    world.session("sri").execute(SET, (None,) * 5)


def test_a_pupil_does_not_fetch_the_file_of_a_material_in_the_trash(world: SchoolWorld) -> None:
    key = {"id": uid("keys of the exam")}
    file = change("files", "catalogue", {"id": uid("exam.pdf")}, "i", GOOD | {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()})
    world.push("budi", whole(file, change("materials", "catalogue", key, "i", {"material_title": "kunci", "file_id": uid("exam.pdf")})))
    budi, ani = world.session("budi"), world.session("ani")
    budi.execute("select files.put_chunk(%s, 0, 'x')", (uid("exam.pdf"),))
    budi.execute("select files.finish(%s)", (uid("exam.pdf"),))
    assert ani.execute("select files.get_chunk(%s, 0)", (uid("exam.pdf"),)).fetchone() == (b"x",)
    world.push("budi", whole(change("materials", "catalogue", key, "u", {"deleted": True}, {"deleted": False})))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ani.execute("select files.get_chunk(%s, 0)", (uid("exam.pdf"),))


def test_a_piece_that_is_sent_again_and_again_takes_no_more_room(world: SchoolWorld) -> None:
    announce(world, "budi", "again", size=1024 * 1024)
    budi, size = world.session("budi"), "select pg_total_relation_size('files.chunk')"
    budi.execute("select files.put_chunk(%s, 0, %s)", (uid("again"), b"x" * 1024 * 1024))
    before = world.superuser().execute(size).fetchone()
    for _ in range(5):
        budi.execute("select files.put_chunk(%s, 0, %s)", (uid("again"), b"x" * 1024 * 1024))
    assert world.superuser().execute(size).fetchone() == before
