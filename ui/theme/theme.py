"""Tokens → fonts, palette, style sheet; asked by widgets and, several times a cell, by delegates.

There is one `T` a process, like the one palette, style sheet and font table of QApplication whose twin it is; so it is a
module attribute, not a constructor argument, and `color`, `font`, `width` are cached functions beside it. Only the window
applies a theme; everything that was built before must be built anew afterwards.
"""

from __future__ import annotations

from functools import lru_cache
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ems_desktop.paths import resources
from ui import tokens

CHOICES = ("light", "dark", "system")
LEAST_SCALE, MOST_SCALE = 0.9, 2.0


class Theme:
    """What is applied now: `name` ("light" or "dark"), `colors` by token, `scale` of the type and all sizes."""

    def __init__(self) -> None:
        self.name = "light"
        self.colors = tokens.colors("light")
        self.scale = 1.0
        self.family = "Inter"
        self._fonts_loaded = False

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def px(self, length: float) -> int:
        """A length of the design in the pixels of today's font size."""
        return round(length * self.scale)

    def apply(self, app: QApplication, choice: str = "system", scale: float = 1.0) -> None:
        """Put on "light", "dark" or what the system wears; `scale` is kept within 90 % and 200 %."""
        self._load_fonts()
        self.name = _of_system() if choice == "system" else choice
        self.colors = tokens.colors(self.name, high_contrast=_wants_contrast())
        self.scale = min(max(scale, LEAST_SCALE), MOST_SCALE)
        clear_caches()
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")  # the same base everywhere; the native styles ignore parts of a style sheet
        app.setPalette(self.palette())
        app.setFont(font("body"))
        app.setStyleSheet(_style_sheet())

    def palette(self) -> QPalette:
        """The palette too, not only the style sheet: placeholders, tool tips and selections take it."""
        palette, role = QPalette(), QPalette.ColorRole
        for which, token in (
            (role.Window, "window"), (role.Base, "surface"), (role.AlternateBase, "sunken"), (role.Button, "surface"),
            (role.Text, "text"), (role.WindowText, "text"), (role.ButtonText, "text"), (role.BrightText, "on_accent"),
            (role.Highlight, "accent_soft"), (role.HighlightedText, "text"), (role.PlaceholderText, "text3"),
            (role.ToolTipBase, "toast"), (role.ToolTipText, "on_toast"), (role.Link, "accent"), (role.Accent, "accent"),
            (role.Mid, "line_strong"), (role.Dark, "line_strong"), (role.Light, "surface"), (role.Shadow, "shadow"),
        ):  # fmt: skip
            palette.setColor(which, QColor(self.colors[token]))
        for which in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(self.colors["text3"]))
        return palette

    def _load_fonts(self) -> None:
        if not self._fonts_loaded:
            for file in sorted(resources("fonts").glob("*.otf")):
                QFontDatabase.addApplicationFont(str(file))
            self._fonts_loaded = True


T = Theme()


def clear_caches() -> None:
    """After a change of theme or scale: what was measured or mixed before is wrong now."""
    for cached in (font, color, width, elided):
        cached.cache_clear()


@lru_cache(maxsize=64)
def font(role: str) -> QFont:
    """The font of a role of the type scale (`resources/theme/tokens.json`, "type")."""
    step = tokens.TYPE[role]
    made = QFont(T.family)
    made.setPixelSize(T.px(step.px))
    made.setWeight(QFont.Weight(step.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("cv05"), 1)  # l with a tail: names and codes are read letter by letter
    if step.tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    if step.px >= 19:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
    return made


@lru_cache(maxsize=128)
def color(token: str) -> QColor:
    return QColor(T.colors[token])


@lru_cache(maxsize=8192)
def width(text: str, role: str) -> int:
    """How wide a text is, in pixels."""
    return QFontMetrics(font(role)).horizontalAdvance(text)


@lru_cache(maxsize=16384)
def elided(text: str, role: str, room: int) -> str:
    return QFontMetrics(font(role)).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _of_system() -> str:
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _wants_contrast() -> bool:
    """Windows' high contrast, macOS' "increase contrast", the desktop portal's wish on Linux."""
    hints = QGuiApplication.styleHints()  # held in a name: PySide6 forgets the child with the parent's wrapper
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def _style_sheet() -> str:
    """`sheet.qss` with its $names filled in: colours by token, sizes scaled, `…_in` the height within a 1 px border,
    `f_…` the pixel size of a type role."""
    sheet = Template(resources("theme", "sheet.qss").read_text("utf-8"))
    sizes = {name: T.px(getattr(tokens.SIZE, name)) for name in tokens.SIZE.__slots__}
    inner = {f"{name}_in": value - 2 for name, value in sizes.items()}
    fonts = {f"f_{name}": T.px(role.px) for name, role in tokens.TYPE.items()}
    return sheet.substitute(T.colors, **sizes, **inner, **fonts, r_chip=sizes["h_chip"] // 2, bar=T.px(10), bar_r=T.px(3))
