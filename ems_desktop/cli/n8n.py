"""`./ems admin n8n install`: an administrator of the server sets up the school's n8n. It takes no desk, so the window may be open meanwhile."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ems_desktop.cli.answers import say
from ems_desktop.cli.desks import OpenDesk, own
from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import tr

API_KEY, GEMINI_KEY = "EMS_N8N_API_KEY", "EMS_GEMINI_KEY"


def install(args: argparse.Namespace, options: Options, _open_desk: OpenDesk) -> int:
    from ems_desktop.integrations.n8n_api import N8n
    from ems_desktop.services import n8n_setup

    key, gemini_key = _secret(args.api_key, API_KEY), _secret(args.gemini_key, GEMINI_KEY)
    sheet = n8n_setup.Sheet.read(args.sheet_id, args.sheet_key) if args.sheet_key else None
    with _administrator(args, options) as admin, N8n(args.url, key) as n8n:
        wanted = n8n_setup.Wanted(_database(args, admin), gemini_key, sheet, _settings(args))
        names = n8n_setup.install(n8n, admin, wanted)
    say(tr("n8n is set up, and these workflows run: {names}", names=", ".join(names)))
    return 0


def _secret(given: str | None, name: str) -> str:
    """From the command line or, where other people's eyes do not reach, from the environment. Error 1556."""
    found = given or os.environ.get(name)
    if not found:
        raise Mistake(1556, name=name)
    return found


@contextmanager
def _administrator(args: argparse.Namespace, options: Options) -> Iterator[str]:
    """Conninfo of the school's database: as given, or the profile's own server."""
    if args.dsn:
        yield args.dsn
        return
    from ems_desktop.services.own_server import DATABASE, OwnServer

    server = OwnServer(options.data_dir)
    own(server.exists())
    try:
        server.open()
        yield server.start().dsn(DATABASE)
    finally:
        server.leave()


def _database(args: argparse.Namespace, admin: str) -> Any:
    """Where n8n finds the database: as the administrator does, unless it is told otherwise."""
    from ems_desktop.services.n8n_setup import Database
    from ems_desktop.store.n8n_access import place

    host, port, name = place(admin)
    host = args.database_host or host
    here = host in ("127.0.0.1", "localhost", "::1") or host.startswith("/")  # the last: a socket
    return Database(host, args.database_port or port, name, tls=not here)


def _settings(args: argparse.Namespace) -> dict[str, dict[str, Any]]:
    given = {
        "work": {"gemini_url": args.gemini_url, "model": args.model},
        "reanalysis": {"older_than_days": args.reanalysis_days},
        "sheet-backup": {"folder": args.backup_folder},
    }
    return {name: {key: value for key, value in one.items() if value is not None} for name, one in given.items()}
