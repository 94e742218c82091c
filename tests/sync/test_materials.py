"""A material's road to the real school and to others' computers, and what happens when two people change the same cell."""

from __future__ import annotations

from ems_desktop.services.materials import Materials
from ems_desktop.services.materials_views import Wanted
from tests.catalogues import clashed

HOSTILE = "=1+1 <img src=//host/x>\n  مرحبا 👩‍🏫\t"


def materials(machine) -> Materials:
    return Materials(machine.store, machine.person)


def title(machine, one: str) -> str:
    return materials(machine).entry(one).title


def test_what_is_added_without_a_network_arrives_everywhere_exactly_as_typed(world, machine):
    here, there, pupil = machine("budi"), machine("sri"), machine("ani")
    here.online = False
    one = materials(here).add({"material_title": HOSTILE, "subject_name": "IPA"})
    assert materials(here).entry(one).by is None
    here.online = True
    here.engine.hang_up()
    here.sync()
    assert materials(here).entry(one).by, "it is known by whom, once the school has it"
    for other in (there, pupil):
        other.sync()
        assert title(other, one) == HOSTILE
    stored = world.owner().execute("select material_title, extra from ems.materials where id = %s", (one,)).fetchone()
    assert stored == (HOSTILE, {})


def test_two_cells_of_one_entry_go_together_and_the_same_cell_waits_for_a_decision(world, machine):
    here, there = machine("budi"), machine("sri")
    one = materials(here).add({"material_title": "Lensa", "material_level": "VIII"})
    here.sync()
    there.sync()
    materials(here).set_cells({one: {"material_theme": "Cahaya"}})
    materials(there).set_cells({one: {"material_level": "IX"}})
    here.sync()
    there.sync()
    here.sync()
    entry = materials(here).entry(one)
    assert (entry.cell("material_theme"), entry.cell("material_level")) == ("Cahaya", "IX")

    materials(here).set_cells({one: {"material_title": "Lensa cembung"}})
    materials(there).set_cells({one: {"material_title": "Lensa cekung"}})
    here.sync()
    there.sync()
    (kept,) = there.syncing.kept()
    assert (kept.tbl, kept.who) == ("materials", "Lensa cembung")
    there.syncing.take_mine(kept.id)
    there.sync()
    here.sync()
    assert title(here, one) == "Lensa cekung"


def test_the_trash_and_a_settled_clash_are_the_same_for_everybody(world, machine):
    here, there = machine("budi"), machine("sri")
    one, other = materials(here).add_many([{"material_title": "Satu"}, {"material_title": "Dua"}])
    here.sync()
    clash = '{"material_title": {"base": "", "mine": "Dua EMS", "theirs": "Dua", "by": "", "at": ""}}'
    world.owner().execute("update ems.materials set clash = %s where id = %s", (clash, other))
    here.sync()
    assert materials(here).entry(other).clashes == {"material_title"}
    materials(here).trash([one])
    materials(here).settle(other, "material_title", "mine")
    here.sync()
    there.sync()
    assert [row.title for row in materials(there).find(Wanted(trash=True)).rows if row.title == "Satu"] == ["Satu"]
    assert (title(there, other), materials(there).entry(other).clashes) == ("Dua EMS", frozenset())
    materials(here).undo()
    here.sync()
    there.sync()
    assert materials(there).entry(other).clashes == {"material_title"}
    clashed(there.store, other, "material_title", "", "x", "y")
    assert there.syncing.open_count() == 1
