"""`./ems bench [NAME…] [--json]`: each row a value against a floor or peer of the same run. A row that is over its limit says OVER
and ends with 1: a benchmark is read by people, but nobody should overlook it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

from ems_desktop.domain.errors import Mistake
from tests.bench.figures import Figure, machine

Row = Callable[[], list[Figure]]


def _rows() -> dict[str, Row]:
    from tests.bench import catalogue, clients, google, questions, rls, server, sheets, start, week

    return {
        "start": start.run, "sheet": sheets.sheet, "scroll": sheets.scroll, "type": sheets.typing, "push": server.push, "pull": server.pull,
        "rls": rls.rls, "clients": clients.clients, "google": google.run, "catalogue": catalogue.run,
        "questions": questions.run,
        "week": week.run,
    }  # fmt: skip


def main(names: list[str], as_json: bool) -> int:
    """Run these rows, all without a name. Error 1904 for a name there is not."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows = _rows()
    if unknown := set(names) - set(rows):
        raise Mistake(1904, reason=", ".join(sorted(unknown)), help=", ".join(rows))
    figures: list[Figure] = []
    for name in names or rows:
        for figure in rows[name]():
            figures.append(figure)
            if not as_json:
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()
    if as_json:
        sys.stdout.write(json.dumps({"machine": machine(), "figures": [figure.as_json() for figure in figures]}, indent=2) + "\n")
    return 0 if all(figure.held for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], False))
