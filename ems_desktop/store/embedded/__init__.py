"""A real PostgreSQL of our own on this computer: for trying out, and for an office with one PC.

Start reading at `server.py`. Nothing here knows of the school's tables, roles or sync.
"""

from ems_desktop.store.embedded.binaries import Binaries
from ems_desktop.store.embedded.server import EmbeddedPostgres
from ems_desktop.store.embedded.state import Running

__all__ = ["Binaries", "EmbeddedPostgres", "Running"]
