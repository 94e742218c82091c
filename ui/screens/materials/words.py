"""The catalogue in words. Text out of it is shown as typed, in lists on one line. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ems_desktop.domain.materials import Twins
from ems_desktop.i18n import N_, clock, day, number, tr, trn
from ems_desktop.integrations.tables_out import Page
from ems_desktop.services.materials_views import CatalogueColumn, Material
from ems_desktop.services.sheet_views import SheetStatus
from ui.labels import column_word
from ui.words import when

LINE = 160  # letters of a cell that a list or a grid looks at
_SHORT = 40
_BADGE = 4  # letters
_ICONS = {"video": "play", "audio": "play", "tautan": "arrow", "link": "arrow", "modul": "book", "buku": "book", "lembar": "edit"}
_ALL = {
    "subject_name": N_("All subjects"), "material_level": N_("All levels"), "material_type": N_("All types"),
    "material_theme": N_("All themes"),
}  # fmt: skip


def one_line(text: str, most: int = LINE) -> str:
    """The beginning of a text, without line ends."""
    shown = " ".join(text[: most + 1].split())
    return f"{shown[:most]}…" if len(text) > most else shown


def column_title(column: CatalogueColumn) -> str:
    """The house's word; a further column is called by its header."""
    return column_word(column.key) if column.known else one_line(column.header, _SHORT) or column.key


def title_words(material: Material) -> str:
    return one_line(material.title) or tr("Without a title")


def when_words(material: Material) -> str:
    return when(material.at, datetime.now().astimezone().date()) if material.at else ""


def short_when(material: Material) -> str:
    """The clock today, the day before: for a list."""
    if not material.at:
        return ""
    moment = datetime.fromisoformat(material.at)
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    today = datetime.now().astimezone().date()
    if local.date() >= today:
        return clock(local)
    return tr("yesterday") if (today - local.date()).days == 1 else day(local.date(), short=local.year == today.year)


def subject_line(material: Material) -> str:
    """Bahasa Indonesia · 09.22."""
    return " · ".join(part for part in (one_line(material.cell("subject_name"), _SHORT), short_when(material)) if part)


def badge(material: Material) -> tuple[str, str]:
    """A type of at most four letters, as PDF; else the icon of what it is."""
    kind = one_line(material.cell("material_type"), _SHORT)
    if len(kind) <= _BADGE:
        return kind.upper() or "–", ""
    first = kind.casefold().split()[0]
    return "", _ICONS.get(first, "file")


def facts_line(material: Material) -> str:
    """Under the title: subject, type, level, who changed it and when."""
    who = tr("you") if material.by is None else material.by
    changed = (
        tr("changed by {name} {time}", name=who, time=when_words(material)) if who else tr("changed {time}", time=when_words(material))
    )
    cells = [one_line(material.cell(key), _SHORT) for key in ("subject_name", "material_type", "material_level")]
    return " · ".join(part for part in (*cells, changed) if part)


def thrown_words(material: Material) -> str:
    who = tr("you") if material.by is None else material.by or tr("Somebody else")
    return tr("In the trash since {time}, put there by {name}.", time=when_words(material), name=who)


def all_words(key: str) -> str:
    return tr(_ALL[key])


def facet_options(key: str, values: Sequence[tuple[str, int]], chosen: str | None) -> list[tuple[str | None, str]]:
    """The commonest values, how many each, and always the chosen one."""
    shown = list(values[:_SHORT])
    if chosen is not None and all(value != chosen for value, _ in shown):
        shown.append((chosen, dict(values).get(chosen, 0)))
    options: list[tuple[str | None, str]] = [(None, all_words(key))]
    return options + [(value, f"{one_line(value, _SHORT) or tr('empty')} ({number(many)})") for value, many in shown]


def entries_word(count: int) -> str:
    return trn("{n} material", "{n} materials", count)


def twin_word(twins: Sequence[Twins], material_id: str) -> str:
    """Whether an entry is equal or near to others."""
    kind = next((one.kind for one in twins if material_id in one.ids), "")
    return {"equal": tr("equal"), "near": tr("near")}.get(kind, "")


def sheet_words(status: SheetStatus) -> str:
    """The state of the Sheet in few words."""
    if status.access != "connected":
        return tr("Catalogue: access to Google has ended") if status.access == "ended" else tr("Catalogue: Google is not connected")
    if status.running:
        return tr("Catalogue: comparing with the Sheet")
    if status.trouble is not None:
        return tr("Catalogue: the Sheet does not answer")
    if status.waiting:
        return trn("Catalogue: {n} entry not in the Sheet yet", "Catalogue: {n} entries not in the Sheet yet", status.waiting)
    return _merged_words(status.merged_at)


def _merged_words(at: datetime | None) -> str:
    if at is None:
        return tr("Catalogue: not compared with the Sheet yet")
    return tr("Catalogue: Google Sheet, same {time}", time=_time(at))


def _time(at: datetime) -> str:
    local = at.astimezone()
    today: date = datetime.now().astimezone().date()
    return clock(local) if local.date() == today else when(at.isoformat(), today)


def export_page(columns: Sequence[CatalogueColumn], rows: Sequence[Material]) -> Page:
    """As the catalogue stands on the screen, with the Sheet's own headers where it has them."""
    titles = [column.header or column_title(column) for column in columns]
    return Page(tr("Materials"), titles, [[row.cell(column.key) for column in columns] for row in rows])
