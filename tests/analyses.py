"""Jobs of n8n as the school would have told this computer of them, for tests that need neither school nor n8n."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from ems_desktop.store.local import LocalStore
from tests.schools import uid

VALUES = {
    "MATERIAL_TITLE": {"value": "Tekanan zat cair dan penerapannya", "confidence": 0.9, "where": "hlm. 1, judul"},
    "MATERIAL_LEVEL": {"value": "Fase D, kelas VIII", "confidence": 0.8, "where": "hlm. 1, capaian"},
    "MATERIAL_SUBTHEME": {"value": "Hukum Pascal", "confidence": 0.7, "where": "hlm. 3"},
}
GIVEN = {
    "subject_name": "IPA", "material_title": "Tekanan zat cair", "material_type": "Video", "material_level": "VIII",
    "material_theme": "Tekanan", "material_subtheme": "", "material_desc": "Percobaan botol berlubang.",
}  # fmt: skip


def told(store: LocalStore, material: str, *, proposals: dict[str, Any] | None = None, minute: int = 0, **columns: Any) -> str:
    """One job about this entry, by default an analysis that is done; its id. `minute`: when it ended, past nine."""
    job = uid()
    result = {"model": "gemini-2.5-flash", "at": "2026-11-22T02:21:48Z", "proposals": VALUES if proposals is None else proposals}
    row: dict[str, Any] = {
        "id": job, "kind": "analysis", "status": "COMPLETED", "reason": None, "sweeps": 0, "user_id": uid(), "person": "Ratna Wulandari",
        "material_id": material, "material": "Tekanan zat cair", "subject": "IPA", "queued_at": f"2026-11-22T02:{minute:02}:11+00:00",
        "claimed_at": f"2026-11-22T02:{minute:02}:15+00:00", "ended_at": f"2026-11-22T02:{minute + 1:02}:48+00:00", "taken": True,
        "percent": 100, "note": None, "detail": None, "attempt": 1, "execution": None, "execution_status": None, "log": [],
        "result_json": result, "given": GIVEN,
    }  # fmt: skip
    with store.applying() as session:
        values = {"id": job, "at": "", "job": json.dumps(row | columns)}
        session.execute(sa.text("insert into jobs_seen (id, updated_at, job) values (:id, :at, :job)"), values)
    return job


def running(store: LocalStore, material: str, percent: int = 62, minute: int = 30) -> str:
    """n8n works on it."""
    return told(store, material, minute=minute, status="PROCESSING", ended_at=None, percent=percent, result_json=None)


def failed(store: LocalStore, material: str, reason: str = "file", minute: int = 30) -> str:
    return told(store, material, minute=minute, status="FAILED", reason=reason, result_json=None)
