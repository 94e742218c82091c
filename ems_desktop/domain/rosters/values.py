"""Values from a short list: gender and religion, in the spellings that occur."""

from __future__ import annotations

from ems_desktop.domain.rosters.cells import Cell, Read, fold, text_of

RELIGIONS = ("Islam", "Kristen", "Katolik", "Hindu", "Buddha", "Khonghucu", "Kepercayaan")

_GENDERS = {"l": "L", "lk": "L", "laki": "L", "lakilaki": "L", "pria": "L", "p": "P", "pr": "P", "perempuan": "P", "wanita": "P"}
_RELIGIONS = {
    **{fold(name): name for name in RELIGIONS},
    "protestan": "Kristen", "kristenprotestan": "Kristen",
    "katholik": "Katolik", "kristenkatolik": "Katolik", "kristenkatholik": "Katolik",
    "budha": "Buddha", "buddhis": "Buddha",
    "konghucu": "Khonghucu", "kongfuchu": "Khonghucu", "konghuchu": "Khonghucu",
    "kepercayaankepadatuhanyme": "Kepercayaan", "kepercayaanterhadaptuhanyme": "Kepercayaan",
    "kepercayaankepadatuhanyangmahaesa": "Kepercayaan", "kepercayaanterhadaptuhanyangmahaesa": "Kepercayaan",
    "penghayatkepercayaan": "Kepercayaan",
}  # fmt: skip


def gender(cell: Cell) -> Read[str]:
    """L or P. An unknown value reads as None with a doubt, an empty cell as None without."""
    return _listed(cell, _GENDERS, 1263)


def religion(cell: Cell) -> Read[str]:
    """One of `RELIGIONS`. An unknown value reads as None with a doubt, an empty cell as None without."""
    return _listed(cell, _RELIGIONS, 1270)


def _listed(cell: Cell, known: dict[str, str], doubt: int) -> Read[str]:
    text = text_of(cell)
    if not text:
        return Read()
    value = known.get(fold(text))
    return Read(value) if value else Read(doubt=doubt)
