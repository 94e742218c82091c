"""Which passwords are refused, and that nothing else is asked of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.passwords import LEAST, MOST, mistake
from ems_desktop.services.passwords import common

RATNA = ("Ratna Wulandari, S.Pd.", "ratna.w@smpnusantara2.sch.id", "SMP Nusantara 2")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", 1105), ("tujuh77", 1105), ("a" * 257, 1168), ("12345678", 1169), ("PASSWORD", 1169), ("Password1", 1169), ("rahasia2026!", 1169),
        ("kata sandi", 1169), ("bismillah", 1169), ("sayangku99", 1169), ("aaaaaaaaaa", 1169), ("abababab", 1169), ("Ratna1985", 1170),
        ("wulandari ratna", 1170), ("RatnaWulandari", 1170), ("smpnusantara2", 1170), ("SMP Nusantara 2!", 1170), ("ratna.w@smpnusantara2", 1170),
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password, code):
    found = mistake(password, common(), RATNA)
    assert found is not None
    assert found.code == code
    assert found.text()


@pytest.mark.parametrize(
    "password",
    [
        "payung hijau di kulkas",
        "xkqzvwpy",
        "ratna suka bakso pedas",
        "ᮠᮥᮔ᮪ᮘᮩᮔ᮪ᮏᮔ᮪ᮒᮥᮁ",
        "empat kata yang panjang",
        "sekolah contoh",
        "7" + "mangga tua" * 20,
        "日本語のパスワード",
    ],
)
def test_what_is_long_and_ones_own_is_taken_whatever_signs_it_has(password):
    assert mistake(password, common(), RATNA) is None


def test_letters_count_as_people_count_them():
    assert mistake("xkqzvwp" + "ﬁ", common()) is None  # NFKC: nine letters


@given(st.text(max_size=MOST + 20))
def test_any_text_gets_one_of_the_four_reasons_or_none(password):
    found = mistake(password, common(), RATNA)
    assert found is None or found.code in {1105, 1168, 1169, 1170}
    if len(password) < LEAST // 4:
        assert found is not None


def test_the_list_is_large_enough_plain_and_in_order():
    words = sorted(common())
    assert len(words) > 5000
    assert all(word == word.casefold() and word.isascii() for word in words)
    assert {"qwertyuiop", "indonesia", "katasandi", "bismillah", "password"} <= set(words)
