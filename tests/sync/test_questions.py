"""The question bank through a real school: two teachers of one subject, one of another, pictures, and two hands at one question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ems_desktop.domain.errors import EmsError, NotAllowed
from ems_desktop.domain.questions.item import Stimulus
from ems_desktop.domain.questions.paper import Paper
from ems_desktop.services.question_papers import Papers
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Wanted
from ems_desktop.services.syncing import Syncing
from tests.banks import choice
from tests.files.desks import Computer
from tests.questions.bank import png
from tests.servers import Server
from tests.world import SchoolWorld, change, uid, whole
from tests.world_seed import bank_of

MATH = bank_of("math_7a")
New = Callable[[str], "Desk"]


class Desk:
    def __init__(self, computer: Computer) -> None:
        self.computer, self.sync, self.send = computer, computer.sync, computer.send
        self.questions = Questions(computer.store, computer.person, computer.cache)
        self.syncing = Syncing(computer.store, computer.person)

    def stems(self, **wanted: str) -> list[str]:
        self.questions.index()
        return [line.excerpt for line in self.questions.lines(self.questions.find(Wanted(MATH, **wanted)))]  # type: ignore[arg-type]


@pytest.fixture
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    """Citra teaches mathematics of 7A, too."""
    with SchoolWorld.open(postgres18) as opened:
        teaches = {"subject_id": uid("subject.math_7a"), "teacher_id": uid("citra")}
        opened.push("sri", whole(change("subject_teachers", "7a", teaches, "i", {"deleted": False})))
        yield opened


@pytest.fixture
def desk(world: SchoolWorld, tmp_path: Path) -> Iterator[New]:
    made: list[Computer] = []

    def new(name: str) -> Desk:
        made.append(Computer.of(world, name, tmp_path / f"{name}-{len(made)}"))
        return Desk(made[-1])

    yield new
    for one in made:
        one.close()


def test_what_one_teacher_writes_the_other_of_the_subject_finds_and_nobody_else(desk: New) -> None:
    budi, citra, dewi = desk("budi"), desk("citra"), desk("dewi")
    one = budi.questions.add(MATH, choice("Hasil perkalian dua bilangan", tags=("aljabar",)))
    for who in (budi, citra, dewi):
        who.sync()
    assert citra.stems(search="kali") == ["Hasil perkalian dua bilangan"]
    assert citra.questions.one(one).item == budi.questions.one(one).item
    assert (budi.questions.one(one).own, budi.questions.one(one).by) == (False, "Budi")
    assert [bank.name for bank in dewi.questions.banks()] == []
    assert "math_7a" in [bank.name for bank in desk("sri").questions.banks()]


def test_another_s_change_of_another_part_of_the_question_merges(desk: New) -> None:
    budi, citra = desk("budi"), desk("citra")
    one = budi.questions.add(MATH, choice("lama"))
    budi.sync()
    citra.sync()
    budi.questions.save(one, replace(budi.questions.one(one).item, stem="baru"))
    citra.questions.set_fields([one], level="C3")
    for who in (budi, citra, budi):
        who.sync()
    assert budi.questions.one(one).item == citra.questions.one(one).item
    assert (budi.questions.one(one).item.stem, budi.questions.one(one).item.level) == ("baru", "C3")
    assert [version.item.stem for version in citra.questions.versions(one)] == ["lama"]


def test_two_texts_for_one_question_are_a_conflict_that_keeps_both(desk: New) -> None:
    budi, citra = desk("budi"), desk("citra")
    one = budi.questions.add(MATH, choice("lama"))
    budi.sync()
    citra.sync()
    budi.questions.save(one, choice("dari Budi"))
    citra.questions.save(one, choice("dari Citra"))
    budi.sync()
    citra.sync()
    assert citra.questions.one(one).item.stem == "dari Budi"
    (kept,) = citra.syncing.kept()
    assert kept.status == "conflict"
    assert (kept.who, kept.where, kept.bank_id, kept.question_id) == ("dari Budi", "math_7a", MATH, one)
    assert "dari Citra" in [difference.mine for difference in kept.differences]


def test_a_picture_arrives_at_the_other_s_and_nowhere_else(desk: New) -> None:
    budi, citra, dewi = desk("budi"), desk("citra"), desk("dewi")
    picture = budi.questions.add_picture(MATH, png(), "peta.png")
    one = budi.questions.add(MATH, choice(f"Lihat [img {picture.sha256}]"))
    budi.send()
    citra.sync()
    assert citra.questions.picture(picture.sha256) is None
    id_ = citra.questions.picture_id(picture.sha256)
    assert id_ is not None
    citra.computer.transfers.fetch(id_)
    assert citra.questions.picture(picture.sha256) == png()
    assert citra.questions.one(one).item.media == (picture,)
    dewi.sync()
    with pytest.raises(EmsError):
        dewi.computer.transfers.fetch(id_)
    assert budi.computer.queue() == []


def test_who_no_longer_teaches_the_subject_has_no_bank_of_it(world: SchoolWorld, desk: New) -> None:
    budi, citra = desk("budi"), desk("citra")
    one = budi.questions.add(MATH, choice("rahasia ujian"))
    budi.sync()
    citra.sync()
    assert citra.stems(search="rahasia") == ["rahasia ujian"]
    ends = {"subject_id": uid("subject.math_7a"), "teacher_id": uid("citra")}
    world.push("sri", whole(change("subject_teachers", "7a", ends, "u", {"deleted": True}, {"deleted": False})))
    citra.sync()
    assert citra.stems(search="rahasia") == citra.stems() == []
    with pytest.raises(NotAllowed):
        citra.questions.one(one)
    assert citra.computer.local("select count(*) from question_words where question_words match 'rahasia'") == 0


def test_an_exam_paper_reaches_the_other_teacher_of_the_subject_and_her_change_comes_back(desk: New) -> None:
    budi, citra, dewi = desk("budi"), desk("citra"), desk("dewi")
    papers, hers = (Papers(one.computer.store, one.computer.person) for one in (budi, citra))
    ids = budi.questions.add_many(MATH, [choice("Satu"), choice("Dua")])
    made = papers.save(
        MATH, Paper("PTS", ids, "Sumatif", "7A", minutes=90, instructions="Berdoalah.", variants=2, seed=7, shuffle_items=True)
    )
    for who in (budi, citra, dewi):
        who.sync()
    assert hers.one(made) == papers.one(made)
    assert ("PTS", 2, "Budi") in [(line.title, line.questions, line.by) for line in hers.all(MATH)]
    assert Papers(dewi.computer.store, dewi.computer.person).all(MATH) == ()
    hers.save(MATH, replace(hers.one(made), variants=3, items=ids[:1]), made)
    citra.sync()
    budi.sync()
    assert (papers.one(made).variants, papers.one(made).items) == (3, ids[:1])
    assert [line.by for line in papers.all(MATH) if line.id == made] == ["Citra"]
    papers.remove(made)
    budi.sync()
    citra.sync()
    assert made not in [line.id for line in hers.all(MATH)]


def test_what_another_changes_is_found_by_its_new_words_and_leaves_no_old_ones(world: SchoolWorld, desk: New) -> None:
    budi, citra = desk("budi"), desk("citra")
    one = budi.questions.add(MATH, choice("rahasia", stimulus=Stimulus("s", "harimau")))
    budi.sync()
    citra.sync()
    assert citra.stems(search="harimau") == citra.stems(search="rahasia") == ["rahasia"]
    about = budi.questions.one(one).item.stimulus
    assert about is not None
    with_another_text = replace(budi.questions.one(one).item, stimulus=replace(about, text="serigala"))
    budi.questions.save(one, with_another_text)
    budi.sync()
    citra.sync()
    assert (citra.stems(search="serigala"), citra.stems(search="harimau")) == (["rahasia"], [])
    budi.questions.save(one, replace(with_another_text, stem="terbuka"))
    budi.sync()
    citra.sync()
    assert (citra.stems(search="terbuka"), citra.stems(search="rahasia")) == (["terbuka"], [])
    for word in ("rahasia", "harimau"):
        assert citra.computer.local(f"select count(*) from question_words where question_words match '{word}'") == 0, word
