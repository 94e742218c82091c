"""The shape of the command line: which commands there are and what each takes. Knows nothing of what they do."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import LANGUAGES, tr

ROLES = ("kurikulum", "guru", "siswa")
QUESTION_FORMATS = ("gift", "aiken", "moodle-xml", "word")  # as in domain/questions/reading.py, which costs too much for --help
BUNDLED = bool(getattr(sys, "frozen", False))


def common(argv: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """What every command takes, wherever it stands, and the arguments that are left."""
    return _common().parse_known_args(argv)


def command(argv: list[str]) -> argparse.Namespace:
    """The command with its own arguments; None: the window. What pytest is to be told is in `.rest`. Raises Mistake 1904."""
    if not argv:
        return argparse.Namespace(command=None, rest=[])  # the usual start: ten parsers would be made for nothing
    parser = _commands()
    args, rest = parser.parse_known_args(argv)
    if rest and args.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    args.rest = rest
    return args


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser that says what is wrong in one sentence with a code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_abbrev=False, **kwargs)

    def error(self, message: str) -> NoReturn:
        raise Mistake(1904, reason=message, help=f"{self.prog} --help")


def _program() -> str:
    return "ems" if BUNDLED or os.name == "nt" else "./ems"


def _folder(text: str) -> Path:
    if not text:  # an unset variable of a script, not the folder that one is in
        raise argparse.ArgumentTypeError(tr("the name is empty"))
    return Path(text).expanduser().resolve()


def _common() -> _Parser:
    parser = _Parser(prog=_program(), add_help=False)
    parser.add_argument("--data-dir", type=_folder, metavar="DIR", help=tr("use this folder as the profile, for a throw-away one"))
    parser.add_argument("--school", type=_folder, metavar="FILE", help=tr("the school file that names the server"))
    parser.add_argument("--lang", choices=LANGUAGES, help=tr("speak Indonesian or English"))
    return parser


def _commands() -> _Parser:
    parser = _Parser(prog=_program(), parents=[_common()], description=tr("Without a command the program opens its window."))
    found = parser.add_subparsers(dest="command", metavar=tr("COMMAND"), parser_class=_Parser)
    demo = found.add_parser("demo", help=tr("open the demo school on a server of its own"))
    demo.add_argument("--tour", type=_folder, metavar="DIR", help=tr("let the program show its main job, with pictures into this folder"))
    demo.add_argument("--keep", action="store_true", help=tr("leave the server running afterwards"))
    demo.set_defaults(full=False)
    _admin(found.add_parser("admin", help=tr("look after a school without a window")))
    if not BUNDLED:
        demo.add_argument(
            "--full", action="store_true", help=tr("with the real n8n and a real S3, installed here on first use (5 minutes, 3 GB)")
        )
        _tools(found)
    return parser


def _tools(found: Any) -> None:
    test = found.add_parser("test", help=tr("run the tests; what pytest takes is passed on"))
    test.add_argument("--integration", action="store_true", help=tr("run the slow outside parts instead"))
    check = found.add_parser("check", help=tr("check style, types, floors, texts and architecture"))
    check.add_argument("--fix", action="store_true", help=tr("mend first what can be mended without thought"))
    bench = found.add_parser("bench", help=tr("run the benchmarks"))
    bench.add_argument("names", nargs="*", metavar="NAME")
    bench.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    found.add_parser("build", help=tr("build the bundle for this system"))
    lock = found.add_parser("lock", help=tr("renew the lock file from pyproject.toml"))
    lock.add_argument("--upgrade", action="store_true", help=tr("take the newest versions instead of keeping those locked"))


def _admin(parser: argparse.ArgumentParser) -> None:
    found = parser.add_subparsers(dest="admin", metavar=tr("COMMAND"), required=True)
    init = found.add_parser("init", help=tr("set up a school: schema, roles, profile and the first person of the office"))
    for name in ("--npsn", "--name", "--office-name", "--office-email"):
        init.add_argument(name, required=True)
    init.add_argument("--password-stdin", action="store_true", help=tr("sign the office in here, with the password from standard input"))
    found.add_parser("migrate", help=tr("bring the server's schema to this version"))
    invite = found.add_parser("invite", help=tr("invite a person and print the invitation code"))
    invite.add_argument("email")
    invite.add_argument("--name", required=True)
    invite.add_argument("--role", choices=ROLES, default="guru")
    _import(found.add_parser("import", help=tr("import a file")).add_subparsers(dest="what", required=True))
    google = found.add_parser("google-setup", help=tr("let people sign in with Google, by the client file from Google's console"))
    google.add_argument("--client", type=_folder, metavar="FILE", required=True, help="client_secret_….json")
    google.add_argument(
        "--domain",
        action="append",
        default=[],
        metavar="D",
        help=tr("only accounts of this domain may sign in; may be given several times"),
    )
    google.add_argument("--out", type=_folder, metavar="FILE", help=tr("write the new school file here, to give to everybody"))
    keys = found.add_parser("google-keys", help=tr("bring Google's public keys to the school's database"))
    source = keys.add_mutually_exclusive_group(required=True)
    source.add_argument("--fetch", nargs="?", const="", metavar="URL", help=tr("fetch them from Google, or from URL"))
    source.add_argument("--file", type=_folder, metavar="FILE", help=tr("read them from this file"))
    keys.add_argument("--dsn", help=tr("the server to bring them to, as a libpq connection string; without it the profile's own server"))
    outside = found.add_parser("school-file", help=tr("write the school file, with the addresses of the Google Sheet and of n8n"))
    outside.add_argument("--sheet", metavar="URL", help=tr("the address of the Google Sheet of materials"))
    outside.add_argument("--n8n", metavar="URL", help=tr("the address of n8n"))
    outside.add_argument("--out", type=_folder, metavar="FILE", help=tr("write the new school file here, to give to everybody"))
    _files(found.add_parser("files", help=tr("say where the school keeps its files, and how many fit")))
    _n8n(found.add_parser("n8n", help=tr("set up the school's n8n")).add_subparsers(dest="what", required=True))
    found.add_parser("verify", help=tr("check the server's version, roles and policies"))


def _import(found: Any) -> None:
    said = {
        "roster": tr("the pupil list of Dapodik"),
        "timetable": tr("a file of FET, as a draft"),
        "questions": tr("questions of Word, Moodle, GIFT or Aiken"),
    }
    kinds = {what: found.add_parser(what, help=words) for what, words in said.items()}
    for parser in kinds.values():
        parser.add_argument("file", type=_folder, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help=tr("only say what would happen"))
        parser.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    kinds["questions"].add_argument("--bank", metavar="SUBJECT", help=tr("the subject whose bank they come into"))
    kinds["questions"].add_argument("--format", choices=QUESTION_FORMATS, help=tr("the file's format; without it the content tells"))


def _n8n(found: Any) -> None:
    install = found.add_parser("install", help=tr("make or renew the credentials and workflows in n8n, and publish them"))
    install.add_argument("--url", required=True, help=tr("the address of n8n"))
    install.add_argument("--api-key", metavar="KEY", help=tr("n8n's API key; better in the environment as {name}", name="EMS_N8N_API_KEY"))
    install.add_argument(
        "--gemini-key", metavar="KEY", help=tr("Gemini's API key; better in the environment as {name}", name="EMS_GEMINI_KEY")
    )
    install.add_argument("--gemini-url", metavar="URL", help=tr("another address of Gemini"))
    install.add_argument("--model", help=tr("the Gemini model"))
    install.add_argument("--dsn", help=tr("an administrator's connection to the school's database; without it the profile's own server"))
    install.add_argument("--database-host", metavar="HOST", help=tr("how n8n reaches the database, if otherwise than this computer"))
    install.add_argument("--database-port", metavar="PORT", type=int, help=tr("its port for n8n"))
    install.add_argument("--reanalysis-days", metavar="N", type=int, help=tr("analyse a material anew after so many days"))
    install.add_argument("--sheet-id", metavar="ID", default="", help=tr("the Google Sheet to back up each night"))
    install.add_argument(
        "--sheet-key", metavar="FILE", type=_folder, help=tr("the key of a Google service account that may read the Sheet")
    )
    install.add_argument("--backup-folder", metavar="FOLDER", help=tr("the folder on n8n's computer for the backups"))


def _files(parser: argparse.ArgumentParser) -> None:
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--database", action="store_true", help=tr("keep them in the school's database"))
    place.add_argument("--endpoint", metavar="URL", help=tr("address of the S3, for example https://s3.ap-southeast-3.amazonaws.com"))
    for name in ("--bucket", "--region", "--access-key"):
        parser.add_argument(name, metavar="NAME")
    parser.add_argument("--quota", type=int, metavar="MB", help=tr("what all files in the database may take"))
    parser.add_argument("--most", type=int, metavar="MB", help=tr("how large one file may be"))
