"""Codes 15xx: sync, conflicts, refusals."""

CODES: dict[int, str] = {
}
