"""Jobs as screens see them: frozen, with the server's times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ems_desktop.domain.jobs import FIELDS, State, state_of


@dataclass(frozen=True, slots=True)
class Job:
    """A line of the list. `running`: it has not ended, on time or overdue. `taken`: n8n works on it. `person`: whose it is.
    `reason`, `detail`: why it failed, as a word and as n8n said it. `proposals`, `questions`: how many its result holds."""

    id: str
    kind: str
    state: State
    running: bool
    person_id: str
    person: str
    material_id: str | None
    material: str
    subject: str
    queued_at: datetime
    taken: bool = False
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    percent: int | None = None
    note: str = ""
    reason: str = ""
    detail: str = ""
    attempt: int = 1
    execution: str = ""
    execution_status: str = ""
    proposals: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class LogLine:
    """`what`: queued, claimed, progress, crashed, completed, failed, cancelled, overdue, retried, error, canceled. `note`: n8n's words."""

    at: datetime
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field of the material (MATERIAL_TITLE …). `confidence`: 0 to 1. `where`: the place in the file it comes from."""

    field: str
    value: str
    confidence: float
    where: str


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    options: tuple[str, ...]
    answer: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Result:
    model: str = ""
    at: str = ""
    proposals: tuple[Proposal, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class JobDetail:
    """`given`: the material's columns as whoever works on it was told them; None where that is not known."""

    job: Job
    log: tuple[LogLine, ...]
    result: Result | None
    given: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What a look at the school brought. `changed`: ids. `ended`: jobs of mine that were running when I looked before. `running`: how many
    of mine run. `waiting`: those of them that nobody works on yet."""

    changed: frozenset[str] = frozenset()
    ended: tuple[Job, ...] = ()
    running: int = 0
    waiting: tuple[str, ...] = ()


def job_of(row: Mapping[str, Any]) -> Job:
    """From the row as the school told it."""
    result = result_of(_object(row.get("result_json")))
    return Job(
        id=row["id"], kind=row["kind"], state=state_of(row["status"], row["reason"], row["sweeps"]), running=row["status"] == "PROCESSING",
        person_id=row["user_id"], person=row["person"] or "", material_id=row["material_id"], material=row["material"] or "",
        subject=row["subject"] or "", queued_at=datetime.fromisoformat(row["queued_at"]), taken=row["taken"],
        claimed_at=_time(row["claimed_at"]), ended_at=_time(row["ended_at"]), percent=row["percent"], note=row["note"] or "",
        reason=row["reason"] or "", detail=row["detail"] or "", attempt=row["attempt"], execution=row["execution"] or "",
        execution_status=row["execution_status"] or "", proposals=len(result.proposals), questions=len(result.questions),
    )  # fmt: skip


def detail_of(row: Mapping[str, Any]) -> JobDetail:
    log = tuple(LogLine(datetime.fromisoformat(one["at"]), one["what"], one.get("note", "")) for one in row["log"])
    result = row.get("result_json")
    given = row.get("given")
    told = {key: _text(value) for key, value in given.items()} if isinstance(given, dict) else None
    return JobDetail(job_of(row), log, result_of(result) if isinstance(result, dict) else None, told)


def result_of(told: Mapping[str, Any]) -> Result:
    """What n8n left, as far as it has the right shape: it comes from a model, so nothing of it is taken on trust."""
    proposed = _object(told.get("proposals"))
    return Result(
        _text(told.get("model")),
        _text(told.get("at")),
        tuple(_proposal(field, proposed[field]) for field in FIELDS if isinstance(proposed.get(field), dict)),
        tuple(_question(one) for one in _list(told.get("questions")) if isinstance(one, dict)),
    )


def _proposal(field: str, told: Mapping[str, Any]) -> Proposal:
    sure = told.get("confidence")
    number = float(sure) if isinstance(sure, int | float) and not isinstance(sure, bool) else 0.0
    return Proposal(field, _text(told.get("value")), min(max(number, 0.0), 1.0), _text(told.get("where")))


def _question(told: Mapping[str, Any]) -> Question:
    options = tuple(_text(one) for one in _list(told.get("options")))
    return Question(_text(told.get("question_text")), options, _text(told.get("correct_answer")), _text(told.get("explanation")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
