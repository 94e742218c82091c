"""What the scripts `ems` and `ems.cmd` run with the system's Python when the environment is missing or out of date."""

import sys

from ems_desktop.domain.errors import Outage
from ems_desktop.door.environment import prepare
from ems_desktop.paths import root

if __name__ == "__main__":
    try:
        prepare(root())
    except Outage as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
