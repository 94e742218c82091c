"""The commands without a window. Each acts through the services, as the profile's own person, never as the owner."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ems_desktop.cli.options import Options


def run(args: argparse.Namespace, options: Options) -> int:
    """Do one admin command; the answer is the exit code."""
    return _HANDLERS[args.admin](args, options)


def init(args: argparse.Namespace, options: Options) -> int:
    raise NotImplementedError


def migrate(args: argparse.Namespace, options: Options) -> int:
    raise NotImplementedError


def invite(args: argparse.Namespace, options: Options) -> int:
    raise NotImplementedError


def import_roster(args: argparse.Namespace, options: Options) -> int:
    raise NotImplementedError


def verify(args: argparse.Namespace, options: Options) -> int:
    raise NotImplementedError


_HANDLERS: dict[str, Callable[[argparse.Namespace, Options], int]] = {
    "init": init,
    "migrate": migrate,
    "invite": invite,
    "import": import_roster,
    "verify": verify,
}
