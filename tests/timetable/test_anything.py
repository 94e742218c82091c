"""Whatever two of the office do to a draft, in whatever order, with and without a network: no class, teacher or room is in two lessons at
school, at no time, and in the end both computers hold what the school holds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.servers import Server
from tests.timetable.walk import Walk
from tests.world import SchoolWorld

KINDS = ("place",) * 6 + ("swap",) * 3 + ("sync",) * 3 + ("offline",) * 2 + (
    "unplace", "room", "room", "teachers", "lock", "remove", "add", "add", "length", "length", "split", "join", "join", "close", "open", "undo", "undo", "redo", "decide", "decide",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(KINDS), *[st.integers(0, 41)] * 3)


WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a walk takes a second; a failing one is told as it is


@settings(max_examples=10, phases=WITHOUT_SHRINKING, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=8, max_size=40))
def test_no_two_lessons_overlap_at_school_and_both_computers_come_to_it(postgres18: Server, steps: list[tuple[str, int, int, int]]) -> None:
    with TemporaryDirectory() as folder, SchoolWorld.open(postgres18) as world:
        walk = Walk(Path(folder), world)
        try:
            for step in steps:
                walk.go(*step)
                assert walk.overlaps() == 0
            walk.settle()
            assert walk.overlaps() == 0
            assert walk.desks[0].rows(walk.draft) == walk.desks[1].rows(walk.draft) == walk.at_school()
        finally:
            walk.close()
