from pathlib import Path

import pytest

from tests.analyses import VALUES, told
from ui.tour import snap


@pytest.mark.parametrize("theme", ["light","dark"])
def test_shot(open_desk, store, entries, theme):
    told(store, entries[0], proposals=VALUES|{"MATERIAL_DESC":{"value":"Menjelaskan pendahuluan, isi, dan simpulan, dengan dua contoh dan latihan yang dikerjakan berpasangan","confidence":.8,"where":"hlm. 2–6"},"MATERIAL_TYPE":{"value":"Lembar kerja","confidence":.5,"where":"hlm. 6, hanya latihan"}})
    desk = open_desk("id", theme, jobs=True)
    p = desk.screen.browse.entry.proposals
    p.rows["material_title"].yes.click(); p.rows["material_type"].no.click(); desk.settle()
    p.rows["material_level"].setFocus(); desk.settle()
    snap.grab(desk.window, Path(f"/tmp/h/shot-{theme}.png"))
    assert p
