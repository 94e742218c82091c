"""Reads the command line, does what it says, and turns every failure into one sentence and an exit code: 0 done, 1 an error
with a code, 3 a mistake of the program, 130 stopped by the person, 141 nobody reads the answer on."""

from __future__ import annotations

import argparse
import gc
import locale
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ems_desktop import i18n
from ems_desktop.cli import answers, arguments, failures
from ems_desktop.cli.options import Options
from ems_desktop.paths import default_data_dir

Handler = Callable[[Options], int]


def main(argv: list[str], *, window: Handler, tour: Handler, open_desk: Callable[[Any], Any]) -> int:
    """`window` and `tour` open floor 3, `open_desk(signed_in)` floor 2, which this floor does not know."""
    data_dir: Path | None = None
    try:
        i18n.use(machine_language())
        common, rest = arguments.common(argv)
        i18n.use(common.lang or i18n.language())
        data_dir = common.data_dir
        args = arguments.command(rest)
        if args.command == "admin":
            return _admin(common, args, open_desk)
        return _run(common, args, window, tour)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # … | head: whoever reads has enough
        answers.drop()
        return 141
    except Exception as error:  # noqa: BLE001 - the outermost boundary: no traceback reaches a person
        return failures.tell(error, data_dir or default_data_dir())


def machine_language() -> str:
    """Indonesian where the machine speaks it, otherwise English."""
    try:
        name = locale.getlocale()[0] or ""
    except ValueError:  # macOS may name one that Python does not know
        name = ""
    return "id" if name.startswith(("id", "Indonesian")) else "en"


def _run(common: argparse.Namespace, args: argparse.Namespace, window: Handler, tour: Handler) -> int:
    if args.command is None:
        return _open(window, Options(_profile(common), common.lang, common.school))
    if args.command == "demo":
        return _demo(common, args, window, tour)
    from ems_desktop.cli import tools

    return tools.run(args)


def _admin(common: argparse.Namespace, args: argparse.Namespace, open_desk: Callable[[Any], Any]) -> int:
    from ems_desktop.cli import admin

    return admin.run(args, Options(_profile(common), common.lang, common.school), open_desk)


def _profile(common: argparse.Namespace) -> Path:
    return common.data_dir or default_data_dir()


def _open(show: Handler, options: Options) -> int:
    from ems_desktop.door.system_libraries import ensure_qt

    ensure_qt()
    gc.disable()  # what a start makes is there to stay: the window collects again once it stands
    return show(options)


def _demo(common: argparse.Namespace, args: argparse.Namespace, window: Handler, tour: Handler) -> int:
    """The demo school has a profile of its own; a tour has a new one each time, thrown away unless it is to be kept."""
    from ems_desktop.door.system_libraries import has_display
    from ems_desktop.store.platform import writable_folder

    if args.tour is None and has_display():
        data_dir = common.data_dir or default_data_dir() / ("demo-full" if args.full else "demo")
        return _shown(window, args, Options(data_dir, common.lang, demo=True, keep=args.keep))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pictures = writable_folder(args.tour or Path("out", "tour").resolve())
    with _throw_away(common.data_dir, keep=args.keep) as data_dir:
        return _shown(tour, args, Options(data_dir, common.lang, demo=True, tour=pictures, keep=args.keep))


def _shown(show: Handler, args: argparse.Namespace, options: Options) -> int:
    """With `--full` the outside parts run as long as the window does. Errors: 1930 to 1932 what cannot be had here."""
    if not args.full:
        return _open(show, options)
    from ems_desktop.demo import full

    answers.say(i18n.tr("Starting n8n and SeaweedFS. The first time they are installed: about 5 minutes and 3 GB."))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends us ends them
    with full.running(options.data_dir) as parts:
        return _open(show, replace(options, parts=parts))


@contextmanager
def _throw_away(chosen: Path | None, *, keep: bool) -> Iterator[Path]:
    import shutil
    import tempfile

    folder = chosen or Path(tempfile.mkdtemp(prefix="ems-demo-")).resolve()
    try:
        yield folder
    finally:
        if chosen is None and not keep:
            shutil.rmtree(folder, ignore_errors=True)
