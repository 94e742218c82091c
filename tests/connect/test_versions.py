"""Which servers are good enough."""

from __future__ import annotations

from ems_desktop.store import versions


def test_the_floor_is_16_because_of_its_rules_for_roles():
    assert versions.supported().floor == 16


def test_a_release_with_known_bugs_is_named_with_the_one_to_update_to():
    assert versions.release(180006) == "18.6"
    assert versions.update_needed(180006) == "18.7"
    assert versions.update_needed(160014) == "16.16"


def test_a_patched_or_a_later_release_is_good():
    assert versions.update_needed(180007) is None
    assert versions.update_needed(180012) is None
    assert versions.update_needed(190000) is None
