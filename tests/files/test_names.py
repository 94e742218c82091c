"""What fits, what kind a file is, and names that are safe to save under."""

from __future__ import annotations

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.files import LONGEST, MIB, PART, Limits, media_type, megabytes, parts, photo_type, safe_name


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("lensa.pdf", "lensa.pdf"),
        ("Lensa cekung (bab 3).pdf", "Lensa cekung (bab 3).pdf"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("..\\..\\x.exe", "_.._x.exe"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("CON.txt", "_CON.txt"),
        ("con", "_con"),
        ("aux.tar.gz", "_aux.tar.gz"),
        ("COM¹.txt", "_COM¹.txt"),
        ("nul ", "_nul"),
        ("console.txt", "console.txt"),
        ("foto\u202egpj.exe", "foto_gpj.exe"),
        ("a\u200bb\u2066c.txt", "a_b_c.txt"),
        ("a\nb\x00c\x1b[31m.txt", "a_b_c_[31m.txt"),
        ('a<b>:"c"|?*.txt', "a_b___c____.txt"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("   ", "file"),
        ("x.", "x"),
        ("a .pdf", "a.pdf"),
        ("CON .txt", "_CON.txt"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_to_save_under_is_one_component_that_every_system_takes(typed: str, suggested: str) -> None:
    assert safe_name(typed) == suggested


@pytest.mark.parametrize("typed", ["x" * 300 + ".pdf", "漢" * 300 + ".pdf", "x." + "y" * 300, "😀" * 300])
def test_a_long_name_is_cut_and_keeps_a_short_ending(typed: str) -> None:
    found = safe_name(typed)
    assert len(found) <= LONGEST
    assert len(found.encode()) <= 255
    assert found.endswith(".pdf") == typed.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.PDF", "application/pdf"),
        ("a.jpeg", "image/jpeg"),
        ("a.mp4", "video/mp4"),
        ("a", "application/octet-stream"),
        ("a.xyzzy", "application/octet-stream"),
        ("data:text/html,x", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_the_ending_tells_the_kind(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_a_photo_is_known_by_its_first_bytes() -> None:
    assert photo_type(b"\xff\xd8\xff\xe0xx") == "image/jpeg"
    assert photo_type(b"\x89PNG\r\n\x1a\nxx") == "image/png"
    assert photo_type(b"<svg>") is None
    assert photo_type(b"") is None


@pytest.mark.parametrize(("size", "code"), [(0, 1613), (1, None), (2 * MIB, None), (2 * MIB + 1, 1610), (MIB + 1, 1611)])
def test_what_does_not_fit_is_said_with_both_figures(size: int, code: int | None) -> None:
    limits = Limits("database", 2 * MIB, None if code != 1611 else MIB)
    if code is None:
        limits.check("x", size)
        assert megabytes(size) >= 1
        return
    with pytest.raises(Mistake) as refused:
        limits.check("x", size)
    assert refused.value.code == code
    assert refused.value.text()


def test_parts_are_counted_up() -> None:
    assert [parts(size) for size in (1, PART, PART + 1, 3 * PART)] == [1, 1, 2, 3]
