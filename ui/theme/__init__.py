"""The one theme: `T` (what is applied), `SIZE`, and what paints with it. See `theme.py` for why there is one."""

from ui.theme.paint import CENTER, LEFT, RIGHT, lines, pill, round_rect, shadow, text
from ui.theme.theme import T, color, elided, font, width
from ui.tokens import LOW, NARROW, SIZE

__all__ = [
    "CENTER", "LEFT", "LOW", "NARROW", "RIGHT", "SIZE", "T",
    "color", "elided", "font", "lines", "pill", "round_rect", "shadow", "text", "width",
]  # fmt: skip
