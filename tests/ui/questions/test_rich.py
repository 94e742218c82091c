"""How a question is read on the screen: bold, tables, equations on the line, pictures; and what somebody who means no good writes is text."""

from __future__ import annotations

import struct
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.questions.item import FULL, Item, Option, Pair, Stimulus, canonical
from tests.banks import choice
from tests.questions.bank import PICTURES
from ui.feedback import Feedback
from ui.screens.questions.document import Equation, question_page
from ui.screens.questions.equations import draw, picture
from ui.screens.questions.rich import Rich, _image
from ui.tasks import Tasks
from ui.theme import T, color, font

SHA = next(iter(PICTURES))
HOSTILE = (
    "<b>tebal</b>", '<img src="//host/x">', '<img src="file:///etc/passwd">', '<script>alert("x")</script>', "<!ENTITY a SYSTEM 'file:///etc/hostname'>",
    "javascript:alert(1)", "[img ../../etc/passwd]", "[img file:///etc/passwd]", "&lt;script&gt;", r"\(\input{/etc/passwd}\)", r"\(\def\x{\x\x}\x\)",
    r"\[" + "{" * 60 + "x" + "}" * 60 + r"\]", "[url=http://x]y[/url]", "<table background='//host/y'><tr><td>z", "<link rel=stylesheet href=//host/s.css>",
    "<style>@import url(//host)</style>", '<a href="file:///etc/passwd">klik</a>', "ems-picture:" + "0" * 64, "{{7*7}}", "%s%n",
)  # fmt: skip
_watch: list[list[str]] = []


def _note(event: str, args: tuple[object, ...]) -> None:
    if _watch and event in {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}:
        _watch[-1].append(f"{event} {args[0]!r}")


