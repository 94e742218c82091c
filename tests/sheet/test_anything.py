"""Whatever two people here and one in the browser do, in whatever order and with Google in trouble: nothing is overwritten unseen, and in
the end all see the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ems_desktop.demo.google.server import Simulator
from tests.servers import Server
from tests.sheet.walk import FIELDS, Walk
from tests.world import SchoolWorld

KINDS = (
    "type",
    "type",
    "edit",
    "edit",
    "meet",
    "meet",
    "meet",
    "insert",
    "delete",
    "sort",
    "move",
    "copy",
    "rename",
    "column",
    "add",
    "remove",
    "restore",
    "school",
)
STEP = st.tuples(st.sampled_from(KINDS), *[st.integers(0, 41)] * 3)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=4, max_size=30))
def test_nothing_is_overwritten_unseen_and_all_come_to_the_same(postgres18: Server, steps: list[tuple[str, int, int, int]]) -> None:
    with TemporaryDirectory() as folder, SchoolWorld.open(postgres18) as world, Simulator() as simulator:
        walk = Walk(Path(folder), world, simulator)
        try:
            for step in steps:
                walk.go(*step)
            walk.settle()
            assert walk.lost() == set()
            desks = [{(one["id"], *(one[name] for name in FIELDS)) for one in member.entries(removed=False)} for member in walk.members]
            assert desks[0] == desks[1]
            assert sorted(walk.rows()) == sorted(desks[0])
        finally:
            walk.close()
