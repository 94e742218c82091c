"""Looking at the window as a person would, for the tour and the tests: a picture, and what is wrong on it. Each check returns
sentences, empty when all is well. Painted rows are judged by the tokens, not here. Knows no area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QHeaderView, QLabel, QLineEdit, QPushButton, QWidget

from ui.theme.contrast import TEXT, contrast
from ui.tour.words import Catalogue

SLACK = 1  # px: hints are rounded up
DENSITY = 3  # text is judged at three times its size, where strokes are not all edge


def grab(widget: QWidget, path: Path) -> tuple[int, int]:
    """Save a picture; returns its width and height in device pixels (a window that grew by itself shows here)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = widget.grab()
    if not picture.save(str(path)):
        raise OSError(path)
    return picture.width(), picture.height()


def clipped(widget: QWidget) -> list[str]:
    """Labels, buttons, placeholders and column titles that need more room than they have, or stand outside their parent.

    What shortens itself with an ellipsis on purpose (property "elides") may need more: its whole text is in the tip.
    """
    found = []
    for part in _shown(widget):
        if isinstance(part, QLabel | QAbstractButton) and part.text() and not part.property("elides"):
            found += _short(part) + _outside(part)
        elif isinstance(part, QLineEdit) and part.fontMetrics().horizontalAdvance(part.placeholderText()) > part.width():
            found.append(f"placeholder “{part.placeholderText()}” needs more than {part.width()} px")
        elif isinstance(part, QHeaderView):
            found += _short_titles(part)
    return found


def low_contrast(widget: QWidget) -> list[str]:
    """Texts whose ink is less than 4.5 from their ground, judged by the pixels."""
    image = QImage(widget.size() * DENSITY, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(DENSITY)
    widget.render(image)
    found = []
    for part in _shown(widget):
        if _said(part).strip() and part.isEnabled() and not part.hasFocus():  # the caret would be taken for ink
            edge = QMargins(4, 4, 4, 4) if isinstance(part, QLineEdit) else QMargins()
            area = QRect(part.mapTo(widget, QPoint(0, 0)), part.size()).marginsRemoved(edge).intersected(widget.rect())
            ratio = _ink_contrast(image, area) if _seen(part, widget) else None
            if ratio is not None and ratio < TEXT:
                found.append(f"“{_said(part)}” {ratio:.2f}")
    return found


def untranslated(widget: QWidget, language: str) -> list[str]:
    """Texts in sight that are the other language's words of a text the catalogue has."""
    catalogue = Catalogue()
    return sorted({said for part in _shown(widget) for said in _texts(part) if catalogue.foreign(said, language)})


def unnamed(widget: QWidget) -> list[str]:
    """Widgets that take the keyboard but have no name for a screen reader."""
    return [_where(part) for part in _shown(widget) if focusable(part) and not spoken(part)]


def focusable(part: QWidget) -> bool:
    """It can be reached with Tab."""
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.isEnabled()


def spoken(part: QWidget) -> str:
    """The name a screen reader would say."""
    interface = QAccessible.queryAccessibleInterface(part)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def _shown(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    for part in widget.findChildren(QWidget):
        if part.isVisibleTo(widget) and part.window() is widget.window():
            yield part


def _seen(part: QWidget, widget: QWidget) -> bool:
    """Not scrolled away and not under something else."""
    middle = part.rect().center()
    top = widget.childAt(part.mapTo(widget, middle))
    return part.visibleRegion().contains(middle) and top is not None and (top is part or part.isAncestorOf(top))


def _where(part: QWidget) -> str:
    names = [type(part).__name__]
    above = part.parentWidget()
    while above is not None:
        names.append(above.objectName() or type(above).__name__)
        above = above.parentWidget()
    return " < ".join(names[:4])


def _said(part: QWidget) -> str:
    if isinstance(part, QLabel):
        return part.text()
    if isinstance(part, QAbstractButton):
        return part.text().replace("&&", "&").strip()
    return part.text() or part.placeholderText() if isinstance(part, QLineEdit) else ""


def _texts(part: QWidget) -> list[str]:
    """Everything a part says: its words, its tip, its spoken name, its column titles."""
    said = [part.toolTip(), part.accessibleName()]
    if isinstance(part, QLabel | QAbstractButton):
        said.append(_said(part))
    if isinstance(part, QLineEdit):
        said.append(part.placeholderText())
    if isinstance(part, QHeaderView) and part.model() is not None:
        titles = (part.model().headerData(n, part.orientation()) for n in range(part.count()))
        said += [title for title in titles if isinstance(title, str)]
    return [text.strip() for text in said if text.strip()]


def _short(part: QLabel | QAbstractButton) -> list[str]:
    if isinstance(part, QLabel) and part.wordWrap():
        need, have = part.heightForWidth(part.width()), part.height()
        return [f"“{part.text()}” needs {need} px of height, has {have}"] if need > have + SLACK else []
    hint, size = part.sizeHint(), part.size()
    if hint.width() > size.width() + SLACK or (isinstance(part, QPushButton) and hint.height() > size.height() + SLACK):
        return [f"“{_said(part)}” needs {hint.width()}×{hint.height()} px, has {size.width()}×{size.height()}"]
    return []


def _outside(part: QWidget) -> list[str]:
    """Beyond the edge of a parent that does not scroll."""
    above = part.parentWidget()
    while above is not None and not isinstance(above.parentWidget(), QAbstractScrollArea):
        place = QRect(part.mapTo(above, QPoint(0, 0)), part.size())
        if not above.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            return [f"“{_said(part)}” stands outside {_where(above)}"]
        if above.isWindow():
            break
        above = above.parentWidget()
    return []


def _short_titles(header: QHeaderView) -> list[str]:
    model = header.model()
    if model is None or header.orientation() != Qt.Orientation.Horizontal:
        return []
    titles = ((n, model.headerData(n, header.orientation())) for n in range(header.count()) if not header.isSectionHidden(n))
    metrics = header.fontMetrics()
    return [
        f"column “{title}” needs {metrics.horizontalAdvance(title)} px, has {header.sectionSize(n)}"
        for n, title in titles
        if isinstance(title, str) and metrics.horizontalAdvance(title) > header.sectionSize(n)
    ]


def _ink_contrast(image: QImage, area: QRect) -> float | None:
    """Between the commonest colour of an area and the one that is farthest from it."""
    if area.isEmpty():
        return None
    part = image.copy(QRect(area.topLeft() * DENSITY, area.size() * DENSITY)).convertToFormat(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(part.constBits()).cast("B").cast("I"))
    ground = _name(counts.most_common(1)[0][0])
    enough = max(4, sum(counts.values()) // 4000)
    return max(contrast(ground, _name(value)) for value, count in counts.most_common(400) if count >= enough)


def _name(value: int) -> str:
    return QColor.fromRgb(value & 0xFFFFFF).name()