sys.addaudithook(_note)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every opening of a file or of a socket meanwhile."""
    seen: list[str] = []
    _watch.append(seen)
    try:
        yield seen
    finally:
        _watch.pop()


@pytest.fixture
def rich(qapp: QApplication) -> Iterator[Rich]:
    T.apply(qapp, "light")
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    made = Rich("x", tasks, PICTURES.get)
    made.resize(500, 400)
    made.show()
    made.tasks = tasks  # type: ignore[attr-defined]
    yield made
    tasks.close()
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def shown(rich: Rich, item: Item, *, key: bool = True) -> str:
    """Its plain words, once it is on the screen."""
    rich.show_page(question_page(canonical(item), key=key))
    tasks = rich.tasks  # type: ignore[attr-defined]
    for _ in range(3):
        while not tasks.idle():
            tasks.wait()
            QApplication.processEvents()
        QApplication.processEvents()
    rich.grab()
    return rich.toPlainText()


def test_a_choice_shows_its_text_its_letters_and_its_key(rich: Rich) -> None:
    said = shown(rich, choice("Berapa [b]dua[/b] kali dua?", "3", "4", key=1, stimulus=Stimulus("s", "Bacalah", "Teks 1")))
    for part in ("Teks 1", "Bacalah", "Berapa dua kali dua?", "A.", "3", "B.", "4", "✓"):
        assert part in said
    assert "✓" not in shown(rich, choice("Berapa?", "3", "4"), key=False)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_letter_of_an_option_stays_on_one_line_at_any_size(qapp: QApplication, rich: Rich, scale: float) -> None:
    T.apply(qapp, "light", scale)
    large = Rich("x", rich.tasks, PICTURES.get)  # type: ignore[attr-defined]
    large.tasks = rich.tasks  # type: ignore[attr-defined]
    large.resize(500, 900)
    large.show()
    shown(large, Item("single", "x", tuple(Option("m" * 90) for _ in range(23))))
    block, high = large.document().begin(), {}
    while block.isValid():
        high[block.text().strip()] = block.layout().lineCount()
        block = block.next()
    large.close()
    assert [high[f"{name}."] for name in "AMW"] == [1, 1, 1]
    assert high["m" * 90] > 1
    T.apply(qapp, "light")


def test_pairs_answers_guide_and_feedback(rich: Rich) -> None:
    assert "air\n→\ncair" in shown(rich, Item("matching", "x", pairs=(Pair("air", "cair"), Pair("es", "padat"))))
    assert "rubrik" in shown(rich, Item("essay", "x", guide="rubrik", feedback="bahas"))
    assert "rubrik" not in shown(rich, Item("essay", "x", guide="rubrik"), key=False)


def test_equations_and_pictures_are_drawn(rich: Rich) -> None:
    shown(rich, choice(rf"\(\frac{{1}}{{2}}\) dan [img {SHA}] dan \[x^2\]", r"\(\pi\)", "b"))
    assert [one.source for one in rich.equations] == [r"\frac{1}{2}", "x^2", r"\pi"]
    for name in ("ems-equation:0", "ems-equation:2", f"ems-picture:{SHA}"):
        image = rich.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        assert isinstance(image, QImage)
        assert not image.isNull()


def test_an_equation_has_the_ink_of_the_theme_all_of_it_and_stands_on_the_line(qapp: QApplication) -> None:
    from ui.screens.questions.document import Equation

    T.apply(qapp, "light")
    ink = color("text")
    (pi,) = draw([Equation(r"\pi", display=False)], 13.0)
    for ratio in (1.0, 1.5, 2.0):
        image = picture(pi, font("body"), ink, ratio)
        rows = [y for y in range(image.height()) if any(image.pixelColor(x, y).alpha() > 120 for x in range(image.width()))]
        solid = [
            image.pixelColor(x, y) for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y).alpha() == 255
        ]
        assert (max(rows) - min(rows)) / ratio > 5, "most of the letter is there"
        assert solid
        assert all((one.red(), one.green(), one.blue()) == (ink.red(), ink.green(), ink.blue()) for one in solid)


def test_an_equation_that_cannot_be_drawn_is_its_own_source_with_the_reason_below(rich: Rich) -> None:
    shown(rich, choice(r"\(\input{x}\) dan \(x\)", "a", "b"))
    load = rich.loadResource
    wrong, right = (load(QTextDocument.ResourceType.ImageResource.value, QUrl(f"ems-equation:{n}")) for n in (0, 1))
    assert wrong.height() > right.height()
    assert _has_ink(wrong, color("text"))
    assert _has_ink(wrong, color("text3"))


def _has_ink(image: QImage, ink: QColor) -> bool:
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return any(image.pixelColor(x, y) == ink for x, y in places)


def test_in_the_place_of_a_picture_that_is_not_here_stands_that_it_is_not(rich: Rich) -> None:
    gone = "ab" * 32
    assert shown(rich, choice(f"Lihat [img {gone} peta Jawa]", "a", "b"))
    image = rich.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"ems-picture:{gone}"))
    assert image.width() > image.height() > 20
    assert _has_ink(image, color("text2"))
    other = rich.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"ems-picture:{'cd' * 32}"))
    assert other.isNull()


def test_each_line_runs_in_the_direction_of_its_own_letters(rich: Rich) -> None:
    said = shown(rich, choice("Arti ayat ini adalah …\n[b]بِسْمِ اللَّهِ[/b]\n[ul][li]a\nb[/li][/ul]akhir", "x", "y"))
    document, ways = rich.document(), {}
    block = document.begin()
    while block.isValid():
        ways[block.text()] = block.textDirection()
        block = block.next()
    assert ways["Arti ayat ini adalah …"] == Qt.LayoutDirection.LeftToRight
    assert ways["بِسْمِ اللَّهِ"] == Qt.LayoutDirection.RightToLeft
    assert "a\u2028b" in ways, "an entry of a list keeps its lines"
    assert "akhir" in said


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_and_nothing_is_opened(rich: Rich, text: str) -> None:
    shown(rich, choice(r"\(x\)", "a", "b"))  # what is loaded once is loaded
    item = Item(
        "single", text, (Option(text, FULL), Option("b")), feedback=text, title=text, tags=(text,), stimulus=Stimulus("s", text, text)
    )
    with watched() as seen:
        said = shown(rich, item)
    assert seen == []
    if not text.startswith("\\"):
        plain = " ".join(canonical(item).stem.replace("[lb]", "[").split())
        assert plain in " ".join(said.split())


@pytest.mark.parametrize(
    "name",
    ["file:///etc/passwd", "//host/x", "http://host/x", "/etc/passwd", "qrc:/x", "ems-equation:99", "ems-equation:-1", "ems-picture:../x"],
)
def test_nothing_else_can_be_named(rich: Rich, name: str) -> None:
    shown(rich, choice(r"\(x\)", "a", "b"))
    with watched() as seen:
        image = rich.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        style = rich.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl(name))
    assert isinstance(image, QImage)
    assert image.isNull()
    assert style is None
    assert seen == []


def test_no_picture_of_the_disk_and_none_of_the_network_is_ever_seen(rich: Rich, tmp_path: Path) -> None:
    """What Qt would open by itself, Python's watch does not see: a red picture on the disk, and a web server that counts."""
    red = QImage(200, 200, QImage.Format.Format_RGB32)
    red.fill(Qt.GlobalColor.red)
    red.save(str(tmp_path / "red.png"))
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}/x.png"
        for source in (f"file://{tmp_path}/red.png", str(tmp_path / "red.png"), there, there.removeprefix("http:")):
            text = f'<img src="{source}"> [img {source}] <table background="{source}"><tr><td>x</td></tr></table>'
            shown(rich, Item("single", text, (Option(text, FULL), Option("b")), title=text))
            image = rich.grab().toImage()
            assert not [
                1 for x in range(0, image.width(), 9) for y in range(0, image.height(), 9) if image.pixelColor(x, y) == QColor(255, 0, 0)
            ]
        server.shutdown()
    assert asked == []


def test_many_costly_equations_do_not_keep_the_program_s_threads_for_minutes():
    """Each of them alone may be drawn."""
    costly = [Equation("{" * 6 + f"x_{n}" + "}" * 6, display=False) for n in range(1_000)]
    found = draw([costly[0], Equation("a^2", display=False), *costly], 16.0)
    assert [one.svg is not None for one in found[:2]] == [True, True]
    assert sum(one.svg is not None for one in found) < 80
    assert found[-1].why


def test_pictures_of_many_points_do_not_fill_the_memory():
    """A few kilobytes each; thirty of them, decoded whole, are gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def grey(wide: int, high: int) -> bytes:
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
        return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(high * (wide + 1)), 1)) + chunk(b"IEND", b"")

    assert _image(grey(8_000, 6_000)) is None
    shown = _image(grey(4_000, 3_000))
    assert shown is not None
    assert max(shown.width(), shown.height()) == 1_600
    assert _image(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>") is None
