"""`./ems admin import questions FILE`: what a file of questions holds, what is refused, and what gets lost. Nothing is saved yet."""

from __future__ import annotations

import argparse
import json
import sys

from ems_desktop.cli.desks import OpenDesk
from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions.reading import Reading, to_json, told
from ems_desktop.i18n import told as say
from ems_desktop.i18n import tr


def read(args: argparse.Namespace, _options: Options, _open_desk: OpenDesk) -> int:
    """Errors: 1700 to 1707 of the file; 1708 without --dry-run, after the same report, because there is no bank to save into."""
    from ems_desktop.integrations.questions.files import read_file

    reading = read_file(args.file, args.format)
    found = to_json(reading, say)
    sys.stdout.write((json.dumps(found, indent=2, ensure_ascii=False) if args.json else _sentences(reading)) + "\n")
    if not args.dry_run:
        raise Mistake(1708)
    return 0


def _sentences(reading: Reading) -> str:
    found = to_json(reading, say)
    lines = []
    for trouble in reading.troubles:
        one = told(trouble, say)
        where = tr("Question {n}", n=trouble.item) if trouble.item else tr("The file")
        lines.append(f"{where}: {one['reason']} {one['remedy']}")
    counts = tr(
        "{items} questions read, {refused} refused, {losses} losses.",
        items=found["items"],
        refused=found["refused"],
        losses=len(found["losses"]),
    )
    return "\n".join([*lines, counts, tr("Nothing was written.")])
