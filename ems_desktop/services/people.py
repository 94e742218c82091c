"""Who is signed in: what every service needs to know of the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in person. `roles` decide what screens offer; the database decides what is allowed."""

    id: str
    name: str
    roles: frozenset[str]

    @property
    def office(self) -> bool:
        return "kurikulum" in self.roles

    @property
    def teaches(self) -> bool:
        return "guru" in self.roles

    @property
    def pupil(self) -> bool:
        return "siswa" in self.roles and not (self.office or self.teaches)
