"""The commands without a window. Each acts through the services, as the profile's own person, never as the owner; only `init`,
`migrate`, `verify`, `google-keys` and `n8n` look after the server itself."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from ems_desktop.cli import files, google, n8n, questions, school_file, timetable
from ems_desktop.cli.answers import say
from ems_desktop.cli.desks import OpenDesk, office, own, profile
from ems_desktop.cli.options import Options
from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import told, tr, trn


def run(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """Do one admin command; the answer is the exit code."""
    return _HANDLERS[args.admin](args, options, open_desk)


def init(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """A school on this computer. The office's password comes from standard input, if it is given; else the code is printed."""
    from ems_desktop.services import passwords
    from ems_desktop.services.accounts import Accounts
    from ems_desktop.services.own_server import NewSchool

    with profile(options) as (mine, server):
        if server.exists():
            raise Mistake(1908, path=str(options.data_dir))
        password = sys.stdin.readline().rstrip("\n") if args.password_stdin else None
        if password is not None:
            passwords.check(password, (args.office_name, args.office_email, args.name))  # before anything is made
        school, code = server.create(NewSchool(args.npsn, args.name, args.office_name, args.office_email, {}))
        mine.join(school)
        if password is None:
            say(
                tr(
                    "The school is ready. Invitation code of {name}, to be used once in the window: {code}",
                    name=args.office_name,
                    code=code,
                )
            )
            return 0
        desk = open_desk(Accounts(mine, school).sign_up(code, password))
        try:
            desk.sync()
            desk.school.found(datetime.now(UTC).astimezone().date())
            desk.sync()
        finally:
            desk.close()
        say(tr("The school is ready, and {name} is signed in on this profile.", name=args.office_name))
    return 0


def migrate(_args: argparse.Namespace, options: Options, _open_desk: OpenDesk) -> int:
    with profile(options) as (_, server):
        own(server.exists())
        server.open()
    say(tr("The server's schema is that of this version."))
    return 0


def invite(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """Someone who is not there yet is added first, with this name and role."""
    with office(options, open_desk) as here:
        known = {row.email: row.id for row in here.desk.users.staff()}
        email = args.email.strip().lower()
        one = known.get(email) or here.desk.users.add_staff([(args.name, email, [args.role])])[0]
        here.desk.sync()
        (invitation,) = here.desk.users.invite([one])
    say(tr("Invitation code of {name}, valid once for 30 days: {code}", name=invitation.name, code=invitation.code))
    return 0


def import_file(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    return {"roster": import_roster, "timetable": timetable.import_timetable, "questions": questions.import_questions}[args.what](
        args, options, open_desk
    )


def import_roster(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """A dry run in a profile without a school compares with an empty one; nothing is written by it."""
    from ems_desktop.domain.rosters.report import to_json
    from ems_desktop.services.roster_import import compare_with_nothing

    if args.dry_run and not (options.data_dir / "school").exists():
        preview = compare_with_nothing(args.file, _today())
    else:
        with office(options, open_desk) as here:
            preview = here.desk.imports.preview(args.file)
            if not args.dry_run:
                here.desk.imports.apply(preview, args.file.name)
                here.desk.sync()
    found = to_json(preview.reconciliation, told)
    say(json.dumps(found, indent=2, ensure_ascii=False) if args.json else _sentences(found, dry_run=args.dry_run))
    return 0


def verify(_args: argparse.Namespace, options: Options, _open_desk: OpenDesk) -> int:
    """The schema's lint and the server's version. 1 if anything is wrong; a warning alone is none."""
    import psycopg

    from ems_desktop.services.own_server import DATABASE
    from ems_desktop.store.verify import verify as lint

    with profile(options) as (_, server):
        own(server.exists())
        with psycopg.connect(server.start().dsn(DATABASE), autocommit=True) as connection:
            findings = lint(connection)
    for finding in findings:
        say(f"{finding.level}: {finding.text()}")
    errors = sum(finding.level == "error" for finding in findings)
    say(trn("{n} error in the server's schema", "{n} errors in the server's schema", errors))
    return 1 if errors else 0


def _sentences(found: dict[str, Any], *, dry_run: bool) -> str:
    counts = tr(
        "{rows} rows: {new} new, {changed} changed, {same} the same, {refused} refused.",
        **{name: found[name] for name in ("rows", "new", "changed", "same", "refused")},
    )
    lines = [
        tr("Row {row}, {column}: {reason} {remedy}", **{name: one[name] for name in ("row", "column", "reason", "remedy")})
        for one in found["warnings"]
    ]
    return "\n".join([*lines, counts, *([tr("Nothing was written.")] if dry_run else [])])


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


_HANDLERS: dict[str, Callable[[argparse.Namespace, Options, OpenDesk], int]] = {
    "init": init,
    "migrate": migrate,
    "invite": invite,
    "import": import_file,
    "files": files.setup,
    "google-setup": google.setup,
    "google-keys": google.keys,
    "school-file": school_file.write_out,
    "n8n": n8n.install,
    "verify": verify,
}
