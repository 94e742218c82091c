"""Codes 16xx: the audit."""

CODES: dict[int, str] = {
    1601: "The audit is kept at school, and the school's server cannot be reached now. Connect, then try again.",
    1602: "The values of that time have been erased by rule, so the sheet of that day cannot be shown any more. Choose a later day.",
    1603: "“{value}” is not a day. Type it like 12-12-2026 or 12 Desember 2026.",
    1604: "Nothing matches these filters, so there is nothing to export. Widen them first.",
    1605: "More than {most} entries match; so many do not fit into one file. Choose a shorter time, a class or a person.",
}
