"""LaTeX drawn as SVG: what schools write is drawn, what cannot be read says so, and nothing takes long."""

import time
from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.questions.equations import svg

SCHOOL = [
    r"\frac{1}{2}",
    r"\sqrt[3]{x^2+1}",
    r"\sum_{i=1}^{n} i^2",
    r"\int_0^1 x\,dx",
    r"\lim_{x\to 0}\frac{\sin x}{x}",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
    r"\begin{cases}x+y=1\\x-y=3\end{cases}",
    r"\begin{aligned}x&=1\\y&=2\end{aligned}",
    r"\vec{AB}\parallel\overline{CD}",
    r"\mathrm{H_2SO_4}\rightarrow 2\mathrm{H}^+",
    r"\angle ABC = 90^\circ",
    r"\text{luas} < \pi r^2",
    r"0,5 \leq x > 2",
]


@pytest.mark.parametrize("latex", SCHOOL)
def test_what_schools_write_is_drawn_as_paths_alone(latex):
    drawn = ET.fromstring(svg(latex))
    assert {element.tag.rpartition("}")[2] for element in drawn.iter()} <= {"svg", "path", "rect", "line", "g"}
    assert not [name for element in drawn.iter() for name in element.attrib if "href" in name or name.startswith("on")]


def test_less_than_is_the_same_sign_beside_words():
    def paths(latex: str) -> list[str]:
        return [element.attrib["d"] for element in ET.fromstring(svg(latex)).iter() if "d" in element.attrib]

    assert len(paths(r"\text{a<b}")) == 3
    assert len(paths(r"x<y")) == 3
    assert paths(r"\text{a}<y") != paths(r"\text{a}‹y")


def test_qt_paints_it(qapp):
    renderer = QSvgRenderer(svg(r"\frac{a}{b}", size=40.0))
    picture = QImage(QSize(80, 120), QImage.Format.Format_ARGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    rows = {y for y in range(120) for x in range(80) if picture.pixelColor(x, y).lightness() < 100}
    assert len([y for y in rows if y < 50]) > 10  # the letter above
    assert len([y for y in rows if y > 70]) > 10  # the letter below


@pytest.mark.parametrize("latex", ["", r"\frac{1}{", "^", r"\left( x", r"\bukanperintah", "a & b", r"\text{&}", "x^1^2", r"\frac", "\x00"])
def test_what_cannot_be_read_says_so_in_its_own_words(latex):
    with pytest.raises(Mistake) as refused:
        svg(latex)
    assert refused.value.code == 1710
    assert "line 1" not in refused.value.text()


@pytest.mark.parametrize(
    ("latex", "code"), [(r"\bukanperintah", 1710), ("", 1710), (r"\def\a{\a}", 1712), (r"\input{x}", 1712), ("x" * 1001, 1711)]
)
def test_each_refusal_has_its_code(latex, code):
    with pytest.raises(Mistake) as refused:
        svg(latex)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 30 + "x" + "}" * 30,
        r"\frac{" * 9 + "1" + "}{2}" * 9,
        "{" * 7 + "x" + "}" * 7,
        r"\left(" * 6 + "x" + r"\right)" * 6,
        "x+" * 390,
        r"\binom{" * 60,
    ],
)
def test_an_equation_made_to_be_slow_is_not(latex):
    svg("x")  # fonts are read once
    start = time.process_time()
    with suppress(Mistake):
        svg(latex)
    assert time.process_time() - start < 5
