"""The theme: what is readable, what is scaled, what is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QPalette

from ui import tokens
from ui.theme import T, color, font, icons, lines, width
from ui.theme.contrast import contrast, pairs


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("high_contrast", [False, True])
def test_every_ink_can_be_read_on_every_ground_it_is_used_on(theme, high_contrast):
    too_faint = [(what, ratio) for what, ratio, least in pairs(tokens.colors(theme, high_contrast=high_contrast)) if ratio < least]
    assert too_faint == []


def test_contrast_is_measured_as_the_web_guidelines_do():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_both_themes_have_the_same_tokens():
    assert set(tokens.colors("light")) == set(tokens.colors("dark"))
    for theme in ("light", "dark"):
        assert set(tokens.colors(theme, high_contrast=True)) == set(tokens.colors(theme))


def test_our_own_font_is_used_and_not_one_like_it(qapp):
    T.apply(qapp, "light")
    assert [QFontInfo(font(role)).family() for role in tokens.TYPE] == ["Inter"] * len(tokens.TYPE)


def test_figures_of_numeric_roles_are_equally_wide(qapp):
    T.apply(qapp, "light")
    assert len({width(figure * 4, "num") for figure in "0123456789"}) == 1


def test_a_theme_changes_palette_and_inks_at_once(qapp):
    T.apply(qapp, "light")
    light = color("window").name()
    T.apply(qapp, "dark")
    assert T.dark
    assert color("window").name() != light
    assert qapp.palette().color(QPalette.ColorRole.Window) == color("window")


@pytest.mark.parametrize(("asked", "got"), [(0.5, 0.9), (1.25, 1.25), (3.0, 2.0)])
def test_the_font_size_stays_within_its_bounds(qapp, asked, got):
    T.apply(qapp, "light", asked)
    assert T.scale == got
    assert font("body").pixelSize() == round(13 * got)


def test_like_the_system_is_light_or_dark(qapp):
    T.apply(qapp, "system")
    assert T.name in {"light", "dark"}


def test_the_style_sheet_has_no_name_left_open(qapp):
    T.apply(qapp, "dark", 1.5)
    assert "$" not in qapp.styleSheet()
    assert len(qapp.styleSheet()) > 1000


def test_a_token_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        color("mauve")


def test_every_icon_leaves_a_mark_in_its_ink(qapp):
    T.apply(qapp, "light")
    empty = [name for name in icons.paths() if not _inked(icons.pixmap(name, "bad", 20, 2.0).toImage())]
    assert empty == []


def test_wrapped_text_takes_no_more_lines_than_it_may(qapp):
    T.apply(qapp, "light")
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    p = QPainter(image)
    one = lines(p, QRectF(image.rect()), "pendek")
    two = lines(p, QRectF(image.rect()), "panjang sekali " * 20, most=2)
    p.end()
    assert two == 2 * one


def _inked(image: QImage) -> bool:
    ink = color("bad")
    return any(
        image.pixelColor(x, y).alpha() > 200 and abs(image.pixelColor(x, y).red() - ink.red()) < 8
        for x in range(image.width())
        for y in range(image.height())
    )
