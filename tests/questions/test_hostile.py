"""Files made by somebody who means no good: nothing runs, nothing is fetched, nothing takes long; what was left out is named."""

import io
import json
import subprocess
import sys
import time
import zipfile
from contextlib import suppress

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions import markup
from ems_desktop.integrations.questions import html
from ems_desktop.integrations.questions.files import MAX_FILE, read, read_file
from ems_desktop.integrations.questions.notes import Notes
from ems_desktop.paths import root
from tests.questions import bank
from tests.questions.files import ANSWERS, HEADER, blip, docx, paragraph, question, quiz, relation, row, run, table

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def _markup(text: str):
    notes = Notes()
    return html.to_markup(text, notes, {}), [trouble.code for trouble in notes.troubles]


@pytest.mark.parametrize(
    ("text", "kept", "codes"),
    [
        ("a<script>alert(1)</script>b", "ab", [1751]),
        ("a<script>alert(1)", "a", [1751]),
        ("a<style>p{}</style>b", "ab", [1750]),
        ('<img src="//host/x" alt="peta">', "peta", [1752]),
        ('<img src="file:///etc/passwd">', "", [1752]),
        ('<img src="http://host/x.png">', "", [1752]),
        ('<img src="data:image/svg+xml;base64,PHN2Zy8+">', "", [1754]),
        ('<img src="data:text/html,x">', "", [1752]),
        ('<img src="data:#7">', "", [1752]),
        ('<img src="@@PLUGINFILE@@/../../etc/passwd">', "", [1753]),
        ('<b onclick="x()">a</b>', "[b]a[/b]", [1751]),
        ('<a href="javascript:x()">a</a>', "a", []),
        ("<iframe src=x>a</iframe>b", "b", [1751]),
        ("<svg><script>x</script></svg>b", "b", [1751]),
        ("<form><input value=x></form>b", "b", [1751, 1751]),
        ("<!-- a --><?php x ?>b", "b", []),
        ("&lt;script&gt;x", "<script>x", []),
        ("a<b>c", "a[lb]b]c", []),
        ("1 < 2 <3", "1 < 2 <3", []),
        ("<blink>a</blink>", "a", [1750]),
    ],
)
def test_html_is_words_and_a_few_tags(text, kept, codes):
    assert _markup(text) == (kept, codes)


