"""Questions that jobs wrote: they come into a bank as drafts, once, and wait there for a teacher to accept or refuse them."""

from __future__ import annotations

import uuid

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.folding import folded
from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Option, letter
from ems_desktop.services import questions_reading as read
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.jobs_views import JobDetail, Question
from ems_desktop.services.people import Person
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import DraftJob
from ems_desktop.store.local import LocalStore


class QuestionDrafts:
    def __init__(self, store: LocalStore, person: Person, questions: Questions, jobs: Jobs) -> None:
        self._store, self._person, self._questions, self._jobs = store, person, questions, jobs

    def waiting(self) -> tuple[DraftJob, ...]:
        """One's own jobs, the office's everybody's, whose questions are in no bank that is known here; the newest first."""
        wrote = [one for one in self._jobs.details() if one.job.kind == "questions" and one.result and one.result.questions]
        taken = read.known(self._store, [_id(one.job.id, 0) for one in wrote])
        banks = {folded(bank.name): bank.id for bank in self._questions.banks()}
        mine = sorted((one for one in wrote if self._mine(one)), key=lambda one: one.job.queued_at, reverse=True)
        return tuple(
            DraftJob(job.id, job.material, job.subject, job.questions, banks.get(folded(job.subject).strip(), ""))
            for job in (one.job for one in mine)
            if _id(job.id, 0) not in taken
        )

    def _mine(self, one: JobDetail) -> bool:
        return self._person.office or one.job.person_id == self._person.id

    def take(self, job_id: str, bank_id: str) -> tuple[str, ...]:
        """The job's questions as drafts of this bank: their ids, which follow from the job's, so that nobody takes them twice.
        Errors: 1716 not one's own bank, 1717 taken already, or the job is not known here."""
        detail = self._jobs.one(job_id)
        wrote = detail.result.questions if detail and detail.result else ()
        ids = [_id(job_id, n) for n in range(len(wrote))]
        if not wrote or read.known(self._store, ids[:1]):
            raise Mistake(1717)
        return self._questions.add_many(bank_id, [_item(one) for one in wrote], f"job:{job_id}", ids)


def _id(job_id: str, number: int) -> str:
    return str(uuid.uuid5(uuid.UUID(job_id), str(number)))


def _item(wrote: Question) -> Item:
    """A model wrote it: its words are text, whatever stands in them. The answer is an option's text or its letter."""
    key = wrote.answer.strip()
    right = [option.strip() == key for option in wrote.options]
    if not any(right):
        right = [letter(index) == key.rstrip(".)").upper() for index in range(len(wrote.options))]
    options = tuple(Option(markup.literal(text), FULL if is_key else NONE) for text, is_key in zip(wrote.options, right, strict=True))
    stem, feedback = markup.literal(wrote.text), markup.literal(wrote.explanation)
    if options:
        return Item("single", stem, options, feedback=feedback)
    return Item("short", stem, answers=(Answer(key),), feedback=feedback) if key else Item("essay", stem, feedback=feedback)
