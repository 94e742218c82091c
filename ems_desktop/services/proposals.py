"""What analyses propose for the catalogue, and the answers. Accepting is an ordinary edit; a refusal is remembered with the entry.

Reads and writes the file on this computer only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.materials import check_cells
from ems_desktop.services import materials_reading as read
from ems_desktop.services import materials_writing as writing
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.jobs_views import JobDetail
from ems_desktop.services.materials import Materials, said
from ems_desktop.services.proposals_views import Answer, Proposed, Review, Standing
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore, Session

PROPOSING = ("analysis", "description")
_COLUMNS = (t.materials.c.id, t.materials.c.reviewed, *(t.materials.c[name] for name in t.MATERIAL_FIELDS))


class Proposals:
    """What changes something is one change set and one step of the catalogue's undo. Error 1060 for pupils."""

    def __init__(self, store: LocalStore, materials: Materials, jobs: Jobs) -> None:
        self._store, self._materials, self._jobs = store, materials, jobs

    def of(self, material_id: str) -> Review | None:
        """None where no job that is known here proposed anything."""
        detail = _newest(one for one in self._jobs.details() if one.job.material_id == material_id)
        if detail is None:
            return None
        with self._store.reading() as session:
            rows = _rows(session, [material_id])
        return _review(detail, rows[0]) if rows else None

    def standings(self) -> Mapping[str, Standing]:
        """Entry's id → how it stands with its jobs; only entries that have any."""
        by_material: dict[str, list[JobDetail]] = defaultdict(list)
        for one in self._jobs.details():
            if one.job.material_id is not None and one.job.kind in PROPOSING:
                by_material[one.job.material_id].append(one)
        with self._store.reading() as session:
            rows = {row.id: row for row in _rows(session, list(by_material))}
        found = {}
        for material_id, details in by_material.items():
            last = max((one.job for one in details), key=lambda job: job.queued_at)
            newest = _newest(details)
            left = len(_review(newest, rows[material_id]).left) if newest and material_id in rows else 0
            found[material_id] = Standing(last, left)
        return found

    def accept(self, review: Review, chosen: Sequence[Proposed]) -> int:
        """These values into their columns, in one step: the set's number. `chosen` as they were seen.

        Errors: 1660 another value stands there by now (nothing is written), 1661 there is a newer analysis, 1630 to 1632 no value for a cell.
        """
        cells = {one.key: one.value for one in chosen}
        check_cells(cells)
        return self._answer(review, chosen, "accepted", cells)

    def refuse(self, review: Review, chosen: Sequence[Proposed]) -> int:
        """Remember that these are not wanted: the set's number. Error 1661 there is a newer analysis."""
        return self._answer(review, chosen, "refused", {})

    def reopen(self, review: Review, chosen: Sequence[Proposed]) -> int:
        """Ask for an answer again; a value that was accepted stays. Error 1661."""
        return self._answer(review, chosen, "open", {})

    def _answer(self, review: Review, chosen: Sequence[Proposed], answer: Answer, cells: Mapping[str, str]) -> int:
        now = self.of(review.material_id)
        if now is None or now.job.id != review.job.id:
            raise Mistake(1661)
        today = {one.key: one.now for one in now.proposals}
        if any(today[one.key] != one.now for one in chosen if one.key in cells):
            raise Mistake(1660)
        with self._materials.change(said([review.job.material])) as made:
            reviewed = _answers(_rows(made.session, [review.material_id])[0], review.job.id)
            kept = {key: one for key, one in reviewed.items() if key not in {one.key for one in chosen}}
            if answer != "open":
                kept |= dict.fromkeys((one.key for one in chosen), answer)
            writing.put(made.session, {review.material_id: cells})
            of_entry = t.materials.c.id == review.material_id
            made.session.execute(sa.update(t.materials).where(of_entry).values(reviewed={review.job.id: kept} if kept else {}))
        return made.seq or 0


def _newest(details: Iterable[JobDetail]) -> JobDetail | None:
    """The job that ended last, of those that proposed something."""
    found = [one for one in details if one.job.state == "done" and one.job.kind in PROPOSING and one.result and one.result.proposals]
    return max(found, key=_ended, default=None)


def _ended(detail: JobDetail) -> datetime:
    return detail.job.ended_at or detail.job.queued_at


def _rows(session: Session, ids: Sequence[str]) -> list[Any]:
    return list(session.execute(sa.select(*_COLUMNS).where(read.among(ids))).all())


def _review(detail: JobDetail, row: Any) -> Review:
    assert detail.result is not None
    return Review(row.id, detail.job, detail.result.model, tuple(_proposed(detail, row)))


def _proposed(detail: JobDetail, row: Any) -> Iterator[Proposed]:
    """What no cell could hold is not offered: it comes from a model."""
    answers = _answers(row, detail.job.id)
    for one in detail.result.proposals if detail.result else ():
        key, now = one.field.lower(), getattr(row, one.field.lower())
        if one.value.strip() and _fits(key, one.value):
            given = None if detail.given is None else detail.given.get(key)
            yield Proposed(key, one.value, one.where, one.confidence, now, given, _stands(answers.get(key), one.value, now))


def _stands(answer: Any, value: str, now: str) -> Answer:
    known: dict[str, Answer] = {"accepted": "accepted", "refused": "refused"}
    return known.get(str(answer)) or ("same" if value == now else "open")


def _fits(key: str, value: str) -> bool:
    try:
        check_cells({key: value})
    except Mistake:
        return False
    return True


def _answers(row: Any, job_id: str) -> dict[str, Any]:
    """What was answered to this job; what was answered to earlier ones counts no more."""
    found = (row.reviewed or {}).get(job_id)
    return dict(found) if isinstance(found, dict) else {}
