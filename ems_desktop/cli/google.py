"""Google without a window: `google-setup` by the office, `google-keys` by a schedule."""

from __future__ import annotations

import argparse

from ems_desktop.cli.answers import say
from ems_desktop.cli.desks import OpenDesk, office, own
from ems_desktop.cli.options import Options
from ems_desktop.i18n import tr, trn


def setup(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """As this profile's office. With a server elsewhere the new school file must reach everybody: `--out`."""
    from ems_desktop.services.google_setup import Client, set_up
    from ems_desktop.store.school_file import write

    client = Client.read(args.client)
    with office(options, open_desk) as here:
        school = set_up(here.desk.dial, here.school, client, args.domain)
        here.profile.join(school)
        if here.server.exists():
            here.server.keep_outside(school)
    if args.out:
        write(args.out, school)
    say(tr("People can sign in with Google now, once Google's keys are at school: ./ems admin google-keys --fetch"))
    return 0


def keys(args: argparse.Namespace, options: Options, _open_desk: OpenDesk) -> int:
    """For a schedule: it takes no profile, so the window may be open meanwhile."""
    from ems_desktop.integrations import google_keys as published
    from ems_desktop.services.own_server import DATABASE, OwnServer
    from ems_desktop.store.google_keys import put

    found = published.read(args.file) if args.file else published.fetch(args.fetch or published.GOOGLE)
    if args.dsn:
        count = put(args.dsn, found)
    else:
        server = OwnServer(options.data_dir)
        own(server.exists())
        try:
            server.open()
            count = put(server.start().dsn(DATABASE), found)
        finally:
            server.leave()
    say(trn("{n} key of Google is at school now.", "{n} keys of Google are at school now.", count))
    return 0
