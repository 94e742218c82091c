"""How far apart two colours are (WCAG 2.2), and the pairs of tokens that are used together. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

TEXT, MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11, level AA


def luminance(color: str) -> float:
    """Relative luminance of "#RRGGBB", 0 (black) to 1 (white)."""
    red, green, blue = (_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


_USED: tuple[tuple[str, str, float], ...] = (
    ("text text2 text3", "window surface sunken rail hover accent_soft", TEXT),
    ("accent ok warn bad", "surface window sunken", TEXT),
    ("ok warn bad", "rail", TEXT),
    ("accent", "accent_soft hover", TEXT),
    ("bad", "bad_soft accent_soft hover", TEXT),
    ("warn", "warn_soft", TEXT),
    ("ok", "ok_soft", TEXT),
    ("text text2", "ok_soft warn_soft bad_soft", TEXT),
    ("on_accent", "accent accent_hover", TEXT),
    ("on_toast on_toast2", "toast", TEXT),
    ("text text2", "count", TEXT),
    ("warn ok", "accent_soft", MARK),
    ("focus", "surface window rail sunken", MARK),
)


def pairs(colors: Mapping[str, str]) -> Iterator[tuple[str, float, float]]:
    """(what, its contrast, the least allowed) for every ink that is used on a ground."""
    for inks, grounds, least in _USED:
        for ink in inks.split():
            for ground in grounds.split():
                yield f"{ink} on {ground}", contrast(colors[ink], colors[ground]), least
    for name in (n for n in colors if n.startswith("hue") and not n.endswith("_fill")):
        yield f"{name} on its fill", contrast(colors[name], colors[f"{name}_fill"]), TEXT
