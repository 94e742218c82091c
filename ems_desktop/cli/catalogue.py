"""Is the catalogue complete? Every text in the code and every error's sentence has its Indonesian, with the same
placeholders, and the catalogue holds nothing else."""

from __future__ import annotations

import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from ems_desktop.domain.codes import CODES, questions, rosters
from ems_desktop.domain.codes.timetable_io import LEFT, NOTES
from ems_desktop.paths import resources, root

KEYWORDS = {"tr": None, "trn": (1, 2), "N_": None}
FLOORS = ("ems_desktop", "sync", "ui")
Text = str | tuple[str, ...]


def wanted(base: Path) -> dict[Text, str]:
    """Every English text and where it stands."""
    found: dict[Text, str] = {sentence: f"EMS-{code}" for code, sentence in CODES.items()}
    for troubles in (rosters.TROUBLES, questions.TROUBLES):
        found |= {text: f"EMS-{code}" for code, (_, *texts) in troubles.items() for text in texts if text}
    found |= {text: f"EMS-{code}" for code, noted in NOTES.items() for text in noted}
    found |= {text: f"LEFT {why}" for why, text in LEFT.items()}
    for floor in FLOORS:
        for file, line, text, _, _ in extract_from_dir(base / floor, [("**.py", "python")], keywords=KEYWORDS):
            found.setdefault(text, f"{floor}/{file}:{line}")
    return found


def complaints(texts: dict[Text, str], catalogue: Catalog) -> list[str]:
    """One line for each text that is missing, unfinished, different in its placeholders, or no longer said."""
    said: list[str] = []
    for text, place in texts.items():
        singular = text if isinstance(text, str) else text[0]
        message = catalogue.get(singular)
        if message is None or message.id != text or message.fuzzy or not all(_forms(message)):
            said.append(f"{place}: no Indonesian for {text!r}")
        elif any(placeholders(form) != placeholders(text if isinstance(text, str) else text[1]) for form in _forms(message)):
            said.append(f"{place}: other placeholders in the Indonesian for {text!r}")
    gone = [message.id for message in catalogue if message.id and message.id not in texts]
    gone += list(catalogue.obsolete)
    return said + [f"id.po: no longer said: {text!r}" for text in gone]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or [""])


def main() -> int:
    with resources("locale", "id.po").open("rb") as file:
        catalogue = read_po(file, locale="id")
    said = complaints(wanted(root()), catalogue)
    sys.stdout.writelines(f"{line}\n" for line in said)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
