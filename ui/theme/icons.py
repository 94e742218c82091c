"""Our own icons: 20 px strokes of 1.5 px, kept as SVG paths in `resources/theme/icons.json`, tinted with a token and
drawn once for each size, ink and pixel density. QtSvg is loaded with the first icon, not before."""

from __future__ import annotations

import json
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from ems_desktop.paths import resources
from ui.theme.theme import T, color

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="{ink}" stroke-width="1.5"'
    ' stroke-linecap="round" stroke-linejoin="round">{path}</svg>'
)


@cache
def paths() -> dict[str, str]:
    """Every icon's name and its SVG elements."""
    read: dict[str, str] = json.loads(resources("theme", "icons.json").read_text("utf-8"))
    return read


@lru_cache(maxsize=512)
def _pixmap(name: str, ink: str, size: int, density: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    made = QPixmap(round(size * density), round(size * density))
    made.fill(Qt.GlobalColor.transparent)
    p = QPainter(made)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    svg = _SVG.format(ink=ink, path=paths()[name])
    QSvgRenderer(QByteArray(svg.encode())).render(p, QRectF(0, 0, made.width(), made.height()))
    p.end()
    made.setDevicePixelRatio(density)
    return made


def pixmap(name: str, ink: str = "text2", size: int = 18, density: float = 1.0) -> QPixmap:
    """`ink` is a token, `size` in pixels of the design."""
    return _pixmap(name, color(ink).name(), T.px(size), density)


def icon(name: str, ink: str = "text2", size: int = 18) -> QIcon:
    """For buttons and menus; as sharp as the densest screens."""
    made = QIcon()
    for density in (1.0, 2.0):
        made.addPixmap(pixmap(name, ink, size, density))
    return made


def draw(p: QPainter, name: str, x: float, middle: float, ink: str = "text2", size: int = 18) -> None:
    """Paint with the left edge at x and the middle at `middle`."""
    p.drawPixmap(round(x), round(middle - T.px(size) / 2), pixmap(name, ink, size, p.device().devicePixelRatio()))
