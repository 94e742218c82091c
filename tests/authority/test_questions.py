"""The question bank as hostile clients would have it: others' banks, banks of one's own making, rows that lie, pictures of somebody else."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
import pytest

from tests.world import SchoolWorld, change, uid, whole
from tests.world_seed import bank_of

MATH, SCIENCE = bank_of("math_7a"), bank_of("science_7a")  # Budi's, Citra's
QUESTION = {"question_text": "1 + 2", "options": {"A": "3", "B": "4"}, "correct_answer": "A"}
PICTURE = {"name": "x.png", "media_type": "image/png", "size": 3, "sha256": hashlib.sha256(b"abc").hexdigest()}


def ask(world: SchoolWorld, person: str, short: str, bank: str = MATH, **values: Any) -> dict[str, Any]:
    return world.push(person, whole(change("bank_soal", bank, {"id": uid(short)}, "i", QUESTION | {"subject_id": bank} | values)))[0]


def announce(world: SchoolWorld, person: str, short: str, bank: str = MATH, **values: Any) -> dict[str, Any]:
    return world.push(person, whole(change("question_media", bank, {"id": uid(short)}, "i", PICTURE | values)))[0]


def test_nobody_writes_into_the_bank_of_a_subject_of_others(world: SchoolWorld) -> None:
    for person, bank in (("budi", SCIENCE), ("dewi", MATH), ("citra", MATH)):
        answer = ask(world, person, f"by {person}", bank)
        assert (answer["status"], answer["why"]) == ("refused", "not_allowed"), person


def test_a_question_s_subject_is_its_bank(world: SchoolWorld) -> None:
    assert ask(world, "budi", "lost", subject_id=SCIENCE)["status"] == "refused"
    assert ask(world, "budi", "of a class", subject_id=uid("subject.math_7a"))["status"] == "refused"


def test_no_client_makes_a_bank(world: SchoolWorld) -> None:
    for person in ("budi", "sri"):
        own = uid(f"bank of {person}")
        answer = world.push(person, whole(change("question_banks", own, {"id": own}, "i", {"deleted": False})))[0]
        assert (answer["status"], answer["why"]) == ("refused", "not_allowed")
        answer = world.push(person, whole(change("question_banks", MATH, {"id": own}, "i", {"deleted": False})))[0]
        assert answer["status"] == "refused"


def test_a_new_subject_has_a_bank_and_two_of_one_name_share_it(world: SchoolWorld) -> None:
    def subject(short: str, class_: str, name: str) -> dict[str, Any]:
        return change("subjects", class_, {"id": uid(short)}, "i", {"class_id": uid(class_), "name": name, "code": "X"})

    def teaches(short: str, class_: str, person: str) -> dict[str, Any]:
        return change("subject_teachers", class_, {"subject_id": uid(short), "teacher_id": uid(person)}, "i", {"deleted": False})

    made = [
        subject("art a", "7a", "Seni  Rupa"),
        subject("art b", "7b", " seni rupa "),
        teaches("art a", "7a", "budi"),
        teaches("art b", "7b", "dewi"),
    ]
    assert world.push("sri", whole(*made))[0]["status"] == "applied"
    bank = bank_of("seni rupa")
    assert world.owner().execute("select lower(name) from ems.question_banks where id = %s", (bank,)).fetchall() == [("seni rupa",)]
    assert ask(world, "budi", "drawn", bank)["status"] == "applied"
    for person, seen in (("dewi", 1), ("budi", 1), ("citra", 0), ("ani", 0)):
        count = world.session(person).execute("select count(*) from ems.bank_soal where id = %s", (uid("drawn"),)).fetchone()
        assert count == (seen,), person


def test_a_bank_does_not_depend_on_the_collation_in_which_its_name_comes(world: SchoolWorld) -> None:
    name = "Seni\u2003\u2003Musik"  # spaces to most collations, none to C
    world.superuser().execute("create collation if not exists public.spaced (provider = libc, locale = 'C.UTF-8')")
    asked = (
        """select identity.bank_of(%(name)s collate "C"), identity.bank_of(%(name)s collate public.spaced), identity.bank_of(%(name)s)"""
    )
    found = world.superuser().execute(asked, {"name": name}).fetchone()
    assert found is not None
    assert len(set(found)) == 1


def test_who_teaches_a_subject_no_more_loses_its_bank(world: SchoolWorld) -> None:
    row = {"subject_id": uid("subject.chess_7a"), "teacher_id": uid("budi")}
    chess = bank_of("chess_7a")
    assert ask(world, "budi", "before", chess)["status"] == "applied"
    world.push("sri", whole(change("subject_teachers", "7a", row, "u", {"deleted": True}, {"deleted": False})))
    assert ask(world, "budi", "after", chess)["why"] == "not_allowed"
    assert world.session("budi").execute("select count(*) from ems.bank_soal where subject_id = %s", (chess,)).fetchone() == (0,)


@pytest.mark.parametrize("column", ["author", "origin", "written_at", "subject_id"])
def test_what_is_given_at_birth_stays(world: SchoolWorld, column: str) -> None:
    answer = world.push("budi", whole(change("bank_soal", MATH, {"id": uid("question.math_7a")}, "u", {column: MATH})))[0]
    assert (answer["status"], answer["why"]) == ("refused", "bad_column")


@pytest.mark.parametrize(
    "lie",
    [
        {"kind": "riddle"}, {"status": "sold"}, {"level": "C9"}, {"difficulty": "very"}, {"options": "x"}, {"options": None}, {"tags": {"a": 1}}, {"tags": [1]},
        {"tags": [["a"]]}, {"question_text": "x" * 20_001}, {"question_text": None}, {"title": "x" * 1_001}, {"stimulus_id": uid("stimulus.math_7b")}, {"stimulus_id": uid("nobody")},
        {"options": {"A": "x" * 2_000_000}},
    ],
    ids=lambda lie: str(lie)[:60],
)  # fmt: skip
def test_a_question_of_no_shape_is_refused(world: SchoolWorld, lie: dict[str, Any]) -> None:
    assert ask(world, "budi", f"a lie {str(lie)[:60]}", **lie)["status"] == "refused"


@pytest.mark.parametrize(
    "lie",
    [{"size": 2_097_153}, {"size": 0}, {"size": None}, {"sha256": "AB" * 32}, {"sha256": None}, {"media_type": "TEXT/HTML"}, {"name": ""}, {"stored": "database"}, {"uploaded_by": uid("citra")}],
    ids=str,
)  # fmt: skip
def test_a_picture_of_no_shape_is_refused(world: SchoolWorld, lie: dict[str, Any]) -> None:
    assert announce(world, "budi", f"a lie {lie}", **lie)["status"] == "refused"


def test_a_picture_s_bytes_are_its_bank_s(world: SchoolWorld) -> None:
    assert announce(world, "budi", "map")["status"] == "applied"
    budi, key = world.session("budi"), (uid("map"),)
    for person in ("citra", "ani"):
        for call in ("files.put_chunk(%s, 0, 'abc')", "files.finish(%s)", "files.chunks(%s)"):
            with pytest.raises(psycopg.Error) as caught:
                world.session(person).execute(f"select {call}", key)
            assert caught.value.sqlstate == "42501", (person, call)
    budi.execute("select files.put_chunk(%s, 0, 'abc')", key)
    assert budi.execute("select files.finish(%s)", key).fetchone() == (True,)
    assert world.owner().execute("select stored, uploaded_by::text from ems.question_media where id = %s", key).fetchone() == (
        "database",
        uid("budi"),
    )
    for person in ("budi", "sri"):
        assert world.session(person).execute("select files.get_chunk(%s, 0)", key).fetchone() == (b"abc",), person
    for person in ("citra", "dewi", "ani"):
        with pytest.raises(psycopg.Error) as caught:
            world.session(person).execute("select files.get_chunk(%s, 0)", key)
        assert caught.value.sqlstate == "42501", person


def test_an_id_that_is_a_file_s_is_never_a_picture_s(world: SchoolWorld) -> None:
    """Budi would read what Citra's entry holds, or have the office's program clear it away."""
    before = world.owner().execute("select stored, sha256 from ems.files where id = %s", (uid("file.lensa"),)).fetchone()
    announce(world, "budi", "file.lensa", sha256="0" * 64)
    found = world.superuser("ems_core").execute("select kind, sha256 from files.item(%s)", (uid("file.lensa"),)).fetchall()
    assert before
    assert found == [("file", before[1])]


def test_no_picture_goes_to_n8n_as_a_material_s_file(world: SchoolWorld) -> None:
    announce(world, "budi", "secret map")
    budi = world.session("budi")
    budi.execute("select files.put_chunk(%s, 0, 'abc')", (uid("secret map"),))
    budi.execute("select files.finish(%s)", (uid("secret map"),))
    asked = "select files.job_url(%s), files.job_chunk(%s, 0)"
    assert world.superuser().execute(asked, (uid("secret map"), uid("secret map"))).fetchone() == (None, None)


def test_two_new_subjects_of_one_name_at_the_same_time_are_one_bank(world: SchoolWorld) -> None:
    import threading

    def make(person_class: str) -> None:
        key = {"id": uid(f"tari {person_class}")}
        answers.append(
            world.push(
                "sri", whole(change("subjects", person_class, key, "i", {"class_id": uid(person_class), "name": "Seni Tari", "code": "T"}))
            )[0]
        )

    answers: list[dict[str, Any]] = []
    threads = [threading.Thread(target=make, args=(one,)) for one in ("7a", "7b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer["status"] for answer in answers] == ["applied", "applied"]
    assert world.owner().execute("select count(*) from ems.question_banks where name = 'Seni Tari'").fetchone() == (1,)


def test_no_file_takes_the_place_of_a_picture(world: SchoolWorld) -> None:
    """The bank's teachers would be given a catalogue's file for it, and its bytes would be everybody's; where they lie in an S3, at a word."""
    picture = uid("picture.math_7a")
    row = {"name": "x.png", "media_type": "image/png", "size": 3, "sha256": PICTURE["sha256"]}
    answer = world.push("citra", whole(change("files", world.id("catalogue"), {"id": picture}, "i", row)))[0]
    assert answer["status"] == "refused"
    assert world.superuser("ems_core").execute("select kind from files.item(%s)", (picture,)).fetchall() == [("picture",)]


