"""What can go wrong, as six types with a code each. Floors 1 and 2 raise a code with parameters; the words live in the
catalogue and are said by the window or the command line."""

from __future__ import annotations

from ems_desktop.domain.codes import CODES


class EmsError(Exception):
    """A failure with a code. `text()` is its English sentence; translations go by that sentence."""

    def __init__(self, code: int, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    @property
    def name(self) -> str:
        """The code as a person reads it: EMS-1042."""
        return f"EMS-{self.code}"

    @property
    def text_template(self) -> str:
        """The English sentence with its placeholders: the catalogue's key."""
        return CODES[self.code]

    def text(self) -> str:
        return self.text_template.format(**self.params)

    def __str__(self) -> str:
        return f"{self.name}: {self.text()}"


class Mistake(EmsError):
    """The input is not valid; shown beside the field. Nothing was changed."""


class NotAllowed(EmsError):
    """This person may not do this."""


class Conflict(EmsError):
    """Somebody else changed the same thing; both values are kept."""


class NeedsOnline(EmsError):
    """This can only be done with a connection to the school."""


class Outage(EmsError):
    """Something outside the program does not answer or is full; trying again later may help."""


class Bug(EmsError):
    """The program is wrong."""
