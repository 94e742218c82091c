"""`./ems admin school-file`: the office says where the Google Sheet and n8n are, and gets the school file for everybody."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace

from ems_desktop.cli.answers import say
from ems_desktop.cli.desks import OpenDesk, office
from ems_desktop.cli.options import Options
from ems_desktop.i18n import tr

_SHEET = re.compile(r"https://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")


def write_out(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """What is not given stays as it is. Errors: 1434 an address of another form, 1909 nobody is signed in, 1060 not the office."""
    from ems_desktop.store.school_file import write

    given = {"sheet_id": sheet_key(args.sheet) if args.sheet else None, "n8n_url": args.n8n}
    with office(options, open_desk) as here:
        school = replace(here.school, **{name: value for name, value in given.items() if value})
        here.profile.join(school)
        if here.server.exists():
            here.server.keep_outside(school)
    if args.out:
        write(args.out, school)
    say(tr("Give everybody the new school file: it says where the Sheet and n8n are."))
    return 0


def sheet_key(address: str) -> str:
    """The part of a Sheet's address that names it; the name itself is taken, too."""
    found = _SHEET.match(address.strip())
    return found[1] if found else address.strip()
