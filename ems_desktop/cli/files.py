"""`./ems admin files`: where the school keeps its files, by the office."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from ems_desktop.cli.answers import say
from ems_desktop.cli.desks import OpenDesk, office
from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.files import MIB, S3Settings
from ems_desktop.i18n import tr

SECRET = "EMS_S3_SECRET"  # noqa: S105 - the variable's name


def setup(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """The secret key comes from the environment or is asked for: on the command line everybody on this computer could read it."""
    s3 = _settings(args)
    with office(options, open_desk) as here:
        if s3 or args.database:
            here.desk.transfers.set_up(s3)
        found = here.desk.transfers.set_limits(_bytes(args.quota), _bytes(args.most))
    if found.place == "s3":
        text = tr("Files go to the school's S3, up to {most} MB each.", most=found.most // MIB)
    else:
        text = tr(
            "Files go into the school's database, up to {most} MB each; {free} MB are free.",
            most=found.most // MIB,
            free=(found.free or 0) // MIB,
        )
    say(text)
    return 0


def _settings(args: argparse.Namespace) -> S3Settings | None:
    """Error 1621: an address without the rest."""
    if args.endpoint is None:
        return None
    if None in (args.bucket, args.region, args.access_key):
        raise Mistake(1621)
    secret = os.environ.get(SECRET) or (getpass.getpass(tr("Secret key: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n"))
    return S3Settings(args.endpoint.rstrip("/"), args.bucket, args.region, args.access_key, secret)


def _bytes(megabytes: int | None) -> int | None:
    return None if megabytes is None else megabytes * MIB
