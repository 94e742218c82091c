"""Every error code and its English sentence, one module per area. The sentence says what happened and what to do.

The numbers: 10xx grades · 11xx accounts · 12xx rosters and files · 13xx the file on this computer · 14xx the server ·
15xx sync · 16xx audit and (from 1630) materials · 19xx tools.
"""

from ems_desktop.domain.codes import accounts, audit, grades, materials, rosters, server, store, sync, tools

AREAS = (grades, accounts, rosters, store, server, sync, audit, materials, tools)
CODES: dict[int, str] = {code: text for area in AREAS for code, text in area.CODES.items()}
