"""What a room may be called."""

from __future__ import annotations

from collections.abc import Iterable

from ems_desktop.domain.errors import Mistake

LONGEST = 60  # letters


def room_name(typed: str, others: Iterable[str]) -> str:
    """The name without spaces around it. Errors: 1690 empty or too long, 1691 another room is called so, in large or small letters."""
    name = " ".join(typed.split())
    if not 0 < len(name) <= LONGEST:
        raise Mistake(1690, most=LONGEST)
    if name.casefold() in {other.casefold() for other in others}:
        raise Mistake(1691, room=name)
    return name
