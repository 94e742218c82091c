"""`docs/errors.md`, made from the error codes and the catalogue. Without `--fix` it only says whether the page is up to date."""

from __future__ import annotations

import sys
from types import ModuleType

from ems_desktop import i18n
from ems_desktop.domain.codes import AREAS
from ems_desktop.paths import root

HEAD = """# Error codes

Every failure that a person sees has a code, here with its sentence in English and Indonesian. A word in {braces} is filled in
when it happens. This page is made from `ems_desktop/domain/codes/` and the catalogue by `./ems check --fix`.
"""


def render() -> str:
    i18n.use("id")
    return "\n".join([HEAD, *(_section(area) for area in AREAS)])


def _section(area: ModuleType) -> str:
    title = (area.__doc__ or "").strip().removeprefix("Codes ").rstrip(".")
    rows = [f"| EMS-{code} | {text} | {i18n.tr(text)} |" for code, text in sorted(area.CODES.items())]
    return "\n".join([f"## {title}", "", "| code | English | Indonesian |", "|---|---|---|", *rows, ""])


def main(arguments: list[str]) -> int:
    page, text = root() / "docs" / "errors.md", render()
    if "--fix" in arguments:
        page.write_text(text, "utf-8", newline="\n")
    elif not page.exists() or page.read_text("utf-8") != text:
        sys.stdout.write("docs/errors.md is out of date; ./ems check --fix writes it anew\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
