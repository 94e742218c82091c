"""One catalogue for all floors. Texts in the code are English; `resources/locale/id.po` holds the Indonesian ones.

`tr` marks and translates. The language is process-wide: one person sits in front of one window.
"""

from __future__ import annotations

import gettext
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from ems_desktop.domain.errors import EmsError
from ems_desktop.paths import resources

LANGUAGES = ("id", "en")
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak this language from now on. An unknown one speaks Indonesian, the school's language."""
    global _language, _translations  # noqa: PLW0603
    _language = language if language in LANGUAGES else "id"
    _translations = _catalogue(_language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with compiled(resources("locale") / f"{language}.po").open("rb") as file:
        return gettext.GNUTranslations(file)


def language() -> str:
    return _language


def compiled(po: Path) -> Path:
    """The .mo beside a .po, made anew when it is missing or older. A bundle ships it ready."""
    mo = po.with_suffix(".mo")
    if not mo.exists() or (po.exists() and po.stat().st_mtime > mo.stat().st_mtime):
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with po.open("rb") as source:
            catalogue = read_po(source)
        part = mo.with_suffix(".mo.part")
        with part.open("wb") as target:
            write_mo(target, catalogue)
        part.replace(mo)
    return mo


def tr(text: str, /, **params: object) -> str:
    """The text in today's language, with its parameters filled in."""
    said = _translations.gettext(text)
    return said.format(**params) if params else said


def trn(one: str, many: str, n: int, /, **params: object) -> str:
    """Like `tr`, with plural forms; {n} is the number as people write it here."""
    return _translations.ngettext(one, many, n).format(n=number(n), **params)


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for the catalogue where it is declared; `tr` says it where it is used."""
    return text


def explain(error: EmsError) -> str:
    """An error as one or two sentences that say what to do, without its code."""
    return told(error.text_template, **error.params)


def coded(error: EmsError) -> str:
    """The same with its code, for whoever is asked about it."""
    return f"{explain(error)} ({error.name})"


def told(text: str, /, **params: object) -> str:
    """Like `tr`, with every parameter as people write it in today's language."""
    return tr(text, **{k: say(v) for k, v in params.items()})


def say(value: object) -> object:
    """A value as people write it in today's language."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return number(value)
    if isinstance(value, datetime):
        return f"{day(value.date())} {clock(value)}"
    return day(value) if isinstance(value, date) else value


def number(value: float | Decimal, places: int | None = None) -> str:
    """82.5 → '82,5' in Indonesian, '82.5' in English; thousands are grouped from 1,000."""
    text = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    if _language == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text


_MONTHS: dict[str, tuple[str, ...]] = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}


def day(value: date, *, short: bool = False) -> str:
    """22 November 2026, or 22 Nov."""
    month = _MONTHS[_language][value.month - 1]
    return f"{value.day} {month[:3]}" if short else f"{value.day} {month} {value.year}"


def clock(value: datetime) -> str:
    """09.41 in Indonesian, 09:41 in English, in the machine's own time zone."""
    local = value.astimezone()
    return f"{local.hour:02}.{local.minute:02}" if _language == "id" else f"{local.hour:02}:{local.minute:02}"
