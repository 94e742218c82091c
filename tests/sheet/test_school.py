"""School, Sheet and two desks: what one merges all get, what was thrown away can still be decided, and nobody is asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ems_desktop.demo.google.browser import Browser
from ems_desktop.services.materials import Materials
from ems_desktop.services.sheet_clashes import SheetClashes
from tests.google_sheets.simulator import running
from tests.servers import Server
from tests.sheet.desk import HEADERS
from tests.sheet.walk import Member
from tests.world import SchoolWorld


class Two:
    """Budi and Sri at their desks, and somebody in the browser; all is equal."""

    def __init__(self, folder: Path, world: SchoolWorld, browser: Browser, members: list[Member]) -> None:
        self.world, self.browser = world, browser
        self.budi, self.sri = members

    def meet(self) -> None:
        for _ in range(3):
            self.budi.meet()
            self.sri.meet()

    def titles(self) -> list[str]:
        return [row[1] for row in self.browser.texts()[1:]]

    def conflicts(self, member: Member) -> int:
        with member.store.reading() as session:
            return int(session.execute(sa.text("select count(*) from conflict where choice is null")).scalar_one())


@pytest.fixture
def two(postgres18: Server, tmp_path: Path) -> Iterator[Two]:
    with SchoolWorld.open(postgres18) as world, running() as simulator:
        simulator.quota.on = False
        browser = Browser(simulator)
        browser.paste("A1", [list(HEADERS), ["IPA", "Gaya", "gerak"]])
        members = [Member(tmp_path, simulator, world, name) for name in ("budi", "sri")]
        one = Two(tmp_path, world, browser, members)
        one.meet()
        yield one
        for member in members:
            member.close()


def test_what_one_desk_merges_the_other_gets_from_the_school(two: Two) -> None:
    two.browser.set("C2", "gaya gesek")
    two.budi.meet()
    two.sri.engine.cycle()
    assert two.sri.by_title("Gaya")["material_desc"] == "gaya gesek"
    assert two.conflicts(two.budi) == two.conflicts(two.sri) == 0


def test_two_desks_that_merge_the_same_news_ask_nobody(two: Two) -> None:
    two.browser.set("C2", "gaya gesek")
    two.budi.round()
    two.sri.round()
    two.meet()
    assert two.budi.by_title("Gaya")["material_desc"] == two.sri.by_title("Gaya")["material_desc"] == "gaya gesek"
    assert two.conflicts(two.budi) == two.conflicts(two.sri) == 0


def test_a_person_without_google_edits_and_another_s_program_brings_it_to_the_sheet(two: Two) -> None:
    two.sri.edit(two.sri.by_title("Gaya")["id"], material_theme="dinamika")
    two.sri.engine.cycle()
    two.budi.meet()
    assert two.browser.texts()[1][5] == "dinamika"


def test_an_edit_of_what_lies_in_the_trash_is_taken_by_the_school(two: Two) -> None:
    gaya = two.budi.by_title("Gaya")["id"]
    two.budi.remove(gaya)
    two.meet()
    two.budi.edit(gaya, material_desc="disimpan")
    two.meet()
    assert two.sri.row(gaya)["material_desc"] == "disimpan"
    assert two.sri.row(gaya)["deleted"]
    assert two.conflicts(two.budi) == 0


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_changed_here_and_removed_there_is_decided_once_for_all(two: Two, choice: str) -> None:
    gaya = two.budi.by_title("Gaya")["id"]
    two.budi.edit(gaya, material_desc="punyaku")
    two.browser.delete_rows(2)
    two.meet()
    assert two.budi.row(gaya)["deleted"]
    Materials(two.budi.store, two.budi.person).settle(gaya, "deleted", choice)  # type: ignore[arg-type]
    two.meet()
    assert two.titles() == (["Gaya"] if choice == "mine" else [])
    assert two.sri.row(gaya)["deleted"] == (choice == "theirs")
    assert two.sri.row(gaya)["clash"] is None
    assert two.sri.row(gaya)["material_desc"] == "punyaku"


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_thrown_away_here_and_changed_there_is_decided_once_for_all(two: Two, choice: str) -> None:
    gaya = two.budi.by_title("Gaya")["id"]
    two.budi.remove(gaya)
    two.browser.set("C2", "gaya gesek")
    two.meet()
    Materials(two.sri.store, two.sri.person).settle(gaya, "deleted", choice)  # type: ignore[arg-type]
    two.meet()
    assert two.titles() == ([] if choice == "mine" else ["Gaya"])
    assert two.budi.row(gaya)["deleted"] == (choice == "mine")
    assert two.budi.row(gaya)["clash"] is None


def test_the_inbox_asks_about_both_and_counts_them(two: Two) -> None:
    gaya = two.budi.by_title("Gaya")["id"]
    two.budi.remove(gaya)
    two.browser.set("C2", "gaya gesek")
    two.meet()
    inbox = SheetClashes(two.budi.store, two.budi.person)
    with two.budi.store.reading() as session:
        (asked,) = inbox.kept(session)
    (difference,) = asked.differences
    assert (difference.column, difference.mine, difference.theirs) == ("deleted", True, False)
    inbox.settle(asked.id, "theirs", "materials")
    with two.budi.store.reading() as session:
        assert inbox.count(session) == 0


def test_audit_names_who_merged_and_says_that_it_came_from_the_sheet(two: Two) -> None:
    two.browser.set("C2", "gaya gesek")
    two.meet()
    rows = two.world.owner().execute("select title, status from sync.journal where title in ('From the Google Sheet', 'Dari Google Sheet')")
    assert "applied" in {status for _, status in rows}
