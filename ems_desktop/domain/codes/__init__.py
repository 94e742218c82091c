"""Every error code and its English sentence, one module per area. The sentence says what happened and what to do.

The numbers: 10xx grades · 11xx accounts · 12xx rosters and files · 13xx the file on this computer · 14xx the server ·
15xx sync, catalogue, jobs · 16xx audit, files, materials, timetable · 17xx questions · 19xx tools.
"""

from ems_desktop.domain.codes import (
    accounts,
    audit,
    catalogue,
    files,
    grades,
    jobs,
    materials,
    n8n,
    questions,
    rosters,
    server,
    store,
    sync,
    timetable,
    timetable_io,
    tools,
)

AREAS = (
    grades,
    accounts,
    rosters,
    store,
    server,
    sync,
    catalogue,
    jobs,
    n8n,
    files,
    materials,
    timetable,
    timetable_io,
    audit,
    questions,
    tools,
)
CODES: dict[int, str] = {code: text for area in AREAS for code, text in area.CODES.items()}
