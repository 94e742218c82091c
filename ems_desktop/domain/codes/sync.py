"""Codes 15xx: sync, conflicts, refusals."""

CODES: dict[int, str] = {
    1501: "This was decided already, perhaps in another window. Nothing was changed.",
    1502: "What this change was about is no longer on this computer, so there is nothing to send again. Export it to keep it, or put it away.",
    1503: "This cannot be sent again as it is: another entry on this computer has the same name, address or number by now. Change one of the two first.",
    1511: "Type a mark, or Excused or Missing. To keep one of the three values, use its button.",
}
