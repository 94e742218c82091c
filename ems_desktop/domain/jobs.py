"""What a job for n8n is, and how it stands. The school's database decides; here are the words for it."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal["analysis", "description", "questions"]
State = Literal["running", "done", "failed", "overdue", "cancelled"]

FIELDS = (  # of a material, in the order that people read them; proposals are for these and no others
    "MATERIAL_TITLE", "SUBJECT_NAME", "MATERIAL_LEVEL", "MATERIAL_THEME", "MATERIAL_SUBTHEME", "MATERIAL_TYPE", "MATERIAL_DESC",
)  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
STATES: tuple[State, ...] = get_args(State)


def state_of(status: str, reason: str | None, sweeps: int) -> State:
    """`status` and `reason` as the row has them. A job that is still running is overdue once a sweep, by the server's clock, found it
    past its deadline."""
    if status == "COMPLETED":
        return "done"
    if status == "PROCESSING":
        return "overdue" if sweeps else "running"
    if reason == "cancelled":
        return "cancelled"
    return "overdue" if reason == "overdue" else "failed"
