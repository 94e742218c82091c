"""What is proposed for an entry of the catalogue, as screens are given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ems_desktop.services.jobs_views import Job

Answer = Literal["open", "accepted", "refused", "same"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value for a column. `where`: the place in the file; `confidence`: 0 to 1. `now`: today's value; `given`: what stood there when the
    job began, None where nobody knows. `answer`: `same` where today's value is the proposed one and nobody answered."""

    key: str
    value: str
    where: str
    confidence: float
    now: str
    given: str | None
    answer: Answer

    @property
    def changed(self) -> bool:
        """Somebody has written another value since the job began."""
        return self.answer == "open" and self.given is not None and self.given != self.now


@dataclass(frozen=True, slots=True)
class Review:
    """What the newest job that proposed something proposes, in the order of the columns."""

    material_id: str
    job: Job
    model: str
    proposals: tuple[Proposed, ...]

    @property
    def left(self) -> tuple[Proposed, ...]:
        """What waits for an answer."""
        return tuple(one for one in self.proposals if one.answer == "open")

    def count(self, answer: Answer) -> int:
        return sum(one.answer == answer for one in self.proposals)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands with its jobs. `job`: the newest one; `left`: proposals that wait for an answer."""

    job: Job
    left: int
