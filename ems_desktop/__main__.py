"""The program: `python -P -m ems_desktop`, or the bundle. The only module of floor 1 that knows the floors above."""

import sys
from typing import Any

from ems_desktop.cli.main import main
from ems_desktop.cli.options import Options
from ems_desktop.integrations import pdf_pages


def window(options: Options) -> int:
    from ui.app import main as open_window

    return open_window(options)


def tour(options: Options) -> int:
    from ui.tour.run import main as take_tour

    return take_tour(options)


def open_desk(signed_in: Any) -> Any:
    from sync.desk import Desk

    return Desk(signed_in)


if __name__ == "__main__":
    if sys.argv[1:2] == [pdf_pages.COMMAND]:
        sys.exit(pdf_pages.serve(sys.argv[2:]))
    sys.exit(main(sys.argv[1:], window=window, tour=tour, open_desk=open_desk))
