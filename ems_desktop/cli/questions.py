"""`./ems admin import questions FILE`: what a file of questions holds, what is refused, and what gets lost; then, into a bank."""

from __future__ import annotations

import argparse
import json

from ems_desktop.cli import answers
from ems_desktop.cli.desks import OpenDesk, office
from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.folding import folded
from ems_desktop.domain.questions.reading import Reading, to_json, told
from ems_desktop.i18n import told as say
from ems_desktop.i18n import tr


def import_questions(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """A dry run needs no school. Errors: 1700 to 1707 of the file, 1708 no bank of the name that --bank says."""
    from ems_desktop.integrations.questions.files import read_file

    reading = read_file(args.file, args.format)
    if not args.dry_run:
        with office(options, open_desk) as here:
            banks = {folded(bank.name): bank.id for bank in here.desk.questions.banks()}
            wanted = banks.get(folded(args.bank).strip())
            if wanted is None:
                raise Mistake(1708, bank=args.bank or "", banks=", ".join(bank.name for bank in here.desk.questions.banks()))
            here.desk.question_files.take(wanted, reading, [one.number for one in reading.items], args.file.name)
            here.desk.sync()
    found = to_json(reading, say)
    answers.say(json.dumps(found, indent=2, ensure_ascii=False) if args.json else _sentences(reading, dry_run=args.dry_run))
    return 0


def _sentences(reading: Reading, *, dry_run: bool) -> str:
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
    return "\n".join([*lines, counts, *([tr("Nothing was written.")] if dry_run else [])])