@pytest.mark.parametrize(
    "lie",
    [
        {"tags": ["x" * 1_001]}, {"tags": ["x"] * 100_000}, {"options": [""] * 20_000}, {"options": {"A": "x" * 20_001}},
        {"kind": "matching", "options": {"ems": {"pairs": [[str(n), str(n)] for n in range(10_000)]}}},
    ],
    ids=lambda lie: str(lie)[:40],
)  # fmt: skip
def test_a_question_that_programs_would_stand_still_at_is_refused(world: SchoolWorld, lie: dict[str, Any]) -> None:
    answer = ask(world, "budi", f"much {str(lie)[:40]}", **lie)
    assert (answer["status"], answer.get("rule")) == ("refused", "question_fair")


def test_a_version_or_a_paper_of_any_length_is_refused(world: SchoolWorld) -> None:
    version = {"item_id": uid("question.math_7a"), "content": {"row": {"tags": ["x"] * 100_000}}}
    for table, row in (("question_versions", version), ("question_papers", {"title": "x", "items": [uid("x")] * 50_000})):
        answer = world.push("budi", whole(change(table, MATH, {"id": uid(f"much {table}")}, "i", row)))[0]
        assert (answer["status"], answer.get("rule")) == ("refused", "question_fair"), table


def test_a_subject_whose_name_is_blank_stays_possible(world: SchoolWorld) -> None:
    blank = change("subjects", "7a", {"id": uid("blank")}, "i", {"class_id": uid("7a"), "name": " ", "code": "X"})
    assert world.push("sri", whole(blank))[0]["status"] == "applied"
