"""What the start page asks of the floor below."""

from __future__ import annotations

from typing import Protocol

from ems_desktop.services.home_views import Cards


class HomeService(Protocol):
    def cards(self) -> Cards:
        """Reads the file on this computer; does not wait for the network. Raises EmsError."""
        ...
