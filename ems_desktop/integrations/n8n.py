"""n8n over HTTP: telling it of a job, and looking at one of its executions. Knows neither the database nor the window."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ems_desktop.domain.errors import Mistake, Outage

PATIENCE = 5.0  # seconds
_MOST = 4_000_000  # bytes of an execution
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Execution:
    """How n8n's run of a job stands. `node`, `error`: where and why it failed; "" if it did not, or n8n kept nothing of it."""

    id: str
    status: str
    node: str = ""
    error: str = ""


def nudge(url: str, ticket: str, job: str) -> bool:
    """Tell n8n at this address of the job. Whether it took it; a lost nudge is harmless, n8n sweeps by itself."""
    import httpx

    try:
        answer = httpx.post(
            f"{url.rstrip('/')}/webhook/ems-job", json={"job": job}, headers={"Authorization": f"Bearer {ticket}"}, timeout=PATIENCE
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        _log.info("a nudge was lost: %s", type(error).__name__)
        return False
    if not answer.is_success:
        _log.info("a nudge was refused: HTTP %s", answer.status_code)
    return answer.is_success


def execution(url: str, api_key: str, number: str) -> Execution:
    """Errors: 1585 n8n does not answer, 1586 it refuses the key."""
    import httpx

    place = f"{url.rstrip('/')}/api/v1/executions/{quote(number, safe='')}"
    try:
        answer = httpx.get(place, params={"includeData": "true"}, headers={"X-N8N-API-KEY": api_key}, timeout=PATIENCE)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Outage(1585, reason=type(error).__name__) from error
    if answer.status_code in (401, 403):
        raise Mistake(1586)
    if not answer.is_success or len(answer.content) > _MOST:
        raise Outage(1585, reason=f"HTTP {answer.status_code}")
    try:
        return _read(answer.json())
    except (ValueError, TypeError, AttributeError) as error:
        raise Outage(1585, reason=type(error).__name__) from error


def _read(told: dict[str, Any]) -> Execution:
    run = ((told.get("data") or {}).get("resultData")) or {}
    error = run.get("error") or {}
    failed = str(run.get("lastNodeExecuted") or "") if error else ""
    return Execution(str(told.get("id", "")), str(told.get("status", "")), failed[:200], str(error.get("message") or "")[:500])