@pytest.mark.parametrize("bit", ["<!--", "<b", "<", "<b>", "<script>", "<a b='", "&", '<img src="', "<svg", "</b>", "<!", "a<br>"])
def test_html_made_to_be_slow_is_not(bit):
    start = time.process_time()
    text, _ = _markup(bit * (95_000 // len(bit)))
    assert markup.canonical(text) == text
    assert time.process_time() - start < 10


@pytest.mark.parametrize("kind", ["gift", "aiken", "moodle-xml", None])
@pytest.mark.parametrize(
    "bit", ["\n", " ", "[tag:", "// [tag:", "::", "{", "{=", "~", "A. a\n", "x\n", "\\", "\\(", "<", "#", "[b]", "$CATEGORY:\n"]
)
def test_a_file_made_to_be_slow_is_not(kind, bit):
    start = time.process_time()
    for text in (bit * (400_000 // len(bit)), "<quiz>" + bit * 50_000, f"a{bit * 20_000}{{=a ~b}}"):
        with suppress(Mistake):
            read(text.encode(), "x", kind)
    assert time.process_time() - start < 10


def test_latex_bombs_stay_text_and_are_named():
    reading = read(quiz(question("multichoice", r"\(\def\a{\a\a}\a\) $$\input{/etc/passwd}$$", ANSWERS)), "s.xml")
    assert reading.items[0].item.stem == r"\(\def\a{\a\a}\a\) \[\input{/etc/passwd}\]"
    assert [(trouble.code, trouble.params["command"]) for trouble in reading.of("warning")] == [(1733, "\\def"), (1733, "\\input")]


def test_a_bomb_in_a_shared_text_is_named_where_the_text_stands():
    reading = read(quiz(question("description", r"\(\newcommand{\x}{y}\)"), question("essay", "s")), "s.xml")
    assert (1, 1733) in [(trouble.item, trouble.code) for trouble in reading.of("warning")]


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, "<!DOCTYPE quiz>"])
def test_entities_and_document_types_are_refused_in_xml_and_in_word(declared):
    with pytest.raises(Mistake, match="EMS-1705"):
        read(declared.encode() + quiz(question("essay", "s")).partition(b"\n")[2], "s.xml")
    with pytest.raises(Mistake, match="EMS-1705"):
        read(docx(table(row(*HEADER)), before=declared), "s.docx")


@pytest.mark.parametrize("data", [b"<quiz><question>", b"<quiz>" + b"\xff", b"<quiz></question></quiz>", b"<quiz>&undefined;</quiz>"])
def test_damaged_xml_is_refused(data):
    with pytest.raises(Mistake, match="EMS-1704"):
        read(data, "s.xml")


def test_xml_that_is_nested_without_end_is_refused():
    with pytest.raises(Mistake, match="EMS-1706"):
        read(b"<quiz>" + b"<a>" * 100_000, "s.xml")


def test_letters_that_hide_others_are_taken_out_with_a_warning():
    reading = read(quiz(question("essay", "a\u202eb\x00c &#x202E;d")), "s.xml")
    assert reading.items[0].item.stem == "abc d"
    assert 1781 in [trouble.code for trouble in reading.of("warning")]
    assert read("Apa \u202e\x00itu?{=a ~b}".encode(), "s.gift").items[0].item.stem == "Apa itu?"
    assert read("Apa \ud800itu?{=a ~b}".encode("utf-16", "surrogatepass"), "s.gift").items[0].item.stem == "Apa �itu?"


def test_a_cell_of_ten_megabytes_is_refused_and_the_next_one_is_read():
    huge = docx(table(row(*HEADER), row("1", "x " * 5_000_000, "a", "b", "", "", "", "A"), row("2", "s", "a", "b", "", "", "", "A")))
    padded = io.BytesIO(huge)
    with zipfile.ZipFile(padded, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/noise.bin", bytes(range(256)) * 2_000)
    reading = read(padded.getvalue(), "s.docx")
    assert [(trouble.item, trouble.code) for trouble in reading.of("refused")] == [(1, 1793)]
    assert [one.number for one in reading.items] == [2]
    xml = read(quiz(question("essay", "x" * 10_000_000), question("essay", "s")), "s.xml")
    assert [one.number for one in xml.items] == [2]
    assert len(read(f"{'x' * 9_000_000} {{=a ~b}}\n\nApa?{{=a ~b}}".encode(), "s.gift", "gift").items) == 1


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(Mistake, match="EMS-1706"):
        read(docx(table(row(*HEADER)), {"word/media/a.png": bytes(80_000_000)}), "s.docx")


def test_a_word_file_that_lies_about_sizes_is_read_no_further():
    data = bytearray(docx(paragraph(run("x" * 70_000_000))))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")  # the size it says it has
    with pytest.raises(Mistake, match=r"EMS-170[46]"):
        read(bytes(data), "s.docx")


def test_pictures_by_link_and_by_a_way_out_of_the_archive_are_not_looked_for():
    cell = paragraph(blip("r1", "link"), blip("r2"), blip("r3"), run("s"))
    links = relation("r1", "file:///etc/passwd", "External") + relation("r2", "../../../../etc/passwd") + relation("r3", "media/a.emf")
    reading = read(docx(table(row(*HEADER), row("1", cell, "a", "b", "", "", "", "A")), {"word/media/a.emf": b"EMF"}, links), "s.docx")
    assert [trouble.code for trouble in reading.of("lost")] == [1752, 1753, 1754]
    assert not reading.media


def test_a_picture_keeps_the_last_part_of_its_name():
    evil = question("essay", '<img src="@@PLUGINFILE@@/../../a/CON.png">', "", {"../../a/CON.png": bank.png()})
    (media,) = read(quiz(evil), "s.xml").items[0].item.media
    assert media.name == "_CON.png"


def test_a_file_too_large_or_not_there_is_not_opened(tmp_path):
    large = tmp_path / "besar.xml"
    with large.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    for path, code in ((large, 1703), (tmp_path / "tiada.xml", 1700), (tmp_path, 1700)):
        with pytest.raises(Mistake) as refused:
            read_file(path)
        assert refused.value.code == code


WATCH = """
import json, sys
from ems_desktop.integrations.questions import equations, files
from ems_desktop.domain.questions import markup
equations.svg("x")  # its fonts are read once
seen = []
watching = True
def watch(event, args):
    if watching and event in {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "import"}:
        seen.append([event, str(args[0])])
for name in ("a.xml", "a.docx", "a.gift", "a.txt"):
    files.read_file(__import__("pathlib").Path(sys.argv[1], name))
import pathlib
sys.addaudithook(watch)
count = 0
for name in ("a.xml", "a.docx", "a.gift", "a.txt"):
    reading = files.read_file(pathlib.Path(sys.argv[1], name))
    items = [one.item for one in reading.items]
    for kind in ("gift", "aiken", "moodle-xml", "word"):
        files.write(kind, items, reading.media)
    for item in items:
        for text in item.texts():
            for latex in markup.equations(text):
                count += 1
                try:
                    equations.svg(latex)
                except Exception as error:
                    str(error)
watching = False
print(json.dumps({"seen": seen, "equations": count}))
"""


def test_no_file_and_no_network_is_touched_but_the_file_itself(tmp_path):
    nasty = '<img src="//host/x"><img src="file:///etc/passwd"><script src="http://host/"></script><iframe src="http://host"></iframe>'
    nasty += r"\(\input{/etc/passwd}\) \(\includegraphics{/etc/hostname}\) \(\frac{1}{2}\) \(\text{a<b}\)"
    links = relation("r1", "http://host/x.png", "External")
    cell = paragraph(blip("r1", "link"), run(r"\(\input{x}\)"))
    files = {
        "a.xml": quiz(question("multichoice", nasty, ANSWERS)),
        "a.docx": docx(table(row(*HEADER), row("1", cell, "a", "b", "", "", "", "A")), relations=links),
        "a.gift": ("[html]" + nasty.replace("=", r"\=").replace("{", r"\{").replace("}", r"\}").replace(":", r"\:") + "{=a ~b}").encode(),
        "a.txt": f"{nasty}\nA. a\nB. b\nANSWER: A\n".encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run([sys.executable, "-c", WATCH, str(tmp_path)], cwd=root(), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["equations"] >= 10
    assert [event for event in found["seen"] if event[0] != "import"] == [["open", str(tmp_path / name)] for name in files]
