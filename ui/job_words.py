"""Jobs as people read them: states, steps, log and reasons. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ems_desktop.i18n import N_, clock, number, tr, trn
from ems_desktop.integrations.n8n import Execution
from ems_desktop.services.jobs_views import Job, JobDetail, LogLine, Proposal, Question, Result
from ui.labels import column_word
from ui.words import when

Look = Literal["done", "now", "failed", "later"]

_KINDS = {"analysis": N_("Analysis"), "description": N_("Description draft"), "questions": N_("Question drafts")}
_STATES = {"running": N_("running"), "done": N_("done"), "failed": N_("failed"), "overdue": N_("overdue"), "cancelled": N_("cancelled")}
_LOG = {
    "queued": N_("Written down, waits for n8n"), "claimed": N_("n8n took it"), "progress": N_("n8n is at work"),
    "crashed": N_("n8n lost the run; it is taken up again by itself"), "completed": N_("Done, the result is here"), "failed": N_("Failed"),
    "cancelled": N_("Cancelled"), "overdue": N_("Ended: no answer in time"), "retried": N_("Started again"), "error": N_("n8n's run broke"),
    "canceled": N_("Stopped in n8n"),
}  # fmt: skip
_REASONS = {
    "overdue": N_("n8n did not answer in time. Retry; if it happens again, ask the school's technician whether n8n is running."),
    "rejected": N_("Gemini refused this material for its safety rules. Check the file, or fill in the fields by hand."),
    "garbage": N_("Gemini's answer could not be used. Retry; a second try usually helps."),
    "too_large": N_("The answer was too large. Split the file into smaller ones, then start an analysis for each."),
    "model_error": N_("Gemini did not answer properly. Try again in a few minutes."),
    "quota": N_("The school's limit at Gemini is used up. Try again later, or tomorrow."),
    "file": N_("n8n could not fetch the file. Check that it can be opened here, then retry."),
    "workflow": N_("The run in n8n broke. Retry; if it happens again, show this page to the school's technician."),
    "cancelled": N_("This job was cancelled. Retry starts it anew."),
}
_RUNS = {
    "new": N_("waiting"), "waiting": N_("waiting"), "running": N_("running"), "success": N_("went through"), "error": N_("broke"),
    "crashed": N_("was lost"), "canceled": N_("was stopped"),
}  # fmt: skip
_OTHER = N_("The job failed. Retry; if it happens again, show this page to the school's technician.")
_LATE = N_("Past its deadline. If n8n does not answer in the next minutes, the job ends by itself and can be retried.")


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of the timeline."""

    title: str
    said: str
    look: Look


def kind_words(kind: str) -> str:
    return tr(_KINDS[kind]) if kind in _KINDS else kind


def state_words(state: str) -> str:
    return tr(_STATES[state])


def title_words(job: Job) -> str:
    return job.material or tr("Untitled material")


def below_words(job: Job, today: datetime, *, whose: bool) -> str:
    """Kind, subject, perhaps whose, and when: the second line of a row and of the heading."""
    parts = (kind_words(job.kind), job.subject, job.person if whose else "", when(job.queued_at.isoformat(), today.date()))
    return " · ".join(part for part in parts if part)


def pill_words(job: Job) -> str:
    """How it stands, in a word; of one that n8n works on how far it is."""
    if job.state == "running" and job.taken and job.percent:
        return tr("{percent} %", percent=job.percent)
    if job.state == "done" and (job.proposals or job.questions):
        return found_words(job)
    return state_words(job.state)


def found_words(job: Job) -> str:
    if job.questions:
        return trn("{n} question", "{n} questions", job.questions)
    return trn("{n} proposal", "{n} proposals", job.proposals) if job.proposals else ""


def spoken(job: Job) -> str:
    """A row for a screen reader."""
    return f"{title_words(job)}, {kind_words(job.kind)}, {state_words(job.state)}"


def ended_words(job: Job) -> str:
    """The note when a job of mine has ended."""
    if job.state == "done":
        return tr("{kind} of “{title}” is done", kind=kind_words(job.kind), title=title_words(job))
    return tr("{kind} of “{title}” ended: {state}", kind=kind_words(job.kind), title=title_words(job), state=state_words(job.state))


def trouble_words(job: Job) -> str:
    """What went wrong and what to do about it; "" when nothing did."""
    if job.running:
        return tr(_LATE) if job.state == "overdue" else ""
    if job.state == "done":
        return ""
    return tr(_REASONS.get(job.reason, _OTHER))


# -- the timeline


def steps_of(job: Job) -> tuple[Step, ...]:
    """Queue, pick-up, work, review, writing: where the job is, and where it stopped."""
    titles = [tr("In the queue"), tr("Picked up"), kind_words(job.kind), _review(job)]
    if job.kind != "questions":
        titles.append(tr("Write to the catalogue"))
    at = _reached(job)
    said = (_seconds(job.queued_at), _seconds(job.claimed_at), _work(job), found_words(job), "")
    return tuple(Step(title, what if n <= at else "", _look(job, n, at)) for n, (title, what) in enumerate(zip(titles, said, strict=False)))


def took_words(job: Job) -> str:
    """done in 1 min 33 s"""
    if job.ended_at is None or job.state != "done":
        return ""
    seconds = max(0, round((job.ended_at - job.queued_at).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    if minutes:
        return tr("done in {minutes} min {seconds} s", minutes=number(minutes), seconds=rest)
    return tr("done in {seconds} s", seconds=rest)


def _review(job: Job) -> str:
    return tr("Review the questions") if job.kind == "questions" else tr("Review the proposals")


def _reached(job: Job) -> int:
    """The stop it stands at."""
    if job.state == "done":
        return 3
    return 2 if job.claimed_at else 0


def _look(job: Job, place: int, at: int) -> Look:
    if place != at:
        return "done" if place < at else "later"
    return "now" if job.running or job.state == "done" else "failed"


def _work(job: Job) -> str:
    if job.ended_at:
        return _seconds(job.ended_at)
    return tr("{percent} %", percent=job.percent or 0)


def _seconds(moment: datetime | None) -> str:
    """09.20.11"""
    if moment is None:
        return ""
    said = clock(moment)
    return f"{said}{said[2]}{moment.second:02}"


# -- log and result


def log_words(line: LogLine) -> str:
    """What happened; n8n's own words, where it said more."""
    said = tr(_LOG[line.what]) if line.what in _LOG else line.what
    return f"{said}: {line.note}" if line.note else said


def log_time(line: LogLine) -> str:
    return _seconds(line.at)


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the result. `facts`: how sure, and from where."""

    title: str
    value: str
    facts: str


def findings_of(detail: JobDetail) -> tuple[Finding, ...]:
    if detail.result is None:
        return ()
    proposals = (_proposed(one) for one in detail.result.proposals)
    asked = (_asked(n, one) for n, one in enumerate(detail.result.questions, 1))
    return (*proposals, *asked)


def model_words(result: Result | None) -> str:
    return tr("{model}, through n8n", model=result.model) if result and result.model else tr("through n8n")


def _proposed(one: Proposal) -> Finding:
    sure = tr("{percent} % sure", percent=round(one.confidence * 100))
    return Finding(column_word(one.field.lower()), one.value, " · ".join(part for part in (one.where, sure) if part))


def _asked(place: int, one: Question) -> Finding:
    return Finding(tr("Question {n}", n=place), one.text, tr("Answer: {answer}", answer=one.answer) if one.answer else "")


def execution_words(job: Job, seen: Execution | None) -> str:
    """n8n's run, as the office reads it."""
    if seen is None:
        return tr("Run {number} in n8n: {status}", number=job.execution, status=_run_words(job.execution_status))
    if not seen.node:
        return tr("Run {number} in n8n: {status}", number=job.execution, status=_run_words(seen.status))
    error = seen.error or _run_words(seen.status)
    return tr("Run {number} in n8n broke at “{node}”: {error}", number=job.execution, node=seen.node, error=error)


def _run_words(status: str) -> str:
    return tr(_RUNS[status]) if status in _RUNS else status or tr("unknown")


def counts_of(jobs: Sequence[Job]) -> dict[str, int]:
    """How many there are in all, and in each state."""
    return {"all": len(jobs)} | {state: sum(job.state == state for job in jobs) for state in _STATES}
